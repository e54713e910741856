"""Incentive evidence (specification 04 c2–c4): does reward pull toward the shared goal, and the sides together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from comotion.methods.checks import reaches
from comotion.methods.incentives.elements import IncentiveRecords, RoleGroup, SharedGoal, check_records, visible
from comotion.methods.kernel.weighted_mean import WeightedPart, weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings

PARTS = ("goal_mismatch", "divergence", "joint_gap")


@dataclass(frozen=True, slots=True)
class IncentiveEvidence:
    """Evidence friction, its three parts, and pull −1…+1, mismatch 0–100 and unexplained share 0–1 of each group.

    ``divergence`` is None without a pair of counterparts.
    """

    incentive_evidence_friction: Scored
    goal_mismatch: Scored | None
    divergence: Scored | None
    joint_gap: Scored | None
    pull: dict[str, float | None]
    mismatch: dict[str, float | None]
    unexplained_share: dict[str, float]
    findings: tuple[str, ...]


def divergence(left: RoleGroup, right: RoleGroup) -> float | None:
    """Return ``100 × (1 − Σ min(a, b))`` over behaviours, weights normalised to 1; None where a side has none.

    Examples
    --------
    >>> from comotion.methods.incentives.elements import CompElement
    >>> hunters = RoleGroup("a", "sales", (CompElement("new_logo", 0.5), CompElement("upsell", 0.5)))
    >>> divergence(hunters, RoleGroup("b", "sales", (CompElement("upsell", 0.8),)))
    50.0

    """
    mine, theirs = _profile(left), _profile(right)
    if not mine or not theirs:
        return None
    common = sum(min(share, theirs.get(behaviour, 0.0)) for behaviour, share in mine.items())
    return min(100.0, max(0.0, 100.0 * (1.0 - common)))


def _profile(group: RoleGroup) -> dict[str, float]:
    total = group.explained
    shares = defaultdict[str, float](float)
    if not total:
        return {}
    for element in sorted(group.elements, key=lambda one: one.name):
        shares[element.behaviour] += element.weight / total
    return dict(shares)


def incentive_friction(records: IncentiveRecords, settings: MethodSettings) -> IncentiveEvidence:
    """Return the evidence of records that were checked before; see ``incentive_evidence``."""
    groups = sorted((visible(group, records.audience) for group in records.groups), key=lambda one: one.key)
    goals = sorted(records.goals, key=lambda one: one.id)
    rules = settings.incentives
    parts = {
        "goal_mismatch": _goal_mismatch(goals, groups, settings),
        "divergence": _mean(_pairs(groups), settings),
        "joint_gap": _mean(((one.key, 1.0, _joint_gap(one, rules.joint_share_target)) for one in groups), settings),
    }
    friction = weighted_mean([(name, getattr(rules, name), parts[name]) for name in PARTS], settings)
    mismatch = {group.key: _value(_across_goals(goals, group, settings)) for group in groups}
    return IncentiveEvidence(
        friction,
        parts["goal_mismatch"],
        parts["divergence"],
        parts["joint_gap"],
        {key: None if value is None else 1.0 - value / 50.0 for key, value in mismatch.items()},
        mismatch,
        {group.key: max(0.0, 1.0 - group.explained) for group in groups},
        (*_disputes(groups, rules.disputed_from), *_high(parts, settings)),
    )


def _value(figure: Scored | None) -> float | None:
    return None if figure is None else figure.value


def _mean(parts: Iterable[WeightedPart], settings: MethodSettings) -> Scored | None:
    found = list(parts)
    return weighted_mean(found, settings) if found else None


def _goal_mismatch(goals: Sequence[SharedGoal], groups: Sequence[RoleGroup], settings: MethodSettings) -> Scored | None:
    """Return the mean over groups for each goal, then the mean of goals by their weights."""
    if not groups:
        return None
    by_goal: list[WeightedPart] = [
        (goal.id, goal.weight, _mean(((one.key, 1.0, _mismatch(goal.id, one, settings)) for one in groups), settings))
        for goal in goals
    ]
    only = by_goal[0][2]
    return only if len(by_goal) == 1 and isinstance(only, Scored) else weighted_mean(by_goal, settings)


def _across_goals(goals: Sequence[SharedGoal], group: RoleGroup, settings: MethodSettings) -> Scored:
    return weighted_mean([(goal.id, goal.weight, _mismatch(goal.id, group, settings)) for goal in goals], settings)


def _mismatch(goal: str, group: RoleGroup, settings: MethodSettings) -> Scored | None:
    """Return ``50 × (1 − pull)`` as a mean of elements: +2 is 0 points, 0 is 50, −2 is 100."""
    if not group.explained:
        return None
    elements = sorted(group.elements, key=lambda one: one.name)
    graded = ((one.name, one.weight, one.alignment(goal)) for one in elements)
    return _mean(
        ((name, weight, None if grade is None else 25.0 * (2.0 - grade)) for name, weight, grade in graded), settings
    )


def _pairs(groups: Sequence[RoleGroup]) -> list[WeightedPart]:
    return [
        (f"{left.key}-{right.key}", 1.0, divergence(left, right))
        for left, right in combinations(groups, 2)
        if left.organization != right.organization
        and (left.counterpart == right.name or right.counterpart == left.name)
    ]


def _joint_gap(group: RoleGroup, target: float) -> float | None:
    share = group.joint_incentive_share
    return None if share is None else 100.0 * (1.0 - min(1.0, share / target))


def _disputes(groups: Sequence[RoleGroup], limit: float) -> list[str]:
    return sorted(
        f"ALIGNMENT_DISPUTED:{group.key}/{element.behaviour}"
        for group in groups
        for element in group.elements
        if element.disputed(limit)
    )


def _high(parts: dict[str, Scored | None], settings: MethodSettings) -> list[str]:
    values = {name: _value(figure) for name, figure in parts.items()}
    return [
        name for name, value in values.items() if value is not None and reaches(value, settings.friction.finding_from)
    ]


def _example_group(side: str, behaviour: str, grade: float) -> dict[str, object]:
    """Return one role group of the example, as JSON."""
    element = {"behaviour": behaviour, "weight": 1, "ratings": {"growth": {"a": grade, "b": grade}}}
    named = {"organization": side, "name": "sales", "counterpart": "sales"}
    return {**named, "elements": [element], "joint_incentive_share": 0.05}


EXAMPLE = {
    "goals": [{"id": "growth"}],
    "groups": [_example_group("a", "new_logo", 1), _example_group("b", "retention", 0)],
}


@method(name="incentives.evidence", version="1", example=EXAMPLE)
def incentive_evidence(records: IncentiveRecords, settings: MethodSettings) -> IncentiveEvidence:
    """Say how far pay and objectives pull against the shared goal.

    Asks: does somebody who follows their own targets help the partnership? Formula: per role group ``pull = Σ
    weight·alignment/2 ÷ Σ weight`` and ``mismatch = 50 × (1 − pull)``; ``goal_mismatch`` is the mean over groups;
    ``divergence`` of counterparts ``100 × (1 − Σ min)`` over behaviours; ``joint_gap`` the mean of ``100 × (1 − min(1,
    joint share / 0.10))``. Friction: weighted mean 0.5, 0.3, 0.2.

    Sure: The figure carries coverage and bounds: what a side keeps back lowers the coverage and nothing else. Alignment
    is judged by two raters, and disputes are named.

    Parameters
    ----------
    records : shared goals, role groups with elements (weight 0–1, alignment −2…+2), and for whom the report is
    settings : weights of the parts, joint share without a gap (0.10), difference of raters that is a dispute (2)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``WEIGHTS_EXCEED_ONE`` for a group above 1, ``WEIGHTS_SUM_TO_ZERO``, ``DUPLICATE_ID``,
        ``UNKNOWN_ID``, ``EMPTY_INPUT`` without goals.

    Notes
    -----
    Source: specification 04 c1–c4, after Kerr and Holmström and Milgrom. What a side keeps back lowers the coverage of
    the room's report and changes nothing else. Disputed grades: ``ALIGNMENT_DISPUTED:<group>/<behaviour>``; a part from
    50 on is a finding under its name. Weights below 1 are reported as ``unexplained_share``.

    """
    check_records(records.goals, records.groups)
    return incentive_friction(records, settings)
