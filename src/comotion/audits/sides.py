"""The sides of an audit, and which rows its report may be drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from comotion.audits.models import Audit
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.identity.models import Organization
from comotion.partnerships.enums import PartyState, Side
from comotion.partnerships.models import Party

PRESENT = (PartyState.ACTIVE, PartyState.RECORD)


@dataclass(frozen=True, slots=True)
class AuditSide:
    """One party of the partnership: its id as methods know it, and its name."""

    key: str
    name: str
    organization: Organization


def sides_of(audit: Audit) -> tuple[AuditSide, ...]:
    """Return the sides in the order of the parties.

    In a shared room only those who have joined count: everyone must compute with the same sides.
    """
    return sides_in(audit.partnership_id, is_shared=audit.visibility == Visibility.SHARED)


def sides_in(partnership_id: int, *, is_shared: bool) -> tuple[AuditSide, ...]:
    """Return the sides of a partnership: of a shared room those that have joined, else the records kept too."""
    states = (PartyState.ACTIVE,) if is_shared else PRESENT
    parties = Party.objects.filter(partnership_id=partnership_id, state__in=states)
    found = (party.organization for party in parties.select_related("organization").order_by("position", "pk"))
    return tuple(AuditSide(str(one.pk), one.name, one) for one in found)


def side_named(sides: tuple[AuditSide, ...], key: str) -> AuditSide | None:
    """Return the side of a key or a name, None where there is none."""
    wanted = key.strip().casefold()
    return next((one for one in sides if wanted in {one.key, one.name.casefold()}), None)


def at_level(audit: Audit) -> Q:
    """Return the filter of the rows that a report may use: in a shared audit only what all of the room read."""
    if audit.visibility == Visibility.SHARED:
        return Q(visibility=Visibility.SHARED)
    return Q(owner_org_id=current_principal().organization_id) & ~Q(visibility=Visibility.RESTRICTED)


def side_key(side: str, owner_org_id: int, sides: tuple[AuditSide, ...]) -> str | None:
    """Return whose a row is that says ``ours`` or ``theirs``; None where it belongs to both or cannot be told."""
    own = str(owner_org_id)
    if side == Side.OURS:
        return own
    others = [one.key for one in sides if one.key != own]
    return others[0] if side == Side.THEIRS and len(others) == 1 else None
