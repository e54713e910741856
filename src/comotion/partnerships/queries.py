"""Who is in a room, and who has been asked into it."""

from __future__ import annotations

from dataclasses import dataclass

from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.identity.models import Organization
from comotion.partnerships.enums import GuestState, InvitationState, PartnershipState, PartyState
from comotion.partnerships.models import Consent, Guest, Invitation, Partnership, Party, Standing

MOST_ALIKE = 10


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One organization of a room."""

    organization_id: int
    name: str
    state: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class GuestLine:
    """One guest of a room, and who let them in."""

    ref: str
    name: str
    address: str
    organization: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """An invitation on which parties have to agree: what each has said, None where it has not."""

    invitation: Invitation
    by: str
    said: dict[str, bool | None]
    waits_for_us: bool


def parties_of(partnership: Partnership) -> tuple[PartyLine, ...]:
    """Return the parties of a room that one may know of, in their order."""
    own = current_principal().organization_id
    rows = Party.objects.filter(partnership=partnership).order_by("position", "pk")
    names = ("organization_id", "organization__name", "state")
    return tuple(PartyLine(pk, name, state, pk == own) for pk, name, state in rows.values_list(*names))


def partners_in(partnership: Partnership) -> tuple[str, ...]:
    """Return the names of the other organizations that have joined."""
    found = parties_of(partnership)
    return tuple(party.name for party in found if not party.is_ours and party.state == PartyState.ACTIVE)


def records_in(partnership: Partnership) -> tuple[Organization, ...]:
    """Return the records of one's own that hold a place in a room which a company could take."""
    rows = Party.objects.filter(partnership=partnership, state=PartyState.RECORD).order_by("position", "pk")
    return tuple(Organization.objects.filter(pk__in=rows.values("organization_id")).order_by("name", "pk"))


def guests_of(partnership: Partnership) -> tuple[GuestLine, ...]:
    """Return the guests of a room, by name."""
    own = current_principal().organization_id
    rows = Guest.objects.filter(partnership=partnership, state=GuestState.ACTIVE).order_by("person__name", "pk")
    names = ("ref", "person__name", "person__email", "owner_org__name", "owner_org_id")
    return tuple(
        GuestLine(ref, name, email, by_name, by == own) for ref, name, email, by_name, by in rows.values_list(*names)
    )


def invitations_of(partnership: Partnership) -> tuple[Invitation, ...]:
    """Return one's own invitations into a room, the latest first."""
    own = Invitation.objects.filter(owner_org_id=current_principal().organization_id, partnership=partnership)
    return tuple(own.select_related("invited_by").order_by("-created_at", "-pk"))


def proposals_in(partnership: Partnership) -> tuple[Proposal, ...]:
    """Return the invitations that wait for parties of a room, the oldest first."""
    waiting = Invitation.objects.filter(partnership=partnership, state=InvitationState.PROPOSED)
    rows = list(waiting.select_related("owner_org").order_by("created_at", "pk"))
    if not rows:
        return ()
    parties = [party for party in parties_of(partnership) if party.state == PartyState.ACTIVE]
    said = {
        (invitation, organization): agrees
        for invitation, organization, agrees in Consent.objects.filter(invitation__in=rows).values_list(
            "invitation_id", "owner_org_id", "agrees"
        )
    }
    return tuple(_proposal(row, parties, said) for row in rows)


def _proposal(row: Invitation, parties: list[PartyLine], said: dict[tuple[int, int], bool]) -> Proposal:
    asked = [party for party in parties if party.organization_id != row.owner_org_id]
    return Proposal(
        row,
        row.owner_org.name,
        {party.name: said.get((row.pk, party.organization_id)) for party in asked},
        any(party.is_ours and (row.pk, party.organization_id) not in said for party in asked),
    )


def rooms_here() -> tuple[tuple[str, str], ...]:
    """Return reference and name of each room that whoever acts may enter, by name."""
    return tuple(Partnership.objects.order_by("name", "pk").values_list("ref", "name"))


def private_partnerships_like(name: str) -> tuple[tuple[str, str], ...]:
    """Return reference and name of one's own partnerships that nobody has joined and that may mean a company."""
    word = name.split(maxsplit=1)[0] if name.strip() else name
    own = Partnership.objects.filter(
        owner_org_id=current_principal().organization_id, visibility=Visibility.PRIVATE, state=PartnershipState.ACTIVE
    )
    return tuple(own.filter(name__icontains=word).order_by("name", "pk").values_list("ref", "name")[:MOST_ALIKE])


def name_of(partnership: Partnership) -> str:
    """Return what one's own organization calls a partnership, the room's name where it has none of its own."""
    own = Standing.objects.filter(owner_org_id=current_principal().organization_id, partnership=partnership)
    return own.values_list("called", flat=True).first() or partnership.name
