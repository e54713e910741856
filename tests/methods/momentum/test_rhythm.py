"""Rhythm, reviews, measures, shared view and human contact: specification 05 c2, c5, invariants 6–8, errors of f."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.data import table
from comotion.methods.momentum.measures import Measure, MeetingMeasures, measures_for
from comotion.methods.momentum.reviews import (
    CODES,
    AgendaItem,
    FrictionItem,
    MbrRecord,
    NextChange,
    Review,
    ReviewDecision,
    review,
)
from comotion.methods.momentum.rhythm import PlannedMeeting, Quarter, rhythm
from comotion.methods.momentum.rituals import Ritual, RitualCount, Rituals, human_rhythm
from comotion.methods.momentum.roulette import Guest, RouletteInputs, coffee_roulette
from comotion.methods.momentum.shared_view import (
    CONFLICT,
    Correction,
    SharedView,
    ViewItem,
    ViewReading,
    conflicts,
    corrections,
    freeze,
)
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import few

SETTINGS = default_settings()
START = date(2025, 1, 1)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def day(number):
    return START + timedelta(days=number)


def meeting(name, kind, scheduled, held=None, sides=("a", "b"), **more):
    return PlannedMeeting(
        name, kind, None if scheduled is None else day(scheduled), None if held is None else day(held), sides, **more
    )


def quarter(*rows, as_of=90):
    return rhythm(Quarter(("a", "b"), rows, START, day(91), day(as_of)), SETTINGS)


def test_reviews_count_as_held_within_the_days_of_their_tier():
    found = quarter(
        meeting("w1", "wts", 10, 12),
        meeting("w2", "wts", 20, 17),
        meeting("m1", "mbr", 30, 25),
        meeting("m2", "mbr", 40, 46),
        meeting("q1", "qsr", 50, 60),
        meeting("q2", "qsr", 60, 49),
    )
    assert [found.tiers[tier].outcomes for tier in ("wts", "mbr", "qsr")] == [(True, False)] * 2 + [(True, False)]
    assert [found.tiers[tier].rate for tier in ("wts", "mbr", "qsr")] == [0.5, 0.5, 0.5]
    assert found.cadence_adherence == 0.5
    assert [found.tiers[tier].usual for tier in ("wts", "mbr", "qsr")] == [12, 3, 1]


def test_a_review_without_the_other_side_was_not_held():
    found = quarter(meeting("m1", "mbr", 30, 30, ("a",)), meeting("m2", "mbr", 60, 60, None), meeting("m3", "mbr", 80))
    assert found.tiers["mbr"].outcomes == (False, False)
    assert found.attendance_unknown == ("m2",)


def test_a_review_is_due_once_its_date_has_come_unless_called_off_in_advance():
    rows = (
        meeting("w1", "wts", 10, 10),
        meeting("w2", "wts", 50),
        meeting("off", "wts", 20, called_off_on=day(-1)),
        meeting("late_off", "wts", 30, called_off_on=day(0)),
        meeting("before", "wts", -1, -1),
        meeting("unplanned", "wts", None, 40),
    )
    assert quarter(*rows, as_of=49).tiers["wts"].due == 2
    assert quarter(*rows, as_of=50).tiers["wts"].due == 3
    assert quarter(meeting("w1", "wts", 10, 12), as_of=11).tiers["wts"].held == 0
    nothing = quarter()
    assert (nothing.cadence_adherence, nothing.tiers["qsr"].rate) == (None, None)


def test_joint_planning_sessions_are_counted():
    found = quarter(
        meeting("p1", "joint_planning", None, 10),
        meeting("p2", "joint_planning", None, 10, ("a",)),
        meeting("p3", "joint_planning", None, 10, None),
        meeting("q1", "qsr", 40, 40, planning_minutes=30),
        meeting("q2", "qsr", 80, 80, planning_minutes=29),
        meeting("p4", "joint_planning", None, 95),
        meeting("p5", "joint_planning", None),
    )
    assert found.joint_planning_sessions == 2
    assert quarter(meeting("p1", "joint_planning", None, 10), as_of=9).joint_planning_sessions == 0


kinds = st.sampled_from(["wts", "mbr", "qsr", "joint_planning"])
rows = st.lists(
    st.builds(meeting, st.uuids().map(str), kinds, st.integers(-5, 100), st.none() | st.integers(-5, 100)),
    max_size=8,
    unique_by=lambda one: one.id,
)


@few
@given(rows, st.lists(st.tuples(st.integers(0, 90), st.none() | st.integers(0, 90)), max_size=5))
def test_stand_ups_change_no_figure_of_the_rhythm(meetings, stand_ups):
    more = [meeting(f"s{at}", "stand_up", *days) for at, days in enumerate(stand_ups)]
    before = quarter(*meetings)
    assert quarter(*meetings, *more) == before
    assert before.cadence_adherence is None or 0 <= before.cadence_adherence <= 1


def test_quarters_that_cannot_be_are_refused():
    assert refusal(quarter, meeting("x", "wts", 1), meeting("x", "wts", 2)) == "DUPLICATE_ID"
    assert refusal(Quarter, ("a",), (), day(1), day(1), day(1)) == "DATE_ORDER"
    assert refusal(meeting, "x", "qsr", 1, planning_minutes=-1) == "OUT_OF_RANGE"


FULL = MbrRecord(("m", "n"), (FrictionItem("legal", "Ana"),), (NextChange("c1", "Ben", day(30)),))
FROM_BELOW = (AgendaItem("clinics", "insight", "wts"),)


def test_a_full_monthly_review_has_no_finding():
    found = review(Review("mbr", FROM_BELOW, record=FULL, metrics=("m", "n"), previous=FULL), SETTINGS)
    assert (found.findings, found.three_answers, found.opens_with) == ((), True, ("c1",))
    none = replace(FULL, friction=(), nothing_in_the_way=True)
    assert review(Review("mbr", FROM_BELOW, record=none, metrics=("m",)), SETTINGS).three_answers


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"generated": ("m",)}, "MBR_QUESTION_1"),
        ({"friction": (FrictionItem("legal"),)}, "MBR_QUESTION_2"),
        ({"friction": ()}, "MBR_QUESTION_2"),
        ({"changes": (NextChange("c1", "", day(30)), NextChange("c2", "Ben"))}, "MBR_QUESTION_3"),
    ],
)
def test_a_question_without_its_answer_is_named(change, finding):
    found = review(Review("mbr", FROM_BELOW, record=replace(FULL, **change), metrics=("m", "n")), SETTINGS)
    assert (found.findings, found.three_answers) == ((finding,), False)


def test_a_monthly_review_without_a_record_answers_nothing():
    found = review(Review("mbr", nothing_to_bring_forward=True), SETTINGS)
    assert found.findings == ("MBR_QUESTION_1", "MBR_QUESTION_2", "MBR_QUESTION_3")


def test_insights_go_up_and_decisions_come_down():
    mbr = Review("mbr", (AgendaItem("x", "insight", "mbr"), AgendaItem("y", "metric")), record=FULL, metrics=("m",))
    assert review(mbr, SETTINGS).findings == ("FEED_FORWARD_MISSING",)
    decisions = (ReviewDecision("d1", ("m",)), ReviewDecision("d2", no_change_below=True), ReviewDecision("d3"))
    qsr = Review("qsr", (AgendaItem("x", "insight", "mbr"),), decisions)
    assert review(qsr, SETTINGS).findings == ("FEED_BACK_MISSING:d3",)
    assert review(replace(qsr, agenda=FROM_BELOW), SETTINGS).findings[0] == "FEED_FORWARD_MISSING"
    weekly = review(Review("wts"), SETTINGS)
    assert (weekly.findings, weekly.three_answers, weekly.opens_with) == ((), None, ())


MEASURES = (
    Measure("money", "kpi", "financial_performance"),
    Measure("trust", "kpi", "relationship_health", "workable", "workable"),
    Measure("speed", "kpi", "operational_efficiency", "strong", "workable"),
    Measure("metric", "momentum_metric"),
    Measure("promise", "commitment"),
    Measure("block", "blocker"),
    Measure("h1", "horizon"),
    Measure("fair", "fairness", band="weak"),
    Measure("way", "approach"),
)


@pytest.mark.parametrize(
    ("tier", "expected"),
    [
        ("wts", ["promise", "block"]),
        ("mbr", ["metric", "speed", "trust"]),
        ("qsr", ["money", "speed", "trust", "h1", "fair", "way"]),
    ],
)
def test_each_tier_sees_what_it_can_act_on(tier, expected):
    found = measures_for(MeetingMeasures(tier, MEASURES), SETTINGS)
    assert [one.id for one in found] == expected
    assert {one.reason for one in found} == {"belongs_here"}


@pytest.mark.parametrize("tier", ["wts", "mbr", "qsr"])
def test_what_fell_by_a_band_comes_to_any_meeting(tier):
    fallen = replace(MEASURES[0], band="weak", band_before="workable")
    found = measures_for(MeetingMeasures(tier, (*MEASURES[1:], fallen)), SETTINGS)
    assert (found[0].id, found[0].reason) == ("money", "fell_by_a_band")
    assert refusal(measures_for, MeetingMeasures(tier, (fallen, fallen)), SETTINGS) == "DUPLICATE_ID"


NOON = datetime(2025, 3, 31, 12, tzinfo=UTC)


def reading(metric, value, side=None, days=0, period="2025-03"):
    return ViewReading(metric, period, value, NOON - timedelta(days=days), side)


def test_two_values_for_one_metric_and_period_conflict():
    given_readings = [
        reading("leads", 40, "a"),
        reading("leads", 55, "b"),
        reading("demos", 4, "a"),
        reading("demos", 4.0, "b"),
        reading("leads", 70, "a", period="2025-02"),
    ]
    found = conflicts(given_readings)
    assert [one.code for one in found] == [f"{CONFLICT}:leads:2025-03"]
    assert [(one.side, one.value) for one in found[0].readings] == [("a", 40), ("b", 55)]
    assert conflicts(reversed(given_readings)) == found


def test_a_frozen_view_keeps_what_was_seen():
    view = SharedView("p", NOON, (reading("leads", 40, "a", 3), reading("demos", 4)), (ViewItem("c1"),), meeting="m1")
    frozen = freeze(view, SETTINGS)
    assert (frozen.age_days, frozen.findings) == ((0, 3), ())
    assert frozen.unchanged()
    later = [reading("leads", 45, "a"), reading("demos", 4), reading("new", 1)]
    assert corrections(frozen, later) == (Correction("leads", "2025-03", "a", 40, 45),)
    assert frozen.unchanged()
    assert freeze(replace(view, readings=view.readings[::-1]), SETTINGS) == frozen
    split = freeze(replace(view, readings=(*view.readings, reading("demos", 5, "b"))), SETTINGS)
    assert split.findings == (f"{CONFLICT}:demos:2025-03",)


@few
@given(st.sampled_from(["partnership", "as_of", "readings", "commitments", "meeting"]), st.floats(-1e6, 1e6))
def test_any_change_of_a_frozen_view_shows_in_its_hash(name, value):
    view = SharedView("p", NOON, (reading("leads", 1e7),), meeting="m1")
    frozen = freeze(view, SETTINGS)
    edits = {
        "partnership": "q",
        "as_of": NOON + timedelta(minutes=1),
        "readings": (reading("leads", value),),
        "commitments": (ViewItem("c"),),
        "meeting": "m2",
    }
    assert not replace(frozen, view=replace(frozen.view, **{name: edits[name]})).unchanged()


def test_views_that_cannot_be_are_refused():
    assert refusal(reading, "leads", float("inf")) == "NOT_FINITE"
    twice = SharedView("p", NOON, insights=(ViewItem("i"), ViewItem("i")))
    assert refusal(freeze, twice, SETTINGS) == "DUPLICATE_ID"


def test_human_rhythm_counts_what_the_intervals_ask_for():
    held = [Ritual("coffee_roulette", held_on=day(number)) for number in (3, 40)]
    held += [Ritual("friday_win", held_on=day(7 * number)) for number in range(13)]
    held += [Ritual("in_person", day(50)), Ritual("coffee_roulette", held_on=day(95))]
    found = human_rhythm(Rituals(tuple(held), START, day(91)), SETTINGS)
    assert found.by_type == {
        "coffee_roulette": RitualCount(3, 2),
        "in_person": RitualCount(1, 0),
        "friday_win": RitualCount(13, 13),
        "other": RitualCount(0, 0),
    }
    assert found.human_rhythm == 15 / 17


def test_human_rhythm_counts_no_more_than_was_due():
    rituals = (Ritual("other", day(1), day(1)), Ritual("other", day(2)), *(Ritual("friday_win", held_on=day(1)),) * 5)
    assert human_rhythm(Rituals(rituals, START, day(6)), SETTINGS).human_rhythm == 0.5
    assert human_rhythm(Rituals((), START, day(6)), SETTINGS).human_rhythm is None
    assert refusal(Rituals, (), START, START) == "DATE_ORDER"


guests = st.integers(0, 7).flatmap(
    lambda a: st.integers(0, 7).map(
        lambda b: (*(Guest(f"a{n}", "a") for n in range(a)), *(Guest(f"b{n}", "b") for n in range(b)))
    )
)


@few
@given(guests, st.integers(0, 1000), st.data())
def test_everybody_who_opted_in_is_in_one_group(people, seed, data):
    names = [guest.id for guest in people]
    pairs = st.lists(st.sampled_from(list(combinations(names, 2))), max_size=6) if len(names) > 1 else st.just([])
    past = tuple(data.draw(pairs))
    found = coffee_roulette(RouletteInputs(people, seed, past), SETTINGS).groups
    sides = [sum(guest.side == side for guest in people) for side in "ab"]
    if not min(sides):
        assert found == ()
        return
    assert sorted(name for group in found for name in group) == sorted(names)
    assert sorted(map(len, found)) == [2] * (len(found) - 1) + [3 if len(names) % 2 else 2]
    crossing = sum(len({name[0] for name in group}) == 2 for group in found)
    assert crossing >= min(sides)
    assert coffee_roulette(RouletteInputs(people[::-1], seed, past[::-1]), SETTINGS).groups == found


def test_those_who_met_least_meet_first():
    people = tuple(Guest(name, name[0]) for name in ("a1", "a2", "b1", "b2"))
    past = (("a1", "b1"), ("b2", "a2"), ("a1", "b1"))
    for seed in range(20):
        assert coffee_roulette(RouletteInputs(people, seed, past), SETTINGS).groups == (("a1", "b2"), ("a2", "b1"))
    fresh = {coffee_roulette(RouletteInputs(people, seed), SETTINGS).groups for seed in range(20)}
    assert len(fresh) == 2


def test_the_odd_one_joins_the_group_met_least():
    people = (*(Guest(name, "a") for name in ("a1", "a2", "a3")), Guest("b1", "b"), Guest("b2", "b"))
    for seed in range(10):
        groups = coffee_roulette(RouletteInputs(people, seed, ()), SETTINGS).groups
        assert sorted(map(len, groups)) == [2, 3]
    assert refusal(coffee_roulette, RouletteInputs(people[:1] * 2, 1), SETTINGS) == "DUPLICATE_ID"


def test_three_sides_are_paired_across():
    people = tuple(Guest(f"{side}{n}", side) for side, count in (("a", 2), ("b", 1), ("c", 1)) for n in range(count))
    groups = coffee_roulette(RouletteInputs(people, 3), SETTINGS).groups
    assert all(len({name[0] for name in group}) == 2 for group in groups)


def test_every_code_has_an_action():
    ids = {row["id"] for row in table("friction-actions")["actions"]}
    assert {*CODES, CONFLICT} <= ids
