"""A respondent answers behind a link: without an account, without a script, in their language, until the end."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client, override_settings

from comotion.core.principal import acting_as
from comotion.identity.models import Membership
from comotion.partnerships.models import Partnership
from comotion.surveys.models import SurveyAnswer, SurveyResponse, SurveyRound
from comotion.surveys.operations import close, withdraw
from comotion.surveys.queries import respondents_of
from tests.factories import principal_of
from tests.surveys.conftest import CLOSES, Post, ask, partner, partner_owner, people, post, room

__all__ = ["partner", "partner_owner", "post", "room"]
EXECUTIVE = "executive0@b.example"


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with override_settings(COMOTION_AS_OF=dt.date(2026, 2, 3)):
        yield


@pytest.fixture
def address(room: Partnership, post: Post, member: Membership) -> str:
    """The address of an executive's questions at the partner."""
    with acting_as(principal_of(member)):
        ask(room)
    return f"/l/{post.secret(EXECUTIVE)}/survey/"


def opened(room: Partnership) -> SurveyRound:
    """The round that runs in the room."""
    return SurveyRound.unscoped.get(partnership=room)


def sent(client: Client, address: str, number: int, **fields: str) -> str:
    """Send one page's form and return where it leads."""
    return client.post(f"{address}?at={number}", {"go": "next"} | fields).headers["Location"]


def kept() -> dict[str, tuple[float | None, str]]:
    rows = SurveyAnswer.unscoped.values_list("item", "value", "no_value")
    return {item: (value, word) for item, value, word in rows}


def test_start_says_for_whom_how_long_and_what_is_private(address: str) -> None:
    page = Client().get(address)
    text = page.content.decode()

    assert page.status_code == 200
    assert "How is the work with Northwind Cloud going?" in text
    assert EXECUTIVE in text
    assert "6 short questions." in text
    assert "16 February 2026" in text
    assert "No page and no export of either company shows one person’s answers." in text
    assert page.headers["Cache-Control"] == "no-store, private"


def test_looking_writes_nothing(address: str) -> None:
    client = Client()
    for place in ("", "?at=1", "?at=6", "?at=7", "?at=end", "?at=x", "?language=de"):
        assert client.get(address + place).status_code == 200

    assert not SurveyResponse.unscoped.exists()


def test_whole_survey_without_a_script(address: str) -> None:
    client = Client()
    places = [sent(client, address, number, choice="4") for number in range(1, 6)]
    places.append(sent(client, address, 6, choice="9"))

    assert places == [f"{address}?at={place}" for place in (2, 3, 4, 5, 6, "end")]
    assert "That was all. Send it?" in client.get(places[-1]).content.decode()
    assert client.post(f"{address}?at=end", {"go": "finish"}).headers["Location"] == f"{address}?at=end"
    assert "Thank you. Your answers are kept." in client.get(address).content.decode()
    assert kept()["satisfaction"] == (9.0, "")
    assert SurveyResponse.unscoped.get().finished_at is not None


def test_answer_is_there_when_one_comes_back_and_can_be_changed(address: str) -> None:
    sent(Client(), address, 1, choice="2", comment="Twice now.", may_quote="on")
    again = Client().get(f"{address}?at=1").content.decode()

    assert re.findall(r'value="(\w+)"\s+checked', again) == ["2"]
    assert "Twice now." in again
    assert '"may_quote" checked' in " ".join(again.split())
    sent(Client(), address, 1, choice="5")
    assert kept() == {"keeps_promises": (5.0, "")}


def test_coming_back_leads_to_the_first_open_question(address: str) -> None:
    client = Client()
    sent(client, address, 1, choice="2")
    sent(client, address, 3, choice="not_applicable", comment="We never disagree.")

    assert "2 of 6" in client.get(address).content.decode()
    assert kept()["conflicts_settled"] == (None, "not_applicable")
    assert "4 questions have no answer yet." in client.get(f"{address}?at=end").content.decode()


def test_going_back_keeps_what_was_chosen(address: str) -> None:
    assert sent(Client(), address, 2, choice="3", go="back") == f"{address}?at=1"
    assert kept() == {"bad_news_early": (3.0, "")}


def test_leaving_a_question_out_leads_on_and_keeps_nothing(address: str) -> None:
    assert sent(Client(), address, 1) == f"{address}?at=2"
    assert kept() == {}


def test_choice_is_saved_while_one_is_still_on_the_page(address: str) -> None:
    answer = Client().post(f"{address}?at=1", {"choice": "4"}, headers={"X-Autosave": "1"})

    assert (answer.status_code, answer.content, kept()) == (204, b"", {"keeps_promises": (4.0, "")})


