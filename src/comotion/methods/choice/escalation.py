"""Escalation (specification 06 c5): start light, go deeper when two quarters show that it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import below, one_of, reaches, within
from comotion.methods.choice.approaches import ApproachInputs, approach
from comotion.methods.configuration.choice import APPROACHES, Approach
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.value.ledger import Ledger
from comotion.methods.value.value_types import value_types

EscalationVerdict = Literal["escalate", "hold", "wind_down"]


@dataclass(frozen=True, slots=True)
class Quarter:
    """Scorecard and relationship health of one quarter, 0–100, None where missing."""

    scorecard: float | None
    relationship_health: float | None

    def __post_init__(self) -> None:
        """Refuse scores outside 0–100."""
        for value in (self.scorecard, self.relationship_health):
            if value is not None:
                within(value, 0.0, 100.0, "quarters")


@dataclass(frozen=True, slots=True)
class EscalationFacts:
    """The last quarters, oldest first, the value types that flow, the approach, and whether the next is free."""

    quarters: tuple[Quarter, ...]
    value_types: int | None
    next_unblocked: bool | None
    current: Approach | None = None


@dataclass(frozen=True, slots=True)
class MonthlyScores:
    """Scorecard and relationship health of one month, numbered year × 12 + month − 1; None where missing."""

    month: int
    scorecard: float | None
    relationship_health: float | None


@dataclass(frozen=True, slots=True)
class EscalationRecords:
    """What a review looks at: months up to the last one, the shared ledger, and the choice of the approach.

    Parameters
    ----------
    months : monthly scores, in any order
    until : number of the last month that is over
    ledger : shared contributions and returns of the trailing 12 months
    approach : ratings, stated blocks and records from which the blocks of each approach are read
    current : the approach of the partnership

    """

    months: tuple[MonthlyScores, ...]
    until: int
    ledger: Ledger
    approach: ApproachInputs
    current: Approach


@dataclass(frozen=True, slots=True)
class EscalationResult:
    """The advice, where it leads (an approach or a review), and the reasons that decided it."""

    decision: EscalationVerdict
    leads_to: str | None
    reasons: tuple[str, ...]
    config_hash: str


def approach_after(current: Approach) -> Approach | None:
    """Return the next deeper approach, None after the deepest.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ENUM`` for an approach that does not exist.

    Examples
    --------
    >>> approach_after("co_marketing")
    'technology_integration'

    """
    one_of(current, APPROACHES, "current")
    place = APPROACHES.index(current) + 1
    return APPROACHES[place] if place < len(APPROACHES) else None


def next_is_unblocked(current: Approach, blocked: Mapping[str, Sequence[str]]) -> bool:
    """Say whether there is a deeper approach that no precondition blocks.

    Parameters
    ----------
    current : the approach of the partnership
    blocked : codes of unmet preconditions by approach, as the choice of the approach gives them

    """
    deeper = approach_after(current)
    return deeper is not None and not blocked.get(deeper)


def last_quarters(months: Sequence[MonthlyScores], until: int) -> tuple[Quarter, Quarter]:
    """Return the last two whole calendar quarters; a quarter stands where its last month stands.

    Parameters
    ----------
    months : monthly scores, in any order
    until : number of the last month that is over

    Raises
    ------
    InvalidInput
        ``DUPLICATE_PERIOD`` for two scores of one month.

    """
    by_month = {one.month: one for one in months}
    if len(by_month) < len(months):
        raise InvalidInput("DUPLICATE_PERIOD", "months", "A month has more than one score.")
    last = until - (until + 1) % 3
    before, now = (by_month.get(end, MonthlyScores(end, None, None)) for end in (last - 3, last))
    return Quarter(before.scorecard, before.relationship_health), Quarter(now.scorecard, now.relationship_health)


def escalation_facts(records: EscalationRecords, settings: MethodSettings) -> EscalationFacts:
    """Return the facts of an escalation review as the records give them.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_PERIOD``, and whatever ledger and approach refuse.

    """
    blocked = approach(records.approach, settings).choice.blocked
    return EscalationFacts(
        last_quarters(records.months, records.until),
        value_types(records.ledger, settings).value_type_count,
        next_is_unblocked(records.current, blocked),
        records.current,
    )


def review_is_due(quarters_since_last: int, settings: MethodSettings) -> bool:
    """Say whether the escalation review is due: each second quarter."""
    return quarters_since_last >= settings.escalation.review_every_quarters


_EXAMPLE = {
    "quarters": [{"scorecard": 78, "relationship_health": 70}, {"scorecard": 81, "relationship_health": 72}],
    "value_types": 2,
    "next_unblocked": True,
    "current": "co_marketing",
}


@method(name="choice.escalation", version="1", example=_EXAMPLE)
def escalation(inputs: EscalationFacts, settings: MethodSettings) -> EscalationResult:
    """Advise to go deeper, to stay, or to talk about an end.

    Asks: has the partnership proved itself for the next depth? Formula: ``escalate`` if both of the last two quarters
    have scorecard ≥ 75 and relationship health ≥ 65, two value types flow and the next approach is not blocked;
    ``wind_down`` if both scorecards are below 40; else, and where data are missing, ``hold``.

    Sure: Two quarters are little, so every missing figure means to hold, and an end is only ever a review.

    Parameters
    ----------
    inputs : quarters oldest first (0–100), number of value types, the approach, whether the next one is free
    settings : the four limits

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 06 c5, the second article's advice to start light. ``wind_down`` leads to a review, never to
    an automatic end; one depth at a time.

    """
    last = inputs.quarters[-2:]
    if len(last) < 2 or any(quarter.scorecard is None for quarter in last):
        return EscalationResult("hold", None, ("SCORECARD_MISSING",), settings.config_hash)
    if all(_below(quarter, settings) for quarter in last):
        return EscalationResult("wind_down", "sunset_review", ("SCORECARDS_LOW",), settings.config_hash)
    unmet = tuple(code for code, met in _conditions(inputs, last, settings) if not met)
    if unmet:
        return EscalationResult("hold", None, unmet, settings.config_hash)
    deeper = None if inputs.current is None else approach_after(inputs.current)
    return EscalationResult("escalate", deeper, ("ALL_CONDITIONS_MET",), settings.config_hash)


def _below(quarter: Quarter, settings: MethodSettings) -> bool:
    return quarter.scorecard is not None and below(quarter.scorecard, settings.escalation.wind_down_below)


def _conditions(
    inputs: EscalationFacts, last: Sequence[Quarter], settings: MethodSettings
) -> tuple[tuple[str, bool], ...]:
    rules = settings.escalation
    healths = [quarter.relationship_health for quarter in last]
    deepest = inputs.current is not None and approach_after(inputs.current) is None
    return (
        ("SCORECARD_BELOW_LIMIT", all(_reached(quarter.scorecard, rules.scorecard_from) for quarter in last)),
        ("RELATIONSHIP_BELOW_LIMIT", all(_reached(health, rules.relationship_from) for health in healths)),
        ("TOO_FEW_VALUE_TYPES", _reached(inputs.value_types, rules.value_types_from)),
        ("NEXT_APPROACH_BLOCKED", inputs.next_unblocked is True),
        ("DEEPEST_APPROACH", not deepest),
    )


def _reached(value: float | None, limit: float) -> bool:
    return value is not None and reaches(value, limit)
