"""A round asks people by link, counts them without naming any, and gives results once it has closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from comotion.core.audit import verify_chain
from comotion.core.links import visible_links
from comotion.core.models import AuditEntry
from comotion.core.principal import Principal, acting_as
from comotion.core.visibility import Visibility
from comotion.identity.models import Membership, Organization
from comotion.methods.friction.survey import survey_friction
from comotion.methods.settings import default_settings
from comotion.partnerships.models import Partnership
from comotion.surveys.answering import Given, RoundIsOver, UnableToAnswer, answer, disown, paper_of
from comotion.surveys.events import SurveyClosed, SurveyDisowned, SurveyReminded
from comotion.surveys.facts import UnableToShowResults, results_of
from comotion.surveys.models import SurveyAnswer, SurveyRespondent, SurveyResponse, SurveyRound
from comotion.surveys.operations import (
    Invited,
    UnableToCloseRound,
    UnableToOpenRound,
    UnableToRemind,
    close,
    enter_answers,
    invite,
    remind,
    withdraw,
)
from comotion.surveys.queries import open_round_of, respondents_of
from comotion.surveys.response import LevelResponse, response_of
from tests.factories import make_member, make_organization, make_partnership, principal_of
from tests.surveys.conftest import AT, CLOSES, TRUST, Post, as_partner, ask, people, pulse, reply

pytestmark = pytest.mark.usefixtures("principal")
DAY = dt.timedelta(days=1)


def test_round_asks_everybody_by_a_link_of_their_own(room: Partnership, post: Post, organization: Organization) -> None:
    opened = ask(room)
    letters = post.letters()

    assert len({letter.link for letter in letters}) == len(letters) == 12
    assert {letter.address for letter in letters} == {one.address for one in people(room)}
    assert opened.visibility == Visibility.SHARED
    assert opened.invited[str(organization.pk)] == {"executive": 1, "management": 2, "operational": 3}
    assert {link.holder for link in visible_links()} == {one.address for one in people(room)}
    assert open_round_of(room, "pulse") == opened


def test_letter_shows_no_secret_where_it_is_written_down(room: Partnership, post: Post) -> None:
    ask(room)
    for letter in post.letters():
        assert letter.link not in repr(letter)
        assert letter.address not in repr(letter)
    entry = AuditEntry.objects.get(action="survey.opened")
    assert entry.detail == {"partnership": room.ref, "instrument": "pulse", "asked": 12}
    assert verify_chain(room.owner_org_id) is None


def test_round_of_a_partner_kept_as_a_record_stays_private(organization: Organization, post: Post) -> None:
    partnership = make_partnership(organization, "Halden")
    opened = ask(partnership, people(partnership, ((1, 1, 1), (1, 1, 1))))

    assert opened.visibility == Visibility.PRIVATE
    assert len(post.letters()) == 6


def test_unfit_rounds_are_refused_and_leave_nothing(room: Partnership, post: Post) -> None:
    one = people(room)[0]
    refused = [
        {"who": []},
        {"who": [replace(one, level="intern")]},
        {"who": [replace(one, address="nobody")]},
        {"who": [one, replace(one, address=one.address.upper())]},
        {"who": [replace(one, organization_id=make_organization("Elsewhere").pk)]},
        {"who": [one], "instrument": "horoscope"},
        {"who": [one], "closes_at": AT},
        {"who": [one], "closes_at": AT + 93 * DAY},
    ]
    for given in refused:
        with pytest.raises(UnableToOpenRound):
            ask(room, **given)
    assert not SurveyRound.unscoped.exists()
    assert list(post.sent) == []


def test_second_round_of_the_same_questions_waits_for_the_first(
    room: Partnership, post: Post, partner_owner: Membership
) -> None:
    first = ask(room)
    with pytest.raises(UnableToOpenRound):
        ask(room)
    with acting_as(as_partner(partner_owner)), pytest.raises(UnableToOpenRound):
        ask(room)
    ask(room, instrument="friction")
    close(round_=first, at=CLOSES)

    assert ask(room, at=CLOSES, closes_at=CLOSES + DAY).ref != first.ref


def test_ended_partnership_asks_nobody(room: Partnership, post: Post) -> None:
    Partnership.unscoped.filter(pk=room.pk).update(state="ended")
    room.refresh_from_db()
    with pytest.raises(UnableToOpenRound):
        ask(room)


def test_roles_without_the_right_and_the_partner_lead_no_round(
    room: Partnership, post: Post, organization: Organization, partner_owner: Membership
) -> None:
    opened = ask(room)
    for acting in (principal_of(make_member(organization, "analyst")), as_partner(partner_owner)):
        with acting_as(acting):
            seen = SurveyRound.objects.get(ref=opened.ref)
            for deed in (close, remind):
                with pytest.raises(PermissionDenied):
                    deed(round_=seen, at=AT)
            with pytest.raises(PermissionDenied):
                invite(round_=seen, respondents=[Invited(organization.pk, "executive", "new@a.example")], at=AT)
    with acting_as(principal_of(make_member(organization, "analyst"))), pytest.raises(PermissionDenied):
        ask(room, instrument="friction")
    opened.refresh_from_db()
    assert (opened.closed_at, opened.reminders) == (None, 0)


def test_whom_the_owner_asks_is_hidden_from_the_partner_and_from_most_roles(
    room: Partnership, post: Post, organization: Organization, partner_owner: Membership
) -> None:
    opened = ask(room)
    assert len(respondents_of(opened)) == 12
    for acting in (as_partner(partner_owner), principal_of(make_member(organization, "member"))):
        with acting_as(acting):
            assert respondents_of(SurveyRound.objects.get(ref=opened.ref)) == []


def test_everybody_gets_the_questions_of_their_level_only(room: Partnership, post: Post) -> None:
    ask(room, instrument="friction")
    asked = {
        level: [item.id for item in paper.items]
        for level in ("executive", "management", "operational")
        if (paper := paper_of(post.link(f"{level}0@b.example"), AT))
    }

    assert {level: len(items) for level, items in asked.items()} == {
        "executive": 15,
        "management": 27,
        "operational": 25,
    }
    assert "OV3" not in asked["executive"]
    with pytest.raises(UnableToAnswer):
        reply(post.link("executive0@b.example"), {"OV3": 4})
    assert not SurveyAnswer.unscoped.exists()


def test_level_with_the_most_questions_takes_less_than_six_minutes(room: Partnership, post: Post) -> None:
    ask(room, instrument="friction")

    assert max(letter.minutes for letter in post.letters()) < 6


def test_later_answer_counts_and_one_person_is_one_however_many_links(room: Partnership, post: Post) -> None:
    opened = ask(room)
    reply(post.link("operational0@a.example"), pulse(2, 3))
    remind(round_=opened, at=AT + DAY)
    reply(post.link("operational1@a.example"), {"keeps_promises": 3})
    reply(post.link("operational0@a.example"), {"keeps_promises": 5}, at=AT + DAY)
    close(round_=opened, at=CLOSES)
    results = results_of(opened)

    assert len(results.respondents) == 2
    assert sorted(one.value for one in results.answers if one.question == "keeps_promises") == [3.0, 5.0]


def test_half_an_answer_counts_for_what_it_says(room: Partnership, post: Post) -> None:
    opened = ask(room)
    reply(post.link("operational0@a.example"), {"keeps_promises": 4, "bad_news_early": "dont_know"}, done=False)
    close(round_=opened, at=CLOSES)
    answers = results_of(opened).answers

    assert sorted((one.question, one.value) for one in answers) == [
        ("bad_news_early", "dont_know"),
        ("keeps_promises", 4.0),
    ]


def test_late_answer_is_not_taken_and_the_page_still_opens(room: Partnership, post: Post) -> None:
    opened = ask(room)
    link = post.link("operational0@a.example")
    reply(link, {"keeps_promises": 4}, at=CLOSES - dt.timedelta(seconds=1))
    with pytest.raises(RoundIsOver):
        reply(link, {"keeps_promises": 1}, at=CLOSES)
    close(round_=opened, at=CLOSES)
    with pytest.raises(RoundIsOver):
        reply(link, {"keeps_promises": 1}, at=CLOSES - DAY)
    paper = paper_of(link, CLOSES)

    assert paper is not None
    assert (paper.takes_answers, paper.given) == (False, {})
    assert [one.value for one in results_of(opened).answers] == [4.0]


def test_whoever_got_the_wrong_link_says_so_and_leaves_no_answer(room: Partnership, post: Post) -> None:
    opened = ask(room)
    link = post.link("executive0@b.example")
    reply(link, pulse(1, 0))
    with acting_as(link.principal):
        disown(link=link, at=AT)

    assert not SurveyAnswer.unscoped.exists()
    assert "executive0@b.example" not in {one.holder for one in visible_links()}
    assert [one for one in post.sent if isinstance(one, SurveyDisowned)] == [
        SurveyDisowned(opened.owner_org_id, opened.ref, room.pk, "Executive 0")
    ]


def test_answers_that_are_not_offered_are_refused(room: Partnership, post: Post) -> None:
    ask(room)
    link = post.link("operational0@a.example")
    unfit = (Given(), Given(6.0), Given(2.5), Given(0.0), Given(no_value="perhaps"), Given(3.0, "dont_know"))
    for given in (*unfit, Given(3.0, comment="x" * 2001)):
        with pytest.raises(UnableToAnswer):
            answer(link=link, item="keeps_promises", given=given, at=AT)
    reply(link, {"satisfaction": 0})
    assert [one.value for one in SurveyAnswer.unscoped.all()] == [0.0]


def test_reminder_goes_to_those_who_have_not_finished_and_not_twice_a_day(room: Partnership, post: Post) -> None:
    opened = ask(room, people(room, ((0, 0, 3), (0, 0, 0))))
    reply(post.link("operational0@a.example"), pulse(4, 7))
    reply(post.link("operational1@a.example"), pulse(4, 7), done=False)
    remind(round_=opened, at=AT + DAY)
    opened.refresh_from_db()

    assert [one.address for one in post.letters(SurveyReminded)] == ["operational1@a.example", "operational2@a.example"]
    with pytest.raises(UnableToRemind):
        remind(round_=opened, at=AT + DAY)
    with pytest.raises(UnableToRemind):
        remind(round_=opened, at=CLOSES)
    assert post.link("operational2@a.example").subject == post.link("operational2@a.example", SurveyReminded).subject


def test_people_can_be_added_and_taken_back_while_a_round_runs(
    room: Partnership, post: Post, organization: Organization
) -> None:
    opened = ask(room, people(room, ((0, 0, 3), (0, 0, 3))))
    invite(round_=opened, respondents=[Invited(organization.pk, "executive", "new@a.example")], at=AT)
    with pytest.raises(UnableToOpenRound):
        invite(round_=opened, respondents=[Invited(organization.pk, "executive", "NEW@a.example")], at=AT)
    link = post.link("operational0@a.example")
    reply(link, pulse(1, 1))
    withdraw(respondent=SurveyRespondent.objects.get(address="operational0@a.example"), at=AT)
    opened.refresh_from_db()

    assert opened.invited[str(organization.pk)] == {"operational": 2, "executive": 1}
    assert not SurveyResponse.unscoped.exists()
    assert paper_of(link, AT) is None
    with pytest.raises(UnableToOpenRound):
        invite(round_=opened, respondents=[Invited(organization.pk, "executive", "late@a.example")], at=CLOSES)
    with pytest.raises(UnableToOpenRound):
        withdraw(respondent=SurveyRespondent.objects.get(address="new@a.example"), at=CLOSES)


def test_closing_cuts_the_thread_between_people_and_answers(
    room: Partnership, post: Post, organization: Organization, partner: Organization
) -> None:
    opened = ask(room)
    reply(post.link("operational0@a.example"), pulse(4, 7))
    close(round_=opened, at=CLOSES)

    assert list(SurveyResponse.unscoped.values_list("respondent", "finished_at")) == [(None, None)]
    assert [one for one in post.sent if isinstance(one, SurveyClosed)] == [
        SurveyClosed(opened.ref, "pulse", room.pk, (organization.pk, partner.pk))
    ]
    with pytest.raises(UnableToCloseRound):
        close(round_=opened, at=CLOSES)


def test_results_wait_for_the_end(room: Partnership, post: Post) -> None:
    opened = ask(room)
    reply(post.link("operational0@a.example"), pulse(4, 7))
    with pytest.raises(UnableToShowResults):
        results_of(opened)


def test_no_role_of_either_side_ever_reads_a_response(
    room: Partnership, post: Post, principal: Principal, partner_owner: Membership
) -> None:
    opened = ask(room)
    reply(post.link("operational0@a.example"), pulse(4, 7))
    for closed in (False, True):
        if closed:
            close(round_=opened, at=CLOSES)
        for acting in (principal, as_partner(partner_owner)):
            with acting_as(acting):
                assert (SurveyResponse.objects.count(), SurveyAnswer.objects.count()) == (0, 0)


def test_results_fit_the_friction_methods(room: Partnership, post: Post, organization: Organization) -> None:
    opened = ask(room, people(room, ((3, 3, 3), (3, 3, 3))), instrument="friction")
    for letter in post.letters():
        link = post.link(letter.address)
        paper = paper_of(link, AT)
        assert paper is not None
        reply(link, dict.fromkeys((item.id for item in paper.items), 3))
    close(round_=opened, at=CLOSES)
    found = survey_friction(results_of(opened).survey(), default_settings())

    assert {cause: score.value for cause, score in found.causes.items()} == {
        "ownership_vacuum": 50.0,
        "communication_echo_chamber": 50.0,
        "success_metric_mismatch": 50.0,
    }
    assert {score.coverage for score in found.causes.values()} == {1.0}
    assert {cell.n for cell in found.questions["OV1"].seen.cells} == {3}
    assert results_of(opened).names[str(organization.pk)] == "Northwind Cloud"


def test_answers_of_an_interview_stand_beside_those_by_link(room: Partnership, post: Post) -> None:
    opened = ask(room, instrument="friction")
    person = SurveyRespondent.objects.get(address="executive0@a.example")
    reply(post.link("executive0@a.example"), {"OV1": 2})
    enter_answers(respondent=person, answers={"OV1": Given(5.0)}, mode="joint", at=AT)
    with pytest.raises(UnableToAnswer):
        enter_answers(respondent=person, answers={"OV2": Given(5.0), "OV3": Given(5.0)}, mode="joint", at=AT)
    with pytest.raises(UnableToAnswer):
        enter_answers(respondent=person, answers={}, mode="alone", at=AT)
    assert [sum(side.answered or 0 for side in response_of(opened))] == [1]
    close(round_=opened, at=CLOSES)

    assert sorted((one.mode, one.value) for one in results_of(opened).answers) == [("joint", 5.0), ("separate", 2.0)]
    with pytest.raises(RoundIsOver):
        enter_answers(respondent=person, answers={"OV1": Given(5.0)}, mode="joint", at=CLOSES)


def test_comment_is_quoted_with_consent_only_and_without_its_author(room: Partnership, post: Post) -> None:
    opened = ask(room)
    for number, may_quote in enumerate((True, False)):
        given = Given(4.0, comment=f"Comment {number}", may_quote=may_quote)
        answer(link=post.link(f"operational{number}@a.example"), item=TRUST[0], given=given, at=AT)
    close(round_=opened, at=CLOSES)

    assert [(quote.item, quote.text) for quote in results_of(opened).quotes] == [(TRUST[0], "Comment 0")]


@pytest.mark.parametrize(
    ("sizes", "answered", "levels"),
    [
        ((3, 3, 4), 4, [("executive", 3, 0), ("management", 3, 0), ("operational", 4, 4)]),
        ((1, 3, 4), 4, [("executive", 1, None), ("management", 3, None), ("operational", 4, None)]),
        ((1, 2, 4), 4, [("executive", 1, None), ("management", 2, None), ("operational", 4, 4)]),
        ((0, 1, 1), None, [("management", 1, None), ("operational", 1, None)]),
    ],
)
def test_response_is_counted_by_groups_that_no_subtraction_takes_apart(
    room: Partnership,
    post: Post,
    sizes: tuple[int, ...],
    answered: int | None,
    levels: list[tuple[str, int, int | None]],
) -> None:
    opened = ask(room, people(room, (sizes, (0, 0, 3))))
    for number in range(sizes[2]):
        reply(post.link(f"operational{number}@a.example"), {"keeps_promises": 4}, done=False)
    ours, theirs = response_of(opened)

    assert (ours.asked, ours.answered, ours.levels) == (
        sum(sizes),
        answered,
        tuple(LevelResponse(*level) for level in levels),
    )
    assert (theirs.asked, theirs.answered) == (3, 0)
