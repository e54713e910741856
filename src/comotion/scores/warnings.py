"""Early warnings replayed over a partnership's months: opened, kept, cleared, and never doubled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comotion.methods.scorecard.warnings import (
    Finding,
    SideAnswers,
    SponsorSide,
    WarningInputs,
    WarningState,
    advance_warnings,
    early_warnings,
    rhythm_slip,
    sponsor_gone,
)
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES
from comotion.partnerships.facts import SponsorFact
from comotion.partnerships.periods import first_day, last_day
from comotion.rhythm.facts import MeetingFact
from comotion.scores.history import History
from comotion.scores.kpis_relationship import days_allowed, held_in_time, knows_sponsors, last_contact
from comotion.surveys.facts import SIDES

QUARTER = 3


@dataclass(frozen=True, slots=True)
class Episode:
    """One warning from the day it opened to the day it cleared, as it is stored."""

    code: str
    severity: str
    opened_date: dt.date
    last_fired_date: dt.date
    false_periods: int
    cleared_date: dt.date | None
    readings: dict[str, Any]

    @classmethod
    def of(cls, state: WarningState) -> Episode:
        """Return the episode of a state; notes go with the readings."""
        readings: dict[str, Any] = dict(state.readings)
        if state.notes:
            readings["notes"] = list(state.notes)
        cleared = state.cleared_on if state.state == "clear" else None
        return cls(
            state.code, state.severity, state.opened_on, state.last_fired_on, state.false_periods, cleared, readings
        )


@dataclass(frozen=True, slots=True)
class Check:
    """One look at the warnings; a partial one, in the middle of a month, can open but neither clears nor counts."""

    day: dt.date
    month: int
    is_partial: bool


def replay(
    history: History, before: Sequence[WarningState], settings: MethodSettings, *, first: int, as_of: dt.date
) -> tuple[Episode, ...]:
    """Return every episode of the months from ``first`` on, after the states that stood before them.

    Warnings that depend on a day (sponsors, missed reviews) open on that day, whenever they are computed.
    """
    states = tuple(before)
    episodes: dict[tuple[str, dt.date], WarningState] = {}
    for check in checks(history, settings, first=first, as_of=as_of):
        found = _findings(history, check, settings)
        states = advance_warnings(states, found, check.day, period=check.month, settings=settings)
        episodes |= {(state.code, state.opened_on): state for state in states}
    return tuple(Episode.of(episodes[key]) for key in sorted(episodes))


def checks(history: History, settings: MethodSettings, *, first: int, as_of: dt.date) -> list[Check]:
    """Return the days to look: each month's end, days on which a term runs out, and ``as_of``."""
    last = history.months[-1].month
    begin = max(first, history.months[0].month)
    ends = [Check(last_day(month), month, is_partial=False) for month in range(begin, last + 1)]
    start = first_day(begin) - dt.timedelta(days=1)
    terms = {day for day in _terms(history, settings) if start < day < as_of} - {check.day for check in ends}
    if as_of > last_day(last):
        terms.add(as_of)
    partial = [Check(day, day.year * 12 + day.month - 1, is_partial=True) for day in terms]
    return sorted((*ends, *partial), key=lambda check: check.day)


def _terms(history: History, settings: MethodSettings) -> Iterable[dt.date]:
    """Return the days on which a sponsor's silence or a review's delay becomes too long."""
    facts = history.records
    silence = dt.timedelta(days=settings.warnings.sponsor_days)
    for sponsor in facts.partnership.sponsors:
        if sponsor.until_date is not None:
            yield sponsor.until_date
    yield contacts_since(history, started(history)) + silence
    for meeting in facts.meetings:
        if meeting.held_date is not None and (meeting.our_sponsor or meeting.their_sponsor):
            yield meeting.held_date + silence
        if meeting.kind in ("mbr", "qsr") and meeting.scheduled_date is not None:
            yield _deadline(meeting, meeting.scheduled_date, settings)


def _deadline(meeting: MeetingFact, scheduled: dt.date, settings: MethodSettings) -> dt.date:
    """Return the first day on which a review that was not held is too late."""
    return scheduled + dt.timedelta(days=int(days_allowed(meeting, settings)) + 1)


def started(history: History) -> dt.date:
    """Return when the partnership started; the first record where that is unknown."""
    return history.records.partnership.started_date or history.since or last_day(history.months[-1].month)


