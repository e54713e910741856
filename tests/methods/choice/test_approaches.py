"""Approaches, safeguards, due diligence, leads, escalation: S-06, S-07, the other rules of specification 06 by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.choice.approaches import (
    ApproachFacts,
    ApproachInputs,
    approach,
    blocked_approaches,
    blocked_by_features,
)
from comotion.methods.choice.due_diligence import LINES, DueDiligenceLine, DueDiligenceLines, due_diligence
from comotion.methods.choice.escalation import (
    EscalationFacts,
    EscalationRecords,
    MonthlyScores,
    Quarter,
    approach_after,
    escalation,
    escalation_facts,
    next_is_unblocked,
    review_is_due,
)
from comotion.methods.choice.fit import audience_overlap_grade, breadth_grade
from comotion.methods.choice.leads import JointLeads, leads
from comotion.methods.choice.safeguards import (
    ExitProvisions,
    ReservedMatter,
    SafeguardFacts,
    StrategicReviews,
    safeguards,
)
from comotion.methods.configuration.choice import APPROACHES, Escalation
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from comotion.methods.value.ledger import Ledger, LedgerEntry
from tests.methods.choice.test_models import plain, refusal
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
RATINGS = example("S-06")[0]["case_1"]


@pytest.mark.parametrize("case", ["case_1", "case_2"])
def test_s_06_approach(case):
    inputs, expected, tolerance = example("S-06")
    found = approach(ApproachInputs({"both": inputs[case]}, blocked=inputs["blocked"]), SETTINGS)
    assert near({**plain(found.choice), "time_fit": found.time_fit}, expected[case], tolerance)
    assert found.choice.blocked == {"strategic_investment": ("GOVERNANCE_IMMATURE",)}


def test_blocks_by_ratings_follow_their_limits():
    assert blocked_by_features({"offering_rivalry": 4, "governance_maturity": 4}, SETTINGS) == {
        "co_marketing": ("OFFERINGS_COMPETE",),
        "strategic_investment": (),
    }
    assert blocked_by_features({"offering_rivalry": 3.5, "governance_maturity": 3.5}, SETTINGS) == {
        "co_marketing": (),
        "strategic_investment": ("GOVERNANCE_IMMATURE",),
    }
    assert set(blocked_by_features({}, SETTINGS).values()) == {()}


EXIT = ExitProvisions("missed twice", "six months", "expert", "each keeps its own", "thirty days")
MATTERS = (
    ReservedMatter("budget", ("a", "b"), ("a", "b")),
    ReservedMatter("brand", ("a",), ("a", "b")),
)
SAFE = SafeguardFacts(("a", "b"), EXIT, StrategicReviews(6, ("a", "b")), MATTERS)


def test_blocks_by_records_name_what_is_missing():
    bare = ApproachFacts(("a", "b"))
    assert blocked_approaches(bare, SETTINGS) == {
        "technology_integration": ("ROADMAP_MISSING", "ENGINEERING_MISSING"),
        "strategic_investment": (
            "SAFEGUARD_MISSING:exit_provisions",
            "SAFEGUARD_MISSING:strategic_reviews",
            "SAFEGUARD_MISSING:balanced_power",
        ),
    }
    full = ApproachFacts(("a", "b"), {"a": ("Ana",), "b": ("Ben",)}, ("connector in May",), SAFE)
    assert set(blocked_approaches(full, SETTINGS).values()) == {()}
    half = replace(full, engineers={"a": ("Ana",)})
    assert blocked_approaches(half, SETTINGS)["technology_integration"] == ("ENGINEERING_MISSING",)
    found = approach(ApproachInputs({"both": RATINGS}, facts=bare), SETTINGS).choice
    assert found.blocked["strategic_investment"][0] == "GOVERNANCE_IMMATURE"


@few
@given(st.floats(0.1, 36), st.floats(0, 12))
def test_more_time_never_lowers_a_score(months, more):
    before = approach(ApproachInputs({"both": {**RATINGS, "months_available": months}}), SETTINGS).choice.scores
    after = approach(ApproachInputs({"both": {**RATINGS, "months_available": months + more}}), SETTINGS).choice.scores
    assert all(before[name].value <= after[name].value + 1e-9 for name in APPROACHES)


def test_time_is_a_feature_that_can_flip_the_choice():
    inputs = example("S-06")[0]["case_2"]
    found = approach(ApproachInputs({"both": inputs}), SETTINGS).choice
    # With 10 months 93.3 against 80; at 6 months time fit 0 gives 80 against 80: close, and the lighter one is taken.
    flip = found.flips["months_available"]
    assert (flip.change, flip.to, flip.recommended) == (-3.0, 7.0, "co_marketing")
    without = {name: value for name, value in inputs.items() if name != "months_available"}
    assert approach(ApproachInputs({"both": without}), SETTINGS).time_fit == dict.fromkeys(APPROACHES)


def test_no_time_and_strange_blocks_are_refused():
    for months in (0, -1):
        inputs = ApproachInputs({"both": {**RATINGS, "months_available": months}})
        assert refusal(approach, inputs, SETTINGS) == "OUT_OF_RANGE"
    assert refusal(approach, ApproachInputs({"both": RATINGS}, blocked={"x": ()}), SETTINGS) == "UNKNOWN_ID"


def test_overlap_and_workstreams_become_features():
    assert [audience_overlap_grade(share) for share in (0.049, 0.05, 0.149, 0.15, 0.3, 0.5, 0.51)] == [
        1,
        2,
        2,
        3,
        4,
        4,
        5,
    ]
    assert audience_overlap_grade(None) is None
    assert [breadth_grade(count) for count in (1, 2, 3, 4, 5, 6, 9)] == [1, 2, 3, 4, 4, 5, 5]
    assert refusal(breadth_grade, 0) == "OUT_OF_RANGE"


def test_safeguards_are_complete_together_only():
    found = safeguards(SAFE, SETTINGS)
    assert (found.missing, set(found.complete.values())) == ((), {True})


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"exit_provisions": replace(EXIT, valuation=" ")}, "exit_provisions"),
        ({"reviews": StrategicReviews(7, ("a", "b"))}, "strategic_reviews"),
        ({"reviews": StrategicReviews(3, ("a",))}, "strategic_reviews"),
        ({"reviews": None}, "strategic_reviews"),
        ({"reserved_matters": ()}, "balanced_power"),
        ({"reserved_matters": (*MATTERS, MATTERS[1])}, "balanced_power"),
        ({"reserved_matters": (replace(MATTERS[0], change_needs=("a",)),)}, "balanced_power"),
    ],
)
def test_an_incomplete_safeguard_is_named(changes, missing):
    assert safeguards(replace(SAFE, **changes), SETTINGS).missing == (f"SAFEGUARD_MISSING:{missing}",)


def test_safeguards_need_sides_and_sensible_intervals():
    assert "SAFEGUARD_MISSING:strategic_reviews" in safeguards(replace(SAFE, sides=()), SETTINGS).missing
    assert refusal(StrategicReviews, -1, ()) == "OUT_OF_RANGE"


def test_due_diligence_blocks_until_every_line_is_settled():
    done = tuple(DueDiligenceLine(line, "done", "Ana") for line in LINES[:-1])
    assert due_diligence(DueDiligenceLines(done), SETTINGS).open_lines == ("exit_of_earlier_partners",)
    assert due_diligence(DueDiligenceLines(done), SETTINGS).blockers == ("DUE_DILIGENCE_OPEN",)
    left_out = DueDiligenceLine(LINES[-1], "not_applicable", reason="no earlier partner")
    assert due_diligence(DueDiligenceLines((*done, left_out)), SETTINGS).blockers == ()
    assert due_diligence(DueDiligenceLines((DueDiligenceLine(LINES[0], "open"),)), SETTINGS).open_lines == LINES
    assert refusal(DueDiligenceLine, LINES[0], "not_applicable") == "REASON_REQUIRED"
    assert refusal(due_diligence, DueDiligenceLines(done[:1] * 2), SETTINGS) == "DUPLICATE_ID"


def test_leads_are_even_between_forty_and_sixty_percent():
    even = leads(JointLeads(120, {"a": 30, "b": 20}), SETTINGS)
    assert (even.qualified, even.split, even.uneven) == (50, {"a": 0.6, "b": 0.4}, False)
    assert even.qualified_share == pytest.approx(50 / 120)
    assert leads(JointLeads(120, {"a": 61, "b": 39}), SETTINGS).uneven is True
    assert leads(JointLeads(120, {"a": 39, "b": 61}), SETTINGS).uneven is True
    assert leads(JointLeads(90, {"a": 30, "b": 30, "c": 30}), SETTINGS).uneven is False
    nothing = leads(JointLeads(0, {}), SETTINGS)
    assert (nothing.split, nothing.uneven, nothing.qualified_share) == ({}, None, None)
    assert refusal(leads, JointLeads(1, {"a": 2}), SETTINGS) == "COUNT_INCONSISTENT"
    assert refusal(leads, JointLeads(-1, {}), SETTINGS) == "OUT_OF_RANGE"


def facts(case):
    quarters = tuple(Quarter(**quarter) for quarter in case["quarters"])
    return EscalationFacts(quarters, case["value_types"], case["next_unblocked"])


def test_s_07_escalation():
    inputs, expected, tolerance = example("S-07")
    decisions = [escalation(facts(case), SETTINGS).decision for case in inputs["cases"]]
    assert near({"decisions": decisions}, expected, tolerance)


GOOD = EscalationFacts((Quarter(75, 65), Quarter(75, 65)), 2, next_unblocked=True, current="co_marketing")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"quarters": (Quarter(75, 65),)}, "SCORECARD_MISSING"),
        ({"quarters": (Quarter(74, 65), Quarter(75, 65))}, "SCORECARD_BELOW_LIMIT"),
        ({"quarters": (Quarter(75, 65), Quarter(75, None))}, "RELATIONSHIP_BELOW_LIMIT"),
        ({"value_types": 1}, "TOO_FEW_VALUE_TYPES"),
        ({"value_types": None}, "TOO_FEW_VALUE_TYPES"),
        ({"next_unblocked": False}, "NEXT_APPROACH_BLOCKED"),
        ({"next_unblocked": None}, "NEXT_APPROACH_BLOCKED"),
        ({"current": "strategic_investment"}, "DEEPEST_APPROACH"),
    ],
)
def test_holding_names_its_reason(changes, reason):
    found = escalation(replace(GOOD, **changes), SETTINGS)
    assert (found.decision, found.leads_to, found.reasons) == ("hold", None, (reason,))


def test_winding_down_leads_to_a_review_only():
    found = escalation(replace(GOOD, quarters=(Quarter(39, None), Quarter(39, None))), SETTINGS)
    assert (found.decision, found.leads_to) == ("wind_down", "sunset_review")
    assert escalation(replace(GOOD, quarters=(Quarter(40, 70), Quarter(39, 70))), SETTINGS).decision == "hold"


@given(st.sampled_from(APPROACHES))
def test_escalation_never_skips_an_approach(current):
    found = escalation(replace(GOOD, current=current), SETTINGS)
    if found.decision == "escalate":
        assert APPROACHES.index(found.leads_to) == APPROACHES.index(current) + 1
    else:
        assert approach_after(current) is None


def test_the_next_approach_is_free_unless_something_blocks_it():
    blocked = {"technology_integration": ("ROADMAP_MISSING",)}
    assert next_is_unblocked("co_marketing", blocked) is False
    assert next_is_unblocked("technology_integration", blocked) is True
    assert next_is_unblocked("strategic_investment", {}) is False
    assert [review_is_due(count, SETTINGS) for count in (1, 2)] == [False, True]


def entry(identifier, side, direction, kind):
    return LedgerEntry(identifier, side, direction, kind, {"a": 100.0, "b": 100.0}, ("a", "b"))


def flows(*kinds):
    """A ledger in which these types of value go both ways."""
    sides = [(side, direction) for side in "ab" for direction in ("contribution", "return")]
    rows = [entry(f"{kind}.{side}.{way}", side, way, kind) for kind in kinds for side, way in sides]
    return Ledger(("a", "b"), tuple(rows))


def recorded(months, until, kinds=("financial", "strategic"), rivalry=1.0, current="technology_integration"):
    ratings = {"both": {"governance_maturity": 4.0, "offering_rivalry": rivalry}}
    inputs = ApproachInputs(ratings, facts=ApproachFacts(("a", "b"), {"a": ("Ana",), "b": ("Ben",)}, ("m1",), SAFE))
    rows = tuple(MonthlyScores(*month) for month in months)
    return escalation_facts(EscalationRecords(rows, until, flows(*kinds), inputs, current), SETTINGS)


JUNE = 2025 * 12 + 5


def test_s_07_from_the_records_of_a_partnership_that_holds():
    # March and June are the ends of two quarters; May says nothing, and July is not the end of one
    found = recorded([(JUNE - 3, 78.0, 70.0), (JUNE - 1, 10.0, 10.0), (JUNE, 81.0, 72.0)], JUNE + 1)
    assert found == EscalationFacts((Quarter(78.0, 70.0), Quarter(81.0, 72.0)), 2, True, "technology_integration")
    assert escalation(found, SETTINGS).decision == "escalate"


def test_s_07_from_the_records_of_a_partnership_of_which_a_quarter_is_missing():
    # in May the last whole quarter ends in March, the one before in December, of which nothing is recorded
    found = recorded([(JUNE - 3, 78.0, 70.0), (JUNE - 1, 81.0, 72.0)], JUNE - 1, ("financial",))
    assert found == EscalationFacts((Quarter(None, None), Quarter(78.0, 70.0)), 1, True, "technology_integration")
    assert escalation(found, SETTINGS).decision == "hold"
    low = recorded([(JUNE - 3, 35.0, None), (JUNE, 38.0, None)], JUNE, (), current="strategic_investment")
    assert (low.value_types, low.next_unblocked, escalation(low, SETTINGS).decision) == (None, False, "wind_down")
    with pytest.raises(InvalidInput, match="DUPLICATE_PERIOD"):
        recorded([(JUNE, 35.0, None)] * 2, JUNE)


def test_escalation_refuses_what_cannot_be():
    with pytest.raises(InvalidInput):
        Quarter(101, 50)
    assert refusal(approach_after, "nonsense") == "UNKNOWN_ENUM"
    assert refusal(Escalation, wind_down_below=80) == "OUT_OF_RANGE"
