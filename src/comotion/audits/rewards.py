"""What people are paid for: entered by their own side, released by choice, graded by each side blind to the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.audits.models import AlignmentRating, Audit, Element, JointShare, RoleGroup
from comotion.audits.operations import UnableToAudit, like, refuse_if_issued
from comotion.audits.sides import AuditSide, sides_of
from comotion.core.audit import record
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.methods.checks import TOLERANCE


def name_group(*, audit: Audit, side: AuditSide, name: str, counterpart: str = "") -> RoleGroup:
    """Name a role group; that it exists is known to all, what it is rewarded for is not."""
    refuse_if_issued(audit)
    place = {"organization": side.organization, "name": name.strip()[:100]}
    found = RoleGroup.objects.filter(audit=audit, **place).first()
    fields = like(audit, **place, counterpart=counterpart.strip()[:100])
    return found or RoleGroup.objects.create(**fields)


def _own(group: RoleGroup) -> None:
    """Let a side enter its own rewards, and those of a partner that nobody else enters."""
    own = current_principal().organization_id
    if group.owner_org_id != own or (group.organization_id != own and group.audit.visibility == Visibility.SHARED):
        raise UnableToAudit(_("Each side enters what its own people are rewarded for."))


@transaction.atomic
def enter_element(*, group: RoleGroup, kind: str, behaviour: str, weight: float) -> Element:
    """Enter one rewarded behaviour; it is restricted until it is released."""
    refuse_if_issued(group.audit)
    _own(group)
    others = Element.objects.filter(group=group).exclude(kind=kind, behaviour=behaviour)
    used = sum(others.values_list("weight", flat=True))
    if used + weight > 1 + TOLERANCE:
        raise UnableToAudit(_("The weights of a group add up to at most 100%."))
    own: dict[str, Any] = {"owner_org_id": group.owner_org_id, "group": group, "kind": kind, "behaviour": behaviour}
    fields: dict[str, Any] = {"weight": weight, "visibility": Visibility.RESTRICTED}
    element, _created = Element.objects.update_or_create(**own, defaults=fields)
    AlignmentRating.objects.filter(element=element, owner_org_id=group.owner_org_id).delete()
    return element


@transaction.atomic
def enter_joint_share(*, group: RoleGroup, share: float) -> JointShare:
    """Enter which share of the variable reward hangs on a joint metric; restricted until released."""
    refuse_if_issued(group.audit)
    _own(group)
    own: dict[str, Any] = {"owner_org_id": group.owner_org_id, "group": group}
    fields: dict[str, Any] = {"share": share, "visibility": Visibility.RESTRICTED}
    return JointShare.objects.update_or_create(**own, defaults=fields)[0]


def remove_element(*, element: Element) -> None:
    """Take an element back."""
    refuse_if_issued(element.group.audit)
    _own(element.group)
    element.delete()


@transaction.atomic
def release(*, group: RoleGroup, at: dt.datetime) -> int:
    """Let everyone in the audit read the elements of a group: kind, behaviour, weight, never an amount."""
    return _set_level(group, group.audit.visibility, "release", at)


@transaction.atomic
def withhold(*, group: RoleGroup, at: dt.datetime) -> int:
    """Keep the elements of a group to oneself from now on."""
    return _set_level(group, Visibility.RESTRICTED, "withhold", at)


def _set_level(group: RoleGroup, level: int, action: str, at: dt.datetime) -> int:
    refuse_if_issued(group.audit)
    _own(group)
    elements = Element.objects.filter(group=group)
    changed = elements.update(visibility=level)
    JointShare.objects.filter(group=group).update(visibility=level)
    if level == Visibility.RESTRICTED:
        AlignmentRating.objects.filter(element__in=elements, owner_org_id=group.owner_org_id).delete()
    record(action, "role group", group.ref, at=at, elements=changed)
    return changed


@transaction.atomic
def rate(*, element: Element, side: AuditSide, grade: int, rated_by: str) -> AlignmentRating:
    """Grade how far an element pulls toward the joint goal, for one's own side.

    Who has read the other side's grade cannot change the own one any more: both stand, and are talked through.
    """
    audit = element.group.audit
    refuse_if_issued(audit)
    own = current_principal().organization_id
    if element.visibility == Visibility.RESTRICTED:
        raise UnableToAudit(_("Only what was released is graded."))
    if side.organization.pk != own and audit.visibility == Visibility.SHARED:
        raise UnableToAudit(_("Each side grades for itself."))
    if is_open(element, audit):
        raise UnableToAudit(_("Both sides have graded this. Talk it through; the grades stay."))
    place: dict[str, Any] = {"owner_org_id": own, "element": element, "organization": side.organization}
    fields = {"grade": grade, "rated_by": rated_by[:150], "visibility": audit.visibility}
    return AlignmentRating.objects.update_or_create(**place, defaults=fields)[0]


def is_open(element: Element, audit: Audit) -> bool:
    """Say whether every side has graded, so that all may read all grades."""
    given = set(AlignmentRating.objects.filter(element=element).values_list("organization_id", flat=True))
    return {side.organization.pk for side in sides_of(audit)} <= given
