"""What people are paid and promoted for, per role group and never per person (specification 04 b)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Literal

from comotion.methods.checks import TOLERANCE, known, unique, weights, within
from comotion.methods.scored import InvalidInput

ElementKind = Literal["comp_plan", "mbo", "promotion_criterion"]


@dataclass(frozen=True, slots=True)
class SharedGoal:
    """A goal of the partnership with its weight ≥ 0."""

    id: str
    weight: float = 1.0
    statement: str = ""


@dataclass(frozen=True, slots=True)
class CompElement:
    """One rewarded behaviour: weight 0–1 within its role group, and alignment −2…+2 with each goal by each rater.

    ``ratings`` holds, for each goal, the grade by each rating side. ``shared`` says whether the room may see it.
    """

    behaviour: str
    weight: float
    ratings: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    kind: ElementKind = "comp_plan"
    shared: bool = True

    def __post_init__(self) -> None:
        """Refuse weights outside 0–1 and grades outside −2…+2."""
        within(self.weight, 0.0, 1.0, f"{self.behaviour}.weight")
        for by_rater in self.ratings.values():
            for grade in by_rater.values():
                within(grade, -2.0, 2.0, f"{self.behaviour}.alignment")

    @property
    def name(self) -> str:
        """Return what tells it from the other elements of its group."""
        return f"{self.kind}/{self.behaviour}"

    def alignment(self, goal: str) -> float | None:
        """Return the mean grade of the raters for a goal; None where nobody rated it."""
        grades = self.ratings.get(goal, {})
        return fmean(grades.values()) if grades else None

    def disputed(self, limit: float) -> bool:
        """Say whether the raters of some goal lie ``limit`` or more apart."""
        spreads = [max(grades.values()) - min(grades.values()) for grades in self.ratings.values() if grades]
        return max(spreads, default=0.0) >= limit - TOLERANCE


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """People of one organization who are rewarded alike.

    Parameters
    ----------
    organization, name : whose group, and what it is called
    elements : what is rewarded; none where nothing is known or shared
    counterpart : the matching group on the other side
    joint_incentive_share : share 0–1 of variable reward tied to a joint metric; None where unknown

    """

    organization: str
    name: str
    elements: tuple[CompElement, ...] = ()
    counterpart: str | None = None
    joint_incentive_share: float | None = None

    def __post_init__(self) -> None:
        """Refuse two elements of one kind and behaviour, and shares outside 0–1."""
        unique((element.name for element in self.elements), self.key)
        if self.joint_incentive_share is not None:
            within(self.joint_incentive_share, 0.0, 1.0, f"{self.key}.joint_incentive_share")

    @property
    def key(self) -> str:
        """Return ``organization/name``."""
        return f"{self.organization}/{self.name}"

    @property
    def explained(self) -> float:
        """Return the sum of the weights of its elements."""
        return sum(element.weight for element in self.elements)


@dataclass(frozen=True, slots=True)
class IncentiveRecords:
    """Shared goals and role groups; ``audience`` is ``room``, or the side whose own report this is."""

    goals: tuple[SharedGoal, ...]
    groups: tuple[RoleGroup, ...]
    audience: str = "room"


def check_records(goals: Sequence[SharedGoal], groups: Sequence[RoleGroup]) -> None:
    """Refuse goals and groups that no figure may be computed from.

    Raises
    ------
    InvalidInput
        ``EMPTY_INPUT`` without goals, ``DUPLICATE_ID``, ``WEIGHTS_NEGATIVE``, ``WEIGHTS_SUM_TO_ZERO``,
        ``WEIGHTS_EXCEED_ONE``, ``UNKNOWN_ID`` for a grade on a goal that is not listed.

    """
    if not goals:
        raise InvalidInput("EMPTY_INPUT", "goals", "Alignment needs a shared goal.")
    names = [goal.id for goal in goals]
    unique(names, "goals")
    weights((goal.weight for goal in goals), "goals")
    unique((group.key for group in groups), "groups")
    for group in groups:
        _check_group(group, names)


def _check_group(group: RoleGroup, goals: Sequence[str]) -> None:
    if group.elements:
        weights((element.weight for element in group.elements), group.key)
    if group.explained > 1.0 + TOLERANCE:
        raise InvalidInput("WEIGHTS_EXCEED_ONE", group.key, f"Its weights add up to {group.explained}.")
    for element in group.elements:
        for goal in element.ratings:
            known(goal, goals, f"{group.key}.{element.name}")


def visible(group: RoleGroup, audience: str) -> RoleGroup:
    """Return a group as an audience sees it: its own side sees all, the room what was shared.

    A group without anything shared looks the same as one of which nothing is known.
    """
    if group.organization == audience:
        return group
    shown = tuple(element for element in group.elements if element.shared)
    share = group.joint_incentive_share if shown else None
    return RoleGroup(group.organization, group.name, shown, group.counterpart, share)
