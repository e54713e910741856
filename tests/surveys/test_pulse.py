"""The pulse comes by the clock, and its results become figures of both sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings

from comotion.core.models import Job
from comotion.core.principal import acting_as
from comotion.identity.models import Membership, Organization
from comotion.methods.settings import default_settings
from comotion.partnerships.models import Partnership, Party
from comotion.scores.kpis_relationship import partner_satisfaction_10, perception_gap, round_kpis, trust_survey
from comotion.surveys.events import SurveyReminded
from comotion.surveys.facts import PulseFacts, Round
from comotion.surveys.models import SurveyRound
from comotion.surveys.operations import close
from comotion.surveys.planning import (
    UnableToPlan,
    asked_last,
    close_due,
    is_anything_due,
    open_due,
    remind_due,
    set_plan,
)
from comotion.surveys.queries import open_round_of, plan_of
from comotion.surveys.rules import months_later
from comotion.surveys.tasks import ask_for_rounds
from tests.factories import make_answers, make_member, make_record, principal_of
from tests.surveys.conftest import AT, CLOSES, LEVELS, Post, as_partner, ask, people, pulse, reply

pytestmark = pytest.mark.usefixtures("principal")
SETTINGS = default_settings()
DAY = dt.timedelta(days=1)


def held(room: Partnership, post: Post, sizes: Sequence[Sequence[int]] = ((1, 1, 1), (1, 1, 1))) -> SurveyRound:
    """A closed round in which ours gave 4 and 8, theirs 2 and 5."""
    opened = ask(room, people(room, sizes))
    for letter in post.letters():
        if letter.round_ref == opened.ref:
            reply(post.link(letter.address), pulse(4, 8) if letter.address.endswith("@a.example") else pulse(2, 5))
    return close(round_=opened, at=CLOSES)


def only_round(room: Partnership) -> Round:
    (found,) = PulseFacts([room.pk]).take(room.pk)
    return found


def test_results_become_the_readings_of_trust_satisfaction_and_gap(room: Partnership, post: Post) -> None:
    held(room, post)
    found = round_kpis(only_round(room), SETTINGS)

    assert trust_survey(found).raw == 50.0
    assert partner_satisfaction_10(found).raw == 5.0
    assert perception_gap(found).raw == 50.0
    assert found.response == {"ours": 1.0, "theirs": 1.0}


def test_both_sides_of_a_room_read_the_same_round_each_from_its_side(
    room: Partnership, post: Post, partner_owner: Membership
) -> None:
    held(room, post)
    with acting_as(as_partner(partner_owner)):
        found = round_kpis(only_round(room), SETTINGS)

    assert trust_survey(found).raw == 50.0
    assert partner_satisfaction_10(found).raw == 8.0
    assert perception_gap(found).raw == 50.0


def test_two_answers_of_a_side_give_no_figure(room: Partnership, post: Post) -> None:
    held(room, post, ((1, 1, 1), (0, 1, 1)))
    found = round_kpis(only_round(room), SETTINGS)

    assert (partner_satisfaction_10(found).raw, perception_gap(found).raw) == (None, None)


def test_open_round_gives_nothing(room: Partnership, post: Post) -> None:
    ask(room)
    reply(post.link("operational0@a.example"), pulse(4, 8))

    assert PulseFacts([room.pk]).take(room.pk) == ()


def test_imported_rounds_and_those_by_link_are_one_stream(room: Partnership, post: Post) -> None:
    make_answers(room, dt.date(2025, 11, 1), "theirs", {"trust_1": [4]})
    held(room, post)
    make_answers(room, dt.date(2026, 3, 1), "ours", {"trust_1": [4]})

    assert [one.closed_date for one in PulseFacts(None).take(room.pk)] == [
        dt.date(2025, 11, 1),
        CLOSES.date(),
        dt.date(2026, 3, 1),
    ]


@pytest.mark.parametrize(
    ("sizes", "levels"),
    [(((3, 3, 3), (3, 3, 3)), set(LEVELS)), (((1, 3, 3), (3, 3, 3)), {""}), (((3, 0, 3), (0, 3, 3)), set(LEVELS))],
)
def test_levels_reach_the_methods_only_where_no_subtraction_finds_a_small_one(
    room: Partnership, post: Post, sizes: Sequence[Sequence[int]], levels: set[str]
) -> None:
    held(room, post, sizes)

    assert {one.level for one in only_round(room).respondents} == levels


def test_level_in_which_somebody_left_a_question_open_is_not_told_apart(room: Partnership, post: Post) -> None:
    opened = ask(room, people(room, ((3, 3, 3), (3, 3, 3))))
    for letter in post.letters():
        gave = pulse(4, 8) | ({"effort_shared": "dont_know"} if letter.address == "executive0@a.example" else {})
        reply(post.link(letter.address), gave)
    close(round_=opened, at=CLOSES)

    assert {one.level for one in only_round(room).respondents} == {""}


def test_pulse_is_due_again_in_a_quarter_unless_the_plan_says_otherwise(room: Partnership, post: Post) -> None:
    ask(room)
    plan = plan_of(room)
    assert plan is not None
    assert (plan.months, plan.next_date) == (3, dt.date(2026, 5, 2))

    assert set_plan(partnership=room, months=6, at=AT).next_date == dt.date(2026, 8, 2)
    assert set_plan(partnership=room, months=0, at=AT).next_date is None
    with pytest.raises(UnableToPlan):
        set_plan(partnership=room, months=5, at=AT)


def test_round_of_another_instrument_plans_no_pulse(room: Partnership, post: Post) -> None:
    ask(room, instrument="friction")

    assert plan_of(room) is None


def test_who_may_not_change_surveys_plans_none(room: Partnership, organization: Organization) -> None:
    with acting_as(principal_of(make_member(organization, "analyst"))), pytest.raises(PermissionDenied):
        set_plan(partnership=room, months=6, at=AT)


def test_due_round_opens_by_itself_and_asks_the_same_people(room: Partnership, post: Post) -> None:
    held(room, post)
    due = dt.datetime(2026, 5, 2, 9, tzinfo=dt.UTC)
    assert (open_due(due - DAY), open_due(due), open_due(due)) == (0, 1, 0)
    opened = open_round_of(room, "pulse")

    assert opened is not None
    assert (opened.opened_by, opened.closes_at) == (None, due + 14 * DAY)
    assert {letter.address for letter in post.letters() if letter.round_ref == opened.ref} == {
        one.address for one in asked_last(room)
    }


def test_due_round_waits_for_the_open_one_and_for_nobody_of_an_ended_room(room: Partnership, post: Post) -> None:
    ask(room)
    due = dt.datetime(2026, 5, 2, 9, tzinfo=dt.UTC)

    assert open_due(due) == 0
    close_due(due)
    Partnership.unscoped.update(state="ended")
    assert (open_due(due), is_anything_due(due)) == (0, False)


def test_people_of_a_record_are_asked_for_the_company_that_took_its_place(
    organization: Organization, partner: Organization, room: Partnership, post: Post
) -> None:
    record = make_record(organization, "Meridian")
    Party.unscoped.filter(organization=partner).update(organization=record, state="record")
    ask(room)
    Party.unscoped.filter(organization=record).update(organization=partner, record=record, state="active")

    assert {one.organization_id for one in asked_last(room)} == {organization.pk, partner.pk}


def test_reminders_go_out_at_half_time_and_before_the_end(room: Partnership, post: Post) -> None:
    opened = ask(room)
    moments = (AT + 6 * DAY, AT + 7 * DAY, AT + 8 * DAY, CLOSES - 2 * DAY, CLOSES - DAY, CLOSES)

    assert [remind_due(at) for at in moments] == [0, 1, 0, 1, 0, 0]
    assert len(post.letters(SurveyReminded)) == 24
    opened.refresh_from_db()
    assert opened.reminders == 2


def test_round_whose_time_is_over_closes_by_itself(room: Partnership, post: Post) -> None:
    opened = ask(room)

    assert (close_due(CLOSES - DAY), close_due(CLOSES), close_due(CLOSES)) == (0, 1, 0)
    opened.refresh_from_db()
    assert opened.closed_at == CLOSES


def test_clock_asks_only_for_organizations_that_have_something_due(
    room: Partnership, post: Post, partner: Organization, organization: Organization
) -> None:
    ask(room)
    assert (ask_for_rounds(at=AT), Job.unscoped.count()) == (0, 0)
    with override_settings(COMOTION_AS_OF=dt.date(2026, 2, 17)):
        assert ask_for_rounds(at=CLOSES) == 1
        jobs = Job.unscoped.all()
        assert [(job.kind, job.owner_org_id) for job in jobs] == [("surveys.rounds", organization.pk)]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 11, 5), 3, dt.date(2027, 2, 5)),
        (dt.date(2026, 2, 2), 12, dt.date(2027, 2, 2)),
    ],
)
def test_interval_ends_on_a_day_that_every_month_has(day: dt.date, months: int, later: dt.date) -> None:
    assert months_later(day, months) == later
