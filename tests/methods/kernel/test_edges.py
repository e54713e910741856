"""Edge cases and errors of specification 01 f, and what stands between the lines of c."""

from dataclasses import replace

import pytest

from comotion.methods.configuration.kernel import Bands
from comotion.methods.kernel.agreement import alpha
from comotion.methods.kernel.apportionment import largest_remainder
from comotion.methods.kernel.bands import BandState, Scale, bands, friction_scale, raw_band, score_scale
from comotion.methods.kernel.likert import dont_know_share, likert_friction
from comotion.methods.kernel.normalise import Limits, normalise
from comotion.methods.kernel.perception import gaps
from comotion.methods.kernel.suppression import shown
from comotion.methods.kernel.survival import median_time
from comotion.methods.kernel.trend import Trend, theil_sen, trend
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import default_settings

SETTINGS = default_settings()


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize("answer", [0, 5.5, -1])
def test_likert_outside_its_scale_is_refused(answer):
    assert refusal(likert_friction, answer) == "OUT_OF_RANGE"


def test_likert_answers_without_opinion_are_missing():
    assert [likert_friction("dont_know"), likert_friction("not_applicable"), likert_friction(None)] == [None] * 3
    assert dont_know_share([3, "dont_know", "not_applicable", None]) == 0.5
    assert dont_know_share(["not_applicable"]) is None


@pytest.mark.parametrize(
    "limits",
    [
        {"direction": "higher", "floor": 5, "target": 5},
        {"direction": "higher", "floor": 0, "target": 10, "ceiling": 9},
        {"direction": "lower", "floor": 1, "target": 2},
        {"direction": "higher", "floor": 1},
        {"direction": "band", "floor_low": 0, "band_low": 2, "band_high": 1, "floor_high": 3},
        {"direction": "band", "floor_low": 0, "band_low": 1},
    ],
)
def test_kpi_limits_in_the_wrong_order_are_refused(limits):
    assert refusal(Limits, **limits) == "KPI_LIMITS_ORDER"


def test_clamped_readings_carry_their_raw_value():
    limits = Limits("higher", 0, 100, 150)
    assert [normalise(value, limits).clamped for value in (-5, 0, 150, 300)] == [True, False, False, True]
    assert normalise(300, limits).raw == 300
    assert normalise(0.1, Limits("band", floor_low=0.2, band_low=0.4, band_high=0.6, floor_high=0.9)).clamped


def test_not_a_number_is_refused():
    assert refusal(normalise, float("nan"), Limits("higher", 0, 1)) == "NOT_FINITE"
    assert refusal(weighted_mean, [("a", 1, float("inf"))], SETTINGS) == "NOT_FINITE"
    assert refusal(Limits, "higher", float("-inf"), 1) == "NOT_FINITE"


def test_weights_that_cannot_work_are_refused():
    assert refusal(weighted_mean, [("a", 0, 1.0), ("b", 0, 2.0)], SETTINGS) == "WEIGHTS_SUM_TO_ZERO"
    assert refusal(weighted_mean, [("a", -1, 1.0), ("b", 2, 2.0)], SETTINGS) == "WEIGHTS_NEGATIVE"
    assert refusal(weighted_mean, [], SETTINGS) == "EMPTY_INPUT"
    assert refusal(weighted_mean, [("a", 1, 101.0)], SETTINGS) == "OUT_OF_RANGE"


def test_an_insufficient_child_counts_as_missing():
    child = weighted_mean([("a", 1, 10.0), ("b", 3, None)], SETTINGS)
    parent = weighted_mean([("child", 1, child), ("c", 3, 80.0)], SETTINGS)
    assert (child.value, child.coverage) == (None, 0.25)
    assert (parent.value, parent.coverage, parent.low, parent.high) == (80.0, 0.75, 60.0, 85.0)
    assert parent.n == 2


def test_a_child_marked_insufficient_is_missing_even_with_a_value():
    child = Scored(90.0, 0.4, "insufficient", 0.0, 100.0, 2)
    parent = weighted_mean([("child", 1, child), ("b", 1, 50.0)], SETTINGS)
    assert (parent.value, parent.low, parent.high, parent.n) == (50.0, 25.0, 75.0, 3)


def test_a_part_of_weight_zero_changes_nothing():
    assert weighted_mean([("a", 1, 40.0), ("b", 0, 90.0)], SETTINGS).value == 40.0
    assert weighted_mean([("a", 0, 40.0), ("b", 1, None)], SETTINGS).value is None


def test_a_series_with_a_repeated_period_is_refused():
    assert refusal(theil_sen, [(1, 2.0), (1, 3.0), (2, 4.0)]) == "DUPLICATE_PERIOD"


def test_an_empty_or_short_series_has_no_trend():
    assert trend([], SETTINGS) == Trend(None, None, 0)
    assert trend([(1, 10.0), (2, 20.0)], SETTINGS) == Trend(None, None, 2)


def test_a_trend_looks_at_the_last_four_periods_only():
    points = [(1, 0.0), (2, 70.0), (3, 71.0), (4, 72.0), (5, 73.0), (6, 0.0)]
    assert trend(points, SETTINGS, until=5) == Trend(1.0, "flat", 4)


