"""What-if (specification 04 c5): which single change of which plan helps most."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from comotion.methods.checks import known
from comotion.methods.incentives.elements import CompElement, IncentiveRecords, RoleGroup, check_records
from comotion.methods.incentives.evidence import EXAMPLE, IncentiveEvidence, incentive_friction
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

Edit = Literal["added", "removed", "changed", "joint_share"]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Incentives as they are, and the role groups as they might be; a group that is not named stays."""

    records: IncentiveRecords
    edited: tuple[RoleGroup, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One edit and its effect alone, in points of friction; ``element`` is empty for the joint share."""

    group: str
    element: str
    edit: Edit
    effect: float | None


@dataclass(frozen=True, slots=True)
class WhatIfResult:
    """Evidence before and after all edits, their difference, and each edit by the size of its effect."""

    before: IncentiveEvidence
    after: IncentiveEvidence
    change: float | None
    changes: tuple[Change, ...]


_EDITED = {
    "organization": "a",
    "name": "sales",
    "counterpart": "sales",
    "elements": [
        {"behaviour": "new_logo", "weight": 0.8, "ratings": {"growth": {"a": 1, "b": 1}}},
        {"behaviour": "joint_handover_quality", "weight": 0.2, "ratings": {"growth": {"a": 2, "b": 2}}},
    ],
    "joint_incentive_share": 0.2,
}


@method(name="incentives.what_if", version="1", example={"records": EXAMPLE, "edited": [_EDITED]})
def what_if(inputs: WhatIf, settings: MethodSettings) -> WhatIfResult:
    """Compare incentives before and after edits.

    Asks: which one element should be renegotiated first? Formula: ``incentives.evidence`` on both; the effect of an
    edit is the friction with this edit alone minus the friction before.

    Sure: Exact for the edited plan under the same ratings. What people will do with another plan it cannot tell.

    Parameters
    ----------
    inputs : present goals and groups, and edited groups with all their elements (weights at most 1 again)
    settings : as for ``incentives.evidence``

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for an edited group that does not exist, ``WEIGHTS_EXCEED_ONE``, ``DUPLICATE_ID`` and whatever
        the evidence refuses.

    Notes
    -----
    Source: specification 04 c5. Largest effect first, then group and element. Effects of single edits need not add up
    to the whole change, since weights are relative.

    """
    records = inputs.records
    check_records(records.goals, records.groups)
    check_records(records.goals, inputs.edited)
    present = {group.key: group for group in records.groups}
    for group in inputs.edited:
        known(group.key, present, "edited")
    before = incentive_friction(records, settings)
    edited = {group.key: group for group in inputs.edited}
    after = incentive_friction(_with(records, edited), settings)
    changes = [
        Change(key, element, edit, _effect(before, incentive_friction(_with(records, {key: alone}), settings)))
        for key, group in edited.items()
        for element, edit, alone in _single_edits(present[key], group)
    ]
    return WhatIfResult(before, after, _effect(before, after), tuple(sorted(changes, key=_by_effect)))


def _with(records: IncentiveRecords, edited: dict[str, RoleGroup]) -> IncentiveRecords:
    return replace(records, groups=tuple(edited.get(group.key, group) for group in records.groups))


def _effect(before: IncentiveEvidence, after: IncentiveEvidence) -> float | None:
    old, new = before.incentive_evidence_friction.value, after.incentive_evidence_friction.value
    return None if old is None or new is None else new - old


def _by_effect(change: Change) -> tuple[float, str, str]:
    return -abs(change.effect or 0.0), change.group, change.element


def _single_edits(old: RoleGroup, new: RoleGroup) -> Iterator[tuple[str, Edit, RoleGroup]]:
    """Yield each difference of two groups with the old group changed in this one respect."""
    before = {element.name: element for element in old.elements}
    after = {element.name: element for element in new.elements}
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield name, _edit(before.get(name), after.get(name)), _changed(old, name, after.get(name))
    if old.joint_incentive_share != new.joint_incentive_share:
        yield "", "joint_share", replace(old, joint_incentive_share=new.joint_incentive_share)


def _edit(before: CompElement | None, after: CompElement | None) -> Edit:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _changed(group: RoleGroup, name: str, element: CompElement | None) -> RoleGroup:
    others = tuple(one for one in group.elements if one.name != name)
    return replace(group, elements=others if element is None else (*others, element))
