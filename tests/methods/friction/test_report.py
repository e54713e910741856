"""Causes, verdict, actions and report: worked example F-02, invariants 5, 6 and 8 of specification 02 e, errors of f."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.data import table
from comotion.methods.friction.actions import ActionInputs, action_row, proposed_actions
from comotion.methods.friction.answers import GivenAnswer, Respondent, Survey
from comotion.methods.friction.candour import GUARDED
from comotion.methods.friction.causes import SAY_DO_CODES, CauseInputs, cause_friction
from comotion.methods.friction.completeness import (
    INCOMPLETE,
    PARTS,
    Artifact,
    AuditInputs,
    AuditRecords,
    Interview,
    completeness,
)
from comotion.methods.friction.plateau import (
    PlateauInputs,
    has_cause,
    outcome_slopes,
    plateau,
    symptom,
    verdict_of,
)
from comotion.methods.friction.questions import questions
from comotion.methods.friction.report import ReportInputs, friction_report
from comotion.methods.friction.survey import GAP_CODES
from comotion.methods.guardrails.rules import GuardrailCode
from comotion.methods.kernel.weighted_mean import number
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from comotion.methods.vocabulary import CAUSES
from tests.methods.examples import example, few, near
from tests.methods.strategies import maybe_scores

SETTINGS = default_settings()
DAY = date(2025, 1, 8)
LEVELS = ("executive", "management", "operational")
OV, EC, SM = CAUSES


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def causes(survey, evidence):
    return cause_friction(CauseInputs(survey, evidence), SETTINGS)


def test_f_02_causes_and_verdict():
    inputs, expected, tolerance = example("F-02")
    found = causes(inputs["survey"], inputs["evidence"])
    stands_still = symptom(inputs["momentum_index"], inputs["outcome_slopes"], SETTINGS)
    cause = has_cause(found.overall_friction, lower_bound=found.lower_bound, settings=SETTINGS)
    matrix = {
        f"symptom={left},cause={right}": verdict_of(left, right) for left in (True, False) for right in (True, False)
    }
    result = {
        "cause_friction": found.cause_friction,
        "overall_friction": found.overall_friction,
        "mean_friction": found.mean_friction.value,
        "primary_causes": found.primary_causes,
        "say_do_gap": found.say_do_gap,
        "flags": found.flags,
        "plateau_verdict": verdict_of(stands_still, cause),
        "matrix": matrix,
    }
    assert near(result, expected, tolerance)
    assert SETTINGS.trend.rising == inputs["rising_from"]
    assert (found.bands[OV], found.lower_bound, found.status) == ("high", False, "ok")


def test_a_missing_half_is_provisional_and_a_missing_cause_a_lower_bound():
    found = causes({OV: 62, EC: number(30, SETTINGS)}, {EC: 50})
    assert (found.cause_friction[OV].value, found.cause_friction[OV].status) == (62, "provisional")
    assert (found.cause_friction[EC].value, found.cause_friction[SM].value) == (40, None)
    assert (found.overall_friction, found.lower_bound, found.status) == (62, True, "provisional")
    assert (found.overall_low, found.overall_high) == (40, 100)
    assert (found.say_do_gap, found.bands[SM]) == ({OV: None, EC: -20, SM: None}, None)
    assert found.flags == (f"{SAY_DO_CODES[0]}:{EC}",)
    nothing = causes({}, {})
    assert (nothing.overall_friction, nothing.status, nothing.primary_causes) == (None, "insufficient", ())


def test_causes_within_five_points_are_all_primary():
    found = causes({OV: 60, EC: 55, SM: 54.9}, {OV: 60, EC: 55, SM: 54.9})
    assert found.primary_causes == (OV, EC)
    felt = causes({SM: 80}, {SM: 60})
    assert felt.flags == (f"{SAY_DO_CODES[1]}:{SM}",)


figures = st.dictionaries(st.sampled_from(CAUSES), maybe_scores)


@few
@given(figures, figures)
def test_overall_friction_is_one_of_the_causes_and_at_least_their_mean(survey, evidence):
    found = causes(survey, evidence)
    values = [one.value for one in found.cause_friction.values() if one.value is not None]
    if not values:
        assert found.overall_friction is None
        return
    assert found.overall_friction in values
    assert found.mean_friction.value is None or found.overall_friction >= found.mean_friction.value - 1e-9
    assert found.overall_low <= found.overall_friction + 1e-9
    assert found.overall_friction <= found.overall_high + 1e-9


states = st.sampled_from([True, False, None])


@few
@given(states, states)
def test_every_combination_of_symptom_and_cause_has_a_verdict(stands_still, cause):
    undetermined = stands_still is None or cause is None
    assert (verdict_of(stands_still, cause) == "undetermined") == undetermined


@pytest.mark.parametrize(
    ("index", "slopes", "expected"),
    [
        (49.9, [2], True),
        (50, [1.4], True),
        (50, [1.5, -3], False),
        (None, [0], True),
        (None, [2], None),
        (40, [], True),
        (60, [], None),
        (None, [], None),
    ],
)
def test_the_symptom_has_two_inputs(index, slopes, expected):
    assert symptom(index, slopes, SETTINGS) is expected


@pytest.mark.parametrize(
    ("overall", "bound", "expected"),
    [(50, False, True), (49.9, False, False), (50, True, True), (49.9, True, None), (None, True, None)],
)
def test_a_lower_bound_may_leave_the_cause_unknown(overall, bound, expected):
    assert has_cause(overall, lower_bound=bound, settings=SETTINGS) is expected


def test_outcomes_count_with_three_readings_in_six_months():
    outcomes = {
        "rising": ((95, 40), (97, 44), (100, 50)),
        "old": ((90, 10), (94, 20), (95, 30), (96, 40)),
        "few": ((99, 1), (100, 90)),
    }
    assert outcome_slopes(outcomes, 100, SETTINGS) == {"rising": 2}
    assert outcome_slopes({"later": ((100, 1), (101, 2), (102, 3))}, 100, SETTINGS) == {}
    found = plateau(PlateauInputs(100, outcomes, number(64, SETTINGS), 66), SETTINGS)
    assert (found.plateau_verdict, found.symptom, found.cause) == ("at_risk", False, True)
    assert plateau(PlateauInputs(100), SETTINGS).plateau_verdict == "undetermined"


def test_verdicts_that_cannot_be_are_refused():
    assert refusal(plateau, PlateauInputs(1, momentum_index=101), SETTINGS) == "OUT_OF_RANGE"
    assert refusal(plateau, PlateauInputs(1, {"x": ((1, 1), (1, 2), (2, 3))}), SETTINGS) == "DUPLICATE_PERIOD"
    assert refusal(causes, {OV: 101}, {}) == "OUT_OF_RANGE"


PEOPLE = tuple(Respondent(f"{side}/{level}", level, (side,)) for side in "ab" for level in LEVELS)
NAMES = tuple(person.id for person in PEOPLE)
FULL = AuditRecords(
    (*(Interview(name, "separate", DAY, (name,)) for name in NAMES), Interview("joint", "joint", DAY, NAMES)),
    tuple(Artifact(f"d{at}", kind) for at, kind in enumerate(("plan", "plan", "minutes", "report", "report"))),
    ("wts", "mbr"),
    ("mbr", "wts"),
    ("a", "b"),
)


def audit(**changes):
    return completeness(AuditInputs(("a", "b"), PEOPLE, replace(FULL, **changes)), SETTINGS)


def test_a_full_audit_is_complete():
    assert (audit().complete, audit().findings, audit().lacking) == (True, (), {})


def test_each_part_of_an_audit_is_checked():
    nothing = completeness(AuditInputs(("a", "b"), PEOPLE, AuditRecords()), SETTINGS)
    assert nothing.findings == tuple(f"{INCOMPLETE}:{part}" for part in PARTS)
    assert len(nothing.lacking["separate_interviews"]) == 6
    assert audit(interviews=FULL.interviews[1:]).lacking == {"separate_interviews": ("a/executive",)}
    assert audit(touchpoint_tiers=("mbr",)).lacking == {"touchpoints": ("wts",)}
    assert audit(artifacts=FULL.artifacts[1:]).lacking == {"artifacts": ("number",)}
    alike = tuple(Artifact(f"d{at}", "plan") for at in range(5))
    assert audit(artifacts=alike).lacking == {"artifacts": ("types",)}
    assert audit(incentive_sides=("a",)).lacking == {"incentives": ("b",)}


def test_an_interview_counts_as_what_it_was():
    mixed = Interview("x", "separate", DAY, ("a/executive", "b/executive"))
    one_sided = Interview("joint", "joint", DAY, ("a/executive", "a/management"))
    found = audit(interviews=(mixed, *FULL.interviews[1:3], *FULL.interviews[4:6], one_sided))
    assert found.lacking["separate_interviews"] == ("a/executive", "b/executive")
    assert found.lacking["joint_interview"] == ("joint",)


def test_audits_that_cannot_be_are_refused():
    assert refusal(audit, interviews=FULL.interviews[:1] * 2) == "DUPLICATE_ID"
    assert refusal(audit, artifacts=FULL.artifacts[:1] * 2) == "DUPLICATE_ID"
    assert refusal(audit, interviews=(Interview("x", "joint", DAY, ("zoe",)),)) == "UNKNOWN_ID"
    assert refusal(audit, incentive_sides=("c",)) == "UNKNOWN_ID"
    assert refusal(completeness, AuditInputs(("a", "b"), PEOPLE * 2, FULL), SETTINGS) == "DUPLICATE_ID"


def actions(**inputs):
    return proposed_actions(ActionInputs(**inputs), SETTINGS)


def test_actions_come_from_the_primary_cause_first():
    found = actions(
        question_scores={"OV1": 60, "OV6": 90, "OV2": 49, "EC3": 70, "SM1": 95, "OV4": None},
        cause_friction={OV: 66, EC: 53, SM: 40},
        primary_causes=(OV,),
        findings=("LOW_FOCUS:i1", "NO_ACCOUNTABLE:x", "NO_ACCOUNTABLE:y", "MODEL_MISSING"),
    )
    assert [one.id for one in found] == ["NO_ACCOUNTABLE", "OV1", "OV6", "LOW_FOCUS", "EC3"]
    assert [one.strength for one in found] == [0, 120, 90, 0, 140]
    assert found[0].because == ("NO_ACCOUNTABLE:x", "NO_ACCOUNTABLE:y")
    assert found[1].action == table("friction-actions")["actions"][0]["action"]


def test_every_primary_cause_with_a_candidate_is_represented():
    found = actions(
        question_scores={**dict.fromkeys(("OV1", "OV2", "OV3", "OV4", "OV5", "OV6"), 80), "SM9": 50},
        cause_friction={OV: 70, SM: 66, EC: 66},
        primary_causes=CAUSES,
        findings=("NO_ACCOUNTABLE:x",),
    )
    assert [one.id for one in found] == ["NO_ACCOUNTABLE", "OV1", "OV2", "OV3", "SM9"]


def test_a_quiet_audit_proposes_nothing():
    assert actions() == ()
    assert actions(question_scores={"OV1": 90}, cause_friction={OV: 49}) == ()
    assert [one.id for one in actions(question_scores={"OV1": 90}, cause_friction={OV: 20}, primary_causes=(OV,))] == [
        "OV1"
    ]


candidates = st.dictionaries(st.sampled_from(sorted(questions())), maybe_scores, max_size=27)
codes = st.lists(st.sampled_from([row["id"] for row in table("friction-actions")["actions"][27:]]), max_size=12)


@few
@given(candidates, figures, st.sets(st.sampled_from(CAUSES)), codes)
def test_at_most_five_actions_and_one_for_each_primary_cause(scores, friction, primary, findings):
    inputs = {"question_scores": scores, "cause_friction": friction, "primary_causes": tuple(sorted(primary))}
    found = actions(**inputs, findings=tuple(findings))
    assert len(found) <= 5
    assert len({one.id for one in found}) == len(found)
    for cause in primary:
        has_item = any(questions()[name].cause == cause and (score or 0) >= 50 for name, score in scores.items())
        if has_item or any(action_row(code)["cause"] == cause for code in findings):
            assert any(one.cause == cause for one in found)
    assert actions(**inputs, findings=tuple(reversed(findings))) == found


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("RHYTHM_INCOMPLETE:wts", "RHYTHM_INCOMPLETE:*"),
        ("SIGNATURE_STALE:ana", "SIGNATURE_STALE:*"),
        ("AUDIT_INCOMPLETE:artifacts", "AUDIT_INCOMPLETE:artifacts"),
        ("METRIC_INVALID:m", "METRIC_INVALID"),
        ("ip_rights_ABSENT", "*_ABSENT"),
        ("exit_UNGRADED", "*_UNGRADED"),
        ("G10_UNKNOWN", "G*_UNKNOWN"),
        ("G10_TOO_EARLY_TO_JUDGE", "G10_TOO_EARLY_TO_JUDGE"),
        ("NO_ACCOUNTABLE:job_ABSENT", "NO_ACCOUNTABLE"),
    ],
)
def test_a_finding_meets_its_row(code, row):
    assert action_row(code)["id"] == row


def test_the_table_has_a_row_for_every_statement_and_finding_of_the_audit():
    for name, question in questions().items():
        assert action_row(name)["cause"] == question.cause
    for code in (GUARDED, *GAP_CODES, *SAY_DO_CODES, *(f"{INCOMPLETE}:{part}" for part in PARTS)):
        assert action_row(code)["id"] == code
    assert refusal(action_row, "NONSENSE:x") == "UNKNOWN_ID"
    assert refusal(actions, question_scores={"X1": 1}) == "UNKNOWN_ID"


def survey():
    answers = tuple(
        GivenAnswer(person.id, name, 2 if person.side == "a" else 1, DAY)
        for name, question in questions().items()
        for person in PEOPLE
        if person.level in question.levels
    )
    return Survey(("a", "b"), PEOPLE, answers)


REPORT = ReportInputs(
    "p1",
    date(2025, 1, 6),
    date(2025, 1, 19),
    survey(),
    FULL,
    100,
    {OV: 70, EC: 58, SM: 66},
    41,
    {"revenue_vs_plan": ((98, 60), (99, 60), (100, 60))},
    0.64,
    42,
    ("goal_mismatch", "NO_ACCOUNTABLE:x"),
)


def test_a_report_holds_what_the_audit_found():
    found = friction_report(REPORT, SETTINGS)
    assert (found.status, found.completeness.complete) == ("ok", True)
    assert found.plateau.plateau_verdict == "plateaued"
    assert (found.past_share, found.lag_days) == (0.64, 42)
    assert found.incentive_findings == ("goal_mismatch",)
    assert found.findings[-2:] == REPORT.findings
    assert len(found.actions) == 5
    assert found.causes.primary_causes[0] == OV
    assert set(found.baseline) == set(questions())
    gap = found.side_questions[0].gap
    assert (len(found.side_questions), gap.gap, gap.noteworthy) == (3, None, True)
    assert [one.question for one in found.side_questions] == ["OV1", "OV2", "OV3"]
    assert len(found.level_questions) == 3


def test_an_incomplete_audit_gives_a_provisional_report():
    found = friction_report(replace(REPORT, records=AuditRecords()), SETTINGS)
    assert (found.status, found.completeness.complete) == ("provisional", False)
    assert found.findings[:5] == tuple(f"{INCOMPLETE}:{part}" for part in PARTS)
    bare = friction_report(
        replace(REPORT, evidence={}, survey=Survey(("a", "b"), (), ()), records=AuditRecords()), SETTINGS
    )
    assert (bare.status, bare.side_questions, bare.plateau.plateau_verdict) == ("insufficient", (), "undetermined")


def test_reports_that_cannot_be_are_refused():
    assert refusal(replace, REPORT, ends=date(2025, 1, 5)) == "DATE_ORDER"
    assert refusal(replace, REPORT, past_share=1.5) == "OUT_OF_RANGE"
    assert refusal(replace, REPORT, lag_days=-1) == "OUT_OF_RANGE"
    assert refusal(friction_report, replace(REPORT, findings=("NONSENSE",)), SETTINGS) == "UNKNOWN_ID"


def test_the_table_has_a_row_for_every_guardrail():
    for code in get_args(GuardrailCode):
        assert action_row(code)["id"] == code
        assert action_row(f"{code.split('_')[0]}_UNKNOWN")["id"] == "G*_UNKNOWN"
