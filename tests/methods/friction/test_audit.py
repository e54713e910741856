"""The report drawn from what an audit gathered: each evidence from its own records, shared figures from shared ones."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from comotion.methods.communication.lag import Signal
from comotion.methods.communication.touchpoints import MinuteSplit, Touchpoint
from comotion.methods.data import table
from comotion.methods.friction.answers import GivenAnswer, Respondent, Survey
from comotion.methods.friction.audit import AuditFacts, EvidenceRecords, audit_report
from comotion.methods.friction.completeness import Artifact, Interview
from comotion.methods.friction.questions import questions
from comotion.methods.incentives.elements import CompElement, IncentiveRecords, RoleGroup, SharedGoal
from comotion.methods.incentives.trials import trials
from comotion.methods.ownership.evidence import Appointment, OwnershipRecords
from comotion.methods.ownership.leader import LeaderFacts
from comotion.methods.ownership.raci import Activity, Matrix
from comotion.methods.settings import default_settings
from comotion.methods.vocabulary import CAUSES

SETTINGS = default_settings()
OV, EC, SM = CAUSES
SIDES = ("a", "b")
LEVELS = ("executive", "management", "operational")
DAY = date(2026, 10, 12)
PEOPLE = tuple(
    Respondent(f"{side}-{level}-{number}", level, (side,)) for side in SIDES for level in LEVELS for number in range(3)
)


def element(behaviour, weight, grade, *, shared=True):
    return CompElement(behaviour, weight, {"goal": {"a": grade, "b": grade}}, shared=shared)


GROUPS = (
    RoleGroup("a", "sales", (element("new_logo", 1.0, -1),), "sales", 0.0),
    RoleGroup("b", "sales", (element("retention", 1.0, 1),), "sales", 0.05),
)
RECORDS = EvidenceRecords(
    ownership=OwnershipRecords(
        Matrix((Activity("plan", 3, {"Ana": "A", "Ben": "R"}), Activity("renewals", 1, {"Ben": "R"})), (), (), {}),
        ("launch", "renewal"),
        (Appointment("launch", "Ana", LeaderFacts(4, commits_home=True)),),
    ),
    touchpoints=(
        Touchpoint("sync", 13, 60, {"a": {"operational": 2}, "b": {"operational": 2}}, MinuteSplit(past=45), "wts"),
        Touchpoint("review", 1, 120, {"a": {"executive": 1}, "b": {"executive": 1}}, MinuteSplit(planning=60), "qsr"),
    ),
    signals=(Signal("s1", datetime(2026, 8, 3, tzinfo=UTC), decided_at=datetime(2026, 9, 14, tzinfo=UTC)),),
    incentives=IncentiveRecords((SharedGoal("goal"),), GROUPS),
)


def answers(value=4):
    return tuple(
        GivenAnswer(person.id, question.id, value, DAY)
        for person in PEOPLE
        for question in questions().values()
        if person.level in question.levels
    )


def facts(**changes):
    usual = {
        "partnership": "p",
        "starts": date(2026, 10, 5),
        "ends": date(2026, 10, 18),
        "as_of": datetime(2026, 10, 19, tzinfo=UTC),
        "survey": Survey(SIDES, PEOPLE, answers()),
        "records": RECORDS,
        "momentum_index": 41.0,
    }
    return AuditFacts(**(usual | changes))


def test_each_cause_rests_on_answers_and_on_its_own_records():
    found = audit_report(facts(), SETTINGS)
    causes = found.report.causes.cause_friction
    # Ownership: 0.5 × (1 − 3/4) + 0.3 × (1 − 1/2) + 0.2 × (1 − 0/1) = 0.475 of 100.
    assert found.ownership.ownership_evidence_friction.value == pytest.approx(47.5)
    assert causes[OV].parts[1].value == pytest.approx(47.5)
    # Communication: isolation 100 × .25, both links missing 100 × .20, past (585/645 − .3)/.4 → 100 × .15, lag 100 × .15;
    # closure is missing.
    assert found.communication.communication_evidence_friction.value == pytest.approx(100.0)
    assert found.communication.communication_evidence_friction.coverage == pytest.approx(0.75)
    assert (found.lag.lag_days, found.lag.bottleneck) == (42.0, "decided_to_started")
    assert found.contacts.missing_links == ("executive-management", "management-operational")
    # Incentives: mismatch (75 + 25) / 2, divergence 100, joint gap (100 + 50) / 2.
    assert found.incentives.incentive_evidence_friction.value == pytest.approx(0.5 * 50 + 0.3 * 100 + 0.2 * 75)
    assert causes[SM].parts[1].value == pytest.approx(70.0)
    assert found.report.plateau.plateau_verdict == "plateaued"


def test_completeness_counts_what_the_audience_sees():
    incomplete = audit_report(facts(), SETTINGS).report.completeness
    assert incomplete.findings == tuple(
        f"AUDIT_INCOMPLETE:{part}" for part in ("separate_interviews", "joint_interview", "touchpoints", "artifacts")
    )
    assert incomplete.lacking["touchpoints"] == ("mbr",)
    alone = tuple(Interview(person.id, "separate", DAY, (person.id,)) for person in PEOPLE)
    both = Interview("both", "joint", DAY, ("a-executive-0", "b-executive-0"))
    papers = tuple(Artifact(f"d{n}", kind) for n, kind in enumerate(("plan", "minutes", "report", "plan", "plan")))
    whole = facts(interviews=(*alone, both), artifacts=papers, tiers=("wts", "qsr"))
    assert audit_report(whole, SETTINGS).report.completeness.complete


def test_what_a_side_keeps_back_lowers_coverage_and_never_the_value():
    """Whether b has private elements or none at all, the room reads the same report to the last digit."""
    nothing = replace(GROUPS[1], elements=(), joint_incentive_share=None)
    reports = [
        audit_report(facts(records=replace(RECORDS, incentives=incentives)), SETTINGS)
        for incentives in (
            IncentiveRecords((SharedGoal("goal"),), (GROUPS[0], replace(GROUPS[1], elements=(kept,))))
            for kept in (element("retention", 1.0, 2, shared=False), element("volume", 0.4, -2, shared=False))
        )
    ]
    without = IncentiveRecords((SharedGoal("goal"),), (GROUPS[0], nothing))
    reports.append(audit_report(facts(records=replace(RECORDS, incentives=without)), SETTINGS))
    assert reports[0] == reports[1] == reports[2]
    whole = audit_report(facts(), SETTINGS).incentives.incentive_evidence_friction
    held = reports[0].incentives.incentive_evidence_friction
    assert held.coverage < whole.coverage
    assert reports[0].report.completeness.lacking["incentives"] == ("b",)


def test_a_side_sees_its_own_elements_in_its_own_report():
    private = replace(GROUPS[1], elements=(element("retention", 1.0, 1, shared=False),))
    records = IncentiveRecords((SharedGoal("goal"),), (GROUPS[0], private))
    own = audit_report(facts(records=replace(RECORDS, incentives=replace(records, audience="b"))), SETTINGS)
    assert own.incentives == audit_report(facts(), SETTINGS).incentives


def test_trials_name_the_element_that_gives_and_order_by_effect():
    found = trials(RECORDS.incentives, SETTINGS)
    assert [(one.group, one.taken_from, one.moved_share) for one in found] == [
        ("a/sales", "comp_plan/new_logo", 0.2),
        ("b/sales", "comp_plan/retention", 0.2),
    ]
    # a: mismatch 75 → 0.8 × 75 = 60, joint gap 100 → 0: 0.5 × −7.5 + 0.2 × −50, divergence stays 100.
    assert found[0].effect == pytest.approx(-13.75)
    # b: mismatch 25 → 20, joint gap 50 → 0: 0.5 × −2.5 + 0.2 × −25.
    assert found[1].effect == pytest.approx(-6.25)
    assert trials(IncentiveRecords((SharedGoal("goal"),), (RoleGroup("a", "sales"),)), SETTINGS) == ()


def test_without_records_only_people_speak():
    found = audit_report(facts(records=EvidenceRecords()), SETTINGS)
    assert {figure.coverage for figure in found.report.causes.cause_friction.values()} == {0.5}
    assert (found.incentives, found.trials, found.lag.lag_days) == (None, (), None)


def test_every_statement_of_the_bank_has_an_action_on_a_page_of_the_product():
    rows = {row["id"]: row for row in table("friction-actions")["actions"]}
    assert {name for name, row in rows.items() if row["kind"] == "item"} == set(questions())
    assert {rows[name]["cause"] for name in questions()} == set(CAUSES)
    assert all(row["action"] and row["why"] and row["who"] and row["page"] for row in rows.values())
