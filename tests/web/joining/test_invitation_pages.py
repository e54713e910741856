"""Pages of invitations: what is offered first, then an account, a company, or no; each answer from the link alone."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.test import Client

from comotion.core.clock import now
from comotion.core.principal import acting_as
from comotion.identity.events import MemberInvitationSent
from comotion.identity.inviting import invite_member
from comotion.identity.joining import make_account
from comotion.identity.models import Membership, Organization, Person
from comotion.partnerships.events import RoomInvitationSent
from comotion.partnerships.inviting import Letter, consent, invite, take_back
from comotion.partnerships.models import Guest, Invitation, Partnership, Party, Standing
from tests.factories import make_member, make_organization, make_partnership, make_person, principal_of
from tests.partnerships.invited import ADDRESS, heard

pytestmark = pytest.mark.django_db
PASSWORD = "Kestrel-over-the-bay-9"


@pytest.fixture
def partnership(organization: Organization, member: Membership) -> Partnership:
    return make_partnership(organization, "Halden Analytics", standing={"notes": "slow payer", "effort": 4.0})


def link_to(member: Membership, partnership: Partnership, address: str = ADDRESS, **letter: str) -> str:
    """Ask somebody in; return the path of the link in the letter."""
    company = letter.pop("company", "Halden Analytics")
    with heard(RoomInvitationSent) as sent, acting_as(principal_of(member)):
        invite(partnership=partnership, letter=Letter(address, company=company, **letter), at=now())
    return urlsplit(sent[0].link).path


@pytest.fixture
def link(member: Membership, partnership: Partnership) -> str:
    return link_to(member, partnership, text="Let us work together.")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_offer_comes_before_any_account(client: Client, link: str) -> None:
    page = text(client, link)

    assert "Northwind Cloud asks Halden Analytics to share one room" in page
    assert "Let us work together." in page
    assert "Make my account" in page
    assert "slow payer" not in page


def test_reading_the_offer_writes_nothing(client: Client, link: str) -> None:
    for _ in range(2):
        client.get(link)

    assert Invitation.unscoped.get().state == "sent"
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_newcomer_makes_account_and_company_and_stands_in_the_room(client: Client, link: str) -> None:
    made = client.post(f"{link}account/", {"name": "Dario Venn", "password": PASSWORD})
    offered = text(client, link)
    joined = client.post(f"{link}accept/", {"place": "new", "company": "Halden Analytics"}, follow=True)

    assert made.status_code == 302
    assert "Join the room with Northwind Cloud" in offered
    assert joined.status_code == 200
    halden = Organization.unscoped.get(slug="halden-analytics")
    assert (halden.domain, halden.kept_by) == ("halden.example", None)
    membership = Membership.unscoped.get(organization=halden)
    assert (membership.person.email, membership.role) == (ADDRESS, "owner")
    assert Party.unscoped.filter(organization=halden, state="active").exists()
    assert Standing.unscoped.get(owner_org=halden).notes == ""
    assert "slow payer" not in joined.content.decode()


def test_room_of_the_newcomer_goes_by_the_inviters_name(client: Client, link: str, partnership: Partnership) -> None:
    client.post(f"{link}account/", {"name": "Dario Venn", "password": PASSWORD})
    client.post(f"{link}accept/", {"place": "new", "company": "Halden Analytics"})

    assert "Northwind Cloud" in text(client, "/o/halden-analytics/portfolio/")
    assert text(client, f"/o/halden-analytics/partnerships/{partnership.ref}/").count("<h1") == 1


def test_weak_password_is_refused_beside_the_field(client: Client, link: str) -> None:
    answer = client.post(f"{link}account/", {"name": "Dario Venn", "password": "short"})

    assert answer.status_code == 200
    assert "too short" in answer.content.decode()
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_address_that_has_an_account_signs_in_first(client: Client, link: str) -> None:
    make_person(ADDRESS)

    page = text(client, link)
    again = client.post(f"{link}account/", {"name": "Somebody", "password": PASSWORD})

    assert f'href="/account/login/?next={link}"' in page
    assert "Make my account" not in page
    assert again.status_code == 200
    assert Person.objects.get(email=ADDRESS).name != "Somebody"


def test_whoever_else_is_signed_in_cannot_accept(link: str) -> None:
    other = make_member(make_organization("Elsewhere"), "owner", email="eve@elsewhere.example")
    client = signed_in(other.person)

    page = text(client, link)
    answers = [
        client.post(f"{link}{deed}/", {"place": other.organization.slug, "organization": "elsewhere"}, follow=True)
        for deed in ("accept", "enter", "ask")
    ]

    assert "you are signed in as eve@elsewhere.example" in page
    assert ["Sign in with the address that was invited" in one.content.decode() for one in answers] == [True] * 3
    assert not Party.unscoped.filter(organization=other.organization).exists()


def test_person_of_two_organizations_chooses_for_which_to_join(link: str) -> None:
    first, second = make_organization("Halden"), make_organization("Halden Labs")
    person = make_person(ADDRESS)
    for organization in (first, second):
        make_member(organization, "alliance_manager", person=person)

    answer = signed_in(person).post(f"{link}accept/", {"place": second.slug})

    assert answer.headers["Location"].startswith("/o/halden-labs/partnerships/")
    assert list(Party.unscoped.filter(organization__in=(first, second)).values_list("organization", flat=True)) == [
        second.pk
    ]


def test_role_that_may_not_join_is_told_whom_to_ask(link: str) -> None:
    halden = make_organization("Halden", domain="halden.example")
    member = make_member(halden, "analyst", email=ADDRESS)
    client = signed_in(member.person)

    page = text(client, link)
    answer = client.post(f"{link}accept/", {"place": halden.slug})

    assert "in a role that cannot join rooms" in page
    assert answer.status_code == 200
    assert not Party.unscoped.filter(organization=halden).exists()


def test_second_person_of_the_company_finds_it_and_asks_to_come_in(link: str) -> None:
    halden = make_organization("Halden Analytics", domain="halden.example")
    person = make_person(ADDRESS)
    client = signed_in(person)

    page = text(client, link)
    client.post(f"{link}ask/", {"organization": halden.slug})
    waiting = text(client, link)

    assert "Halden Analytics is here already" in page
    membership = Membership.unscoped.get(organization=halden)
    assert (membership.state, membership.role) == ("invited", "member")
    assert "You have asked Halden Analytics to let you in" in waiting
    assert client.get(f"/o/{halden.slug}/today/").status_code == 404


def test_company_of_another_domain_cannot_be_asked(link: str) -> None:
    other = make_organization("Somebody Else", domain="else.example")

    answer = signed_in(make_person(ADDRESS)).post(f"{link}ask/", {"organization": other.slug})

    assert answer.status_code == 404
    assert not Membership.unscoped.filter(organization=other).exists()


def test_records_of_ones_own_can_be_brought_along(link: str, partnership: Partnership) -> None:
    halden = make_member(make_organization("Halden"), "owner", email=ADDRESS)
    kept = make_partnership(halden.organization, "Northwind", standing={"notes": "our view"})
    client = signed_in(halden.person)

    page = text(client, link)
    client.post(f"{link}accept/", {"place": "halden", "kept": f"halden:{kept.ref}"})

    assert "Halden: Northwind" in page
    assert Standing.unscoped.get(owner_org=halden.organization).partnership == partnership


def test_records_of_another_organization_cannot_be_brought_along(link: str, partnership: Partnership) -> None:
    halden = make_member(make_organization("Halden"), "owner", email=ADDRESS)
    make_partnership(halden.organization, "Northwind")
    foreign = make_partnership(make_organization("Other"), "Northwind")

    answer = signed_in(halden.person).post(f"{link}accept/", {"place": "halden", "kept": f"halden:{foreign.ref}"})

    assert answer.status_code == 200
    assert not Party.unscoped.filter(partnership=partnership, organization=halden.organization).exists()
    assert Standing.unscoped.get(partnership=foreign).owner_org != halden.organization


def test_declining_needs_no_account(client: Client, link: str) -> None:
    answer = client.post(f"{link}decline/", {"reason": "wrong address"}, follow=True)

    assert "has been declined" in answer.content.decode()
    assert (Invitation.unscoped.get().state, Invitation.unscoped.get().answer) == ("declined", "wrong address")


def test_declining_wants_a_reason_that_is_offered(client: Client, link: str) -> None:
    answer = client.post(f"{link}decline/", {"reason": "<b>"})

    assert answer.status_code == 200
    assert Invitation.unscoped.get().state == "sent"


def test_link_says_what_became_of_the_invitation(
    client: Client, member: Membership, link: str, settings: object
) -> None:
    settings.COMOTION_AS_OF = now().date() + dt.timedelta(days=20)  # type: ignore[attr-defined]
    expired = text(client, link)
    settings.COMOTION_AS_OF = None  # type: ignore[attr-defined]
    with acting_as(principal_of(member)):
        take_back(invitation=Invitation.unscoped.get(), at=now())
    revoked = text(client, link)

    assert "This invitation held until" in expired
    assert "Northwind Cloud has taken this invitation back." in revoked
    assert "Make my account" not in expired + revoked


def test_wrong_secret_is_answered_like_any_missing_page(client: Client, link: str) -> None:
    wrong = [link[:-8] + "x" + link[-7:], link.replace("/room/", "/membership/"), "/l/x/room/"]

    answers = [client.get(path) for path in (*wrong, "/nothing/here/")]

    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}


def test_pages_of_an_invitation_answer_only_to_what_they_are_for(client: Client, link: str) -> None:
    assert client.post(link).status_code == 405
    assert {client.get(f"{link}{deed}/").status_code for deed in ("account", "accept", "enter", "ask", "decline")} == {
        405
    }


def test_guest_enters_one_room_and_reads_what_is_shared(member: Membership, partnership: Partnership) -> None:
    halden = make_member(make_organization("Halden"), "owner", email=ADDRESS)
    signed_in(halden.person).post(f"{link_to(member, partnership)}accept/", {"place": "halden"})
    partnership.refresh_from_db()
    with heard(RoomInvitationSent) as sent:
        with acting_as(principal_of(member)):
            letter = Letter("counsel@law.example", kind="guest")
            invitation = invite(partnership=partnership, letter=letter, at=now())
        with acting_as(principal_of(halden)):
            consent(invitation=invitation, agrees=True, at=now())
    counsel = make_account(address="counsel@law.example", name="Counsel", password=PASSWORD)
    client = signed_in(counsel)

    room = client.post(f"{urlsplit(sent[0].link).path}enter/", follow=True)

    assert room.redirect_chain[-1][0] == f"/guest/{partnership.ref}/"
    assert client.get("/").headers["Location"] == f"/guest/{partnership.ref}/"
    assert "You are a guest in this room" in room.content.decode()
    assert "slow payer" not in room.content.decode()
    foreign = make_partnership(member.organization, "Another")
    answers = [
        client.get(path) for path in (f"/guest/{foreign.ref}/", "/guest/neverexisted/", "/o/northwind-cloud/today/")
    ]
    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}
    Guest.unscoped.update(state="removed")
    assert client.get(f"/guest/{partnership.ref}/").status_code == 404


def member_link(member: Membership, address: str = ADDRESS, role: str = "analyst") -> str:
    """Ask somebody to act for the organization; return the path of the link in the letter."""
    with heard(MemberInvitationSent) as sent, acting_as(principal_of(member)):
        invite_member(address=address, role=role, at=now())
    return urlsplit(sent[0].link).path


def test_invited_member_acts_for_the_organization(client: Client, member: Membership) -> None:
    link = member_link(member)
    page = text(client, link)
    client.post(f"{link}account/", {"name": "Dario Venn", "password": PASSWORD})
    answer = client.post(f"{link}accept/", follow=True)

    assert "Northwind Cloud asks you to act for it here, as: Analyst." in page
    assert answer.redirect_chain[-1][0] == "/o/northwind-cloud/today/"
    assert Membership.unscoped.get(person__email=ADDRESS).role == "analyst"
    assert "This invitation has been accepted." in text(client, link)


def test_nobody_accepts_a_membership_for_somebody_else(member: Membership) -> None:
    link = member_link(member)
    other = make_person("eve@elsewhere.example")

    answer = signed_in(other).post(f"{link}accept/", follow=True)

    assert "Sign in with the address that was invited" in answer.content.decode()
    assert not Membership.unscoped.filter(person=other).exists()


def test_membership_can_be_declined_once(client: Client, member: Membership) -> None:
    link = member_link(member)

    answers = [client.post(f"{link}decline/", follow=True).content.decode() for _ in range(2)]

    assert ["has been declined" in one for one in answers] == [True, True]
    assert "answered already" in answers[1]
