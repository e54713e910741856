"""The pulse of a partnership on its page: nothing yet, a round that runs, results, what came before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from comotion.core.principal import acting_as
from comotion.identity.models import Membership, Organization
from comotion.partnerships.models import Partnership
from comotion.surveys.answering import Given, answer
from comotion.surveys.models import SurveyRound
from comotion.surveys.operations import close
from tests.conftest import MemberClient
from tests.factories import make_answers, make_partnership, principal_of
from tests.surveys.conftest import AT, CLOSES, Post, ask, partner, partner_owner, people, post, pulse, reply, room

__all__ = ["partner", "partner_owner", "post", "room"]


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with override_settings(COMOTION_AS_OF=CLOSES.date()):
        yield


@pytest.fixture
def owner(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person)
    return client


def page_of(client: Client, room: Partnership, organization: str = "northwind-cloud") -> str:
    answer = client.get(f"/o/{organization}/partnerships/{room.ref}/pulse/")
    assert answer.status_code == 200
    return answer.content.decode()


def held(room: Partnership, post: Post, member: Membership, sizes: tuple[tuple[int, ...], ...]) -> SurveyRound:
    """A closed round: ours gave 4 and 8, theirs 2 and 5."""
    with acting_as(principal_of(member)):
        opened = ask(room, people(room, sizes))
        for letter in post.letters():
            if letter.round_ref == opened.ref:
                mine = letter.address.endswith("@a.example")
                reply(post.link(letter.address), pulse(4, 8) if mine else pulse(2, 5))
        return close(round_=opened, at=CLOSES)


def test_room_that_was_never_asked_offers_the_first_pulse(
    organization: Organization, owner: Client, member_client: MemberClient
) -> None:
    partnership = make_partnership(organization, "Halden")
    may, may_not = page_of(owner, partnership), page_of(member_client("member"), partnership)

    assert "Nobody has been asked yet whether the two sides trust each other." in may
    assert "Choose at least three people of each side" in may
    assert "An owner or an alliance manager can start it." in may_not
    assert "pulse/start/" not in may_not


def test_running_round_shows_counts_and_no_result(
    room: Partnership, post: Post, member: Membership, owner: Client
) -> None:
    with acting_as(principal_of(member)):
        ask(room)
    reply(post.link("operational0@a.example"), pulse(1, 1))
    page = page_of(owner, room)

    assert "The first pulse runs until 16 February 2026." in page
    assert "What both sides answered" not in page
    assert "Lead this round" in page


def test_results_open_with_a_sentence_a_picture_and_rows(
    room: Partnership, post: Post, member: Membership, owner: Client
) -> None:
    held(room, post, member, ((0, 0, 3), (0, 0, 3)))
    page = page_of(owner, room)
    text = " ".join(page.split())

    assert "of 100 in the pulse of 16 February 2026, and the sides are" in text
    assert ">50</a>" in text
    assert "The sides are furthest apart on “Promises are kept”: 50 points." in text
    assert "<td>Satisfied, times ten</td><td>80.0</td><td>50.0</td>" in text
    assert "The next pulse opens by itself on 2 May 2026" in text


def test_both_sides_see_the_same_results_each_from_its_side(
    room: Partnership, post: Post, member: Membership, owner: Client, partner_owner: Membership
) -> None:
    held(room, post, member, ((0, 0, 3), (0, 0, 3)))
    other = Client()
    other.force_login(partner_owner.person)
    theirs = page_of(other, room, "meridian-integration")

    assert "<td>Promises are kept</td><td>25.0</td><td>75.0</td>" in theirs
    assert "<td>Promises are kept</td><td>75.0</td><td>25.0</td>" in page_of(owner, room)
    assert "Lead this round" not in theirs


def test_side_of_two_is_not_shown(room: Partnership, post: Post, member: Membership, owner: Client) -> None:
    held(room, post, member, ((0, 0, 3), (0, 0, 2)))
    page = page_of(owner, room)

    assert "<td>Promises are kept</td><td>75.0</td><td>fewer than 3</td>" in page
    assert "too few of one side answered to compare them" in page


def test_round_that_nobody_answered_says_so(room: Partnership, post: Post, member: Membership, owner: Client) -> None:
    with acting_as(principal_of(member)):
        close(round_=ask(room), at=CLOSES)
    page = page_of(owner, room)

    assert "Fewer than three people of a side answered the pulse of 16 February 2026, so it has no figures." in page
    assert "Results appear from three answers of a side on." in page


def test_quote_stands_with_its_question_and_without_its_author(
    room: Partnership, post: Post, member: Membership, owner: Client
) -> None:
    with acting_as(principal_of(member)):
        opened = ask(room)
    given = Given(2.0, comment="We learn of delays too late.", may_quote=True)
    answer(link=post.link("executive0@b.example"), item="bad_news_early", given=given, at=AT)
    assert "We learn of delays too late." not in page_of(owner, room)
    with acting_as(principal_of(member)):
        close(round_=opened, at=CLOSES)
    page = page_of(owner, room)

    assert "We learn of delays too late." in page
    assert "executive0@b.example" not in page


def test_imported_rounds_stand_in_the_same_list(organization: Organization, owner: Client) -> None:
    partnership = make_partnership(organization, "Halden")
    for side, value in (("ours", 4.0), ("theirs", 2.0)):
        answers = {f"trust_{number}": [value] * 3 for number in range(1, 6)} | {"satisfaction": [value] * 3}
        make_answers(partnership, CLOSES.date(), side, answers)
    page = page_of(owner, partnership)

    assert "16 Feb 2026" in page
    assert "<td>Promises are kept</td><td>75.0</td><td>25.0</td>" in page


def test_page_costs_the_same_for_any_number_of_rounds(organization: Organization, owner: Client) -> None:
    counts = []
    for rounds in (1, 3):
        partnership = make_partnership(organization)
        for number in range(rounds):
            make_answers(partnership, CLOSES.date().replace(month=number + 1), "ours", {"trust_1": [4.0]})
        with CaptureQueriesContext(connection) as captured:
            page_of(owner, partnership)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_page_is_only_read(room: Partnership, owner: Client) -> None:
    assert owner.post(f"/o/northwind-cloud/partnerships/{room.ref}/pulse/").status_code == 405
