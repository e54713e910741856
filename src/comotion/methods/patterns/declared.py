"""Declared families (specification 13 c1): what will be looked at is written down before anybody looks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Literal

from comotion.methods.checks import unique
from comotion.methods.patterns.words import forbidden_phrases, named
from comotion.methods.payloads import as_json
from comotion.methods.scored import InvalidInput

Kind = Literal["binary", "numeric"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A practice or an outcome: its name, kind, and where it comes from (such as the respondents of a survey)."""

    name: str
    kind: Kind
    source: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """An analysis as declared: practices, outcomes, the window of the outcomes, and what is held similar."""

    practices: tuple[Variable, ...]
    outcomes: tuple[Variable, ...]
    outcomes_from: date
    outcomes_until: date
    practices_until: date
    strata: str | None = None
    id: str = "family"
    replaces: str | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an empty family, names that occur twice or claim too much, and practices dated into the window."""
        if not self.practices or not self.outcomes:
            raise InvalidInput("EMPTY_INPUT", "family", "A family has at least one practice and one outcome.")
        unique((variable.name for variable in (*self.practices, *self.outcomes)), "family")
        if self.outcomes_until <= self.outcomes_from:
            raise InvalidInput("DATE_ORDER", "outcomes_until", "The window of the outcomes ends before it starts.")
        if self.practices_until > self.outcomes_from:
            raise InvalidInput("TIME_ORDER", "practices_until", "Practices are dated before the outcome window.")
        for variable in (*self.practices, *self.outcomes):
            if forbidden_phrases(named(variable.name)):
                raise InvalidInput("FORBIDDEN_PHRASE", variable.name, "A name says what is measured, not what it does.")

    @property
    def size(self) -> int:
        """Return how many tests the family has."""
        return len(self.practices) * len(self.outcomes)

    @property
    def content_hash(self) -> str:
        """Return 16 digits that change with everything that is declared."""
        content = as_json(replace(self, id="", replaces=None, notes=()))
        return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class PatternRow:
    """One partnership, or one partnership in one period.

    Parameters
    ----------
    unit : id of the partnership; its rows are never treated as independent
    practices : 0 or 1 for binary ones, numbers for others; None or absent where not known
    outcomes : the same for outcomes
    stratum : tier, age band or approach, where that is held similar
    period : number of the period, where a partnership has several rows
    practised_on : day of a practice, where it is known

    """

    unit: str
    practices: Mapping[str, float | None]
    outcomes: Mapping[str, float | None]
    stratum: str | None = None
    period: int = 0
    practised_on: Mapping[str, date] = field(default_factory=dict)


def default_family(outcomes_from: date, outcomes_until: date) -> Family:
    """Return the default family: three practices, three outcomes, tiers held similar; nine tests."""
    practices = (Variable("clear_metrics", "binary"), Variable("executive_sponsor", "binary"))
    outcomes = (Variable("relationship_good", "binary"), Variable("revenue", "numeric"))
    return Family(
        (*practices, Variable("regular_reviews", "binary")),
        (*outcomes, Variable("scorecard", "numeric")),
        outcomes_from,
        outcomes_until,
        outcomes_from,
        "tier",
    )


def edited(before: Family, changed: Family, *, results_seen: bool) -> Family:
    """Return a changed family as it may be used: once results were seen it is a new one, and the old stays visible.

    Parameters
    ----------
    before : the family as it was declared
    changed : the family as it should be
    results_seen : whether anybody has seen results of the old one

    """
    if before.content_hash == changed.content_hash:
        return before
    if not results_seen:
        return replace(changed, id=before.id, replaces=before.replaces, notes=before.notes)
    return replace(changed, id=f"{before.id}+", replaces=before.id, notes=(*before.notes, "FAMILY_EDITED"))
