"""Rounds on their pages: who may lead one, what each side sees, what is refused and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from comotion.core.models import Link
from comotion.core.principal import acting_as
from comotion.identity.models import Membership, Organization
from comotion.partnerships.models import Partnership, Party
from comotion.surveys.models import PulsePlan, SurveyRespondent, SurveyRound
from comotion.surveys.operations import close
from tests.conftest import MemberClient
from tests.factories import make_organization, make_partnership, principal_of
from tests.surveys.conftest import AT, CLOSES, Post, ask, partner, partner_owner, people, post, pulse, reply, room

__all__ = ["partner", "partner_owner", "post", "room"]
ROLES_WITHOUT = ("analyst", "member", "executive_sponsor", "auditor")


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with override_settings(COMOTION_AS_OF=AT.date()):
        yield


@pytest.fixture
def owner(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person)
    return client


@pytest.fixture
def other(partner_owner: Membership) -> Client:
    client = Client()
    client.force_login(partner_owner.person)
    return client


@pytest.fixture
def running(room: Partnership, post: Post, member: Membership) -> SurveyRound:
    with acting_as(principal_of(member)):
        return ask(room)


def start_address(room: Partnership) -> str:
    return f"/o/northwind-cloud/partnerships/{room.ref}/pulse/start/"


def round_address(round_: SurveyRound, deed: str = "", organization: str = "northwind-cloud") -> str:
    return f"/o/{organization}/surveys/{round_.ref}/{deed}"


def filled(room: Partnership, **changed: str) -> dict[str, str]:
    parties = Party.unscoped.filter(partnership=room).order_by("position")
    ours, theirs = parties.values_list("organization_id", flat=True)
    return {
        "closes": "2026-02-16",
        f"executive_{ours}": "Ana Petrov <ana@a.example>",
        f"management_{ours}": "ben@a.example\n\nClara Weiss, clara@a.example",
        f"operational_{theirs}": "dev@b.example; Dev Patel\nelif@b.example\nfinn@b.example",
        f"language_{ours}": "en",
        f"language_{theirs}": "de",
    } | {name.replace("ours", str(ours)): value for name, value in changed.items()}


def test_round_is_started_with_names_and_addresses_in_any_order(room: Partnership, post: Post, owner: Client) -> None:
    answer = owner.post(start_address(room), filled(room))
    opened = SurveyRound.unscoped.get()
    asked = SurveyRespondent.unscoped.values_list("name", "address", "level", "language")

    assert answer.headers["Location"] == round_address(opened)
    assert opened.closes_at == dt.datetime(2026, 2, 16, 23, 59, tzinfo=dt.UTC)
    assert set(asked) == {
        ("Ana Petrov", "ana@a.example", "executive", "en"),
        ("", "ben@a.example", "management", "en"),
        ("Clara Weiss", "clara@a.example", "management", "en"),
        ("Dev Patel", "dev@b.example", "operational", "de"),
        ("", "elif@b.example", "operational", "de"),
        ("", "finn@b.example", "operational", "de"),
    }
    assert len(post.letters()) == 6


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"executive_ours": "Ana Petrov"}, "Line 1 has no mail address."),
        ({"executive_ours": "ben@a.example"}, "stands here more than once"),
        ({"closes": "2026-02-01"}, "A round ends on a later day"),
        ({"closes": "soon"}, "Enter a valid date."),
        ({"language_ours": "tlh"}, "Select a valid choice."),
    ],
)
def test_what_does_not_fit_is_said_and_opens_nothing(
    room: Partnership, post: Post, owner: Client, changed: dict[str, str], says: str
) -> None:
    answer = owner.post(start_address(room), filled(room, **changed))

    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not SurveyRound.unscoped.exists()


def test_page_that_starts_a_round_says_what_the_other_side_will_see(
    room: Partnership, organization: Organization, owner: Client
) -> None:
    shared = owner.get(start_address(room)).content.decode()
    alone = owner.get(start_address(make_partnership(organization, "Halden"))).content.decode()

    assert "Meridian Integration will see" in shared
    assert "will see" not in alone


def test_next_round_offers_those_who_were_asked_last(room: Partnership, post: Post, owner: Client) -> None:
    owner.post(start_address(room), filled(room))
    with override_settings(COMOTION_AS_OF=CLOSES.date()):
        owner.post(round_address(SurveyRound.unscoped.get(), "close/"))
        page = owner.get(start_address(room)).content.decode()

    assert "Clara Weiss clara@a.example" in page


@pytest.mark.parametrize("role", ROLES_WITHOUT)
def test_other_roles_start_and_lead_nothing(
    room: Partnership, running: SurveyRound, member_client: MemberClient, role: str
) -> None:
    client = member_client(role)
    posts = [
        start_address(room),
        *(round_address(running, f"{deed}/") for deed in ("invite", "withdraw", "remind", "close")),
    ]

    assert {client.post(path).status_code for path in posts} == {403}
    assert client.get(start_address(room)).status_code == 403
    assert client.get(round_address(running)).status_code == 200


def test_partner_sees_that_a_round_runs_and_nobody_who_is_asked(running: SurveyRound, other: Client) -> None:
    page = other.get(round_address(running, organization="meridian-integration")).content.decode()

    assert "This round runs until 16 February 2026." in page
    assert "Who was asked" not in page
    assert "@a.example" not in page
    assert "Close it now" not in page
    for deed in ("invite", "withdraw", "remind", "close"):
        assert other.post(round_address(running, f"{deed}/", "meridian-integration")).status_code == 403


def test_stranger_finds_no_round(running: SurveyRound, member_client: MemberClient) -> None:
    client = member_client("owner", organization=make_organization("Elsewhere"))
    nothing = client.get("/o/elsewhere/never/").content
    for deed in ("", "close/"):
        path = round_address(running, deed, "elsewhere")
        answer = client.post(path) if deed else client.get(path)
        assert (answer.status_code, answer.content) == (404, nothing)


def test_deeds_are_done_by_post_only(running: SurveyRound, owner: Client) -> None:
    for deed in ("invite/", "withdraw/", "remind/", "close/"):
        assert owner.get(round_address(running, deed)).status_code == 405
    assert owner.delete(round_address(running)).status_code == 405


def test_owner_sees_who_was_asked_and_counts_of_groups_only(running: SurveyRound, post: Post, owner: Client) -> None:
    reply(post.link("executive0@b.example"), pulse(4, 8))
    page = owner.get(round_address(running)).content.decode()

    assert "executive0@b.example" in page
    assert page.count("not counted by itself") == 4
    assert "whether they have answered stands nowhere" in page


def test_people_are_added_and_taken_back(
    running: SurveyRound, post: Post, owner: Client, organization: Organization
) -> None:
    more = {"party": organization.pk, "level": "executive", "people": "New One new@a.example", "language": "en"}
    assert owner.post(round_address(running, "invite/"), more).status_code == 302
    refused = owner.post(round_address(running, "invite/"), more)
    assert refused.status_code == 422
    assert "stands here more than once" in refused.content.decode()
    person = SurveyRespondent.unscoped.get(address="new@a.example")
    owner.post(round_address(running, "withdraw/"), {"respondent": person.pk})

    assert not SurveyRespondent.unscoped.filter(address="new@a.example").exists()
    assert [letter.address for letter in post.letters()][-1] == "new@a.example"


@pytest.mark.parametrize("wanted", ["", "0", "x", "9" * 30, "²"])
def test_somebody_who_is_not_asked_cannot_be_taken_back(running: SurveyRound, owner: Client, wanted: str) -> None:
    page = owner.post(round_address(running, "withdraw/"), {"respondent": wanted}, follow=True).content.decode()

    assert "This person is not asked here, or not any more." in page
    assert SurveyRespondent.unscoped.count() == 12


def test_reminder_is_sent_and_a_second_one_waits(running: SurveyRound, owner: Client) -> None:
    first = owner.post(round_address(running, "remind/"), follow=True).content.decode()
    second = owner.post(round_address(running, "remind/"), follow=True).content.decode()

    assert "Those who have not finished get another letter." in first
    assert "The last reminder went out less than a day ago." in second


def test_round_is_closed_once(running: SurveyRound, owner: Client) -> None:
    assert (
        "From now on nothing says who answered what."
        in owner.post(round_address(running, "close/"), follow=True).content.decode()
    )
    assert "This round is closed already." in owner.post(round_address(running, "close/"), follow=True).content.decode()
    running.refresh_from_db()
    assert running.closed_at is not None


def test_interval_of_the_pulse_is_kept(running: SurveyRound, room: Partnership, owner: Client) -> None:
    path = f"/o/northwind-cloud/partnerships/{room.ref}/pulse/plan/"
    assert "Kept." in owner.post(path, {"months": "6"}, follow=True).content.decode()
    for unfit in ("5", "-1", "often", ""):
        assert "There is no such interval." in owner.post(path, {"months": unfit}, follow=True).content.decode()

    assert PulsePlan.unscoped.get().months == 6


def test_links_are_listed_once_a_person_and_can_be_ended(running: SurveyRound, owner: Client, other: Client) -> None:
    owner.post(round_address(running, "remind/"))
    page = owner.get("/o/northwind-cloud/links/").content.decode()
    link = Link.unscoped.filter(holder="executive0@b.example").latest("pk")
    assert page.count('<th scope="row">executive0@b.example</th>') == 1
    assert other.post(f"/o/meridian-integration/links/{link.ref}/revoke/").status_code == 404
    owner.post(f"/o/northwind-cloud/links/{link.ref}/revoke/")

    again = owner.get("/o/northwind-cloud/links/").content.decode()

    assert '<th scope="row">executive0@b.example</th>' not in again
    assert not Link.unscoped.filter(holder="executive0@b.example", revoked_at=None).exists()


def test_list_of_links_is_empty_at_first_and_costs_the_same_for_any_number(
    room: Partnership, post: Post, member: Membership, owner: Client
) -> None:
    assert "No link is out." in owner.get("/o/northwind-cloud/links/").content.decode()
    counts = []
    for sizes in (((0, 0, 1), (0, 0, 0)), ((0, 0, 3), (0, 0, 0))):
        with acting_as(principal_of(member)):
            opened = ask(room, people(room, sizes))
        for path in ("/o/northwind-cloud/links/", round_address(opened)):
            with CaptureQueriesContext(connection) as captured:
                owner.get(path)
            counts.append(len(captured))
        with acting_as(principal_of(member)):
            close(round_=opened, at=CLOSES)

    assert counts[:2] == counts[2:]
