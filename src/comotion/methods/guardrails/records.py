"""From records to facts (specification 09 b and c4): meetings, rituals, commitments, tools, choices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from comotion.methods.checks import known
from comotion.methods.choice.recommend import Recommendation
from comotion.methods.guardrails.facts import GuardrailFacts
from comotion.methods.momentum.plan import months_later
from comotion.methods.momentum.tools import ToolInputs, ToolRollout, tools_before_process
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES, Category


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that was held: its kind, the day, whether both sides attended, and its minutes of planning."""

    kind: Literal["wts", "mbr", "qsr", "joint_planning", "stand_up"]
    held_on: date
    both_sides: bool
    planning_minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class HeldRitual:
    """A ritual that was held; a public win is neither an informal touchpoint nor a session in person."""

    kind: Literal["coffee_roulette", "in_person", "friday_win", "other"]
    held_on: date


@dataclass(frozen=True, slots=True)
class KeptPromise:
    """A commitment that was done, with the day it was due."""

    due_on: date
    done_on: date


@dataclass(frozen=True, slots=True)
class GuardrailRecords:
    """The dated records of one partnership; None where a kind of record is not kept at all.

    Parameters
    ----------
    as_of : the day of the check
    started_on : first day of the partnership
    kpis_with_readings : ids of the KPIs that have readings
    meetings, rituals, commitments, tools : what was held, kept and went live
    agreement_signed_on, how_agreement_signed_on, first_mbr_on : the first dates of the system
    goals_linked : objectives of the own strategy that are linked

    """

    as_of: date
    started_on: date | None = None
    kpis_with_readings: tuple[str, ...] | None = None
    meetings: tuple[HeldMeeting, ...] | None = None
    rituals: tuple[HeldRitual, ...] | None = None
    commitments: tuple[KeptPromise, ...] | None = None
    tools: tuple[ToolRollout, ...] | None = None
    agreement_signed_on: date | None = None
    how_agreement_signed_on: date | None = None
    first_mbr_on: date | None = None
    goals_linked: tuple[str, ...] | None = field(default=None)


def categories_used(kpis: Iterable[str], settings: MethodSettings) -> tuple[Category, ...]:
    """Return the categories of KPIs that have readings, in the order of the vocabulary.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a KPI that the settings do not define.

    """
    category = {kpi.id: kpi.category for kpi in settings.card.kpis}
    used = set()
    for kpi in kpis:
        known(kpi, category, "kpis_with_readings")
        used.add(category[kpi])
    return tuple(name for name in CATEGORIES if name in used)


def months_between(start: date, end: date) -> float:
    """Return the calendar months from one day to another, with the share of the month that has begun.

    Raises
    ------
    InvalidInput
        ``DATE_ORDER`` where the end precedes the start.

    Examples
    --------
    >>> months_between(date(2024, 6, 1), date(2025, 6, 1)), months_between(date(2025, 4, 1), date(2025, 4, 16))
    (12.0, 0.5)

    """
    if end < start:
        raise InvalidInput("DATE_ORDER", "start", f"{start} lies after {end}.")
    months = (end.year - start.year) * 12 + end.month - start.month
    months -= months_later(start, months) > end
    since = months_later(start, months)
    return months + (end - since) / (months_later(start, months + 1) - since)


def planning_sessions(meetings: Sequence[HeldMeeting], as_of: date, settings: MethodSettings) -> int:
    """Count joint planning sessions of the last six months.

    One is a meeting of kind ``joint_planning``, or a quarterly review with at least 30 minutes of planning, that both
    sides attended.
    """
    rules = settings.guardrails
    start = months_later(as_of, -rules.planning_window_months)
    return sum(start <= meeting.held_on < as_of and _planned(meeting, rules.planning_minutes) for meeting in meetings)


def _planned(meeting: HeldMeeting, minutes: float) -> bool:
    long_enough = meeting.kind == "qsr" and meeting.planning_minutes >= minutes
    return meeting.both_sides and (meeting.kind == "joint_planning" or long_enough)


def human_contacts(rituals: Sequence[HeldRitual], as_of: date, settings: MethodSettings) -> tuple[int, int]:
    """Return informal touchpoints of the last 30 days, and sessions in person of the last two quarters."""
    rules = settings.guardrails
    month = as_of - timedelta(days=rules.informal_days)
    quarters = months_later(as_of, -3 * rules.in_person_quarters)
    informal = sum(r.kind in {"coffee_roulette", "other"} and month <= r.held_on < as_of for r in rituals)
    return informal, sum(r.kind == "in_person" and quarters <= r.held_on < as_of for r in rituals)


