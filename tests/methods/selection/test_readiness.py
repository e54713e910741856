"""Strategy readiness: worked example P-05, and each check derived from the document."""

from dataclasses import replace
from datetime import date

import pytest

from comotion.methods.scored import InvalidInput
from comotion.methods.selection.document import (
    CapabilityNeed,
    NamedTime,
    Objective,
    ResourceCommitment,
    Risk,
    StrategyDocument,
    SuccessMetric,
    UniqueOffer,
)
from comotion.methods.selection.readiness import readiness_of, strategy_readiness, unlinked_partnerships
from comotion.methods.settings import default_settings
from tests.methods.examples import example, near

SETTINGS = default_settings()


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


OBJECTIVE = Objective(
    "o1", "reach clinics", "Ana", "clinics", 0, 40, date(2025, 1, 1), date(2025, 12, 31), "grow in health care"
)
NEED = CapabilityNeed("o1", "sales", "takes three years to build")
METRIC = SuccessMetric("o1", "clinics", 0, 40, date(2025, 12, 31))
COMMITMENT = ResourceCommitment((NamedTime("Ana", 0.5),), 0, "EUR", date(2025, 12, 31), "Ben")
RISK = Risk("price war", 3, 4, "second supplier", "Cleo")
DOCUMENT = StrategyDocument(
    (OBJECTIVE,),
    (NEED,),
    (UniqueOffer("imaging data", "the only licence in the country"),),
    (METRIC,),
    (COMMITMENT,),
    (RISK, Risk("delay", 2, 2), Risk("law", 1, 5)),
    ("Ana",),
    date(2025, 12, 1),
    date(2024, 12, 1),
)


def test_p_05_readiness():
    inputs, expected, tolerance = example("P-05")
    assert near(readiness_of(inputs["checks"], SETTINGS), expected, tolerance)
    assert refusal(readiness_of, {"nonsense": True}, SETTINGS) == "UNKNOWN_ID"


def test_p_05_from_a_document():
    inputs, expected, tolerance = example("P-05")
    found = strategy_readiness(replace(DOCUMENT, resource_commitments=(), review_date=None), SETTINGS)
    assert found.checks == inputs["checks"]
    assert near(found, expected, tolerance)


def test_a_complete_document_opens_the_gate():
    found = strategy_readiness(DOCUMENT, SETTINGS)
    assert (found.strategy_readiness, found.missing, found.gate_open) == (100.0, (), True)
    nothing = strategy_readiness(StrategyDocument(), SETTINGS)
    assert (nothing.strategy_readiness, nothing.gate_open) == (0.0, False)


def test_the_gate_needs_the_first_six_only():
    found = strategy_readiness(replace(DOCUMENT, decision_owners=(), review_date=None), SETTINGS)
    assert (found.strategy_readiness, found.gate_open) == (75.0, True)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"objectives": (replace(OBJECTIVE, company_goal=" "),)}, "objectives_linked"),
        ({"objectives": (replace(OBJECTIVE, owner=None),)}, "objectives_linked"),
        ({"objectives": (replace(OBJECTIVE, unit=None),)}, "objectives_linked"),
        ({"objectives": (replace(OBJECTIVE, due=None),)}, "objectives_linked"),
        ({"capability_needs": (replace(NEED, area=None),)}, "capability_needs"),
        ({"capability_needs": (replace(NEED, why_not_own=""),)}, "capability_needs"),
        ({"capability_needs": (replace(NEED, objective="o9"),)}, "capability_needs"),
        ({"unique_offers": (UniqueOffer("imaging data"),)}, "unique_offer"),
        ({"success_metrics": (replace(METRIC, on=None),)}, "success_metrics"),
        ({"success_metrics": (replace(METRIC, baseline=None),)}, "success_metrics"),
        ({"resource_commitments": (replace(COMMITMENT, people=()),)}, "resource_commitments"),
        ({"resource_commitments": (replace(COMMITMENT, currency=None),)}, "resource_commitments"),
        ({"resource_commitments": (replace(COMMITMENT, amount=None),)}, "resource_commitments"),
        ({"resource_commitments": (replace(COMMITMENT, until=None),)}, "resource_commitments"),
        ({"resource_commitments": (replace(COMMITMENT, agreed_by_manager=None),)}, "resource_commitments"),
        ({"risks": DOCUMENT.risks[:2]}, "risk_assessment"),
        ({"risks": (*DOCUMENT.risks[:2], Risk("law", 5, None))}, "risk_assessment"),
        ({"risks": (replace(RISK, owner=None), *DOCUMENT.risks[1:])}, "risk_assessment"),
        ({"decision_owners": ("Ana", "Ben")}, "decision_owner"),
        ({"review_date": date(2025, 12, 2)}, "review_date"),
        ({"approved_at": None}, "review_date"),
    ],
)
def test_each_check_is_read_from_the_document(changes, missing):
    assert strategy_readiness(replace(DOCUMENT, **changes), SETTINGS).missing == (missing,)


def test_more_objectives_than_five_are_too_many():
    six = tuple(replace(OBJECTIVE, id=f"o{number}") for number in range(6))
    needs = tuple(replace(NEED, objective=objective.id) for objective in six)
    metrics = tuple(replace(METRIC, objective=objective.id) for objective in six)
    changed = replace(DOCUMENT, objectives=six, capability_needs=needs, success_metrics=metrics)
    assert strategy_readiness(changed, SETTINGS).missing == ("objectives_linked",)
    assert strategy_readiness(replace(changed, capability_needs=needs[:5]), SETTINGS).missing[-1] == "capability_needs"


def test_unlinked_partnerships_are_counted():
    assert unlinked_partnerships({"p1": ("o1",), "p2": (), "p3": ()}) == 2
    assert unlinked_partnerships({}) == 0


def test_documents_that_cannot_be_are_refused():
    assert refusal(Risk, "x", 6, 1) == "OUT_OF_RANGE"
    assert refusal(NamedTime, "Ana", 1.5) == "OUT_OF_RANGE"
    assert refusal(ResourceCommitment, (), -1) == "OUT_OF_RANGE"
    assert refusal(strategy_readiness, replace(DOCUMENT, objectives=(OBJECTIVE,) * 2), SETTINGS) == "DUPLICATE_ID"
    assert refusal(strategy_readiness, replace(DOCUMENT, review_date=date(2024, 1, 1)), SETTINGS) == "DATE_ORDER"
