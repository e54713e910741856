"""One check of all guardrails (specification 09 c4)."""

from dataclasses import dataclass
from typing import Literal

from comotion.methods.guardrails.facts import GuardrailFacts
from comotion.methods.guardrails.rules import (
    CONDITIONS,
    PRIVATE_FACTS,
    READS,
    REMEDIES,
    GuardrailCode,
    too_early_in_the_room,
)
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

GuardrailFinding = Literal["raised", "clear", "unknown"]
Fact = bool | float | tuple[str, ...] | None
View = Literal["own", "room"]


@dataclass(frozen=True, slots=True)
class GuardrailSheet:
    """The facts of one partnership, and who looks: one side with its private facts, or the room."""

    facts: GuardrailFacts
    view: View = "own"


@dataclass(frozen=True, slots=True)
class Guardrail:
    """One guardrail: its finding, the facts that decided it, and the remedy."""

    code: GuardrailCode
    finding: GuardrailFinding
    facts: dict[str, Fact]
    remedy: str


@dataclass(frozen=True, slots=True)
class GuardrailCheck:
    """All guardrails of one check; what is unknown is named, not silent."""

    guardrails: tuple[Guardrail, ...]
    raised: tuple[str, ...]
    unknown: tuple[str, ...]
    config_hash: str


_EXAMPLE = {
    "facts": {
        "kpi_categories_used": ["financial_performance"],
        "value_types": 1,
        "valid_activity_share": 0.4,
        "culture_aligned": 3,
        "bridge_plan": False,
        "stl_unfit": 1,
        "linked_objectives": 2,
    }
}


@method(name="guardrails.check", version="1", example=_EXAMPLE)
def guardrails(inputs: GuardrailSheet, settings: MethodSettings) -> GuardrailCheck:
    """Check for ten known mistakes.

    Asks: which mistake is already under way? Formula: ten conditions. G1: only financial KPIs, or fewer than 2 value
    types, or no joint planning in six months; G2: valid_activity_share or smart_share < 0.8; G3: fewer than 4 of 5
    culture items aligned and no bridge plan; G4: no linked objective; G5: the choice in use is blocked, or 15 points or
    more below the best; G6: a leader fails the check; G7: a tool live before one full cycle; G8: no informal touchpoint
    in a month, or no session in person in two quarters; G9: signed for more than 60 days, no How Agreement and no
    commitment kept; G10: younger than 12 months, and an end proposed on money alone or a review computed. An *or* is
    true as soon as one part is and unknown if none is and one is missing, an *and* the other way round.

    Sure: Each is raised, clear or unknown: missing facts are named and never taken for calm. A raised one is a reason
    to look, and no proof.

    Parameters
    ----------
    inputs : facts (shares 0–1, counts, days, months), and whether a side or the room looks
    settings : the limits of every guardrail

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 09 c4: mistakes and pitfalls of both articles; two of them and the limits are our inference.
    Missing facts give ``G1_UNKNOWN`` … ``G10_UNKNOWN``. The room sees neither the fourth nor the computed half of the
    tenth, which rest on private facts.

    """
    codes = [code for code in CONDITIONS if inputs.view == "own" or code != "G4_NO_STRATEGY"]
    found = tuple(_guardrail(code, inputs, settings) for code in codes)
    return GuardrailCheck(
        found,
        tuple(rail.code for rail in found if rail.finding == "raised"),
        tuple(f"{rail.code.partition('_')[0]}_UNKNOWN" for rail in found if rail.finding == "unknown"),
        settings.config_hash,
    )


def _guardrail(code: GuardrailCode, inputs: GuardrailSheet, settings: MethodSettings) -> Guardrail:
    in_room = inputs.view == "room"
    condition = too_early_in_the_room if in_room and code == "G10_TOO_EARLY_TO_JUDGE" else CONDITIONS[code]
    holds = condition(inputs.facts, settings)
    finding: GuardrailFinding = "unknown" if holds is None else "raised" if holds else "clear"
    read = [name for name in READS[code] if not in_room or name not in PRIVATE_FACTS]
    return Guardrail(code, finding, {name: getattr(inputs.facts, name) for name in read}, REMEDIES[code])
