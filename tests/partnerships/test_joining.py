"""Invitations into a room: offered, accepted, declined, expired, taken back, agreed on by those who are in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import pytest
from django.core.exceptions import PermissionDenied

from comotion.core.audit import verify_chain
from comotion.core.models import AuditEntry
from comotion.core.principal import GUEST, NO_ORGANIZATION, Principal, acting_as
from comotion.identity.models import Membership, Organization
from comotion.partnerships.events import RoomInvitationAnswered, RoomInvitationProposed, RoomInvitationSent
from comotion.partnerships.facts import partnership_facts
from comotion.partnerships.inviting import VALID, consent, send_again, take_back
from comotion.partnerships.joining import UnableToJoin, accept, accept_as_guest, decline, offer_of
from comotion.partnerships.models import Guest, Partnership, Party, Standing
from comotion.partnerships.queries import parties_of
from comotion.partnerships.rules import UnableToChangeRoom
from tests.factories import (
    make_member,
    make_organization,
    make_partnership,
    make_person,
    make_reading,
    make_room,
    make_standing,
    principal_of,
)
from tests.partnerships.invited import ADDRESS, NOW, accept_as, heard, invite_as

pytestmark = pytest.mark.django_db
LATER = NOW + VALID


@pytest.fixture
def halden() -> Membership:
    """The owner of the company that is asked."""
    return make_member(make_organization("Halden Analytics"), "owner", email=ADDRESS)


@pytest.fixture
def partnership(organization: Organization, member: Membership) -> Partnership:
    """What the host keeps about the company: a record, a standing with notes, a reading."""
    found = make_partnership(organization, "Halden Analytics", standing={"notes": "slow payer"})
    make_reading(found, "revenue", dt.date(2026, 1, 1), 100)
    return found


def test_invitation_sends_one_secret_link_to_the_address(member: Membership, partnership: Partnership) -> None:
    with heard(RoomInvitationSent) as sent:
        invitation = invite_as(member, partnership, text="Let us work together.")

    (event,) = sent
    assert (event.address, event.invitation, event.letter) == (ADDRESS, invitation.ref, "Let us work together.")
    assert event.link.startswith("http")
    assert event.link not in repr(event)


def test_inviter_cannot_tell_a_known_address_from_an_unknown_one(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    with heard(RoomInvitationSent) as sent:
        known = invite_as(member, partnership, halden.person.email)
        unknown = invite_as(member, partnership, "nobody.here@elsewhere.example")

    def plain(event: RoomInvitationSent) -> dict[str, object]:
        return {name: value for name, value in asdict(event).items() if name not in {"address", "link", "invitation"}}

    assert plain(sent[0]) == plain(sent[1])
    assert (known.state, known.visibility, known.expires_at) == (unknown.state, unknown.visibility, unknown.expires_at)


def test_offer_says_what_is_shared_and_nothing_of_what_is_kept(member: Membership, partnership: Partnership) -> None:
    offer = offer_of(invite_as(member, partnership).ref, NOW)

    assert offer is not None
    assert (offer.organization, offer.room, offer.parties, offer.shared, offer.state) == (
        "Northwind Cloud", "Halden Analytics", ("Northwind Cloud",), (), "open",
    )  # fmt: skip
    assert "slow payer" not in repr(offer)


def test_accepting_makes_a_room_with_a_side_of_ones_own(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    room = accept_as(halden, invite_as(member, partnership))

    assert room.pk == partnership.pk
    with acting_as(principal_of(halden)):
        assert [(party.name, party.state) for party in parties_of(room)] == [
            ("Northwind Cloud", "active"),
            ("Halden Analytics", "active"),
        ]
        assert [(fact.name, fact.standing.owner_name) for fact in partnership_facts()] == [("Northwind Cloud", "")]
        assert list(Standing.objects.values_list("notes", flat=True)) == [""]
    with acting_as(principal_of(member)):
        assert [fact.name for fact in partnership_facts()] == ["Halden Analytics"]
        assert list(Standing.objects.values_list("notes", flat=True)) == ["slow payer"]


def test_record_stays_with_whoever_keeps_it(
    organization: Organization, member: Membership, partnership: Partnership, halden: Membership
) -> None:
    record = Organization.unscoped.get(kept_by=organization)

    accept_as(halden, invite_as(member, partnership, record=record))

    assert Organization.unscoped.get(pk=record.pk).kept_by == organization
    seat = Party.unscoped.get(partnership=partnership, organization=halden.organization)
    assert (seat.record, seat.position) == (record, 1)


def test_joining_stands_in_both_logs(member: Membership, partnership: Partnership, halden: Membership) -> None:
    with heard(RoomInvitationAnswered) as answers:
        accept_as(halden, invite_as(member, partnership))

    actions = {
        one.pk: list(AuditEntry.unscoped.filter(organization=one).order_by("sequence").values_list("action", flat=True))
        for one in (member.organization, halden.organization)
    }
    assert actions == {
        member.organization_id: ["room.invited", "room.invitation_accepted"],
        halden.organization_id: ["room.joined"],
    }
    assert [verify_chain(key) for key in actions] == [None, None]
    assert [(one.organization_id, one.state) for one in answers] == [(member.organization_id, "accepted")]


def test_own_records_about_the_partner_move_along_as_private_as_they_were(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    kept = make_partnership(halden.organization, "Northwind", standing={"notes": "our view", "effort": 2.0})
    reading = make_reading(kept, "revenue", dt.date(2026, 1, 1), 7)
    crossing = invite_as(halden, kept, "priya@northwind.example", company="Northwind")

    accept_as(halden, invite_as(member, partnership), kept=kept)

    reading.refresh_from_db()
    standing = Standing.unscoped.get(owner_org=halden.organization)
    assert (reading.partnership, reading.visibility, standing.partnership) == (partnership, 2, partnership)
    assert (standing.notes, standing.called) == ("our view", "Northwind")
    assert not Partnership.unscoped.filter(pk=kept.pk).exists()
    assert offer_of(crossing.ref, NOW) is None


def test_only_what_nobody_joined_can_be_brought_along(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    shared = make_room("Another room", halden.organization, make_organization("Third"))
    invitation = invite_as(member, partnership)

    with pytest.raises(UnableToJoin, match="nobody has joined yet"):
        accept_as(halden, invitation, kept=shared)
    with pytest.raises(UnableToJoin, match="nobody has joined yet"):
        accept_as(halden, invitation, kept=partnership)


def test_somebody_else_cannot_accept(member: Membership, partnership: Partnership, halden: Membership) -> None:
    other = make_member(halden.organization, "owner", email="marta@halden.example")
    invitation = invite_as(member, partnership)

    with pytest.raises(UnableToJoin, match="for somebody else"):
        accept_as(other, invitation)

    assert not Party.unscoped.filter(organization=halden.organization).exists()


@pytest.mark.parametrize("role", ["analyst", "member", "executive_sponsor", "auditor"])
def test_only_owners_and_alliance_managers_join(
    member: Membership, partnership: Partnership, halden: Membership, role: str
) -> None:
    invitation = invite_as(member, partnership)
    Membership.unscoped.filter(pk=halden.pk).update(role=role)
    halden.refresh_from_db()

    with pytest.raises(PermissionDenied):
        accept_as(halden, invitation)


def test_invitation_expires_and_can_be_sent_again(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    invitation = invite_as(member, partnership)
    expired = offer_of(invitation.ref, LATER)
    with acting_as(principal_of(halden)), pytest.raises(UnableToJoin):
        accept(ref=invitation.ref, at=LATER)

    with heard(RoomInvitationSent) as sent, acting_as(principal_of(member)):
        send_again(invitation=invitation, at=LATER)

    again = offer_of(invitation.ref, LATER)
    assert (expired and expired.state, again and again.state, len(sent)) == ("expired", "open", 1)


def test_invitation_that_was_taken_back_opens_nothing(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    invitation = invite_as(member, partnership)
    with acting_as(principal_of(member)):
        take_back(invitation=invitation, at=NOW)

    offer = offer_of(invitation.ref, NOW)
    assert offer is not None
    assert offer.state == "revoked"
    with pytest.raises(UnableToJoin):
        accept_as(halden, invitation)
    with acting_as(principal_of(member)), pytest.raises(UnableToChangeRoom):
        send_again(invitation=invitation, at=NOW)


def test_declining_tells_the_inviter_why_and_needs_no_account(member: Membership, partnership: Partnership) -> None:
    invitation = invite_as(member, partnership)
    with heard(RoomInvitationAnswered) as answers, acting_as(None):
        decline(ref=invitation.ref, reason="wrong address", at=NOW)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.answer) == ("declined", "wrong address")
    assert [one.state for one in answers] == ["declined"]
    with pytest.raises(UnableToJoin):
        decline(ref=invitation.ref, reason="not now", at=NOW)


def test_same_address_is_invited_once(member: Membership, partnership: Partnership) -> None:
    invite_as(member, partnership)

    with pytest.raises(UnableToChangeRoom, match="already"):
        invite_as(member, partnership, ADDRESS.upper())


def test_second_invitation_of_a_company_finds_the_place_taken(
    organization: Organization, member: Membership, partnership: Partnership, halden: Membership
) -> None:
    record = Organization.unscoped.get(kept_by=organization)
    first = invite_as(member, partnership, record=record)
    second = invite_as(member, partnership, "marta@halden.example", record=record)

    accept_as(halden, first)

    offer = offer_of(second.ref, NOW)
    assert offer is not None
    assert (offer.state, offer.taken_by) == ("taken", halden.organization)


def test_organization_is_in_a_room_once(member: Membership, partnership: Partnership, halden: Membership) -> None:
    first = invite_as(member, partnership)
    accept_as(halden, first)
    marta = make_member(halden.organization, "owner", email="marta@halden.example")
    second = invite_as(member, partnership, marta.person.email, company="Halden GmbH")
    with acting_as(principal_of(halden)):
        consent(invitation=second, agrees=True, at=NOW)

    with pytest.raises(UnableToJoin, match="already"):
        accept_as(marta, second)


def test_third_company_is_asked_only_after_all_have_agreed(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    accept_as(halden, invite_as(member, partnership))
    third = make_member(make_organization("Brightwater"), "owner", email="amira@brightwater.example")

    with heard(RoomInvitationProposed) as asked:
        invitation = invite_as(member, partnership, third.person.email, company="Brightwater")
    assert (invitation.state, [one.organization_id for one in asked]) == ("proposed", [halden.organization_id])
    with pytest.raises(UnableToJoin):
        accept_as(third, invitation)

    with heard(RoomInvitationSent) as sent, acting_as(principal_of(halden)):
        consent(invitation=invitation, agrees=True, at=NOW)
    room = accept_as(third, invitation)

    assert [one.address for one in sent] == [third.person.email]
    with acting_as(principal_of(third)):
        assert [party.name for party in parties_of(room)] == ["Northwind Cloud", "Halden Analytics", "Brightwater"]


def test_one_refusal_ends_the_proposal(member: Membership, partnership: Partnership, halden: Membership) -> None:
    accept_as(halden, invite_as(member, partnership))
    invitation = invite_as(member, partnership, "amira@brightwater.example", company="Brightwater")

    with heard(RoomInvitationSent) as sent, acting_as(principal_of(halden)):
        consent(invitation=invitation, agrees=False, at=NOW)

    invitation.refresh_from_db()
    assert (invitation.state, sent) == ("refused", [])
    with acting_as(principal_of(halden)), pytest.raises(UnableToChangeRoom):
        consent(invitation=invitation, agrees=True, at=NOW)


def test_who_joins_first_is_asked_about_those_invited_at_the_same_time(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    first = invite_as(member, partnership)
    other = invite_as(member, partnership, "amira@brightwater.example", company="Brightwater")

    accept_as(halden, first)

    offer = offer_of(other.ref, NOW)
    assert offer is not None
    assert offer.state == "proposed"


def test_records_of_one_party_are_unknown_to_the_others(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    first = invite_as(member, partnership)
    invite_as(member, partnership, "amira@brightwater.example", company="A secret name")
    room = accept_as(halden, first)

    with acting_as(principal_of(halden)):
        assert [party.name for party in parties_of(room)] == ["Northwind Cloud", "Halden Analytics"]


def test_guest_reads_the_room_and_nothing_else(
    member: Membership, partnership: Partnership, halden: Membership
) -> None:
    room = accept_as(halden, invite_as(member, partnership))
    invitation = invite_as(member, room, "counsel@law.example", kind="guest", company="")
    with acting_as(principal_of(halden)):
        consent(invitation=invitation, agrees=True, at=NOW)
    counsel = make_person("counsel@law.example")
    accept_as_guest(ref=invitation.ref, person=counsel, at=NOW)
    make_partnership(member.organization, "Another one")

    with acting_as(Principal(NO_ORGANIZATION, GUEST, counsel.pk)):
        assert list(Partnership.objects.all()) == [partnership]
        assert [Standing.objects.count(), Guest.objects.count()] == [0, 0]
    with acting_as(Principal(NO_ORGANIZATION, GUEST, make_person().pk)):
        assert list(Partnership.objects.all()) == []


def test_guest_needs_somebody_who_has_joined(member: Membership, partnership: Partnership) -> None:
    with pytest.raises(UnableToChangeRoom, match="Nobody of the other side"):
        invite_as(member, partnership, kind="guest", company="")


@pytest.mark.parametrize("state", ["terminating", "ended"])
def test_nobody_is_asked_into_a_room_that_ends(member: Membership, state: str) -> None:
    room = make_room("Room", member.organization, make_organization("Other"), state=state)
    make_standing(member.organization, room)

    with pytest.raises(UnableToChangeRoom):
        invite_as(member, room)
