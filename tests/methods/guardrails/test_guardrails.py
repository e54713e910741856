"""Guardrails: worked example A-03, each rule by hand, invariants 2 and 4 of specification 09 e."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.agreements.data_assets import DataAsset
from comotion.methods.choice.models import ModelInputs, operating_model
from comotion.methods.guardrails.check import Guardrail, GuardrailCheck, GuardrailSheet, guardrails
from comotion.methods.guardrails.debts import DebtInputs, OutcomeRecord, StepRecords, debts, met_criteria
from comotion.methods.guardrails.facts import GuardrailFacts
from comotion.methods.guardrails.foundations import FoundationFacts, SharedAsset, foundations
from comotion.methods.guardrails.records import (
    GuardrailRecords,
    HeldMeeting,
    HeldRitual,
    KeptPromise,
    categories_used,
    facts_of_records,
    fit_of_current,
    human_contacts,
    months_between,
    planning_sessions,
    tool_before_first_cycle,
    with_facts,
)
from comotion.methods.guardrails.rules import CONDITIONS, READS, REMEDIES
from comotion.methods.guardrails.state import GuardrailState, advance_guardrails, next_check
from comotion.methods.momentum.plan import months_later
from comotion.methods.momentum.tools import ToolRollout
from comotion.methods.process.steps import CRITERIA, Waiver
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
TODAY = date(2025, 6, 1)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def finding(number, **facts):
    found = guardrails(GuardrailSheet(GuardrailFacts(**facts)), SETTINGS)
    return next(rail.finding for rail in found.guardrails if rail.code.startswith(f"G{number}_"))


def test_a_03_guardrails():
    inputs, expected, tolerance = example("A-03")
    facts = GuardrailFacts(**{**inputs["facts"], "kpi_categories_used": tuple(inputs["facts"]["kpi_categories_used"])})
    found = guardrails(GuardrailSheet(facts), SETTINGS)
    assert near(found, expected, tolerance)
    assert {rail.code for rail in found.guardrails if rail.finding == "clear"} == {"G4_NO_STRATEGY"}


def test_every_guardrail_has_its_facts_and_its_remedy():
    assert set(CONDITIONS) == set(READS) == set(REMEDIES)
    assert {name for names in READS.values() for name in names} == set(GuardrailFacts.__slots__)
    empty = guardrails(GuardrailSheet(GuardrailFacts()), SETTINGS)
    assert empty.unknown == tuple(f"G{number}_UNKNOWN" for number in range(1, 11))


BOTH = ("financial_performance", "relationship_health")


@pytest.mark.parametrize(
    ("number", "facts", "expected"),
    [
        (1, {"kpi_categories_used": BOTH, "value_types": 2, "joint_planning_sessions_last_6_months": 1}, "clear"),
        (1, {"kpi_categories_used": BOTH, "value_types": 2}, "unknown"),
        (1, {"kpi_categories_used": (), "value_types": 2, "joint_planning_sessions_last_6_months": 1}, "unknown"),
        (1, {"value_types": 1}, "raised"),
        (2, {"valid_activity_share": 0.8, "smart_share": 0.8}, "clear"),
        (2, {"valid_activity_share": 0.8, "smart_share": 0.79}, "raised"),
        (2, {"valid_activity_share": 0.8}, "unknown"),
        (3, {"culture_aligned": 4}, "clear"),
        (3, {"culture_aligned": 3}, "unknown"),
        (3, {"culture_aligned": 3, "bridge_plan": True}, "clear"),
        (3, {"culture_aligned": 3, "bridge_plan": False}, "raised"),
        (4, {"linked_objectives": 0}, "raised"),
        (4, {"linked_objectives": 1}, "clear"),
        (5, {"current_choice_blocked": True}, "raised"),
        (5, {"current_choice_blocked": False, "points_below_best_unblocked": 15}, "raised"),
        (5, {"current_choice_blocked": False, "points_below_best_unblocked": 14.9}, "clear"),
        (6, {"stl_unfit": 0}, "clear"),
        (6, {"stl_unfit": 1}, "raised"),
        (7, {"tool_live_before_first_cycle": False}, "clear"),
        (8, {"informal_touchpoints_last_month": 1, "in_person_last_two_quarters": 1}, "clear"),
        (8, {"informal_touchpoints_last_month": 1, "in_person_last_two_quarters": 0}, "raised"),
        (9, {"days_since_agreement_signed": 61, "how_agreement_signed": False, "commitments_kept_since": 0}, "raised"),
        (9, {"days_since_agreement_signed": 60, "how_agreement_signed": False, "commitments_kept_since": 0}, "clear"),
        (9, {"days_since_agreement_signed": 61, "how_agreement_signed": False, "commitments_kept_since": 1}, "clear"),
        (9, {"days_since_agreement_signed": 61, "how_agreement_signed": False}, "unknown"),
        (9, {"how_agreement_signed": True}, "clear"),
        (10, {"age_months": 12}, "clear"),
        (10, {"age_months": 11}, "unknown"),
        (10, {"age_months": 11, "end_proposed_on_financial_grounds": True}, "raised"),
        (10, {"age_months": 11, "sunset_review_computed": True}, "raised"),
        (10, {"age_months": 11, "end_proposed_on_financial_grounds": False, "sunset_review_computed": False}, "clear"),
    ],
)
def test_each_guardrail_follows_its_rule(number, facts, expected):
    assert finding(number, **facts) == expected


def test_the_room_sees_what_it_shares():
    facts = GuardrailFacts(linked_objectives=0, age_months=6, sunset_review_computed=True)
    own = guardrails(GuardrailSheet(facts), SETTINGS)
    assert own.raised == ("G4_NO_STRATEGY", "G10_TOO_EARLY_TO_JUDGE")
    room = guardrails(GuardrailSheet(facts, "room"), SETTINGS)
    assert (room.raised, "G10_UNKNOWN" in room.unknown) == ((), True)
    assert len(room.guardrails) == 9
    assert all("sunset_review_computed" not in rail.facts for rail in room.guardrails)
    proposed = replace(facts, end_proposed_on_financial_grounds=True)
    assert guardrails(GuardrailSheet(proposed, "room"), SETTINGS).raised == ("G10_TOO_EARLY_TO_JUDGE",)


def test_facts_that_cannot_be_are_refused():
    assert refusal(GuardrailFacts, smart_share=1.1) == "OUT_OF_RANGE"
    assert refusal(GuardrailFacts, culture_aligned=6) == "OUT_OF_RANGE"
    assert refusal(GuardrailFacts, stl_unfit=-1) == "OUT_OF_RANGE"


def checked(found):
    return GuardrailCheck((Guardrail("G4_NO_STRATEGY", found, {}, ""),), (), (), "")


def after(findings, *, regular=True, start=TODAY):
    states = ()
    for number, found in enumerate(findings):
        states = advance_guardrails(
            states, checked(found), start + timedelta(days=7 * number), SETTINGS, regular=regular
        )
    return states


def test_a_guardrail_clears_after_two_calm_checks_in_a_row():
    assert after(["clear"]) == ()
    assert after(["raised", "clear"])[0].raised
    cleared = after(["raised", "clear", "clear"])[0]
    assert (cleared.raised, cleared.raised_on, cleared.cleared_on) == (False, TODAY, TODAY + timedelta(days=14))
    assert after(["raised", "clear", "unknown", "clear"])[0].raised
    assert after(["raised", "clear", "unknown"])[0].unknown
    assert after(["raised", "clear", "raised", "clear"])[0].raised_on == TODAY
    assert after(["raised", "clear", "clear", "raised"])[0].raised_on == TODAY + timedelta(days=21)
    assert after(["raised", "clear", "clear", "clear"])[0].cleared_on == TODAY + timedelta(days=14)


def test_a_changed_fact_can_raise_and_nothing_else():
    raised = after(["raised"])
    for found in ("clear", "unknown"):
        assert advance_guardrails(raised, checked(found), TODAY + timedelta(days=1), SETTINGS, regular=False) == raised
    assert after(["raised"], regular=False)[0].raised
    assert next_check(TODAY, SETTINGS) == date(2025, 6, 8)


def test_repeating_a_check_changes_nothing():
    once = after(["raised", "clear"])
    again = advance_guardrails(once, checked("clear"), TODAY + timedelta(days=7), SETTINGS)
    assert again == once
    assert refusal(advance_guardrails, once * 2, checked("clear"), TODAY, SETTINGS) == "DUPLICATE_ID"


@few
@given(st.lists(st.sampled_from(["raised", "clear", "unknown"]), max_size=12))
def test_the_state_follows_from_facts_and_the_checks_since(findings):
    raised = False
    for before, found in zip([None, *findings], findings, strict=False):
        raised = found == "raised" or (raised and not (found == before == "clear"))
    states = after(findings)
    assert (states[0].raised if states else False) == raised
    assert states == after(findings)


def test_calendar_months_are_counted_back_and_forth():
    assert months_later(date(2025, 8, 31), -6) == date(2025, 2, 28)
    assert months_later(date(2025, 1, 15), -1) == date(2024, 12, 15)
    assert months_later(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert months_between(date(2025, 1, 31), date(2025, 2, 28)) == 1.0
    assert months_between(date(2025, 1, 31), date(2025, 2, 27)) == pytest.approx(27 / 28)
    assert months_between(date(2024, 6, 2), date(2025, 6, 1)) == pytest.approx(11 + 30 / 31)


def test_planning_sessions_are_joint_and_long_enough():
    day = date(2025, 4, 8)
    meetings = (
        HeldMeeting("joint_planning", day, both_sides=True),
        HeldMeeting("qsr", day, both_sides=True, planning_minutes=30),
        HeldMeeting("qsr", day, both_sides=True, planning_minutes=29),
        HeldMeeting("joint_planning", day, both_sides=False),
        HeldMeeting("mbr", day, both_sides=True, planning_minutes=90),
        HeldMeeting("joint_planning", date(2024, 11, 30), both_sides=True),
        HeldMeeting("joint_planning", TODAY, both_sides=True),
    )
    assert planning_sessions(meetings, TODAY, SETTINGS) == 2
    assert planning_sessions(meetings[2:], TODAY, SETTINGS) == 0


def test_human_contacts_leave_public_wins_out():
    rituals = (
        HeldRitual("coffee_roulette", date(2025, 5, 2)),
        HeldRitual("other", date(2025, 5, 31)),
        HeldRitual("coffee_roulette", date(2025, 5, 1)),
        HeldRitual("friday_win", date(2025, 5, 30)),
        HeldRitual("in_person", date(2024, 12, 1)),
        HeldRitual("in_person", date(2024, 11, 30)),
    )
    assert human_contacts(rituals, TODAY, SETTINGS) == (2, 1)
    assert human_contacts(rituals[2:4], TODAY, SETTINGS) == (0, 0)


def test_tools_go_live_after_one_full_cycle():
    live = (ToolRollout("board", date(2025, 3, 1)),)
    records = GuardrailRecords(TODAY, tools=live)
    assert tool_before_first_cycle(replace(records, tools=None), SETTINGS) is None
    assert tool_before_first_cycle(records, SETTINGS) is True
    assert tool_before_first_cycle(replace(records, tools=(replace(live[0], kind="spreadsheet"),)), SETTINGS) is False
    assert tool_before_first_cycle(replace(records, tools=(ToolRollout("later", date(2025, 7, 1)),)), SETTINGS) is False
    signed = replace(records, how_agreement_signed_on=date(2025, 2, 1), first_mbr_on=date(2025, 2, 20))
    assert tool_before_first_cycle(signed, SETTINGS) is False
    assert tool_before_first_cycle(replace(signed, first_mbr_on=date(2025, 3, 2)), SETTINGS) is True
    assert tool_before_first_cycle(replace(signed, how_agreement_signed_on=date(2025, 2, 2)), SETTINGS) is True


def test_categories_come_from_kpis_with_readings():
    assert categories_used(("trust_survey", "revenue_vs_plan"), SETTINGS) == BOTH
    assert categories_used((), SETTINGS) == ()
    assert refusal(categories_used, ("nonsense",), SETTINGS) == "UNKNOWN_ID"


def test_the_fit_of_the_choice_in_use():
    features = example("S-01")[0]["features"]
    choice = operating_model(ModelInputs({"both": features}), SETTINGS).choice
    assert fit_of_current(choice, "jvo_lite") == (False, 50.0)
    assert fit_of_current(choice, "embedded_pod") == (False, 0.0)
    blocked = operating_model(ModelInputs({"both": features}, {"embedded_pod": ("X",)}), SETTINGS).choice
    assert fit_of_current(blocked, "embedded_pod") == (True, 0.0)
    unrated = operating_model(ModelInputs({"both": {}}), SETTINGS).choice
    assert fit_of_current(unrated, "jvo_lite") == (False, None)
    assert refusal(fit_of_current, choice, "nonsense") == "UNKNOWN_ID"


def test_records_become_facts_and_missing_stays_missing():
    nothing = facts_of_records(GuardrailRecords(TODAY), SETTINGS)
    assert nothing == GuardrailFacts(how_agreement_signed=False)
    full = GuardrailRecords(
        TODAY,
        date(2024, 6, 1),
        ("revenue_vs_plan",),
        (HeldMeeting("joint_planning", date(2025, 2, 1), both_sides=True),),
        (),
        (
            KeptPromise(date(2025, 4, 10), date(2025, 4, 10)),
            KeptPromise(date(2025, 4, 10), date(2025, 4, 11)),
            KeptPromise(date(2025, 4, 10), date(2025, 3, 1)),
        ),
        (),
        date(2025, 4, 1),
        date(2025, 4, 15),
        None,
        ("o1", "o2"),
    )
    found = facts_of_records(full, SETTINGS)
    assert found == GuardrailFacts(
        kpi_categories_used=("financial_performance",),
        joint_planning_sessions_last_6_months=1,
        linked_objectives=2,
        tool_live_before_first_cycle=False,
        informal_touchpoints_last_month=0,
        in_person_last_two_quarters=0,
        days_since_agreement_signed=61.0,
        how_agreement_signed=True,
        commitments_kept_since=1,
        age_months=12.0,
    )
    assert facts_of_records(replace(full, commitments=None), SETTINGS).commitments_kept_since is None
    assert refusal(facts_of_records, replace(full, started_on=date(2025, 6, 2)), SETTINGS) == "DATE_ORDER"
    assert refusal(facts_of_records, replace(full, agreement_signed_on=date(2025, 6, 2)), SETTINGS) == "DATE_ORDER"
    more = with_facts(found, {"smart_share": 0.5, "stl_unfit": 1})
    assert (more.smart_share, more.stl_unfit, more.linked_objectives) == (0.5, 1, 2)
    assert refusal(with_facts, found, {"nonsense": 1}) == "UNKNOWN_ID"


ASSET = DataAsset("events", "a", {"b": "read"}, "delete")
SOLID = FoundationFacts(
    ("a", "b"), "full_span", 70, 2, 0.8, (SharedAsset(ASSET, ("a", "b")),), (False, True, True, True), {"a": 1, "b": 2}
)


def test_foundations_hold_or_are_named():
    assert set(foundations(SOLID, SETTINGS).answers.values()) == {"yes"}
    assert set(foundations(FoundationFacts(("a", "b")), SETTINGS).answers.values()) == {"unknown"}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"horizon_class": "today_only"}, "aligned_beyond_the_transaction"),
        ({"horizon_class": "none"}, "aligned_beyond_the_transaction"),
        ({"fairness_index": 69, "value_types": None}, "mutual_value"),
        ({"value_types": 1}, "mutual_value"),
        ({"scorecard_coverage": 0.79}, "systematic_measurement"),
        ({"assets": ()}, "shared_data_and_insight"),
        ({"assets": (SharedAsset(ASSET, ("a",)),)}, "shared_data_and_insight"),
        ({"assets": (SharedAsset(replace(ASSET, owner=None), ("a", "b")),)}, "shared_data_and_insight"),
        ({"reviews_held": (True, True, False)}, "ongoing_collaboration"),
        ({"owned_by_side": {"a": 1}}, "accountability_on_both_sides"),
    ],
)
def test_a_missing_foundation_is_named(changes, name):
    assert foundations(replace(SOLID, **changes), SETTINGS).missing == (name,)


def test_too_few_months_of_reviews_say_nothing():
    assert foundations(replace(SOLID, reviews_held=(True,)), SETTINGS).answers["ongoing_collaboration"] == "unknown"


EVERY = [name for criteria in CRITERIA.values() for name in criteria]
FULL = StepRecords(
    ("a", "b"), True, 2, "co_marketing", True, TODAY, 1.0, 1.0, 2, 2, TODAY, ("a", "b"), True, TODAY, 2, "ok",
    (0.5, 0.8, 0.9), 85.0, 0.4, ("b", "a"), OutcomeRecord("deepen", "both quarters strong", TODAY),
)  # fmt: skip


def test_records_meet_every_criterion_or_none():
    assert met_criteria(FULL, SETTINGS) == tuple(EVERY)
    assert met_criteria(StepRecords(()), SETTINGS) == ()


@pytest.mark.parametrize(
    ("changes", "criterion"),
    [
        ({"smart_share": 0.9}, "goals_smart_and_shared"),
        ({"valid_activity_share": 0.99}, "raci_valid"),
        ({"stls_fit": 1}, "stls_fit"),
        ({"stls": 0, "stls_fit": 0}, "stls_fit"),
        ({"briefed_sides": ("a",)}, "teams_briefed"),
        ({"cycles_held": 1}, "two_cycles_held"),
        ({"momentum_status": "provisional"}, "momentum_index_ok"),
        ({"coverage_by_quarter": (0.9, 0.9, 0.7)}, "scorecard_coverage_two_quarters"),
        ({"coverage_by_quarter": (0.9,)}, "scorecard_coverage_two_quarters"),
        ({"outcome": OutcomeRecord("hold", " ", TODAY)}, "outcome_decided"),
    ],
)
def test_each_criterion_is_read_from_its_record(changes, criterion):
    assert [name for name in EVERY if name not in met_criteria(replace(FULL, **changes), SETTINGS)] == [criterion]


def test_debts_are_what_lies_open_below():
    records = StepRecords(("a", "b"), strategy_gate_open=True, shortlisted=1, cycles_held=2, momentum_status="ok")
    waiver = Waiver("data_access_works", "no data is shared", "head of partnerships")
    found = debts(DebtInputs(records, (waiver,)), SETTINGS)
    assert found.current_step == 5
    assert [debt.criterion for debt in found.debts][:2] == ["approach_chosen", "agreement_signable"]
    assert "data_access_works" not in {debt.criterion for debt in found.debts}
    assert (found.debts[0].step, found.debts[0].step_name, found.debts[0].page) == (
        2,
        "identify_and_assess",
        "selection",
    )
    assert debts(DebtInputs(FULL), SETTINGS).debts == ()
    fresh = debts(DebtInputs(records, existing=False), SETTINGS)
    assert (fresh.current_step, fresh.debts) == (2, ())


def test_states_are_listed_in_the_order_of_codes():
    check = GuardrailCheck(
        (Guardrail("G4_NO_STRATEGY", "raised", {}, ""), Guardrail("G1_TRANSACTIONAL", "raised", {}, "")), (), (), ""
    )
    found = advance_guardrails(
        (GuardrailState("G8_NO_HUMAN_CONNECTION", raised=True, raised_on=TODAY),), check, TODAY, SETTINGS
    )
    assert [state.code for state in found] == ["G1_TRANSACTIONAL", "G4_NO_STRATEGY", "G8_NO_HUMAN_CONNECTION"]
