"""Opening, extending, reminding and closing a round; the contract that the pulse and the friction audit use.

``open_round`` asks people by link, ``invite`` adds some, ``withdraw`` takes one back, ``enter_answers`` keeps what a
facilitator wrote down or a filled-in document says, ``remind`` writes to those who have not finished, ``close`` ends
it. Letters are events (``surveys.events``); this app sends none. How many have answered says ``surveys.response``; what
was answered comes out of ``surveys.facts.results_of`` once the round is closed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core import audit
from comotion.core.events import publish
from comotion.core.links import link_address, make_link, revoke_links_of
from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.identity.models import Person
from comotion.partnerships.enums import PartnershipState, PartyState
from comotion.partnerships.models import Partnership
from comotion.partnerships.queries import parties_of
from comotion.surveys.answering import (
    Given,
    RoundIsOver,
    UnableToAnswer,
    forget_answers,
    response_for,
    save_answer,
    sever,
    unfinished,
)
from comotion.surveys.enums import Level, Mode
from comotion.surveys.events import SurveyClosed, SurveyInvited, SurveyLetter, SurveyReminded
from comotion.surveys.instruments import PULSE, UnknownInstrument, instrument
from comotion.surveys.models import PulsePlan, SurveyRespondent, SurveyRound
from comotion.surveys.queries import open_round_of, respondents_of
from comotion.surveys.rules import months_later

PURPOSE = "survey"
LONGEST = dt.timedelta(days=92)
LINKS_OUTLIVE = dt.timedelta(days=30)
"""So long after the end of a round its links still say, in a friendly way, that it has ended."""
BETWEEN_REMINDERS = dt.timedelta(hours=20)
MOST_RESPONDENTS = 500


class UnableToOpenRound(ValueError):
    """The round is not opened, or nobody is added to it; the message says why."""


class UnableToRemind(ValueError):
    """Nobody is written to; the message says why."""


class UnableToCloseRound(ValueError):
    """The round stays open; the message says why."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody to ask: for which party they answer, at which level, where the link goes, and in which language."""

    organization_id: int
    level: str
    address: str
    name: str = ""
    language: str = ""


@transaction.atomic
def open_round(
    *,
    partnership: Partnership,
    instrument_name: str,
    respondents: Sequence[Invited],
    closes_at: dt.datetime,
    at: dt.datetime,
    by: Person | None,
) -> SurveyRound:
    """Open a round of an instrument and ask everybody by a link of their own.

    It is as widely seen as its partnership: in a shared room both sides see that it runs, how many have answered, and
    its results. ``by`` is None for a round that a plan opens.

    Raises
    ------
    UnableToOpenRound
        If the partnership has ended, a round of the instrument is open there, the end does not fit, or somebody cannot
        be asked: an unknown level, no party, no address, or twice.

    """
    principal = current_principal()
    require(principal, "create", "surveys")
    found = _instrument(instrument_name)
    _refuse_unfit(partnership, instrument_name, closes_at, at)
    opened = SurveyRound.objects.create(
        owner_org_id=principal.organization_id,
        visibility=Visibility.SHARED if partnership.visibility == Visibility.SHARED else Visibility.PRIVATE,
        partnership=partnership,
        instrument=found[0],
        version=found[1],
        opened_by=by,
        opened_at=at,
        closes_at=closes_at,
    )
    _ask(opened, respondents, at)
    _plan_after(opened)
    audit.record(
        "survey.opened", "survey", opened.ref, at=at, partnership=partnership.ref, instrument=found[0],
        asked=len(respondents),
    )  # fmt: skip
    return opened


@transaction.atomic
def invite(*, round_: SurveyRound, respondents: Sequence[Invited], at: dt.datetime) -> None:
    """Ask more people in a round that still runs.

    Raises
    ------
    UnableToOpenRound
        If it does not run any more, or somebody cannot be asked.

    """
    _require_own(round_)
    if not round_.takes_answers(at):
        raise UnableToOpenRound(_("This round has ended; nobody can be added."))
    _ask(round_, respondents, at)
    audit.record(
        "survey.extended", "survey", round_.ref, at=at, partnership=round_.partnership.ref, asked=len(respondents)
    )