@pytest.mark.parametrize(("step", "label"), [(1.5, "rising"), (1.4, "flat"), (-1.4, "flat"), (-1.5, "falling")])
def test_trend_labels_start_at_their_limits(step, label):
    assert trend([(t, 50 + step * t) for t in range(4)], SETTINGS).label == label


def test_a_negative_duration_is_refused():
    assert refusal(median_time, [3, -1]) == "DATE_ORDER"
    assert refusal(median_time, [3], [-1]) == "DATE_ORDER"
    assert median_time([]).lower_bound is None


def test_cuts_and_margins_that_cannot_work_are_refused():
    assert refusal(Scale, ("a", "b", "c"), (75.0, 50.0), 3.0) == "CUTS_NOT_ASCENDING"
    assert refusal(Scale, ("a", "b", "c"), (50.0, 75.0), 13.0) == "MARGIN_TOO_LARGE"
    assert refusal(Bands, score_cuts=(50.0,)) == "OUT_OF_RANGE"
    assert refusal(Bands, score_cuts=(50.0, 101.0)) == "OUT_OF_RANGE"


def test_a_missing_reading_keeps_the_band_once_and_then_withdraws_it():
    scale = score_scale(SETTINGS)
    assert bands([60, None, 74, None, None, 74], scale) == (
        BandState("workable"),
        BandState("workable", stale=True, missing=1),
        BandState("workable"),
        BandState("workable", stale=True, missing=1),
        BandState(None, stale=False, missing=2),
        BandState("workable"),
    )


def test_bands_start_at_their_cuts():
    assert [raw_band(value, score_scale(SETTINGS)) for value in (49.9, 50, 75)] == ["weak", "workable", "strong"]
    names = [raw_band(value, friction_scale(SETTINGS)) for value in (24.9, 25, 50, 75)]
    assert names == ["low", "moderate", "high", "severe"]


def test_too_few_units_and_no_variation_give_no_alpha():
    assert alpha([[1, 1]] * 9, SETTINGS).notes == ("TOO_FEW_UNITS",)
    assert alpha([[1, 1]] * 9 + [[1, None]], SETTINGS).units == 9
    assert alpha([[2, 2]] * 10, SETTINGS).notes == ("NO_VARIATION",)


def test_alpha_says_how_far_raters_can_be_trusted():
    wild = alpha([[1, 5], [5, 1]] * 5, SETTINGS)
    assert wild.alpha < 0
    assert wild.reading == "recalibrate"


def test_shares_that_cannot_work_are_refused():
    assert refusal(largest_remainder, -1, [1]) == "OUT_OF_RANGE"
    assert refusal(largest_remainder, 3, [0, 0]) == "WEIGHTS_SUM_TO_ZERO"
    assert largest_remainder(15, (0.1, 0.2, 0.7)) == (2, 3, 10)


def test_a_level_without_answers_on_one_side_is_left_out_and_named():
    cells = {"a": {"executive": [10.0] * 3, "operational": [90.0] * 3}, "b": {"executive": [40.0] * 3}}
    found = gaps(cells, SETTINGS)
    assert (found.side_gap, found.notes) == (-30.0, ("LEVEL_LEFT_OUT:operational",))
    assert (found.level_gap, found.side_noteworthy, found.level_noteworthy) == (65.0, True, True)


def test_a_gap_is_noteworthy_only_with_three_answers_in_every_group():
    assert not gaps({"a": {"m": [10.0] * 2}, "b": {"m": [90.0] * 5}}, SETTINGS).side_noteworthy
    assert gaps({"a": {"m": [10.0] * 3}, "b": {"m": [90.0] * 3}}, SETTINGS).side_noteworthy


def test_one_side_alone_has_no_gap():
    assert gaps({"a": {"m": [10.0]}}, SETTINGS).side_gap is None


def test_three_sides_are_compared_by_their_extremes():
    cells = {"a": {"m": [10.0] * 3}, "b": {"m": [40.0] * 3}, "c": {"m": [70.0] * 3}}
    assert gaps(cells, SETTINGS).side_gap == 60.0


def test_a_hidden_gap_says_only_whether_it_is_noteworthy():
    cells = {"a": {"m": [10.0] * 2, "o": [20.0] * 4}, "b": {"m": [90.0] * 3, "o": [95.0] * 3}}
    view = shown(cells, SETTINGS, friction_scale(SETTINGS))
    assert (view.side_gap.gap, view.side_gap.noteworthy) == (None, True)
    assert [(line.name, line.band, line.n) for line in view.sides] == [("a", "low", None), ("b", "severe", None)]


def test_an_open_table_shows_means_and_counts():
    cells = {"a": {"m": [10.0] * 3}, "b": {"m": [40.0] * 4}}
    view = shown(cells, replace(SETTINGS), friction_scale(SETTINGS))
    assert [(line.mean, line.n) for line in view.sides] == [(10.0, 3), (40.0, 4)]
    assert view.side_gap.gap == -30.0
