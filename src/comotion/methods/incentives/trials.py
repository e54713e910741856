"""Trials (specification 04 c5): what one joint element would do in each role group, tried before anybody is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comotion.methods.incentives.elements import CompElement, IncentiveRecords, RoleGroup, visible
from comotion.methods.incentives.what_if import WhatIf, what_if
from comotion.methods.settings import MethodSettings

JOINT = "joint_handover_quality"
STEP = 0.2


@dataclass(frozen=True, slots=True)
class Trial:
    """One change of one role group: what is taken from which element for a joint one, and its effect in points."""

    group: str
    taken_from: str
    moved_share: float
    effect: float


def trials(records: IncentiveRecords, settings: MethodSettings) -> tuple[Trial, ...]:
    """Try in each role group what moving up to a fifth of its reward to a joint element would do.

    The element that pulls hardest away from the goals gives; a joint element of alignment +2 gets, and counts as joint
    incentive share. Largest effect first, then group; groups without visible elements are left out.

    Examples
    --------
    >>> from comotion.methods.incentives.elements import SharedGoal
    >>> from comotion.methods.settings import default_settings
    >>> sellers = RoleGroup("a", "sales", (CompElement("new_logo", 1.0, {"g": {"a": -2.0}}),), None, 0.0)
    >>> [round(one.effect, 1) for one in trials(IncentiveRecords((SharedGoal("g"),), (sellers,)), default_settings())]
    [-42.9]

    """
    goals = tuple(goal.id for goal in records.goals)
    seen = [visible(group, records.audience) for group in records.groups]
    found = [_trial(replace(records, groups=tuple(seen)), group, goals, settings) for group in seen if group.elements]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.effect, one.group)))


def _trial(records: IncentiveRecords, group: RoleGroup, goals: Sequence[str], settings: MethodSettings) -> Trial | None:
    giving = [one for one in group.elements if one.behaviour != JOINT and one.weight > 0 and _pull(one, goals)]
    if not giving:
        return None
    worst = min(giving, key=lambda one: (_pull(one, goals), -one.weight, one.name))
    moved = min(STEP, worst.weight)
    found = what_if(WhatIf(records, (_edited(group, worst, moved, goals),)), settings)
    return None if found.change is None else Trial(group.key, worst.name, moved, found.change)


def _pull(element: CompElement, goals: Sequence[str]) -> tuple[float, ...]:
    """Return the mean grade over the goals it was graded for; nothing where it was graded for none."""
    grades = [grade for goal in goals if (grade := element.alignment(goal)) is not None]
    return (sum(grades) / len(grades),) if grades else ()


def _edited(group: RoleGroup, worst: CompElement, moved: float, goals: Sequence[str]) -> RoleGroup:
    ratings = {goal: {"trial": 2.0} for goal in goals}
    had = next((one for one in group.elements if one.name == f"comp_plan/{JOINT}"), None)
    joint = CompElement(JOINT, (had.weight if had else 0.0) + moved, ratings, shared=True)
    others = tuple(one for one in group.elements if one not in (worst, had))
    rest = (replace(worst, weight=worst.weight - moved),) if worst.weight > moved else ()
    share = max(group.joint_incentive_share or 0.0, joint.weight)
    return replace(group, elements=(*others, *rest, joint), joint_incentive_share=min(1.0, share))