def tool_before_first_cycle(records: GuardrailRecords, settings: MethodSettings) -> bool | None:
    """Say whether a tool went live before one full cycle, as ``momentum.tools`` finds; None where none is recorded."""
    if records.tools is None:
        return None
    cycle = (records.how_agreement_signed_on, records.first_mbr_on)
    return bool(tools_before_process(ToolInputs(records.tools, records.as_of, *cycle), settings).findings)


def fit_of_current(choice: Recommendation, current: str) -> tuple[bool, float | None]:
    """Return whether the option in use is blocked, and its points below the best that is not (None where unrated).

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for an option that the choice does not have.

    """
    known(current, choice.scores, "current")
    free = [
        score.value for name, score in choice.scores.items() if score.value is not None and name not in choice.blocked
    ]
    own = choice.scores[current].value
    behind = None if own is None or not free else max(0.0, max(free) - own)
    return current in choice.blocked, behind


_EXAMPLE = {
    "as_of": "2025-06-01",
    "started_on": "2024-01-15",
    "kpis_with_readings": ["revenue_vs_plan", "trust_survey"],
    "meetings": [{"kind": "qsr", "held_on": "2025-04-08", "both_sides": True, "planning_minutes": 45}],
    "rituals": [{"kind": "coffee_roulette", "held_on": "2025-05-20"}],
    "agreement_signed_on": "2025-02-01",
}


@method(name="guardrails.facts", version="1", example=_EXAMPLE)
def facts_of_records(inputs: GuardrailRecords, settings: MethodSettings) -> GuardrailFacts:
    """Count what guardrails ask for from dated records.

    Asks: what do the records say on this day? Formula: counts over windows start ≤ t < day of the check: planning
    sessions of six months, informal touchpoints of 30 days, sessions in person of two quarters, commitments kept since
    the signature; age in calendar months.

    Sure: Exact for the records; a kind of record that is not kept gives a missing fact and no zero.

    Parameters
    ----------
    inputs : the day of the check and the records; a kind of record that is not kept leaves its facts missing
    settings : windows in days and months, minutes of a planning session

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a KPI, ``DATE_ORDER`` for a partnership or a signature after the day of the check,
        ``DUPLICATE_ID`` for a tool listed twice.

    Notes
    -----
    Source: specification 09 b and c4, with the definition of a planning session of 05 c2.

    """
    today = inputs.as_of
    informal, in_person = human_contacts(inputs.rituals or (), today, settings)
    kept = None if inputs.agreement_signed_on is None else _kept(inputs.commitments, inputs.agreement_signed_on, today)
    used = inputs.kpis_with_readings
    return GuardrailFacts(
        kpi_categories_used=None if used is None else categories_used(used, settings),
        joint_planning_sessions_last_6_months=_sessions(inputs, settings),
        linked_objectives=None if inputs.goals_linked is None else len(inputs.goals_linked),
        tool_live_before_first_cycle=tool_before_first_cycle(inputs, settings),
        informal_touchpoints_last_month=None if inputs.rituals is None else informal,
        in_person_last_two_quarters=None if inputs.rituals is None else in_person,
        days_since_agreement_signed=_days(inputs.agreement_signed_on, today, "agreement_signed_on"),
        how_agreement_signed=inputs.how_agreement_signed_on is not None,
        commitments_kept_since=kept,
        age_months=None if inputs.started_on is None else months_between(inputs.started_on, today),
    )


def _sessions(inputs: GuardrailRecords, settings: MethodSettings) -> int | None:
    return None if inputs.meetings is None else planning_sessions(inputs.meetings, inputs.as_of, settings)


def _kept(commitments: Sequence[KeptPromise] | None, signed: date, today: date) -> int | None:
    if commitments is None:
        return None
    return sum(signed <= promise.done_on < today and promise.done_on <= promise.due_on for promise in commitments)


def _days(since: date | None, today: date, name: str) -> float | None:
    if since is None:
        return None
    if since > today:
        raise InvalidInput("DATE_ORDER", name, f"{since} lies after {today}.")
    return float((today - since).days)


def with_facts(facts: GuardrailFacts, more: Mapping[str, bool | float | tuple[str, ...] | None]) -> GuardrailFacts:
    """Return facts of records completed by figures that other methods compute.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a name that is no fact.

    """
    named = {name: getattr(facts, name) for name in GuardrailFacts.__slots__}
    for name in more:
        known(name, named, "facts")
    return GuardrailFacts(**{**named, **more})
