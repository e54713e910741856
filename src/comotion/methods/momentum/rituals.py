"""Human rhythm (specification 05 c5): the contacts that no target counts."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from comotion.methods.configuration.restart import Rhythm
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

RitualType = Literal["coffee_roulette", "in_person", "friday_win", "other"]
TYPES: tuple[RitualType, ...] = get_args(RitualType)


@dataclass(frozen=True, slots=True)
class Ritual:
    """An informal contact, planned for a day, held on a day, or both."""

    type: RitualType
    planned_on: date | None = None
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rituals:
    """The rituals of a partnership; what counts is start ≤ t < end."""

    rituals: tuple[Ritual, ...]
    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a span that ends before it starts."""
        if self.end <= self.start:
            raise InvalidInput("DATE_ORDER", "end", f"It ends on {self.end}, before {self.start}.")

    def holds(self, day: date | None) -> bool:
        """Say whether a day lies in the span."""
        return day is not None and self.start <= day < self.end


@dataclass(frozen=True, slots=True)
class RitualCount:
    """Rituals of one type that were due, and of these held."""

    due: int
    held: int


@dataclass(frozen=True, slots=True)
class HumanRhythm:
    """Share 0–1 of due rituals that were held, None where none was due, and the counts of each type."""

    human_rhythm: float | None
    by_type: dict[RitualType, RitualCount]
    config_hash: str


@method(
    name="momentum.human_rhythm",
    version="1",
    example={
        "rituals": [
            {"type": "coffee_roulette", "held_on": "2025-01-20"},
            {"type": "in_person", "held_on": "2025-02-12"},
        ],
        "start": "2025-01-01",
        "end": "2025-04-01",
    },
)
def human_rhythm(inputs: Rituals, settings: MethodSettings) -> HumanRhythm:
    """Say how far people of the sides meet as people.

    Asks: do they talk when nothing is due? Formula: ``human_rhythm = held / due``; due are the whole intervals of the
    span, one informal touchpoint per 30 days, one session in person per 90, one public win per 7, or what was planned
    where that is more; what was held counts up to what was due.

    Sure: Exact for the rituals that were entered. It stands beside the index and never inside it.

    Parameters
    ----------
    inputs : rituals with planned and held days, and the span
    settings : intervals in days

    Raises
    ------
    InvalidInput
        ``DATE_ORDER`` for a span that ends before it starts.

    Notes
    -----
    Source: specification 05 c5, after the first article; the intervals are our inference. Shown beside the Momentum
    Index, never inside it.

    """
    by_type = {kind: _count(kind, inputs, settings.rhythm) for kind in TYPES}
    due = sum(count.due for count in by_type.values())
    held = sum(count.held for count in by_type.values())
    return HumanRhythm(held / due if due else None, by_type, settings.config_hash)


def _count(kind: RitualType, inputs: Rituals, rules: Rhythm) -> RitualCount:
    intervals = {
        "coffee_roulette": rules.coffee_roulette_days,
        "in_person": rules.in_person_days,
        "friday_win": rules.friday_win_days,
    }
    usual = (inputs.end - inputs.start).days // intervals[kind] if kind in intervals else 0
    own = [ritual for ritual in inputs.rituals if ritual.type == kind]
    due = max(usual, sum(inputs.holds(ritual.planned_on) for ritual in own))
    return RitualCount(due, min(due, sum(inputs.holds(ritual.held_on) for ritual in own)))
