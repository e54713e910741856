"""The one thing that a respondent's link opens: reading one's own questions and answering them.

Whoever holds a link is nobody here, so this module looks up by itself what the link is for, and only that. It also
holds what the round's operations need of single responses without showing any: who is not finished, and cutting the
thread between people and answers when the round closes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comotion.core.events import publish
from comotion.core.links import OpenedLink
from comotion.core.models import Link
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import PartyState
from comotion.partnerships.models import Party
from comotion.surveys.enums import Mode, NoValue
from comotion.surveys.events import SurveyDisowned
from comotion.surveys.instruments import Instrument, Item, instrument
from comotion.surveys.models import SurveyAnswer, SurveyRespondent, SurveyResponse, SurveyRound

LONGEST_COMMENT = 2000


class UnableToAnswer(ValueError):
    """The answer is not kept; the message says why."""


class RoundIsOver(UnableToAnswer):
    """The round takes no answers any more; what was answered before counts."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as its author sees it."""

    value: float | None = None
    no_value: str = ""
    comment: str = ""
    may_quote: bool = False

    @property
    def choice(self) -> str:
        """Return what is chosen on the page: a number, or one of the ways to give none."""
        return self.no_value or ("" if self.value is None else f"{self.value:g}")


@dataclass(frozen=True, slots=True)
class Paper:
    """A respondent's questionnaire: what they are asked, for whom, until when, and what they have answered so far."""

    instrument: Instrument
    partnership: str
    we: str
    other: str
    asked_by: str
    name: str
    address: str
    level: str
    language: str
    closes_at: dt.datetime
    min_group: int
    takes_answers: bool
    is_shared: bool
    finished_at: dt.datetime | None
    given: dict[str, Given] = field(default_factory=dict)

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the questions of this level."""
        return self.instrument.asked(self.level)

    @property
    def open_numbers(self) -> list[int]:
        """Return the numbers of the questions that have no answer yet, from 1 on."""
        return [number for number, item in enumerate(self.items, start=1) if item.id not in self.given]

    @property
    def minutes(self) -> int:
        """Return how long the questions take."""
        return self.instrument.minutes(self.level)

    @property
    def called(self) -> str:
        """Return for whom the link is, so that somebody else notices."""
        return f"{self.name} ({self.address})" if self.name else self.address

    def text(self, item: Item, language: str) -> str:
        """Return a question as this respondent reads it."""
        return item.text(language, we=self.we, other=self.other)


def paper_of(link: OpenedLink, at: dt.datetime) -> Paper | None:
    """Return the questionnaire that a link opens, None where its respondent is gone."""
    person = _respondent(link)
    if person is None:
        return None
    round_, response = person.round, _response(person)
    names = _names(round_)
    we = names.pop(person.organization_id, person.organization.name)
    return Paper(
        instrument=instrument(round_.instrument, round_.version),
        partnership=round_.partnership.name,
        we=we,
        other=" / ".join(names.values()),
        asked_by=round_.owner_org.name,
        name=person.name,
        address=person.address,
        level=person.level,
        language=person.language,
        closes_at=round_.closes_at,
        min_group=round_.min_group,
        takes_answers=round_.takes_answers(at),
        is_shared=round_.visibility == Visibility.SHARED,
        finished_at=response.finished_at if response else None,
        given=_given(response),
    )


@transaction.atomic
def answer(*, link: OpenedLink, item: str, given: Given, at: dt.datetime) -> None:
    """Keep one answer; of two to the same question the later one counts.

    Raises
    ------
    RoundIsOver
        If the round takes no answers any more.
    UnableToAnswer
        If the question is not asked at this level, or the answer is none of those offered.

    """
    person = _writing(link, at)
    save_answer(response_for(person, Mode.SEPARATE), person.level, item, given, at)


@transaction.atomic
def finish(*, link: OpenedLink, at: dt.datetime) -> None:
    """Note that the respondent has nothing to add; answers can still be changed until the round closes."""
    person = _writing(link, at)
    SurveyResponse.unscoped.filter(pk=response_for(person, Mode.SEPARATE).pk).update(finished_at=at)


@transaction.atomic
def disown(*, link: OpenedLink, at: dt.datetime) -> None:
    """Say that the link was not meant for whoever opened it: its answers are forgotten and all its links end.

    The person stays in the list of those who are asked, so that the round's owner can ask anew.
    """
    person = _writing(link, at)
    forget_answers(person)
    links = Link.unscoped.filter(owner_org_id=link.organization_id, purpose=link.purpose, subject=link.subject)
    links.filter(revoked_at=None).update(revoked_at=at)
    publish(
        SurveyDisowned(
            link.organization_id, person.round.ref, person.round.partnership_id, person.name or person.address
        )
    )


def save_answer(response: SurveyResponse, level: str, item: str, given: Given, at: dt.datetime) -> None:
    """Write one answer of a response after looking whether it is one of those offered."""
    asked = {one.id: one for one in _instrument_of(response.round).asked(level)}
    if item not in asked:
        raise UnableToAnswer(_("This question is not among yours."))
    _refuse_unfit(asked[item], given)
    SurveyAnswer.unscoped.update_or_create(
        owner_org_id=response.owner_org_id,
        response=response,
        item=item,
        defaults={
            "visibility": response.visibility,
            "value": given.value,
            "no_value": given.no_value,
            "comment": given.comment,
            "may_quote": given.may_quote and bool(given.comment),
            "date": at.date(),
        },
    )


def forget_answers(person: SurveyRespondent) -> None:
    """Delete what a respondent has answered."""
    SurveyResponse.unscoped.filter(respondent=person).delete()


def unfinished(round_: SurveyRound, people: Sequence[SurveyRespondent]) -> list[SurveyRespondent]:
    """Return those who have not finished, to be written to; shown to nobody."""
    done = set(
        SurveyResponse.unscoped.filter(round=round_, finished_at__isnull=False).values_list("respondent_id", flat=True)
    )
    return [person for person in people if person.pk not in done]


def sever(round_: SurveyRound) -> None:
    """Cut the thread between people and answers: after closing there is nothing that could be looked up.

    When somebody finished goes too: whoever saw them at it could tell them by the hour.
    """
    SurveyResponse.unscoped.filter(round=round_).update(respondent=None, finished_at=None)


def _respondent(link: OpenedLink) -> SurveyRespondent | None:
    people = SurveyRespondent.unscoped.filter(pk=int(link.subject), owner_org_id=link.organization_id)
    return people.select_related("round__partnership", "round__owner_org", "organization").first()


def _names(round_: SurveyRound) -> dict[int, str]:
    """Return the parties that the round's owner may know of: who has only been invited is nobody's business."""
    known = Q(state=PartyState.ACTIVE) | Q(organization__kept_by_id=round_.owner_org_id)
    parties = Party.unscoped.filter(known, partnership_id=round_.partnership_id).order_by("position", "pk")
    return dict(parties.values_list("organization_id", "organization__name"))


def _writing(link: OpenedLink, at: dt.datetime) -> SurveyRespondent:
    person = _respondent(link)
    if person is None:
        raise UnableToAnswer(_("This link was taken back."))
    locked = SurveyRound.unscoped.select_for_update().get(pk=person.round_id)
    if not locked.takes_answers(at):
        raise RoundIsOver(_("This round has closed. What you answered before counts; nothing can be changed."))
    return person


def _response(person: SurveyRespondent) -> SurveyResponse | None:
    return SurveyResponse.unscoped.filter(respondent=person, mode=Mode.SEPARATE).first()


def response_for(person: SurveyRespondent, mode: str) -> SurveyResponse:
    """Return the response of a respondent in one setting, a new one where nothing was answered yet."""
    response, _created = SurveyResponse.unscoped.get_or_create(
        owner_org_id=person.owner_org_id,
        round=person.round,
        respondent=person,
        mode=mode,
        defaults={
            "visibility": person.round.visibility,
            "organization_id": person.organization_id,
            "level": person.level,
        },
    )
    return response


def _given(response: SurveyResponse | None) -> dict[str, Given]:
    if response is None:
        return {}
    rows = SurveyAnswer.unscoped.filter(response=response).values_list(
        "item", "value", "no_value", "comment", "may_quote"
    )
    return {row[0]: Given(*row[1:]) for row in rows}


def _instrument_of(round_: SurveyRound) -> Instrument:
    return instrument(round_.instrument, round_.version)


def _refuse_unfit(item: Item, given: Given) -> None:
    has_number = given.value is not None
    if has_number == bool(given.no_value):
        raise UnableToAnswer(_("Choose one of the answers."))
    if (has_number and given.value not in item.scale) or given.no_value not in ("", *NoValue.values):
        raise UnableToAnswer(_("Choose one of the answers."))
    if len(given.comment) > LONGEST_COMMENT:
        raise UnableToAnswer(
            _("The comment is too long. Shorten it to %(most)s characters.") % {"most": LONGEST_COMMENT}
        )
