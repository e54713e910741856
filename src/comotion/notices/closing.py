"""An organization is about to be deleted, or is kept after all: its people hear of it, and its partners'."""

from __future__ import annotations

from comotion.core.clock import now
from comotion.core.principal import Principal, acting_as
from comotion.estate.events import OrganizationClosing, OrganizationKept
from comotion.identity.enums import MembershipState
from comotion.identity.models import Membership
from comotion.notices.reactions import parties_of, tell_keepers
from comotion.notices.reminders import tell_all
from comotion.notices.telling import Occasion
from comotion.partnerships.enums import PartyState
from comotion.partnerships.models import Party


def tell_of_closing(event: OrganizationClosing) -> None:
    """Tell everybody of the organization, and at its partners who looks after the rooms."""
    _tell_members("organization_closing", event.organization_id, event.on.isoformat())
    _tell_partners("partner_closing", event.organization_id, f"closing:{event.on}")


def tell_of_keeping(event: OrganizationKept) -> None:
    """Tell the same people that nothing is deleted."""
    _tell_members("organization_kept", event.organization_id, event.on.isoformat())
    _tell_partners("partner_kept", event.organization_id, f"kept:{event.on}")


def _tell_members(kind: str, organization_id: int, on: str) -> None:
    at = now()
    with acting_as(Principal(organization_id, "owner")):
        people = Membership.objects.filter(state=MembershipState.ACTIVE).values_list("person_id", flat=True)
        tell_all(kind, {person: [Occasion(on, f"{on}:{at.isoformat()}")] for person in people}, at=at)


def _tell_partners(kind: str, organization_id: int, occasion: str) -> None:
    with acting_as(Principal(organization_id, "owner")):
        own = Party.objects.filter(organization_id=organization_id, state=PartyState.ACTIVE)
        rooms = list(own.order_by("partnership_id").values_list("partnership_id", flat=True))
    for room in rooms:
        for other in parties_of(room, but=organization_id):
            tell_keepers(kind, other, room, f"{organization_id}:{occasion}")
