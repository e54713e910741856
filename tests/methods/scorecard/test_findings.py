"""Every early warning as it is found and remembered: state, severity, readings, next step, notes; exact limits."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from comotion.methods.scorecard.participation import Participation
from comotion.methods.scorecard.warnings import (
    CategoryHistory,
    Finding,
    LagSample,
    SideAnswers,
    SponsorSide,
    WarningState,
    advance_warnings,
    batch,
    category_floor,
    divergence,
    fairness_drift,
    going_dark,
    hidden_erosion,
    lag_growth,
    near_term_only,
    participation_falling,
    perception_split,
    rhythm_slip,
    sponsor_gone,
)
from comotion.methods.scorecard.warnings.state import month_number
from comotion.methods.settings import default_settings

SETTINGS = default_settings()
DAY = date(2025, 6, 1)
TWO_POINTS = replace(SETTINGS, trend=replace(SETTINGS.trend, minimum=2))


def test_erosion_names_its_three_readings():
    history = CategoryHistory(4, 81.0, ((1, 68.0), (2, 64.0), (3, 61.0), (4, 55.0)))
    # six slopes: −4, −3.5, −4.33, −3, −4.5, −6; their median is −4.17
    found = hidden_erosion(history, SETTINGS)
    assert found == Finding(
        "HIDDEN_EROSION",
        "fires",
        "high",
        {
            "financial_performance": 81.0,
            "relationship_slope": pytest.approx(-25 / 6),
            "relationship_drop": 13.0,
        },
        "separate_interviews_on_both_sides",
    )


def test_erosion_follows_the_readings_a_trend_needs():
    history = CategoryHistory(4, 81.0, ((3, 68.0), (4, 55.0)))
    assert hidden_erosion(history, SETTINGS).state == "unknown"
    assert hidden_erosion(history, TWO_POINTS).state == "fires"


def test_divergence_names_the_gap():
    step = "ask_what_the_figures_hide"
    assert divergence(80.0, 55.0, SETTINGS) == Finding("DIVERGENCE", "fires", "medium", {"divergence": 25.0}, step)
    assert divergence(80.0, 55.1, SETTINGS).state == "clear"
    for missing in ((None, 55.0), (80.0, None)):
        assert divergence(*missing, SETTINGS) == Finding("DIVERGENCE", "unknown", "medium", {"divergence": None}, step)


def test_the_floor_names_every_category():
    categories = {"financial_performance": 39.9, "relationship_health": None}
    step = "treat_the_weakest_category_first"
    assert category_floor(categories, SETTINGS) == Finding("CATEGORY_FLOOR", "fires", "high", categories, step)


def test_a_split_names_both_gaps_in_points():
    found = perception_split(SideAnswers(-12.0, 3), SideAnswers(-2.0, 3), SETTINGS)
    gaps = {"trust_gap": 12.0, "satisfaction_gap": 20.0}
    assert found == Finding("PERCEPTION_SPLIT", "fires", "medium", gaps, "compare_both_views_in_one_sitting")


def test_going_dark_names_the_fall_and_each_response():
    found = going_dark(0.6, 0.7, {"a": 0.4, "b": None}, SETTINGS)
    readings = {"coverage_fall": pytest.approx(0.1), "response_a": 0.4, "response_b": None}
    assert found == Finding("GOING_DARK", "fires", "medium", readings, "ask_the_silent_side_for_its_readings")


@pytest.mark.parametrize(
    ("mbrs", "qsrs", "state", "missed"),
    [
        ([False, False], [], "fires", (2.0, 0.0)),
        ([True, False, False], [True], "fires", (2.0, 0.0)),
        ([False, True], [], "clear", (0.0, 0.0)),
        ([True, False], [True], "clear", (1.0, 0.0)),
        ([True], [False], "fires", (0.0, 1.0)),
        ([True], [], "clear", (0.0, 0.0)),
        ([False], [], "unknown", (1.0, 0.0)),
        ([], [True, False], "fires", (0.0, 1.0)),
        ([], [], "unknown", (0.0, 0.0)),
    ],
)
def test_a_slip_counts_what_was_missed_in_a_row(mbrs, qsrs, state, missed):
    readings = dict(zip(("mbrs_missed", "qsrs_missed"), missed, strict=True))
    found = rhythm_slip(mbrs, qsrs, SETTINGS)
    assert found == Finding("RHYTHM_SLIP", state, "medium", readings, "set_the_next_review_date")


@pytest.mark.parametrize(
    ("now", "baseline", "state"),
    [
        (LagSample(0.9, 5), LagSample(0.5, 5), "fires"),
        (LagSample(0.0, 5), LagSample(0.0, 5), "clear"),
        (LagSample(30.0, 5), LagSample(20.0, 5), "fires"),
        (LagSample(29.9, 5), LagSample(20.0, 5), "clear"),
        (LagSample(30.0, 4), LagSample(20.0, 9), "unknown"),
        (None, LagSample(20.0, 5), "unknown"),
        (LagSample(30.0, 5), None, "unknown"),
    ],
)
def test_growth_names_both_medians(now, baseline, state):
    readings = {"lag_days": now.days if now else None, "baseline_days": baseline.days if baseline else None}
    found = lag_growth(now, baseline, SETTINGS)
    assert found == Finding("LAG_GROWTH", state, "medium", readings, "follow_one_signal_from_first_sight_to_answer")


def test_a_gone_sponsor_is_named_with_the_days():
    sides = (SponsorSide("a", has_sponsor=True, last_contact=date(2025, 5, 2)), SponsorSide("b", has_sponsor=False))
    found = sponsor_gone(sides, date(2025, 5, 12), DAY, SETTINGS)
    readings = {"days_a": 20.0, "days_b": 20.0}
    step = "arrange_a_talk_between_sponsors"
    assert found == Finding("SPONSOR_GONE", "fires", "high", readings, step, ("NO_SPONSOR:b",))


@pytest.mark.parametrize(
    ("indices", "state"),
    [
        ((75.0, 70.0, 69.9), "fires"),
        ((75.0, 69.9, 69.8), "clear"),
        ((90.0, 85.0, 80.0), "fires"),
        ((89.9, 85.0, 80.0), "clear"),
        ((None, 90.0, 80.0), "fires"),
        ((None, None, 60.0), "unknown"),
        ((None, 75.0, 60.0), "fires"),
        ((90.0, None, 85.0), "unknown"),
        ((90.0, 90.0, None), "unknown"),
    ],
)
def test_drift_names_three_quarters(indices, state):
    readings = dict(zip(("before", "previous", "now"), indices, strict=True))
    found = fairness_drift(indices, SETTINGS)
    assert found == Finding("FAIRNESS_DRIFT", state, "medium", readings, "review_the_exchange_map_together")


@pytest.mark.parametrize(
    ("classes", "state"),
    [
        (("today_only", "today_only"), "fires"),
        ((None, "today_only"), "unknown"),
        (("today_only", None), "unknown"),
        (("full_span", None), "clear"),
        ((None, "near_and_next"), "clear"),
    ],
)
def test_near_term_names_two_quarters(classes, state):
    readings = dict(zip(("previous", "now"), classes, strict=True))
    found = near_term_only(classes, SETTINGS)
    assert found == Finding("NEAR_TERM_ONLY", state, "low", readings, "plan_one_step_of_the_second_horizon")


def test_a_falling_side_is_named_with_its_numbers():
    found = participation_falling({"a": Participation(3, 6.0), "b": Participation(None, 8.0)}, SETTINGS)
    readings = {"acts_now_a": 3, "acts_now_b": None, "acts_usual_a": 6.0, "acts_usual_b": 8.0}
    step = "ask_the_side_what_keeps_it_away"
    assert found == Finding("PARTICIPATION_FALLING", "fires", "medium", readings, step, ("SIDE:a",))


CLOSE = 1e-10
"""Less than the tolerance: as good as on the limit."""


def codes(found):
    assert found.dtype == np.int8
    return found.tolist()


def test_limits_in_columns_are_reached_within_the_tolerance():
    near = np.array([25.0 - CLOSE, 25.0 - 1e-8])
    assert codes(batch.divergence(near, np.zeros(2), SETTINGS)) == [1, 0]
    assert codes(batch.category_floor({"a": np.array([40.0 - CLOSE, 40.0 - 1e-8])}, SETTINGS)) == [0, 1]
    nothing = np.full(2, np.nan)
    fall = np.array([0.2 - CLOSE, 0.2 - 1e-8])
    assert codes(batch.going_dark(np.zeros(2), fall, np.ones(2), SETTINGS)) == [1, 0]
    assert codes(batch.going_dark(nothing, nothing, np.array([0.5 - CLOSE, 0.5 - 1e-8]), SETTINGS)) == [-1, 1]
    many = np.array([5.0, 5.0])
    split = np.array([20.0 - CLOSE, 20.0 - 1e-8])
    assert codes(batch.perception_split(split, many, nothing, many, SETTINGS)) == [1, -1]
    assert codes(batch.perception_split(split, many, np.zeros(2), many, SETTINGS)) == [1, 0]
    lag = np.array([30.0 - CLOSE, 30.0 - 1e-8])
    assert codes(batch.lag_growth(lag, many, np.full(2, 20.0), many, SETTINGS)) == [1, 0]
    short = np.array([0.0, 0.9])
    assert codes(batch.lag_growth(short, many, np.array([0.0, 0.5]), many, SETTINGS)) == [0, 1]
    assert codes(batch.lag_growth(lag, np.array([np.nan, 4.0]), lag, many, SETTINGS)) == [-1, -1]


def test_reviews_in_columns_are_codes_like_all_others():
    held = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [np.nan, 1.0], [np.nan, 0.0], [np.nan, np.nan]])
    nothing = np.full(6, np.nan)
    assert codes(batch.rhythm_slip(held, nothing)) == [1, 0, 0, 0, -1, -1]
    assert codes(batch.rhythm_slip(held, np.ones(6))) == [1, 0, 0, 0, 0, 0]
    assert codes(batch.rhythm_slip(held, np.zeros(6))) == [1] * 6
    assert codes(batch.near_term_only(held)) == [0, 0, 0, -1, 0, -1]


def test_limits_of_fairness_and_participation_in_columns():
    crossed = np.array([[75.0, 70.0 - CLOSE, 69.0], [75.0, 70.0 - 1e-8, 69.0], [75.0, 70.0, 70.0 - CLOSE]])
    assert codes(batch.fairness_drift(crossed, SETTINGS)) == [1, 0, 0]
    fell = np.array([[90.0, 85.0, 80.0 + CLOSE], [90.0, 85.0, 80.0 + 1e-8]])
    assert codes(batch.fairness_drift(fell, SETTINGS)) == [1, 0]
    usual = np.array([[6.0], [6.0], [5.9]])
    assert codes(batch.participation_falling(np.array([[3.0 + CLOSE], [3.1], [0.0]]), usual, SETTINGS)) == [1, 0, -1]


def test_each_limit_of_erosion_in_columns():
    falling = np.array([[67.0, 64.0, 61.0, 58.0]])
    health = falling + np.array([[0.0] * 4, [0.0, 0.0, 0.0, CLOSE], [0.0, 0.1, 0.1, 1.5]])
    # slope −3, drop 9; the second differs by less than the tolerance; the third falls by less than 3 a period
    assert codes(batch.hidden_erosion(np.full(3, 65.0), health, SETTINGS)) == [1, 1, 0]
    money = np.array([65.0 - CLOSE, 65.0 - 1e-8, np.nan])
    assert codes(batch.hidden_erosion(money, np.repeat(falling, 3, axis=0), SETTINGS)) == [1, 0, -1]
    drop = np.array([[70.0, 64.0, 62.0 + CLOSE, 62.0 + CLOSE], [70.0, 64.0, 62.0, 62.0 + 1e-8]])
    slopes = replace(SETTINGS, warnings=replace(SETTINGS.warnings, erosion_slope=-1.0))
    assert codes(batch.hidden_erosion(np.full(2, 70.0), drop, slopes)) == [1, 0]
    gaps = np.array([[np.nan] * 4, [67.0, 64.0, 61.0, np.nan]])
    assert codes(batch.hidden_erosion(np.full(2, 70.0), gaps, SETTINGS)) == [-1, 0]
    assert codes(batch.hidden_erosion(np.full(2, 10.0), gaps, SETTINGS)) == [0, 0]


def test_the_slope_of_erosion_is_reached_within_the_tolerance():
    health = np.array([[69.0, 66.0, 63.0, 60.0]]) + np.array([[0.0] * 4, [0.0] * 4])
    for slope, state in ((-3.0 - CLOSE, 1), (-3.0 - 1e-8, 0)):
        limits = replace(SETTINGS, warnings=replace(SETTINGS.warnings, erosion_slope=slope))
        assert codes(batch.hidden_erosion(np.full(2, 70.0), health, limits)) == [state] * 2


def found(state, **changes):
    given = {"code": "DIVERGENCE", "severity": "medium", "readings": {"divergence": 30.0}, "next_step": "x"}
    return (Finding(**{**given, "state": state, "notes": ("SEEN",), **changes}),)


JUNE, JULY, AUGUST = date(2025, 6, 1), date(2025, 7, 1), date(2025, 8, 1)
OPENED = WarningState(
    "DIVERGENCE", "open", "medium", JUNE, JUNE, {"divergence": 30.0}, ("SEEN",), last_fired=24305, alert=True
)


def test_a_month_has_the_number_after_the_month_before():
    assert month_number(JUNE) == 2025 * 12 + 5 == 24305
    assert month_number(date(2026, 1, 31)) == month_number(date(2025, 12, 1)) + 1


def test_a_warning_that_fires_opens_with_all_that_is_known():
    assert advance_warnings((), found("fires"), JUNE) == (OPENED,)


def test_one_that_keeps_firing_stays_open_since_then_with_the_newest_readings():
    again = advance_warnings((OPENED,), found("fires", readings={"divergence": 40.0}, notes=()), JULY)
    assert again == (
        replace(OPENED, last_fired_on=JULY, last_fired=24306, readings={"divergence": 40.0}, notes=(), alert=False),
    )


def test_one_without_inputs_stays_open_and_says_so_until_it_knows_again():
    unknown = advance_warnings((OPENED,), found("unknown"), JULY)
    assert unknown == (replace(OPENED, unknown=True, alert=False),)
    same_month = advance_warnings(unknown, found("clear"), JUNE)
    assert same_month == (replace(OPENED, alert=False),)
    known = advance_warnings(unknown, found("clear"), JULY)
    assert known == (replace(OPENED, alert=False, false_periods=1, last_false=24306),)
    assert advance_warnings(known, found("clear"), AUGUST) == (
        replace(OPENED, alert=False, state="clear", false_periods=2, last_false=24307, cleared_on=AUGUST),
    )


def test_one_that_was_cleared_opens_anew():
    clear = replace(OPENED, alert=False, state="clear", false_periods=2, last_false=24307, cleared_on=AUGUST)
    assert advance_warnings((clear,), found("clear"), date(2025, 9, 1)) == (clear,)
    assert advance_warnings((clear,), found("fires"), date(2025, 9, 1)) == (
        replace(OPENED, opened_on=date(2025, 9, 1), last_fired_on=date(2025, 9, 1), last_fired=24308),
    )