@transaction.atomic
def list_without_link(*, round_: SurveyRound, organization_id: int, level: str, name: str) -> SurveyRespondent:
    """Let somebody without a mail address take part; what they answer is entered for them.

    Raises
    ------
    UnableToOpenRound
        If the round does not run any more, or the level or the party is none.

    """
    _require_own(round_)
    if level not in Level.values or organization_id not in {
        one.organization_id for one in parties_of(round_.partnership)
    }:
        raise UnableToOpenRound(_("Say for %(who)s for which party and at which level they answer.") % {"who": name})
    place = {"owner_org_id": round_.owner_org_id, "round": round_, "organization_id": organization_id, "name": name}
    found = SurveyRespondent.objects.filter(**place, address="").first()
    if found is not None:
        return found
    listed = SurveyRespondent.objects.create(**place, visibility=Visibility.RESTRICTED, level=level)
    _count(round_)
    return listed


@transaction.atomic
def withdraw(*, respondent: SurveyRespondent, at: dt.datetime) -> None:
    """Take somebody back who should not have been asked: their links end, what they answered is forgotten.

    Raises
    ------
    UnableToOpenRound
        If the round does not run any more: then nobody can be told from the others.

    """
    round_ = respondent.round
    _require_own(round_)
    if not round_.takes_answers(at):
        raise UnableToOpenRound(_("This round has ended; nobody can be taken back."))
    revoke_links_of(purpose=PURPOSE, subject=respondent.pk, at=at)
    forget_answers(respondent)
    respondent.delete()
    _count(round_)
    audit.record("survey.withdrawn", "survey", round_.ref, at=at, partnership=round_.partnership.ref)


@transaction.atomic
def enter_answers(*, respondent: SurveyRespondent, answers: Mapping[str, Given], mode: str, at: dt.datetime) -> None:
    """Keep answers given in an interview or on paper, alone (``separate``) or before both sides (``joint``).

    Raises
    ------
    UnableToAnswer
        If the round does not run any more, or a question or an answer is none of those offered; then none is kept.

    """
    _require_own(respondent.round)
    if mode not in Mode.values:
        raise UnableToAnswer(_("Say whether they answered alone or before both sides."))
    if not respondent.round.takes_answers(at):
        raise RoundIsOver(_("This round has ended; answers can no longer be entered."))
    response = response_for(respondent, mode)
    for item, given in answers.items():
        save_answer(response, respondent.level, item, given, at)


@transaction.atomic
def remind(*, round_: SurveyRound, at: dt.datetime) -> None:
    """Write to those who have not finished, with a fresh link; earlier links hold as well.

    Everybody is given a fresh link, or the list of links would tell who had to be reminded; the other ones go nowhere.

    Raises
    ------
    UnableToRemind
        If the round does not run any more, or the last letter went out less than a day ago.

    """
    _require_own(round_)
    if not round_.takes_answers(at):
        raise UnableToRemind(_("This round has ended; there is nothing to remind of."))
    if round_.reminded_at is not None and at - round_.reminded_at < BETWEEN_REMINDERS:
        raise UnableToRemind(_("The last reminder went out less than a day ago. Wait until tomorrow."))
    everybody = [one for one in respondents_of(round_) if one.address]
    waiting = {one.pk for one in unfinished(round_, everybody)}
    for respondent in everybody:
        letter = _letter(SurveyReminded, round_, respondent, at)
        if respondent.pk in waiting:
            publish(letter)
    SurveyRound.objects.filter(pk=round_.pk).update(reminders=round_.reminders + 1, reminded_at=at)
    audit.record("survey.reminded", "survey", round_.ref, at=at, partnership=round_.partnership.ref)


@transaction.atomic
def close(*, round_: SurveyRound, at: dt.datetime) -> SurveyRound:
    """Close a round: what was answered so far counts, and from now on nothing says who answered what.

    Raises
    ------
    UnableToCloseRound
        If it is closed already.

    """
    _require_own(round_)
    closed = SurveyRound.objects.filter(pk=round_.pk, closed_at=None).update(closed_at=at)
    if not closed:
        raise UnableToCloseRound(_("This round is closed already."))
    round_.refresh_from_db()
    sever(round_)
    publish(SurveyClosed(round_.ref, round_.instrument, round_.partnership_id, _seen_by(round_)))
    audit.record("survey.closed", "survey", round_.ref, at=at, partnership=round_.partnership.ref)
    return round_


def _instrument(name: str) -> tuple[str, str]:
    try:
        found = instrument(name)
    except UnknownInstrument as unknown:
        raise UnableToOpenRound(_("There is no such questionnaire.")) from unknown
    return found.name, found.version


def _refuse_unfit(partnership: Partnership, name: str, closes_at: dt.datetime, at: dt.datetime) -> None:
    if partnership.state == PartnershipState.ENDED:
        raise UnableToOpenRound(_("This partnership has ended."))
    if not at < closes_at <= at + LONGEST:
        raise UnableToOpenRound(_("A round ends on a later day, within three months."))
    if open_round_of(partnership, name) is not None:
        raise UnableToOpenRound(_("A round is open here already. Close it first."))


