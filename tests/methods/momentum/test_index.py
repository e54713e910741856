"""Momentum Index: worked example M-01, invariants 1–3 of specification 05 e, errors of f."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.kernel.survival import Durations
from comotion.methods.momentum.index import MomentumInputs, momentum_index, rate_up_volume_down
from comotion.methods.momentum.kept import (
    Commitment,
    Decision,
    KeptCounts,
    Window,
    decision_days,
    kept_counts,
    kept_rate,
)
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
RULES = SETTINGS.momentum
START = datetime(2025, 1, 1, tzinfo=UTC)
WINDOW = Window(START, START + timedelta(days=60))


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def day(number):
    return START + timedelta(days=number)


def m_01():
    inputs = example("M-01")[0]
    return MomentumInputs(
        KeptCounts(**inputs["commitments"]),
        Durations(tuple(inputs["decisions"]["closed_days"]), tuple(inputs["decisions"]["open_days"])),
        inputs["insights"]["mature"],
        inputs["insights"]["closed"],
        inputs["forward_share"],
        minutes=240,
    )


def index(inputs):
    return momentum_index(inputs, SETTINGS).momentum_index


def test_m_01_momentum_index():
    _, expected, tolerance = example("M-01")
    found = momentum_index(m_01(), SETTINGS)
    result = {
        "kept_rate": found.kept_rate,
        "decision_latency_days": found.decision_latency_days,
        "components": {part.name: part.value for part in found.momentum_index.parts},
        "momentum_index": found.momentum_index,
        "without_decisions": index(replace(m_01(), decisions=Durations())),
    }
    assert near(result, expected, tolerance)
    assert (found.commitments_due, found.decisions, found.insights, found.minutes) == (20, 7, 9, 240)
    assert found.momentum_index.n == 20 + 7 + 9 + 1


counts = st.builds(KeptCounts, st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
days = st.lists(st.floats(0, 90), max_size=8).map(tuple)


@st.composite
def momentum_inputs(draw):
    mature = draw(st.integers(0, 12))
    return MomentumInputs(
        draw(counts),
        Durations(draw(days), draw(days)),
        mature,
        draw(st.integers(0, mature)),
        draw(st.none() | st.floats(0, 1)),
        draw(st.floats(0, 500)),
    )


@few
@given(momentum_inputs())
def test_the_index_lies_in_range_and_improves_with_work_done(inputs):
    before = index(inputs)
    assert before.value is None or 0 <= before.value <= 100
    kept, better = inputs.commitments, []
    if kept.missed:
        better.append(replace(inputs, commitments=replace(kept, missed=kept.missed - 1, on_time=kept.on_time + 1)))
    if inputs.insights_closed < inputs.insights_mature:
        better.append(replace(inputs, insights_closed=inputs.insights_closed + 1))
    if inputs.forward_share is not None:
        better.append(replace(inputs, forward_share=min(1.0, inputs.forward_share + 0.1)))
    for changed in better:
        after = index(changed)
        assert (after.value is None) == (before.value is None)
        if before.value is not None:
            assert after.value >= before.value - 1e-9


@few
@given(momentum_inputs(), st.floats(0, 30), st.data())
def test_an_open_decision_getting_older_never_raises_the_index(inputs, more, data):
    ages = inputs.decisions.open
    if not ages:
        return
    at = data.draw(st.integers(0, len(ages) - 1))
    older = tuple(age + more if n == at else age for n, age in enumerate(ages))
    after = index(replace(inputs, decisions=Durations(inputs.decisions.closed, older)))
    before = index(inputs)
    assert after.value is None or after.value <= before.value + 1e-9


@few
@given(momentum_inputs(), st.floats(0, 1), st.data())
def test_without_open_decisions_a_shorter_latency_never_lowers_the_index(inputs, factor, data):
    closed = inputs.decisions.closed
    if not closed:
        return
    at = data.draw(st.integers(0, len(closed) - 1))
    shorter = tuple(factor * time if n == at else time for n, time in enumerate(closed))
    before = index(replace(inputs, decisions=Durations(closed)))
    after = index(replace(inputs, decisions=Durations(shorter)))
    assert after.value is None or after.value >= before.value - 1e-9


def test_below_its_minimum_a_component_is_missing():
    inputs = MomentumInputs(KeptCounts(4, 0, 0), Durations((1, 2)), 2, 2, 0.9, 119)
    assert [part.value for part in index(inputs).parts] == [None] * 4
    enough = MomentumInputs(KeptCounts(5, 0, 0), Durations((1, 2), (3,)), 3, 3, 0.9, 120)
    assert [part.value for part in index(enough).parts] == [100.0] * 4


def test_a_median_that_is_not_reached_counts_as_its_lower_bound():
    found = momentum_index(replace(m_01(), decisions=Durations((2,), (20, 30))), SETTINGS)
    assert (found.decision_latency_days, found.momentum_index.notes) == (30, ("LATENCY_LOWER_BOUND",))


def test_commitments_of_a_window_are_counted_as_known_at_its_end():
    rows = [
        Commitment("on_time", day(0), day(10), day(10)),
        Commitment("late", day(0), day(10), day(17)),
        Commitment("too_late", day(0), day(10), day(17.5)),
        Commitment("open", day(0), day(10)),
        Commitment("done_after_the_window", day(0), day(59), day(61)),
        Commitment("due_later", day(0), day(60)),
        Commitment("cancelled_by_both", day(0), day(10), withdrawn_at=day(9), withdrawal_agreed=True),
        Commitment("cancelled_by_one", day(0), day(10), withdrawn_at=day(9)),
        Commitment("cancelled_too_late", day(0), day(10), withdrawn_at=day(10), withdrawal_agreed=True),
        Commitment("moved_and_done", day(0), day(10), day(9), withdrawn_at=day(5)),
    ]
    assert kept_counts(rows, WINDOW, RULES) == KeptCounts(1, 1, 6)
    assert kept_rate(KeptCounts(12, 4, 4), RULES) == 0.7
    assert kept_rate(KeptCounts(4, 0, 0), RULES) is None


@few
@given(st.integers(1, 50), st.integers(0, 60), st.integers(1, 60))
def test_redating_an_overdue_commitment_never_raises_the_rate(due, moved, done):
    plain = Commitment("c", day(0), day(due), day(done))
    redated = replace(plain, withdrawn_at=day(due + moved), withdrawal_agreed=True)
    window = Window(START, day(200))
    rates = []
    for row in (plain, redated):
        found = kept_counts([row, *(Commitment(f"x{n}", day(0), day(5), day(5)) for n in range(4))], window, RULES)
        rates.append(kept_rate(found, RULES))
    assert rates[1] <= rates[0]


def test_decisions_count_when_decided_in_the_window_or_open_at_its_end():
    rows = [
        Decision("in", day(-30), day(10)),
        Decision("before", day(-30), day(-1)),
        Decision("open", day(20)),
        Decision("decided_later", day(50), day(70)),
        Decision("withdrawn", day(1), withdrawn_at=day(5)),
        Decision("raised_later", day(61)),
    ]
    assert decision_days(rows, WINDOW) == Durations((40.0,), (40.0, 10.0))


def test_rate_up_and_volume_down_is_noticed():
    before = KeptCounts(10, 0, 10)
    assert rate_up_volume_down(KeptCounts(6, 0, 4), before, SETTINGS) is True
    assert rate_up_volume_down(KeptCounts(6, 0, 5), before, SETTINGS) is False
    assert rate_up_volume_down(KeptCounts(5, 0, 5), before, SETTINGS) is False
    assert rate_up_volume_down(KeptCounts(), before, SETTINGS) is None


def test_what_cannot_be_is_refused():
    assert refusal(Commitment, "c", day(5), day(4)) == "DATE_ORDER"
    assert refusal(Commitment, "c", day(5), day(6), day(4)) == "DATE_ORDER"
    assert refusal(Decision, "d", day(5), day(4)) == "DATE_ORDER"
    assert refusal(Window, day(1), day(1)) == "DATE_ORDER"
    assert refusal(index, MomentumInputs(KeptCounts(-1))) == "OUT_OF_RANGE"
    assert refusal(index, MomentumInputs(insights_mature=1, insights_closed=2)) == "OUT_OF_RANGE"
    assert refusal(index, MomentumInputs(forward_share=1.1)) == "OUT_OF_RANGE"
    assert refusal(index, MomentumInputs(decisions=Durations((-1,)))) == "DATE_ORDER"
    assert refusal(decision_days, [Decision("d", day(0))] * 2, WINDOW) == "DUPLICATE_ID"
    assert refusal(kept_counts, [Commitment("c", day(0), day(1))] * 2, WINDOW, RULES) == "DUPLICATE_ID"
