"""Touchpoints (specification 03 b): recurring or single contacts between people of the sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import TOLERANCE, not_negative
from comotion.methods.scored import InvalidInput
from comotion.methods.vocabulary import Level

TouchpointTier = Literal["wts", "mbr", "qsr", "other"]
Place = tuple[str, Level]
"""A side and a level of it."""


@dataclass(frozen=True, slots=True)
class MinuteSplit:
    """What the minutes of a meeting went into; ``relationship`` stays outside every share."""

    past: float = 0.0
    firefighting: float = 0.0
    problem: float = 0.0
    planning: float = 0.0
    relationship: float = 0.0

    def __post_init__(self) -> None:
        """Refuse negative minutes."""
        for name in ("past", "firefighting", "problem", "planning", "relationship"):
            not_negative(getattr(self, name), f"split.{name}")

    @property
    def counted(self) -> float:
        """Return the minutes that shares are taken of."""
        return self.past + self.firefighting + self.problem + self.planning

    def check(self, minutes: float, field: str) -> None:
        """Refuse a split longer than its meeting (``SPLIT_EXCEEDS_DURATION``)."""
        total = self.counted + self.relationship
        if total > minutes + TOLERANCE:
            raise InvalidInput("SPLIT_EXCEEDS_DURATION", field, f"{total} minutes do not fit into {minutes}.")


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A contact: how often a quarter, minutes each, how many people of each side and level, and its minute split.

    One that is counted singly has ``per_quarter`` 1. Without a timekeeper or an agenda there is no split.
    """

    id: str
    per_quarter: float
    minutes: float
    participants: Mapping[str, Mapping[Level, int]]
    split: MinuteSplit | None = None
    tier_of_review: TouchpointTier = "other"
    channel: str = ""

    def __post_init__(self) -> None:
        """Refuse fewer than two participants, no duration, and a split longer than the meeting."""
        for number in (self.per_quarter, self.minutes):
            if not_negative(number, self.id) == 0:
                raise InvalidInput("OUT_OF_RANGE", self.id, "A touchpoint takes place and takes time.")
        for count in self.places().values():
            not_negative(count, f"{self.id}.participants")
        if self.size < 2:
            raise InvalidInput("TOO_FEW_PARTICIPANTS", self.id, f"{self.size} people do not meet.")
        if self.split is not None:
            self.split.check(self.minutes, self.id)

    def places(self) -> dict[Place, int]:
        """Return how many people come from each side and level."""
        return {
            (side, level): count for side, by_level in self.participants.items() for level, count in by_level.items()
        }

    @property
    def size(self) -> int:
        """Return the number of participants."""
        return sum(self.places().values())

    @property
    def hours(self) -> float:
        """Return hours per quarter."""
        return self.per_quarter * self.minutes / 60.0

    @property
    def levels(self) -> set[Level]:
        """Return the levels present."""
        return {level for (_, level), count in self.places().items() if count}
