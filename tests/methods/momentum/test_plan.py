"""Plan, tools, sprints and the index from records: worked example M-03, invariants 5, 8, 9, errors of specification 05 f."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.communication.closure import Insight
from comotion.methods.communication.touchpoints import MinuteSplit
from comotion.methods.data import table
from comotion.methods.momentum.content import content_hash
from comotion.methods.momentum.gaming import TwoWindows, gaming_guard
from comotion.methods.momentum.index import RATE_UP_VOLUME_DOWN
from comotion.methods.momentum.kept import Commitment, Decision, KeptCounts
from comotion.methods.momentum.plan import GATES, PlanInputs, may_be_signed, plan, plan_dates
from comotion.methods.momentum.records import HeldMeeting, MomentumRecords, momentum_of_records
from comotion.methods.momentum.sprints import (
    CODES,
    Budget,
    Consent,
    Hypothesis,
    Spending,
    Sprint,
    SprintDecision,
    SprintReading,
    sprint,
)
from comotion.methods.momentum.tools import TOOL_BEFORE_PROCESS, ToolInputs, ToolRollout, tools_before_process
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
START = date(2025, 1, 6)
dates = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def day(number):
    return None if number is None else START + timedelta(days=number)


def test_m_03_plan_dates():
    inputs, expected, tolerance = example("M-03")
    assert near(plan_dates(date.fromisoformat(inputs["start"]), SETTINGS.plan), expected, tolerance)


def planned(as_of, **done):
    return plan(PlanInputs(START, day(as_of), **{name: day(number) for name, number in done.items()}), SETTINGS)


def gates(result):
    return {
        gate: (one.state, (one.original - START).days, (one.forecast - START).days, one.moved_by)
        for gate, one in result.gates.items()
    }


def test_gates_that_are_reached_in_time_move_nothing():
    found = planned(30, audit_complete_on=9, report_issued_on=12, agreement_signed_on=20)
    assert gates(found) == {
        "gate_1": ("passed", 13, 12, None),
        "gate_2": ("passed", 27, 20, None),
        "gate_3": ("open", 59, 59, None),
        "gate_4": ("open", 89, 89, None),
    }
    assert found.gates["gate_1"].passed_on == day(12)


def test_a_late_gate_moves_the_gates_after_it_and_is_named():
    found = planned(35, audit_complete_on=9, report_issued_on=20, agreement_signed_on=40)
    assert gates(found) == {
        "gate_1": ("passed", 13, 20, "gate_1"),
        "gate_2": ("late", 27, 35, "gate_2"),
        "gate_3": ("open", 59, 67, "gate_2"),
        "gate_4": ("open", 89, 97, "gate_2"),
    }
    first = planned(15, audit_complete_on=9)
    assert gates(first)["gate_2"] == ("open", 27, 29, "gate_1")
    caught_up = planned(60, audit_complete_on=9, report_issued_on=20, agreement_signed_on=30, first_review_on=58)
    assert gates(caught_up)["gate_2"] == ("passed", 27, 30, "gate_1")
    assert gates(caught_up)["gate_4"] == ("open", 89, 89, None)


def test_the_stage_follows_the_calendar():
    stages = [planned(number).stage for number in (-1, 0, 13, 14, 27, 28, 59, 60, 89, 90)]
    assert stages == [
        "not_started",
        *("audit",) * 2,
        *("how_agreement",) * 2,
        *("execute",) * 2,
        *("measure_and_adapt",) * 2,
        "over",
    ]


@few
@given(dates, st.integers(0, 200), st.lists(st.none() | st.integers(0, 150), min_size=6, max_size=6))
def test_plan_dates_depend_on_the_start_and_gates_are_ordered(start, as_of, numbers):
    done = [None if number is None else start + timedelta(days=number) for number in numbers]
    found = plan(PlanInputs(start, start + timedelta(days=as_of), *done), SETTINGS)
    assert found.dates == plan(PlanInputs(start, start), SETTINGS).dates
    originals = [found.gates[gate].original for gate in GATES]
    assert originals == sorted(set(originals))
    ahead = [found.gates[gate].forecast for gate in GATES if found.gates[gate].state != "passed"]
    assert ahead == sorted(ahead)
    assert all(one.forecast >= one.original for one in found.gates.values() if one.state != "passed")


def test_nothing_is_signed_before_the_report_without_a_reason():
    assert may_be_signed(day(12), day(12))
    assert not may_be_signed(day(12), day(11))
    assert not may_be_signed(None, day(11), " ")
    assert may_be_signed(None, day(11), "the sponsors insist")


def tools(*rows, signed=27, reviewed=59, as_of=100):
    return tools_before_process(ToolInputs(rows, day(as_of), day(signed), day(reviewed)), SETTINGS)


def test_tools_wait_for_one_full_cycle():
    early, in_time = ToolRollout("early", day(58)), ToolRollout("in_time", day(59))
    found = tools(early, in_time, ToolRollout("sheet", day(1), "spreadsheet"))
    assert (found.earliest, found.findings) == (day(59), (f"{TOOL_BEFORE_PROCESS}:early",))
    assert tools(in_time, signed=40).earliest == date(2025, 3, 15)
    assert tools(early, in_time, as_of=58).findings == (f"{TOOL_BEFORE_PROCESS}:early",)


def test_without_a_cycle_every_tool_is_early():
    rows = (ToolRollout("x", day(70)), ToolRollout("calls", day(1), "call"), ToolRollout("later", day(101)))
    for missing in ({"signed": None}, {"reviewed": None}):
        found = tools(*rows, **missing)
        assert (found.earliest, found.findings) == (None, (f"{TOOL_BEFORE_PROCESS}:x",))
    assert refusal(tools, rows[0], rows[0]) == "DUPLICATE_ID"


HYPOTHESIS = Hypothesis("clinics book demos", "joint_demos", 6)
BOTH = tuple(Consent(side, START, content_hash(HYPOTHESIS)) for side in "ab")
SPRINT = Sprint(
    {"a": "ana", "b": "eva"},
    HYPOTHESIS,
    START,
    day(84),
    day(84),
    BOTH,
    {"a": Budget(1000, "EUR")},
    readings=(SprintReading(3, "list", day(30)), SprintReading(6, "list", day(80))),
    decision=SprintDecision("go_deeper", "threshold met", ("a", "b"), day(84)),
)


def judged(**changes):
    return sprint(replace(SPRINT, **changes), SETTINGS)


def test_a_sprint_is_judged_by_its_frozen_hypothesis():
    assert judged().verdict == "proven"
    assert (judged().findings, judged().days_left, judged().decided) == ((), 0, True)
    halfway = judged(as_of=day(40), decision=None)
    assert (halfway.verdict, halfway.findings, halfway.days_left) == ("disproven", (), 44)
    assert judged(readings=()).verdict == "open"
    assert judged(readings=(SprintReading(9, "list", day(85)), SprintReading(9, "list", day(-1)))).verdict == "open"


def test_a_verdict_needs_the_agreed_number_of_readings():
    thrice = replace(HYPOTHESIS, readings_needed=3)
    agreed = tuple(replace(one, content_hash=content_hash(thrice)) for one in BOTH)
    assert judged(hypothesis=thrice, consents=agreed).verdict == "open"
    lower = replace(HYPOTHESIS, direction="lower")
    agreed = tuple(replace(one, content_hash=content_hash(lower)) for one in BOTH)
    assert judged(hypothesis=lower, consents=agreed).verdict == "proven"
    assert judged(hypothesis=lower, consents=agreed, readings=(SprintReading(7, "x", day(9)),)).verdict == "disproven"


@few
@given(st.floats(-100, 100), st.sampled_from(["higher", "lower"]), st.integers(2, 5))
def test_a_hypothesis_that_changed_has_no_verdict(threshold, direction, needed):
    changed = Hypothesis(HYPOTHESIS.statement, HYPOTHESIS.measure, threshold, direction, needed)
    found = judged(hypothesis=changed)
    assert (found.verdict, found.frozen, found.findings) == (None, False, ("SPRINT_WITHOUT_VERDICT",))


def test_a_hypothesis_agreed_too_late_or_by_one_side_is_not_frozen():
    assert judged(consents=BOTH[:1]).verdict is None
    assert judged(consents=(BOTH[0], replace(BOTH[1], agreed_on=day(1)))).verdict is None


@pytest.mark.parametrize(
    "decision",
    [
        None,
        replace(SPRINT.decision, decided_by=("a",)),
        replace(SPRINT.decision, reason=" "),
        replace(SPRINT.decision, on=day(85)),
    ],
)
def test_a_sprint_without_a_decision_is_named_on_its_last_day(decision):
    assert judged(decision=decision).findings == ("SPRINT_WITHOUT_VERDICT",)
    assert judged(decision=decision, as_of=day(83)).findings == ()


def test_spending_above_the_budget_is_named():
    spent = (Spending("a", day(1), 600, "EUR"), Spending("a", day(2), 400, "EUR"))
    assert (judged(spendings=spent).findings, judged(spendings=spent).spent) == ((), {"a": 1000, "b": 0})
    more = (*spent, Spending("a", day(3), 1, "EUR"), Spending("b", day(3), 5, "USD"), Spending("b", day(90), 5, "USD"))
    found = judged(spendings=more)
    assert (found.findings, found.spent) == (("SPRINT_OVER_BUDGET:a", "SPRINT_OVER_BUDGET:b"), {"a": 1001, "b": 5})


def test_sprints_that_cannot_be_are_refused():
    assert refusal(judged, end=day(91)) == "SPRINT_TOO_LONG"
    assert judged(end=day(90)).days_left == 6
    assert refusal(judged, end=day(-1)) == "DATE_ORDER"
    assert refusal(judged, spendings=(Spending("a", day(1), 1, "USD"),)) == "UNIT_MISMATCH"
    assert refusal(judged, spendings=(Spending("c", day(1), 1, "EUR"),)) == "UNKNOWN_ID"
    assert refusal(Spending, "a", day(1), -1, "EUR") == "OUT_OF_RANGE"
    assert refusal(Budget, -1, "EUR") == "OUT_OF_RANGE"
    assert refusal(replace, HYPOTHESIS, threshold=float("nan")) == "NOT_FINITE"
    assert refusal(replace, HYPOTHESIS, readings_needed=0) == "OUT_OF_RANGE"


NOW = datetime(2025, 6, 1, tzinfo=UTC)


def ago(days):
    return NOW - timedelta(days=days)


def kept(name, due, done):
    return Commitment(name, ago(200), ago(due), None if done is None else ago(done))


RECORDS = MomentumRecords(
    NOW,
    (
        *(kept(f"now{number}", 30, 31) for number in range(5)),
        *(kept(f"before{number}", 90, 91 if number < 7 else None) for number in range(10)),
    ),
    (Decision("d1", ago(20), ago(10)), Decision("d2", ago(80), ago(10)), Decision("d3", ago(5))),
    (
        *(Insight(f"i{number}", "wts", "mbr", ago(60), ago(50), "accepted", ago(40)) for number in range(2)),
        Insight("late", "wts", "mbr", ago(60), ago(50), "accepted", ago(2)),
        Insight("young", "wts", "mbr", ago(40)),
    ),
    (
        HeldMeeting("m1", "mbr", ago(10), 120, MinuteSplit(past=60, planning=30, problem=30)),
        HeldMeeting("m2", "stand_up", ago(10), 60, MinuteSplit(past=60)),
        HeldMeeting("m3", "mbr", ago(70), 60, MinuteSplit(past=60)),
        HeldMeeting("m4", "wts", ago(5), 60),
    ),
)


def test_the_index_is_counted_from_records():
    found = momentum_of_records(RECORDS, SETTINGS)
    assert found.counted.commitments == KeptCounts(5)
    assert found.counted.decisions.closed == (10, 70)
    assert found.counted.decisions.open == (5,)
    assert (found.counted.insights_mature, found.counted.insights_closed) == (3, 2)
    assert (found.counted.forward_share, found.counted.minutes) == (0.5, 120)
    assert found.commitments_before == KeptCounts(7, 0, 3)
    assert (found.rate_up_volume_down, found.findings) == (True, (RATE_UP_VOLUME_DOWN,))
    parts = {part.name: part.value for part in found.result.momentum_index.parts}
    assert parts == {
        "commitments": 100,
        "decision_latency": 75,
        "feed_forward": pytest.approx(70),
        "forward_meeting": pytest.approx(75),
    }


def test_without_records_the_index_has_no_value():
    found = momentum_of_records(MomentumRecords(NOW), SETTINGS)
    assert (found.result.momentum_index.value, found.rate_up_volume_down, found.findings) == (None, None, ())
    assert refusal(momentum_of_records, replace(RECORDS, meetings=RECORDS.meetings * 2), SETTINGS) == "DUPLICATE_ID"
    assert refusal(HeldMeeting, "m", "wts", NOW, 30, MinuteSplit(past=40)) == "SPLIT_EXCEEDS_DURATION"


@few
@given(st.lists(st.tuples(st.floats(0, 59), st.floats(10, 60)), max_size=5))
def test_stand_ups_change_no_figure_of_the_index(rows):
    more = [
        HeldMeeting(f"s{at}", "stand_up", ago(days), minutes, MinuteSplit(past=minutes))
        for at, (days, minutes) in enumerate(rows)
    ]
    changed = replace(RECORDS, meetings=(*RECORDS.meetings, *more))
    assert momentum_of_records(changed, SETTINGS) == momentum_of_records(RECORDS, SETTINGS)


def test_the_guard_fires_where_a_rate_rises_with_fewer_promises():
    fires = gaming_guard(TwoWindows(KeptCounts(5), KeptCounts(8, 0, 2)), SETTINGS)
    assert (fires.fires, fires.findings, fires.due_now, fires.due_before) == (True, (RATE_UP_VOLUME_DOWN,), 5, 10)
    calm = gaming_guard(TwoWindows(KeptCounts(6), KeptCounts(8, 0, 2)), SETTINGS)
    assert (calm.fires, calm.findings) == (False, ())
    assert gaming_guard(TwoWindows(KeptCounts(5), KeptCounts()), SETTINGS).fires is None


def test_every_code_has_an_action():
    ids = {row["id"] for row in table("friction-actions")["actions"]}
    assert {*CODES, TOOL_BEFORE_PROCESS, RATE_UP_VOLUME_DOWN} <= ids
