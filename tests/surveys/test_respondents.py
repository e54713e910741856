"""What one respondent meets: statements that stand alone, two devices at once, parties more than two."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from comotion.core.principal import acting_as
from comotion.identity.models import Membership, Organization
from comotion.partnerships.models import Partnership
from comotion.surveys.answering import Given, paper_of
from comotion.surveys.events import SurveyReminded
from comotion.surveys.facts import PulseFacts, results_of
from comotion.surveys.instruments import FRICTION, instrument
from comotion.surveys.models import SurveyRespondent, SurveyResponse
from comotion.surveys.operations import UnableToOpenRound, close, enter_answers, list_without_link, remind
from comotion.surveys.planning import asked_last
from tests.factories import make_organization, make_room, principal_of
from tests.surveys.conftest import AT, CLOSES, Post, ask, people, pulse, reply

pytestmark = pytest.mark.usefixtures("principal")


def test_each_statement_stands_alone_and_names_both_companies() -> None:
    asked = {item.id: item for item in instrument(FRICTION).items}
    names = {"we": "Halden", "other": "Northwind"}

    assert asked["OV2"].text("en", **names).startswith("The person who answers for a joint priority")
    assert asked["SM3"].text("de", **names).startswith("Ich weiß, wofür meine Gegenüber bei Northwind bezahlt")
    assert asked["OV8"].neutral("en") == "People who lead our joint work are too junior to be heard at our own company."
    assert asked["SM8"].neutral("de-AT").startswith("Im letzten Jahr hat bei Beförderungen bei uns")
    for language in ("en", "de"):
        texts = [item.text(language, **names) for item in asked.values()]
        assert [text for text in texts if "{" in text or text.startswith(("That ", "Diese "))] == []


def test_two_devices_at_once_answer_as_one_person(room: Partnership, post: Post) -> None:
    """Telephone and laptop are open side by side: each saves its own, the later answer counts, nothing is lost."""
    opened = ask(room)
    address = "operational0@a.example"
    phone, laptop = post.link(address), post.link(address)
    reply(phone, {"keeps_promises": 4}, done=False)
    reply(laptop, {"bad_news_early": 2}, done=False)
    reply(laptop, {"keeps_promises": 1})
    reply(phone, {"bad_news_early": 5}, done=False)
    on_phone = paper_of(phone, AT)

    assert on_phone is not None
    assert {item: given.value for item, given in on_phone.given.items()} == {"keeps_promises": 1, "bad_news_early": 5}
    assert SurveyResponse.unscoped.count() == 1
    close(round_=opened, at=CLOSES)
    assert {one.question: one.value for one in results_of(opened).answers} == {"keeps_promises": 1, "bad_news_early": 5}


def test_private_round_says_who_reads_the_results(room: Partnership, post: Post, organization: Organization) -> None:
    ask(room)
    paper = paper_of(post.link("operational0@b.example"), AT)

    assert paper is not None
    assert (paper.asked_by, paper.we, paper.other) == (organization.name, "Meridian Integration", organization.name)


def test_in_a_room_of_three_each_reads_itself_against_the_others_together(
    organization: Organization, member: Membership, post: Post
) -> None:
    """The pulse of one's own program has two sides; the friction audit keeps all three apart."""
    second, third = make_organization("Meridian Integration"), make_organization("Halden Analytics")
    room = make_room("Three of us", organization, second, third)
    three = ((0, 0, 3), (0, 0, 3), (0, 0, 3))
    opened = ask(room, people(room, three))
    for letter in post.letters():
        reply(post.link(letter.address), pulse(4, 7 if letter.address.endswith("@a.example") else 5))
    close(round_=opened, at=CLOSES)

    (read,) = PulseFacts((room.pk,)).take(room.pk)
    assert {side: read.answered(side) for side in ("ours", "theirs")} == {"ours": 3, "theirs": 6}
    assert read.invited == {"ours": 3, "theirs": 6}
    assert len(results_of(opened).sides) == 3
    paper = paper_of(post.link("operational0@c.example"), AT)
    assert paper is not None
    assert paper.other == f"{organization.name} / Meridian Integration"


def test_somebody_without_an_address_is_listed_once_and_never_written_to(
    room: Partnership, organization: Organization, post: Post
) -> None:
    opened = ask(room)
    first, again = (
        list_without_link(round_=opened, organization_id=organization.pk, level="operational", name="Ana Ruiz")
        for _ in range(2)
    )
    enter_answers(respondent=first, answers={"keeps_promises": Given(2.0)}, mode="separate", at=AT)
    remind(round_=opened, at=AT)

    assert (first, first.address) == (again, "")
    assert opened.invited[str(organization.pk)]["operational"] == 4
    assert len(post.letters()) == len(post.letters(SurveyReminded)) == 12
    assert {one.address for one in asked_last(room)} == {one.address for one in people(room)}
    close(round_=opened, at=CLOSES)
    assert [one.value for one in results_of(opened).answers] == [2.0]


@pytest.mark.parametrize("unfit", [{"level": "board"}, {"organization_id": 0}])
def test_somebody_of_no_level_or_party_is_not_listed(
    room: Partnership, organization: Organization, post: Post, unfit: dict[str, str | int]
) -> None:
    usual = {"organization_id": organization.pk, "level": "executive", "name": "Ana Ruiz"}
    opened = ask(room)

    with pytest.raises(UnableToOpenRound):
        list_without_link(round_=opened, **(usual | unfit))
    assert not SurveyRespondent.objects.filter(address="").exists()


def test_partner_lists_nobody_in_a_round_that_is_not_theirs(
    room: Partnership, organization: Organization, partner_owner: Membership, post: Post
) -> None:
    opened = ask(room)

    with acting_as(principal_of(partner_owner)), pytest.raises(PermissionDenied):
        list_without_link(round_=opened, organization_id=organization.pk, level="executive", name="Ana Ruiz")
