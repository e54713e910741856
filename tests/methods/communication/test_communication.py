"""Communication: worked examples C-01 to C-03 and M-02, invariants 2–7 of specification 03 e, errors of f."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.communication.closure import Closure, Insight, InsightLog, closure, matured
from comotion.methods.communication.evidence import CommunicationFacts, communication_evidence, communication_facts
from comotion.methods.communication.lag import STAGES, Signal, SignalLog, lag_friction, signal_lag, stage_days
from comotion.methods.communication.mapping import Touchpoints, communication_map
from comotion.methods.communication.touchpoints import MinuteSplit, Touchpoint
from comotion.methods.data import table
from comotion.methods.momentum.kept import Window
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from comotion.methods.vocabulary import LEVELS
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
START = datetime(2025, 1, 6, tzinfo=UTC)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def day(number):
    return None if number is None else START + timedelta(days=number)


def c_01():
    kinds = ("past", "firefighting", "problem", "planning")
    return Touchpoints(
        ("A", "B"),
        tuple(
            Touchpoint(
                row["id"],
                row["per_quarter"],
                row["minutes"],
                {side: row[side] for side in "AB"},
                MinuteSplit(**{kind: row[kind] for kind in kinds}),
            )
            for row in example("C-01")[0]["touchpoints"]
        ),
    )


def log_c_02():
    inputs = example("C-02")[0]
    closed = [Signal(f"c{at}", day(0), decided_at=day(days)) for at, days in enumerate(inputs["closed_days"])]
    waiting = [Signal(f"o{at}", day(100 - days)) for at, days in enumerate(inputs["open_days"])]
    return SignalLog((*closed, *waiting), day(100))


def test_c_01_communication_map():
    _, expected, tolerance = example("C-01")
    found = communication_map(c_01(), SETTINGS)
    assert near(found, expected, tolerance)
    assert (found.missing_links, found.without_split) == (("executive-management",), ())
    assert (found.classified_minutes, found.unclassified_minutes) == (1170, 0)


def test_the_map_names_pairs_that_never_meet():
    found = communication_map(c_01(), SETTINGS)
    hours = {(pair.left, pair.right): pair.hours for pair in found.pairs}
    assert hours == {
        ("A/executive", "B/executive"): pytest.approx(2 * 4 / 6),
        ("A/operational", "B/operational"): pytest.approx(13 * 9 / 15),
        ("A/management", "A/operational"): pytest.approx(1.5),
        ("A/management", "B/management"): pytest.approx(1.5),
        ("A/operational", "B/management"): pytest.approx(1.5),
    }
    assert len(found.missing_pairs) == 15 - 5
    assert ("A/executive", "B/operational") in found.missing_pairs


def test_c_02_lag_and_stages():
    inputs, expected, tolerance = example("C-02")
    found = signal_lag(log_c_02(), SETTINGS)
    assert (found.lag_days, found.lag_friction) == (expected["lag_days"], expected["lag_friction"])
    assert (found.lower_bound, found.signals, found.open_signals) == (False, 7, 2)
    assert (SETTINGS.communication.lag_from_days, SETTINGS.communication.lag_to_days) == (
        inputs["ceiling_days"],
        inputs["floor_days"],
    )
    stages = expected["stages_example"]
    one = Signal("s", day(0), day(9), day(25), day(36), day(42))
    measured = signal_lag(SignalLog((one,), day(60)), SETTINGS)
    assert near(stage_days(one), {stage: stages[stage] for stage in STAGES}, tolerance)
    assert (measured.stages, measured.bottleneck) == (stage_days(one), stages["longest"])


def test_c_03_communication_friction():
    inputs, expected, tolerance = example("C-03")
    answers = Closure(inputs["feed_forward_closure_rate"], (), (), (), {}, "")
    facts = communication_facts(communication_map(c_01(), SETTINGS), answers, signal_lag(log_c_02(), SETTINGS))
    found = communication_evidence(facts, SETTINGS)
    parts = {part.name: part.value for part in found.communication_evidence_friction.parts}
    result = {**parts, "communication_evidence_friction": found.communication_evidence_friction.value}
    assert near(result, expected, tolerance)
    assert found.findings == ("missing_link", "feed_forward_failure", "past_heavy", "lag")


def m_02():
    inputs = example("M-02")[0]
    return tuple(
        Insight(
            str(row["id"]),
            "wts",
            "mbr",
            day(row["raised"]),
            day(row["on_agenda"]),
            row["disposition"],
            day(row["reported_back"]),
        )
        for row in inputs["insights_days"]
    )


def test_m_02_closure_of_insights():
    inputs, expected, tolerance = example("M-02")
    found = closure(InsightLog(m_02(), day(inputs["today"])), SETTINGS)
    ids = {name: [int(one) for one in getattr(found, name)] for name in ("mature", "closed", "pending")}
    assert near({**ids, "feed_forward_closure_rate": found.feed_forward_closure_rate}, expected, tolerance)
    assert found.broke == {"3": "no_disposition", "4": "not_on_agenda", "5": "late"}
    assert found.open_findings() == ("late:5", "no_disposition:3", "not_on_agenda:4")


def test_what_happened_later_is_not_known_yet():
    rows = (Insight("x", "wts", "mbr", day(0), day(60), "accepted", day(60)), Insight("y", "mbr", "qsr", day(70)))
    found = closure(InsightLog(rows, day(50)), SETTINGS)
    assert (found.mature, found.broke, found.pending) == (("x",), {"x": "not_on_agenda"}, ())
    reported = Insight("x", "wts", "mbr", day(0), day(10), "accepted")
    assert closure(InsightLog((reported,), day(50)), SETTINGS).broke == {"x": "not_reported_back"}


def test_a_rate_needs_three_mature_insights_of_its_window():
    rows = m_02()
    assert closure(InsightLog(rows[:2], day(60)), SETTINGS).feed_forward_closure_rate is None
    found = closure(InsightLog(rows, day(60), since=day(50)), SETTINGS)
    assert (found.mature, found.closed) == (("3", "4", "5"), ())
    assert found.feed_forward_closure_rate == 0.0
    assert matured(rows, Window(day(0), day(49)), SETTINGS) == (2, 2)
    quarter = Insight("q", "mbr", "qsr", day(0), day(100), "accepted", day(119))
    assert matured((quarter,), Window(day(0), day(121)), SETTINGS) == (1, 1)


offsets = st.none() | st.integers(0, 90)
dispositions = st.sampled_from([None, "accepted", "rejected", "deferred"])


@st.composite
def insights(draw):
    count = draw(st.integers(0, 8))
    rows = []
    for at in range(count):
        raised = draw(st.integers(0, 90))
        later = [None if gap is None else day(raised + gap) for gap in (draw(offsets), draw(offsets))]
        rows.append(Insight(f"i{at}", "wts", "mbr", day(raised), later[0], draw(dispositions), later[1]))
    return tuple(rows)


@few
@given(insights())
def test_one_more_answer_in_time_never_lowers_the_rate(rows):
    before = closure(InsightLog(rows, day(120)), SETTINGS).feed_forward_closure_rate
    more = Insight("new", "wts", "mbr", day(1), day(2), "accepted", day(3))
    after = closure(InsightLog((*rows, more), day(120)), SETTINGS).feed_forward_closure_rate
    assert before is None or after >= before - 1e-12


@few
@given(insights(), st.integers(0, 200))
def test_every_insight_raised_is_pending_closed_or_broken(rows, today):
    found = closure(InsightLog(rows, day(today)), SETTINGS)
    raised = sorted(one.id for one in rows if one.raised_at <= day(today))
    assert sorted((*found.pending, *found.closed, *found.broke)) == raised


splits = st.builds(MinuteSplit, *(st.floats(0, 12) for _ in range(5)))
people = st.dictionaries(st.sampled_from(LEVELS), st.integers(0, 4), max_size=3)


@st.composite
def touchpoints(draw):
    count, rows = draw(st.integers(0, 5)), []
    for at in range(count):
        sides = {"A": draw(people), "B": {**draw(people), "executive": draw(st.integers(2, 4))}}
        rows.append(
            Touchpoint(f"t{at}", draw(st.floats(0.5, 20)), draw(st.floats(60, 120)), sides, draw(st.none() | splits))
        )
    return tuple(rows)


def mapped(rows):
    return communication_map(Touchpoints(("A", "B"), rows), SETTINGS)


@few
@given(touchpoints())
def test_shares_lie_in_range_and_add_up(rows):
    found = mapped(rows)
    shares = (found.cross_level_share, found.cross_partner_share, found.past_share, found.forward_share)
    assert all(share is None or 0 <= share <= 1 for share in shares)
    if found.past_share is not None:
        assert found.past_share + found.firefighting_share + found.forward_share == pytest.approx(1)
    assert sum(pair.hours for pair in found.pairs) <= found.hours + 1e-9


@few
@given(touchpoints(), st.floats(0.1, 10))
def test_scaling_how_often_meetings_happen_changes_no_share(rows, factor):
    before, after = mapped(rows), mapped(tuple(replace(one, per_quarter=one.per_quarter * factor) for one in rows))
    for name in ("cross_level_share", "cross_partner_share", "past_share", "forward_share", "planning_share"):
        assert getattr(after, name) == pytest.approx(getattr(before, name))


@few
@given(touchpoints())
def test_a_touchpoint_of_one_level_adds_nothing_across_levels(rows):
    alone = Touchpoint("alone", 4, 60, {"A": {"management": 2}, "B": {"management": 3}})
    before, after = mapped(rows), mapped((*rows, alone))
    assert (after.cross_level_share or 0) * after.hours == pytest.approx((before.cross_level_share or 0) * before.hours)


@few
@given(touchpoints())
def test_a_touchpoint_of_all_levels_makes_every_link(rows):
    every = Touchpoint("every", 1, 60, {"A": dict.fromkeys(LEVELS, 1), "B": {"executive": 1}})
    assert mapped((*rows, every)).missing_links == ()


def test_minutes_without_a_kind_are_reported_and_friendliness_is_left_out():
    rows = (
        Touchpoint("a", 2, 60, {"A": {"executive": 1}, "B": {"executive": 1}}, MinuteSplit(20, 0, 0, 20, 10)),
        Touchpoint("b", 1, 30, {"A": {"executive": 1}, "B": {"executive": 1}}),
    )
    found = mapped(rows)
    assert (found.past_share, found.planning_share, found.classified_minutes) == (0.5, 0.5, 80)
    assert (found.unclassified_minutes, found.without_split) == (50, ("b",))


def test_nothing_is_known_without_touchpoints():
    found = mapped(())
    assert (found.hours, found.cross_level_share, found.past_share, found.links) == (0, None, None, {})
    lag = signal_lag(SignalLog((), day(0)), SETTINGS)
    assert (lag.lag_days, lag.lag_friction, lag.bottleneck, lag.notes) == (None, None, None, ())
    facts = communication_facts(found, closure(InsightLog((), day(0)), SETTINGS), lag)
    assert facts == CommunicationFacts()
    assert communication_evidence(facts, SETTINGS).communication_evidence_friction.coverage == 0


def test_a_lag_that_is_not_reached_is_a_lower_bound():
    rows = (Signal("s1", day(0), decided_at=day(10)), Signal("s2", day(0)), Signal("s3", day(5)))
    found = signal_lag(SignalLog(rows, day(40)), SETTINGS)
    assert (found.lag_days, found.lower_bound, found.notes) == (40, True, ("LAG_LOWER_BOUND",))
    marked = communication_evidence(CommunicationFacts(lag_days=40, lag_is_lower_bound=True), SETTINGS)
    assert marked.communication_evidence_friction.notes == ("LAG_LOWER_BOUND",)


def test_signals_that_wait_in_a_stage_count_there():
    rows = (
        Signal("waits", day(0), day(2)),
        Signal("skipped", day(0), day(1), None, day(8), day(9)),
        Signal("nothing", day(0), day(3), day(5), day(6), outcome="no_action"),
        Signal("later", day(90)),
    )
    found = signal_lag(SignalLog(rows, day(50)), SETTINGS)
    assert found.stages["observed_to_escalated"] == 2
    assert found.stages["escalated_to_agenda"] == 2
    assert found.stages["agenda_to_decided"] == 1
    assert found.stages["decided_to_started"] == 1
    assert (found.signals, found.open_signals, found.lag_days) == (3, 1, 8)
    waiting = signal_lag(SignalLog(rows[:1], day(50)), SETTINGS)
    assert (waiting.bottleneck, waiting.stages["escalated_to_agenda"]) == ("escalated_to_agenda", 48)
    since = signal_lag(SignalLog(rows, day(50), since=day(7)), SETTINGS)
    assert since.signals == 2


@few
@given(st.lists(st.floats(0, 50), min_size=4, max_size=4))
def test_stages_of_a_finished_signal_add_up(gaps):
    steps = [day(sum(gaps[: at + 1])) for at in range(4)]
    stages = stage_days(Signal("s", day(0), *steps))
    assert sum(stages.values()) == pytest.approx((steps[-1] - day(0)) / timedelta(days=1))


def test_lag_friction_starts_at_a_week_and_is_full_at_six():
    assert [lag_friction(days, SETTINGS) for days in (0, 7, 24.5, 42, 99)] == [0, 0, 50, 100, 100]


@few
@given(
    st.builds(
        CommunicationFacts,
        st.none() | st.floats(0, 1),
        st.none() | st.integers(0, 2),
        st.none() | st.floats(0, 1),
        st.none() | st.floats(0, 1),
        st.none() | st.floats(0, 400),
    )
)
def test_communication_friction_lies_within_its_bounds(facts):
    found = communication_evidence(facts, SETTINGS).communication_evidence_friction
    assert found.value is None or 0 <= found.low <= found.value <= found.high <= 100 + 1e-9


def test_what_cannot_be_is_refused():
    pair = {"A": {"executive": 1}, "B": {"executive": 1}}
    assert refusal(Touchpoint, "t", 1, 60, {"A": {"executive": 1}}) == "TOO_FEW_PARTICIPANTS"
    assert refusal(Touchpoint, "t", 1, 60, {"A": {"executive": -1}}) == "OUT_OF_RANGE"
    assert refusal(Touchpoint, "t", 1, 60, pair, MinuteSplit(past=61)) == "SPLIT_EXCEEDS_DURATION"
    assert refusal(Touchpoint, "t", 0, 60, pair) == "OUT_OF_RANGE"
    assert refusal(MinuteSplit, past=-1) == "OUT_OF_RANGE"
    assert refusal(mapped, (Touchpoint("t", 1, 60, pair),) * 2) == "DUPLICATE_ID"
    assert refusal(mapped, (Touchpoint("t", 1, 60, {"C": {"executive": 2}}),)) == "UNKNOWN_ID"
    assert refusal(Signal, "s", day(2), day(1)) == "DATE_ORDER"
    assert refusal(signal_lag, SignalLog((Signal("s", day(0)),) * 2, day(1)), SETTINGS) == "DUPLICATE_ID"
    assert refusal(Insight, "i", "wts", "qsr", day(0)) == "UNKNOWN_ENUM"
    assert refusal(Insight, "i", "wts", "mbr", day(2), day(1)) == "DATE_ORDER"
    assert refusal(Insight, "i", "wts", "mbr", day(2), None, None, day(1)) == "DATE_ORDER"
    assert refusal(closure, InsightLog((Insight("i", "wts", "mbr", day(0)),) * 2, day(1)), SETTINGS) == "DUPLICATE_ID"
    assert refusal(CommunicationFacts, cross_level_share=2) == "OUT_OF_RANGE"
    assert refusal(CommunicationFacts, missing_links=3) == "OUT_OF_RANGE"
    assert refusal(CommunicationFacts, lag_days=-1) == "OUT_OF_RANGE"


def test_every_code_has_an_action():
    rows = {row["id"] for row in table("friction-actions")["actions"]}
    assert {"not_on_agenda", "no_disposition", "not_reported_back", "late"} <= rows
    assert {name for name, _ in SETTINGS.communication.parts()} <= rows
