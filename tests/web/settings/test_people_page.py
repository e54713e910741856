"""People of an organization: asked in, let in, given roles, suspended, reinstated, removed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from comotion.core.clock import now
from comotion.core.principal import acting_as
from comotion.identity.events import MemberInvitationSent
from comotion.identity.inviting import invite_member
from comotion.identity.models import MemberInvitation, Membership, Organization
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, make_person, principal_of
from tests.partnerships.invited import heard

pytestmark = pytest.mark.django_db
PAGE = "/o/northwind-cloud/settings/people/"
DEEDS = {
    "invite/": "create", "role/": "change", "state/": "change", "remove/": "delete", "send-again/": "create",
    "take-back/": "create",
}  # fmt: skip


@pytest.fixture
def owner(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person)
    return client


def key_of(client: Client, name: str) -> str:
    """Return how the page names a member in its forms."""
    row = next(part for part in client.get(PAGE).content.decode().split("<tr>")[1:] if name in part)
    return re.search(r'name="member" value="(\w+)"', row)[1]  # type: ignore[index]


def test_deeds_are_for_those_who_may(owner: Client, member_client: MemberClient) -> None:
    found = {
        role: {deed: member_client(role).post(PAGE + deed).status_code for deed in DEEDS}
        for role in ("alliance_manager", "analyst", "auditor")
    }

    assert found["alliance_manager"] == {
        deed: 403 if action != "create" else (200 if deed == "invite/" else 404) for deed, action in DEEDS.items()
    }
    assert found["analyst"] == found["auditor"] == dict.fromkeys(DEEDS, 403)
    assert {owner.get(PAGE + deed).status_code for deed in DEEDS} == {405}


def test_inviter_reads_the_same_whether_or_not_the_address_is_known(owner: Client) -> None:
    make_person("known@elsewhere.example")
    pages = []
    for address in ("known@elsewhere.example", "other@elsewhere.example"):
        with heard(MemberInvitationSent) as sent:
            page = owner.post(f"{PAGE}invite/", {"address": address, "role": "analyst"}, follow=True).content.decode()
        assert len(sent) == 1
        MemberInvitation.unscoped.all().delete()
        pages.append(re.sub(r'value="\w{12,}"|content="\w+"|"X-CSRFToken": "\w+"', "", page.replace(address, "it")))

    assert pages[0] == pages[1]


def test_same_address_is_asked_once_and_can_be_asked_again(owner: Client) -> None:
    form = {"address": "new@northwind.example", "role": "member"}
    owner.post(f"{PAGE}invite/", form)
    twice = owner.post(f"{PAGE}invite/", form)
    ref = MemberInvitation.unscoped.get().ref
    said = [
        owner.post(PAGE + deed, {"invitation": ref}, follow=True).content.decode()
        for deed in ("send-again/", "take-back/", "take-back/", "send-again/")
    ]

    assert "has been invited already" in twice.content.decode()
    expected = ("Sent again.", "Taken back.", "answered already", "Only an invitation that waits")
    assert [words in page for words, page in zip(expected, said, strict=True)] == [True] * 4


def test_only_owners_make_owners(organization: Organization) -> None:
    manager = make_member(organization, "alliance_manager")
    client = Client()
    client.force_login(manager.person)

    answer = client.post(f"{PAGE}invite/", {"address": "new@northwind.example", "role": "owner"})

    assert "Only an owner can invite another owner." in answer.content.decode()
    assert not MemberInvitation.unscoped.exists()


def test_bad_address_and_role_are_refused_beside_their_fields(owner: Client) -> None:
    answer = owner.post(f"{PAGE}invite/", {"address": "nobody", "role": "king"})

    assert answer.status_code == 200
    assert answer.content.decode().count('class="co-error"') == 2


def test_suspended_member_is_locked_out_until_reinstated(owner: Client, organization: Organization) -> None:
    tom = make_member(organization, "member", person=make_person(name="Tom Okafor"))
    client = Client()
    client.force_login(tom.person)
    seen = [client.get("/o/northwind-cloud/today/").status_code]
    for state in ("suspended", "active"):
        owner.post(f"{PAGE}state/", {"member": key_of(owner, "Tom Okafor"), "state": state})
        seen.append(client.get("/o/northwind-cloud/today/").status_code)

    assert seen == [200, 404, 200]


def test_who_asks_is_let_in(owner: Client, organization: Organization) -> None:
    asking = make_member(organization, "member", person=make_person(name="Lena Brandt"), state="invited")

    page = owner.get(PAGE).content.decode()
    owner.post(f"{PAGE}state/", {"member": key_of(owner, "Lena Brandt"), "state": "active"})

    asking.refresh_from_db()
    assert "asks to come in" in page
    assert asking.state == "active"


def test_removed_member_leaves_the_list_and_comes_back_by_invitation(owner: Client, organization: Organization) -> None:
    tom = make_member(organization, "member", person=make_person(name="Tom Okafor"))
    owner.post(f"{PAGE}remove/", {"member": key_of(owner, "Tom Okafor")})

    tom.refresh_from_db()
    page = owner.get(PAGE).content.decode()
    assert tom.state == "removed"
    assert page.count('name="member"') == 2 * (page.count("<tr>") - 1)


@pytest.mark.parametrize(
    ("deed", "extra"), [("role/", {"role": "member"}), ("state/", {"state": "suspended"}), ("remove/", {})]
)
def test_last_owner_stays(owner: Client, member: Membership, deed: str, extra: dict[str, str]) -> None:
    key = key_of(owner, member.person.name)

    answer = owner.post(PAGE + deed, {"member": key, **extra}, follow=True)

    member.refresh_from_db()
    assert (member.role, member.state) == ("owner", "active")
    assert "last owner" in answer.content.decode()


def test_role_is_changed(owner: Client, organization: Organization) -> None:
    tom = make_member(organization, "member", person=make_person(name="Tom Okafor"))

    owner.post(f"{PAGE}role/", {"member": key_of(owner, "Tom Okafor"), "role": "analyst"})

    tom.refresh_from_db()
    assert tom.role == "analyst"


def test_people_and_invitations_of_others_are_not_found(owner: Client, member: Membership) -> None:
    other = make_member(make_organization("Other"), "owner")
    with acting_as(principal_of(other)):
        foreign = invite_member(address="x@other.example", role="member", at=now())

    answers = [
        owner.post(f"{PAGE}remove/", {"member": str(other.pk)}),
        owner.post(f"{PAGE}role/", {"member": "", "role": "owner"}),
        owner.post(f"{PAGE}state/", {"member": key_of(owner, member.person.name), "state": "king"}),
        owner.post(f"{PAGE}take-back/", {"invitation": foreign.ref}),
        owner.post(f"{PAGE}send-again/", {"invitation": "nothing"}),
    ]

    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}