@pytest.mark.parametrize("choice", ["6", "0", "maybe", "4.5"])
def test_answer_that_is_not_offered_is_said_beside_the_question(address: str, choice: str) -> None:
    answer = Client().post(f"{address}?at=1", {"choice": choice})

    assert answer.status_code == 422
    assert "Choose one of the answers." in answer.content.decode()
    assert kept() == {}


def test_closed_round_says_so_kindly_and_takes_nothing(address: str, room: Partnership, member: Membership) -> None:
    client = Client()
    sent(client, address, 1, choice="4")
    with override_settings(COMOTION_AS_OF=CLOSES.date() + dt.timedelta(days=1)):
        page = client.get(f"{address}?at=1")
        late = client.post(f"{address}?at=1", {"choice": "1"})
        finished = client.post(f"{address}?at=end", {"go": "finish"})

    assert (page.status_code, late.status_code, finished.status_code) == (200, 409, 409)
    assert "These questions are closed." in page.content.decode()
    assert "What you answered before the end counts" in late.content.decode()
    assert kept() == {"keeps_promises": (4.0, "")}


def test_link_of_a_round_that_ended_long_ago_opens_nothing(address: str) -> None:
    nothing = Client().get("/never/was/").content
    with override_settings(COMOTION_AS_OF=CLOSES.date() + dt.timedelta(days=31)):
        answer = Client().get(address)

    assert (answer.status_code, answer.content) == (404, nothing)


def test_whoever_got_the_wrong_link_can_say_so(address: str) -> None:
    client = Client()
    sent(client, address, 1, choice="4")
    answer = client.post(address, {"go": "disown"})

    assert "This link no longer opens anything." in answer.content.decode()
    assert kept() == {}
    assert client.get(address).status_code == 404


def test_link_of_somebody_who_was_taken_back_opens_nothing(address: str, room: Partnership, member: Membership) -> None:
    with acting_as(principal_of(member)):
        round_ = opened(room)
        for person in respondents_of(round_):
            if person.address == EXECUTIVE:
                withdraw(respondent=person, at=CLOSES - dt.timedelta(days=9))

    assert Client().get(address).status_code == 404


def test_questions_come_in_german_and_stay_so(address: str) -> None:
    client = Client()
    page = client.get(f"{address}?at=1&language=de").content.decode()

    assert "Northwind Cloud hält, was es uns zusagt." in page
    assert '<html lang="de"' in page
    assert "Trifft eher zu" in page
    assert "bis 16. Februar 2026" in page
    assert "Northwind Cloud hält" in client.get(f"{address}?at=1").content.decode()


@pytest.mark.parametrize("place", ["", "?at=1", "?at=6", "?at=end"])
def test_german_page_has_no_english_words(address: str, place: str) -> None:
    page = Client(headers={"accept-language": "de"}).get(address + place).content.decode()
    body = re.sub(r"<[^>]+>", " ", page.partition("<main")[2])
    words = set(re.findall(r"[A-Za-z]+", body)) - {"English"}

    assert (
        words & {"the", "and", "of", "you", "your", "question", "questions", "answer", "answers", "Next", "agree"}
        == set()
    )


def test_language_of_the_letter_is_the_language_of_the_page(room: Partnership, post: Post, member: Membership) -> None:
    with acting_as(principal_of(member)):
        ask(room, [replace(one, language="de") for one in people(room)])
    page = Client().get(f"/l/{post.secret(EXECUTIVE)}/survey/?at=6").content.decode()

    assert "Wie zufrieden sind Sie mit Northwind Cloud als Partner?" in page


def test_language_that_no_question_speaks_is_answered_in_english(address: str) -> None:
    page = Client().get(f"{address}?at=1&language=tlh", headers={"accept-language": "fr"}).content.decode()

    assert "Northwind Cloud does what it promises us." in page


def test_another_method_is_not_offered(address: str) -> None:
    assert Client().delete(address).status_code == 405


def test_answers_need_the_token_of_the_form(address: str) -> None:
    assert Client(enforce_csrf_checks=True).post(f"{address}?at=1", {"choice": "4"}).status_code == 403


def test_round_that_was_closed_by_hand_takes_nothing(address: str, room: Partnership, member: Membership) -> None:
    with acting_as(principal_of(member)):
        close(round_=opened(room), at=CLOSES - dt.timedelta(days=9))

    assert Client().post(f"{address}?at=1", {"choice": "4"}).status_code == 409
