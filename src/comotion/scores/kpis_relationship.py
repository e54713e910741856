"""Operational and relationship KPIs from meetings and the pulse (specification 05 c2, 10 c1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from comotion.methods.kernel.likert import Answer
from comotion.methods.momentum.rhythm import TIERS
from comotion.methods.scorecard.pulse import (
    TRUST_ITEMS,
    Pulse,
    PulseAnswers,
    PulseKpis,
    partner_satisfaction,
    pulse_kpis,
)
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.partnerships.facts import SponsorFact
from comotion.partnerships.periods import first_day, last_day, month_of
from comotion.rhythm.facts import MeetingFact
from comotion.scores.derived import Derived, derive, missing
from comotion.scores.explained import Input
from comotion.surveys.facts import SIDES, Respondent, Round

ITEMS = {f"trust_{number}": item for number, item in enumerate(TRUST_ITEMS, start=1)} | {
    item: item for item in TRUST_ITEMS
}
"""The items of the pulse, as files number them and by name."""


def days_allowed(meeting: MeetingFact, settings: MethodSettings) -> float:
    """Return within how many days of its date a review of a tier counts as held (specification 05 c2)."""
    days: float = getattr(settings.rhythm.tolerance_days, meeting.kind)
    return days


def held_in_time(meeting: MeetingFact, settings: MethodSettings) -> bool:
    """Say whether a review was held within the days that its tier allows."""
    if meeting.held_date is None or meeting.scheduled_date is None:
        return False
    return abs((meeting.held_date - meeting.scheduled_date).days) <= days_allowed(meeting, settings)


def cadence_adherence(meetings: Sequence[MeetingFact], month: int, settings: MethodSettings) -> Derived | None:
    """Return held / due reviews of the three tiers in the quarter that ends with the month.

    A review of which nobody wrote down who attended is listed and does not enter.
    """
    start, end = first_day(month - 2), last_day(month)
    due = [
        meeting
        for meeting in meetings
        if meeting.kind in TIERS and meeting.scheduled_date is not None and start <= meeting.scheduled_date <= end
    ]
    if not due:
        return None
    inputs = [_review_input(meeting, in_time=held_in_time(meeting, settings)) for meeting in due]
    return derive("cadence_adherence", inputs, [one.note for one in inputs if one.note])


def _review_input(meeting: MeetingFact, *, in_time: bool) -> Input:
    unknown = in_time and meeting.both_attended is None
    return Input(
        "meeting",
        meeting.kind,
        float(in_time and meeting.both_attended is True),
        source="meetings",
        date=meeting.scheduled_date.isoformat() if meeting.scheduled_date else "",
        note="ATTENDANCE_UNKNOWN" if unknown else "",
        values={"held": meeting.held_date.isoformat() if meeting.held_date else None},
    )


def knows_sponsors(sponsors: Sequence[SponsorFact], meetings: Sequence[MeetingFact]) -> bool:
    """Say whether anything is known of sponsors here; if not, their absence tells nothing."""
    return bool(sponsors) or any(meeting.our_sponsor or meeting.their_sponsor for meeting in meetings)


def executive_engagement(
    sponsors: Sequence[SponsorFact], meetings: Sequence[MeetingFact], month: int, settings: MethodSettings
) -> Derived | None:
    """Return held / due sponsor contacts of the trailing quarter, of the side with less, at most 1."""
    start, end = first_day(month - 2), last_day(month)
    held = [meeting for meeting in meetings if meeting.held_date is not None and meeting.held_date <= end]
    if not held or not knows_sponsors(sponsors, meetings):
        return None
    inputs = [
        Input("due", "sponsor_plan", settings.card.sponsor_contacts_due, side=side, source="plan") for side in SIDES
    ]
    for meeting in held:
        if meeting.held_date is not None and meeting.held_date >= start:
            day = meeting.held_date.isoformat()
            inputs += [
                Input("contact", meeting.kind, 1.0, side=side, source="meetings", date=day)
                for side in SIDES
                if meeting.sponsor_contact(side)
            ]
    return derive("executive_engagement", inputs)


def last_contact(meetings: Sequence[MeetingFact], side: str, day: dt.date) -> dt.date | None:
    """Return when the sponsor of a side last met the other side, up to a day."""
    days = [one.held_date for one in meetings if one.sponsor_contact(side) and one.held_date and one.held_date <= day]
    return max(days, default=None)


@dataclass(frozen=True, slots=True)
class RoundKpis:
    """The last closed round as readings and gaps, never a person's answer.

    Levels are not broken down here, so a side is shown from three answers on.
    """

    closed_date: dt.date
    found: PulseKpis
    satisfaction: float | None
    satisfaction_n: int
    wrong_source: bool
    response: dict[str, float | None]
    shown_n: int | None
    """How many answered on both sides together; None where a side is too small to be counted."""

    def reading(self, name: str, value: float | None, count: int | None = None, *, side: str = "") -> Input:
        """Return one figure of the round as an input."""
        note = "" if value is not None else "SUPPRESSED"
        day = self.closed_date.isoformat()
        return Input("pulse", name, value, side=side, source="pulse", date=day, n=count, note=note)


def last_round(rounds: Sequence[Round], month: int, settings: MethodSettings) -> Round | None:
    """Return the last round closed by the end of a month, None where it is older than two quarters."""
    end = last_day(month)
    closed = [one for one in rounds if one.closed_date <= end]
    if not closed or (month - month_of(closed[-1].closed_date)) // 3 > settings.card.max_age_periods:
        return None
    return closed[-1]


def round_kpis(last: Round, settings: MethodSettings) -> RoundKpis:
    """Return what a closed round says."""
    people = tuple(
        PulseAnswers(str(number), one.side, one.level, _items(one), one.satisfaction)
        for number, one in enumerate(last.respondents)
        if one.side in SIDES
    )
    answers = Pulse(SIDES, people)
    asked = [one for one in people if one.side == "theirs" and one.satisfaction is not None]
    try:
        satisfaction, wrong = partner_satisfaction(answers, "ours", settings), False
    except InvalidInput:
        satisfaction, wrong = None, True
    response = {side: _response(last.answered(side), last.invited[side]) for side in SIDES}
    found = pulse_kpis(answers, settings)
    shown = sum(found.answers.values()) if min(found.answers.values()) >= settings.perception.min_group_n else None
    return RoundKpis(last.closed_date, found, satisfaction, len(asked), wrong, response, shown)


def _items(one: Respondent) -> dict[str, Answer]:
    return {ITEMS[item]: value for item, value in one.trust.items() if item in ITEMS}


def _response(answered: int, invited: int | None) -> float | None:
    return min(1.0, answered / invited) if invited else None


def partner_satisfaction_10(found: RoundKpis) -> Derived:
    """Return the mean of the partner's answers; our own staff's are no answer of the partner."""
    count = found.satisfaction_n if found.satisfaction is not None else None
    one = found.reading("satisfaction", found.satisfaction, count, side="theirs")
    if found.satisfaction is None:
        return missing("WRONG_SOURCE" if found.wrong_source else "SUPPRESSED", [one])
    return derive("partner_satisfaction_10", [one])


def trust_survey(found: RoundKpis) -> Derived:
    """Return trust, sides, levels and items balanced, with three answers of a side."""
    trust = found.found.trust_survey
    inputs = [found.reading(part.name, part.value, found.shown_n) for part in trust.parts if trust.value is not None]
    if trust.value is None:
        return missing("SUPPRESSED", [found.reading("trust", None)])
    return derive("trust_survey", inputs)


def perception_gap(found: RoundKpis) -> Derived:
    """Return the larger gap between the sides of trust and of satisfaction times ten."""
    trust, satisfaction = found.found.trust_gap, found.found.satisfaction_gap
    inputs = [
        found.reading("trust_gap", None if trust is None else abs(trust), found.shown_n),
        found.reading("satisfaction_gap", None if satisfaction is None else 10.0 * abs(satisfaction), found.shown_n),
    ]
    derived = derive("perception_gap", inputs)
    return derived if derived.raw is not None else missing("SUPPRESSED", inputs)
