"""Early warnings: worked example B-02, each warning fires / is clear / is unknown, and the state they keep."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.kernel.survival import median_time
from comotion.methods.kernel.trend import theil_sen
from comotion.methods.scorecard import warnings as w
from comotion.methods.scorecard.participation import (
    Act,
    Participation,
    ParticipationInputs,
    Shutdown,
    participation,
)
from comotion.methods.scorecard.warnings.finding import NEXT_STEPS, SEVERITIES, finding
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near
from tests.methods.strategies import scores

SETTINGS = default_settings()
TODAY = date(2025, 6, 1)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def history(financial, relationship):
    points = tuple((period, value) for period, value in enumerate(relationship, 1) if value is not None)
    return w.CategoryHistory(len(relationship), financial, points)


def test_b_02_erosion_fires_under_good_revenue_and_noise_does_not():
    inputs, expected, tolerance = example("B-02")
    eroding, noisy = inputs["declining"], inputs["noisy"]
    slopes = {name: theil_sen(list(enumerate(values))) for name, values in eroding.items()}
    falls = w.hidden_erosion(history(eroding["financial_performance"][-1], eroding["relationship_health"]), SETTINGS)
    calm = w.hidden_erosion(history(noisy["financial_performance"][-1], noisy["relationship_health"]), SETTINGS)
    apart = w.divergence(81, 55, SETTINGS)
    found = {
        "slopes": slopes,
        "hidden_erosion": falls.state == "fires",
        "divergence": apart.readings["divergence"],
        "divergence_fires": apart.state == "fires",
        "noisy_slope": calm.readings["relationship_slope"],
        "noisy_fires": calm.state == "fires",
    }
    assert near(found, expected, tolerance)


@few
@given(st.lists(scores, min_size=3, max_size=6).map(sorted), scores)
def test_a_rising_relationship_never_erodes(relationship, financial):
    assert w.hidden_erosion(history(financial, relationship), SETTINGS).state == "clear"


def test_hidden_erosion_needs_all_three_conditions():
    falling = (70, 66, 63, 60)
    assert w.hidden_erosion(history(65, falling), SETTINGS).state == "fires"
    assert w.hidden_erosion(history(64, falling), SETTINGS).state == "clear"
    assert w.hidden_erosion(history(80, (67, 64, 61, 60)), SETTINGS).state == "clear"
    assert w.hidden_erosion(history(None, falling), SETTINGS).state == "unknown"
    assert w.hidden_erosion(history(80, (None, None, 70, 50)), SETTINGS).state == "unknown"
    assert w.hidden_erosion(history(80, ()), SETTINGS).state == "unknown"


def test_divergence_fires_from_25_points():
    assert [w.divergence(f, r, SETTINGS).state for f, r in ((80, 55), (80, 56), (80, None))] == [
        "fires",
        "clear",
        "unknown",
    ]


def test_category_floor_fires_below_40():
    assert w.category_floor({"a": 39.9, "b": None}, SETTINGS).state == "fires"
    assert w.category_floor({"a": 40, "b": 90}, SETTINGS).state == "clear"
    assert w.category_floor({"a": 40, "b": None}, SETTINGS).state == "unknown"


def test_perception_split_fires_from_20_points_with_three_answers_each():
    calm, none = w.SideAnswers(5, 3), w.SideAnswers(None, 0)
    assert w.perception_split(w.SideAnswers(-20, 3), none, SETTINGS).state == "fires"
    assert w.perception_split(calm, w.SideAnswers(2, 3), SETTINGS).state == "fires"
    assert w.perception_split(calm, w.SideAnswers(1.9, 3), SETTINGS).state == "clear"
    assert w.perception_split(w.SideAnswers(90, 2), w.SideAnswers(1, 3), SETTINGS).state == "unknown"


def test_going_dark_fires_on_lost_coverage_or_a_silent_side():
    heard = {"a": 0.8, "b": 0.5}
    assert w.going_dark(0.6, 0.8, heard, SETTINGS).state == "fires"
    assert w.going_dark(0.7, 0.8, {"a": 0.8, "b": 0.49}, SETTINGS).state == "fires"
    assert w.going_dark(0.7, 0.8, heard, SETTINGS).state == "clear"
    assert w.going_dark(0.7, None, heard, SETTINGS).state == "unknown"
    assert w.going_dark(0.7, 0.8, {}, SETTINGS).state == "unknown"


def test_rhythm_slip_fires_on_two_reviews_missed():
    assert w.rhythm_slip((True, False, False), (True,), SETTINGS).state == "fires"
    assert w.rhythm_slip((False, True), (False,), SETTINGS).state == "fires"
    found = w.rhythm_slip((False, True, False), (False, True), SETTINGS)
    assert (found.state, found.readings) == ("clear", {"mbrs_missed": 1.0, "qsrs_missed": 0.0})
    assert w.rhythm_slip((True,), (), SETTINGS).state == "clear"
    assert w.rhythm_slip((False,), (), SETTINGS).state == "unknown"
    assert w.rhythm_slip((), (), SETTINGS).state == "unknown"


def test_lag_growth_fires_from_half_as_long_again():
    base = w.LagSample(20, 5)
    assert w.lag_growth(w.LagSample(30, 5), base, SETTINGS).state == "fires"
    assert w.lag_growth(w.LagSample(29.9, 5), base, SETTINGS).state == "clear"
    assert w.lag_growth(w.LagSample(90, 4), base, SETTINGS).state == "unknown"
    assert w.lag_growth(w.LagSample(90, 9), None, SETTINGS).state == "unknown"
    assert w.LagSample.from_median(median_time([5], [10, 40])) == w.LagSample(40, 3)
    assert w.LagSample.from_median(median_time([])) is None


def test_sponsor_gone_fires_after_120_days_or_without_a_sponsor():
    here = w.SponsorSide("a", has_sponsor=True, last_contact=TODAY - timedelta(days=10))
    started = date(2024, 1, 1)

    def check(other, room=started):
        return w.sponsor_gone((here, other), room, TODAY, SETTINGS)

    assert check(w.SponsorSide("b", True, TODAY - timedelta(days=120))).state == "fires"
    assert check(w.SponsorSide("b", True, TODAY - timedelta(days=119))).state == "clear"
    assert check(w.SponsorSide("b", True), room=TODAY - timedelta(days=119)).state == "clear"
    assert check(w.SponsorSide("b", True)).state == "fires"
    assert check(w.SponsorSide("b", False, TODAY)).notes == ("NO_SPONSOR:b",)
    assert w.sponsor_gone((), started, TODAY, SETTINGS).state == "unknown"


def test_fairness_drift_fires_on_a_crossing_or_a_fall():
    states = {
        (80, 70, 69): "fires",
        (80, 75, 70): "fires",
        (79, 78, 70): "clear",
        (60, 65, 66): "clear",
        (75, 69, 68): "clear",
        (None, 80, 70): "fires",
        (None, 75, 74): "unknown",
        (80, 80, None): "unknown",
        (): "unknown",
    }
    assert {values: w.fairness_drift(values, SETTINGS).state for values in states} == states


def test_near_term_only_needs_two_quarters():
    states = {
        ("today_only", "today_only"): "fires",
        ("full_span", "today_only"): "clear",
        ("today_only", None): "unknown",
        (None, "full_span"): "clear",
        ("today_only",): "unknown",
    }
    assert {classes: w.near_term_only(classes, SETTINGS).state for classes in states} == states


def test_participation_falling_fires_per_side():
    low, usual, quiet = Participation(3, 6), Participation(5, 8), Participation(0, 5)
    one = w.participation_falling({"a": low, "b": usual}, SETTINGS)
    assert (one.state, one.notes) == ("fires", ("SIDE:a",))
    everyone = w.participation_falling({"a": low, "b": Participation(0, 9)}, SETTINGS)
    assert everyone.notes == ("SIDE:a", "SIDE:b", "ALL_SIDES")
    assert w.participation_falling({"a": usual, "b": usual}, SETTINGS).state == "clear"
    assert w.participation_falling({"a": usual, "b": quiet}, SETTINGS).state == "unknown"
    assert w.participation_falling({"a": Participation(None, None)}, SETTINGS).state == "unknown"


def act(number, *, back, side="a", person=None, record=None, origin="page"):
    return Act(person or f"p{number}", side, TODAY - timedelta(days=back), "comment", record or f"r{number}", origin)


def room(*acts, **changes):
    return replace(ParticipationInputs(("a", "b"), tuple(acts), date(2024, 1, 1), TODAY), **changes)


def test_participation_counts_deeds_once_and_leaves_out_machines():
    acts = [
        act(1, back=1),
        act(1, back=1),
        act(1, back=2),
        act(2, back=30, origin="link"),
        act(3, back=5, origin="import"),
        act(4, back=5, origin="job"),
        act(5, back=0),
        act(6, back=31),
        act(7, back=61),
        act(8, back=62),
    ]
    assert participation(room(*acts), SETTINGS) == {"a": Participation(3, 1), "b": Participation(0, 0)}


def test_a_shutdown_is_left_out_and_windows_reach_back_further():
    shutdown = Shutdown(TODAY - timedelta(days=10), TODAY - timedelta(days=1))
    acts = [act(1, back=5), act(2, back=40), act(3, back=41)]
    found = participation(room(*acts, shutdowns=(shutdown,)), SETTINGS)
    assert found["a"] == Participation(1, 0)
    young = room(*acts, shutdowns=(shutdown,), room_started=TODAY - timedelta(days=129))
    assert participation(young, SETTINGS)["a"] == Participation(None, None)


def test_a_room_younger_than_120_days_has_no_usual_number():
    assert participation(room(room_started=TODAY - timedelta(days=119)), SETTINGS)["a"] == Participation(None, None)
    assert participation(room(room_started=TODAY - timedelta(days=120)), SETTINGS)["a"] == Participation(0, 0)


def test_participation_refuses_strangers_and_backward_shutdowns():
    assert refusal(participation, room(act(1, back=1, side="z")), SETTINGS) == "UNKNOWN_ID"
    assert refusal(Shutdown, TODAY, TODAY - timedelta(days=1)) == "DATE_ORDER"


@few
@given(st.lists(st.integers(1, 120), max_size=40), st.lists(st.integers(1, 120), max_size=40), st.integers(1, 30))
def test_one_more_act_never_makes_its_side_fire_nor_changes_the_other(ours, theirs, more):
    acts = [act(n, back=back) for n, back in enumerate(ours)]
    acts += [act(n, back=back, side="b") for n, back in enumerate(theirs)]

    def fires(rows):
        notes = w.participation_falling(participation(room(*rows), SETTINGS), SETTINGS).notes
        return "SIDE:a" in notes, "SIDE:b" in notes

    before, after = fires(acts), fires([*acts, act(999, back=more)])
    assert not (after[0] and not before[0])
    assert after[1] == before[1]


def found(state, code="DIVERGENCE"):
    return finding(code, {"fires": True, "clear": False, "unknown": None}[state], {})


def replay(states, period=0):
    kept = ()
    steps = []
    for number, state in enumerate(states):
        kept = w.advance_warnings(kept, [found(state)], TODAY + timedelta(days=number), period=period + number)
        steps.append([(item.state, item.alert) for item in kept])
    return steps


def test_a_warning_opens_once_and_clears_after_two_quiet_periods():
    assert replay(["clear", "fires", "fires", "clear", "clear", "clear", "fires"]) == [
        [],
        [("open", True)],
        [("open", False)],
        [("open", False)],
        [("clear", False)],
        [("clear", False)],
        [("open", True)],
    ]


def test_firing_again_starts_the_count_anew():
    assert [step[0][0] for step in replay(["fires", "clear", "fires", "clear", "clear"])] == [
        "open",
        "open",
        "open",
        "open",
        "clear",
    ]


def test_silence_neither_clears_nor_counts():
    steps = replay(["fires", "clear", "unknown", "unknown", "clear"])
    assert [step[0][0] for step in steps] == ["open", "open", "open", "open", "clear"]
    unknown = w.advance_warnings((), [found("unknown")], TODAY)
    assert unknown == ()


def test_several_checks_of_one_period_count_once():
    opened = w.advance_warnings((), [found("fires")], date(2025, 6, 1))
    same = w.advance_warnings(opened, [found("clear")], date(2025, 6, 20))
    july = w.advance_warnings(same, [found("clear")], date(2025, 7, 1))
    again = w.advance_warnings(july, [found("clear")], date(2025, 7, 30))
    august = w.advance_warnings(again, [found("clear")], date(2025, 8, 1))
    counts = [(state.state, state.false_periods) for (state,) in (opened, same, july, again, august)]
    assert counts == [("open", 0), ("open", 0), ("open", 1), ("open", 1), ("clear", 2)]
    assert august[0].cleared_on == date(2025, 8, 1)
    assert august[0].opened_on == date(2025, 6, 1)


def test_two_findings_or_states_of_one_code_are_refused():
    assert refusal(w.advance_warnings, (), [found("fires"), found("clear")], TODAY) == "DUPLICATE_ID"
    opened = w.advance_warnings((), [found("fires")], TODAY)
    assert refusal(w.advance_warnings, opened * 2, [], TODAY) == "DUPLICATE_ID"


@few
@given(st.lists(st.sampled_from(["fires", "clear", "unknown"]), max_size=12))
def test_replaying_gives_the_same_warnings_at_most_one_open(states):
    first, second = replay(states), replay(states)
    assert first == second
    assert all(len(step) <= 1 for step in first)
    alerts = sum(alert for step in first for _, alert in step)
    openings = sum(
        after[0][0] == "open" and (not before or before[0][0] == "clear")
        for before, after in zip([[], *first], first, strict=False)
        if after
    )
    assert alerts == openings


def test_all_warnings_are_checked_together():
    nothing = w.early_warnings(w.WarningInputs(TODAY, 4, date(2024, 1, 1)), SETTINGS)
    assert [item.code for item in nothing] == list(SEVERITIES)
    assert {item.state for item in nothing} == {"unknown"}
    assert set(NEXT_STEPS) == set(SEVERITIES)
    points = {
        "financial_performance": ((4, 81.0),),
        "relationship_health": ((1, 68.0), (2, 64.0), (3, 61.0), (4, 55.0)),
    }
    some = w.early_warnings(w.WarningInputs(TODAY, 4, date(2024, 1, 1), categories=points), SETTINGS)
    assert [item.code for item in some if item.state == "fires"] == ["HIDDEN_EROSION", "DIVERGENCE"]