def contacts_since(history: History, day: dt.date) -> dt.date:
    """Return from when silence between sponsors counts: the start, but not before anybody wrote meetings down.

    Where no meeting is known at all, nothing can be said of contacts: silence then begins on ``day``.
    """
    known = [one.held_date or one.scheduled_date for one in history.records.meetings]
    first = min((found for found in known if found is not None), default=day)
    return max(first, started(history))


def _findings(history: History, check: Check, settings: MethodSettings) -> list[Finding]:
    if not check.is_partial:
        return list(early_warnings(_inputs(history, check, settings), settings))
    mbrs, qsrs = (reviews(history, kind, check.day, settings) for kind in ("mbr", "qsr"))
    dated = (
        sponsor_gone(sponsor_sides(history, check.day), contacts_since(history, check.day), check.day, settings),
        rhythm_slip(mbrs, qsrs, settings),
    )
    return [found for found in dated if found.state == "fires"]


def _inputs(history: History, check: Check, settings: MethodSettings) -> WarningInputs:
    month = check.month
    now = history.at(month)
    assert now is not None
    found, card = now
    before = history.at(month - 1)
    inputs = WarningInputs(
        as_of=check.day,
        period=month,
        room_started=contacts_since(history, check.day),
        categories={name: history.category(name, month)[-5:] for name in CATEGORIES},
        coverage=card.card.coverage,
        coverage_before=before[1].card.coverage if before else None,
        mbrs_held=reviews(history, "mbr", check.day, settings),
        qsrs_held=reviews(history, "qsr", check.day, settings),
        sponsors=sponsor_sides(history, check.day),
        fairness=tuple(_fairness(history, month - QUARTER * back) for back in (2, 1, 0)),
        horizon_classes=tuple(
            earlier[0].horizon.horizon_class if earlier and earlier[0].horizon else None
            for earlier in (history.at(month - QUARTER), now)
        ),
    )
    return inputs if found.pulse is None else _with_pulse(inputs, history, month)


def _with_pulse(inputs: WarningInputs, history: History, month: int) -> WarningInputs:
    now = history.at(month)
    pulse = now[0].pulse if now else None
    assert pulse is not None
    smallest = min(pulse.found.answers.values())
    return replace(
        inputs,
        response=pulse.response,
        trust=SideAnswers(pulse.found.trust_gap, smallest),
        satisfaction=SideAnswers(pulse.found.satisfaction_gap, smallest),
    )


def _fairness(history: History, month: int) -> float | None:
    earlier = history.at(month)
    derived = earlier[0].kpis.get("fairness_index") if earlier else None
    return derived.raw if derived else None


def reviews(history: History, kind: str, day: dt.date, settings: MethodSettings) -> tuple[bool, ...]:
    """Return, for each review of a kind that was due by a day, whether it was held, in order of their dates."""
    due = [one for one in history.records.meetings if one.kind == kind and one.scheduled_date is not None]
    held: list[bool] = []
    for meeting in due:
        was_held = held_in_time(meeting, settings) and meeting.both_attended is not False
        if was_held and meeting.held_date is not None and meeting.held_date <= day:
            held.append(True)
        elif meeting.scheduled_date is not None and _deadline(meeting, meeting.scheduled_date, settings) <= day:
            held.append(False)
    return tuple(held)


def sponsor_sides(history: History, day: dt.date) -> tuple[SponsorSide, ...]:
    """Return the sides' sponsors on a day; nothing where nobody ever named one or saw one."""
    facts = history.records
    sponsors = facts.partnership.sponsors
    if not knows_sponsors(sponsors, facts.meetings):
        return ()
    return tuple(
        SponsorSide(side, _has_sponsor(sponsors, facts.meetings, side, day), last_contact(facts.meetings, side, day))
        for side in SIDES
    )


def _has_sponsor(sponsors: Sequence[SponsorFact], meetings: Sequence[MeetingFact], side: str, day: dt.date) -> bool:
    """Say whether a side has a sponsor on a day: one that is named, else one that was seen."""
    named = [sponsor for sponsor in sponsors if sponsor.side == side]
    if named:
        return any(sponsor.serves(day) for sponsor in named)
    return last_contact(meetings, side, day) is not None


def state_of(episode: Episode, until: dt.date) -> WarningState:
    """Return how a stored warning stood before a day: open, with what fired it."""
    readings = {name: value for name, value in episode.readings.items() if name != "notes"}
    return WarningState(
        code=episode.code,  # type: ignore[arg-type]
        state="open",
        severity=episode.severity,  # type: ignore[arg-type]
        opened_on=episode.opened_date,
        last_fired_on=min(episode.last_fired_date, until),
        readings=readings,
        notes=tuple(episode.readings.get("notes", ())),
    )
