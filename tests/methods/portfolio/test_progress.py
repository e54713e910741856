"""Phase progress (specification 11 c2): sums and means by hand, bounds, and nothing claimed without a comparison."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.portfolio.progress import (
    Movement,
    PhaseReadings,
    ProgressRows,
    phase_progress,
    pipeline_change,
    satisfaction_change,
)
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import few

SETTINGS = default_settings()


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_pipeline_is_summed_before_it_is_compared():
    # (150 + 350) / (100 + 300) − 1 = 0.25, where the mean of 0.5 and 0.167 would be 0.333
    assert pipeline_change([(100.0, 150.0), (300.0, 350.0)], SETTINGS) == Movement(0.25, 0.25, 0.25, 2, 1.0, "ok")


def test_a_missing_pipeline_may_be_nothing_or_any_amount():
    # known 120 of 100; with the missing one at 0: 120 / 200 − 1 = −0.4
    found = pipeline_change([(100.0, 120.0), (100.0, None)], SETTINGS)
    assert (found.value, found.low, found.high) == (pytest.approx(0.2), pytest.approx(-0.4), None)
    assert (found.n, found.coverage, found.status) == (1, 0.5, "provisional")


def test_satisfaction_is_the_mean_change():
    # (6 − 4 + 5 − 6) / 2 = 0.5
    assert satisfaction_change([(4.0, 6.0), (6.0, 5.0)], SETTINGS) == Movement(0.5, 0.5, 0.5, 2, 1.0, "ok")


def test_a_missing_satisfaction_may_lie_anywhere():
    # known +2; the missing one from 4 may fall by 4 or rise by 6: (2 − 4) / 2 = −1 and (2 + 6) / 2 = 4
    assert satisfaction_change([(4.0, 6.0), (4.0, None)], SETTINGS) == Movement(2.0, -1.0, 4.0, 1, 0.5, "provisional")


def test_too_little_is_known_for_a_value():
    assert satisfaction_change([(4.0, 6.0), (4.0, None), (4.0, None)], SETTINGS).value is None
    assert pipeline_change([], SETTINGS) == Movement(None, None, None, 0, 0.0, "insufficient")
    assert satisfaction_change([], SETTINGS) == Movement(None, None, None, 0, 0.0, "insufficient")
    assert pipeline_change([(0.0, 5.0)], SETTINGS) == Movement(None, None, None, 1, 0.0, "insufficient")
    assert satisfaction_change([(4.0, None)], SETTINGS) == Movement(None, -4.0, 6.0, 0, 0.0, "insufficient")


ROWS = (
    PhaseReadings("p1", "quick_win", 400.0, 500.0, 5.0, 6.0),
    PhaseReadings("p2", "restructure", 100.0, 100.0, 4.0, 7.0),
    PhaseReadings("p3", None, 200.0, 210.0, 5.0, 5.0),
)


def test_treated_and_untreated_stand_side_by_side():
    found = phase_progress(ProgressRows(ROWS), SETTINGS)
    assert [progress.partnerships for progress in found.phases.values()] == [1, 1, 0]
    # treated: 600 / 500 − 1 = 0.2 and (1 + 3) / 2 = 2; untreated: 210 / 200 − 1 = 0.05 and 0
    assert (found.treated.pipeline.value, found.treated.satisfaction.value) == (pytest.approx(0.2), 2.0)
    assert (found.untreated.pipeline.value, found.untreated.satisfaction.value) == (pytest.approx(0.05), 0.0)
    assert found.notes == ()


def test_a_change_without_comparison_is_no_proof():
    assert phase_progress(ProgressRows(ROWS[:2]), SETTINGS).notes == ("NO_PROOF_WITHOUT_COMPARISON",)


def test_readings_without_a_start_do_not_count():
    row = replace(ROWS[0], pipeline_at_start=None, satisfaction_at_start=None)
    found = phase_progress(ProgressRows((row,)), SETTINGS).treated
    assert (found.partnerships, found.pipeline.n, found.satisfaction.n) == (1, 0, 0)


def test_readings_that_cannot_be_are_refused():
    assert refusal(PhaseReadings, "p", pipeline_now=-1.0) == "OUT_OF_RANGE"
    assert refusal(PhaseReadings, "p", satisfaction_at_start=10.5) == "OUT_OF_RANGE"
    assert refusal(phase_progress, ProgressRows(ROWS[:1] * 2), SETTINGS) == "DUPLICATE_ID"


@few
@given(st.lists(st.tuples(st.floats(0, 10), st.none() | st.floats(0, 10)), max_size=8))
def test_satisfaction_lies_within_its_bounds(pairs):
    found = satisfaction_change(pairs, SETTINGS)
    if found.value is not None:
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9