def _require_own(round_: SurveyRound) -> None:
    """Refuse those who may not, and the partner: a round is led by the organization that opened it."""
    principal = current_principal()
    is_own = round_.owner_org_id == principal.organization_id
    require(principal if is_own else None, "change", "surveys")


def _ask(round_: SurveyRound, respondents: Sequence[Invited], at: dt.datetime) -> None:
    known = {one.address for one in respondents_of(round_) if one.address}
    _refuse_unaskable(respondents, {one.organization_id for one in parties_of(round_.partnership)}, known)
    rows = [
        SurveyRespondent.objects.create(
            owner_org_id=round_.owner_org_id,
            visibility=Visibility.RESTRICTED,
            round=round_,
            organization_id=one.organization_id,
            level=one.level,
            name=one.name.strip(),
            address=one.address.strip().lower(),
            language=one.language,
        )
        for one in respondents
    ]
    _count(round_)
    for row in rows:
        publish(_letter(SurveyInvited, round_, row, at))


def _refuse_unaskable(respondents: Sequence[Invited], parties: Collection[int], known: Collection[str]) -> None:
    if not respondents:
        raise UnableToOpenRound(_("Name at least one person to ask."))
    if len(respondents) + len(known) > MOST_RESPONDENTS:
        raise UnableToOpenRound(_("A round asks at most %(most)s people.") % {"most": MOST_RESPONDENTS})
    seen = Counter(one.address.strip().lower() for one in respondents) + Counter(known)
    for one in respondents:
        address = one.address.strip().lower()
        _refuse_address(address, times=seen[address])
        if one.level not in Level.values:
            raise UnableToOpenRound(_("Say for %(who)s at which level they work.") % {"who": address})
        if one.organization_id not in parties:
            raise UnableToOpenRound(_("Say for %(who)s for which party they answer.") % {"who": address})


def _refuse_address(address: str, *, times: int) -> None:
    try:
        validate_email(address)
    except ValidationError as unfit:
        raise UnableToOpenRound(_("“%(address)s” is no mail address.") % {"address": address}) from unfit
    if times > 1:
        text = _("%(who)s stands here more than once. Everybody answers once, for one party.")
        raise UnableToOpenRound(text % {"who": address})


def _count(round_: SurveyRound) -> None:
    """Keep on the round how many were asked, by organization and level: that much both sides know."""
    found: dict[str, dict[str, int]] = {}
    for one in respondents_of(round_):
        levels = found.setdefault(str(one.organization_id), {})
        levels[one.level] = levels.get(one.level, 0) + 1
    round_.invited = found
    SurveyRound.objects.filter(pk=round_.pk).update(invited=found)


def _plan_after(round_: SurveyRound) -> None:
    """Let the next pulse be due in a quarter, or whenever the partnership's plan says."""
    if round_.instrument != PULSE:
        return
    plan, _created = PulsePlan.objects.get_or_create(
        owner_org_id=round_.owner_org_id, partnership_id=round_.partnership_id
    )
    plan.next_date = months_later(round_.opened_at.date(), plan.months) if plan.months else None
    plan.save(update_fields=["next_date"])


def _letter(
    kind: type[SurveyLetter], round_: SurveyRound, respondent: SurveyRespondent, at: dt.datetime
) -> SurveyLetter:
    _link, secret = make_link(
        purpose=PURPOSE,
        subject=respondent.pk,
        holder=respondent.address,
        expires_at=round_.closes_at + LINKS_OUTLIVE,
        at=at,
    )
    return kind(
        organization_id=round_.owner_org_id,
        round_ref=round_.ref,
        instrument=round_.instrument,
        partnership=round_.partnership.name,
        asked_by=round_.opened_by.name if round_.opened_by else "",
        address=respondent.address,
        name=respondent.name,
        language=respondent.language,
        link=link_address(PURPOSE, secret),
        minutes=instrument(round_.instrument, round_.version).minutes(respondent.level),
        closes_at=round_.closes_at,
    )


def _seen_by(round_: SurveyRound) -> tuple[int, ...]:
    """Return the organizations that see the results, the round's owner first."""
    is_shared = round_.visibility == Visibility.SHARED
    parties = parties_of(round_.partnership) if is_shared else ()
    others = (one.organization_id for one in parties if one.state == PartyState.ACTIVE)
    return tuple(dict.fromkeys((round_.owner_org_id, *others)))
