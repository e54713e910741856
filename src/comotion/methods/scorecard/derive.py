"""KPIs that records give (specification 10 c1): one meaning each, wherever the name stands.

Each function returns a raw reading in the unit of its KPI, or None where its denominator is 0 or below its minimum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from comotion.methods.checks import not_negative, unique
from comotion.methods.kernel.survival import median_time
from comotion.methods.momentum.kept import Commitment, Decision, Window, decision_days, kept_counts, kept_rate
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LeadHandover:
    """A lead handed from one side to the other, and when the receiving side first contacted it."""

    lead: str
    handed_over_at: datetime
    first_contact_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a contact before the handover."""
        if self.first_contact_at is not None and self.first_contact_at < self.handed_over_at:
            raise InvalidInput("DATE_ORDER", f"{self.lead}.first_contact_at", "The contact precedes the handover.")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A roadmap milestone: due on a date, done on a date or not yet."""

    id: str
    due: date
    done_at: date | None = None


@dataclass(frozen=True, slots=True)
class SponsorContact:
    """A meeting or talk of a side's sponsor; it counts where people of another side were present."""

    side: str
    on: date
    kind: Literal["meeting", "talk"]
    other_side_present: bool = True


def revenue_vs_plan(revenue: float | None, plan: float | None) -> float | None:
    """Return revenue of the period / plan for it, agreed before it began; missing without a plan above 0."""
    return _ratio(revenue, plan)


def pipeline_coverage(open_amount: float | None, next_plan: float | None) -> float | None:
    """Return open opportunities that close in the next quarter / plan of that quarter."""
    return _ratio(open_amount, next_plan)


def cost_to_serve_ratio(costs: float | None, revenue: float | None) -> float | None:
    """Return costs of the trailing 12 months / partnership revenue of the same months."""
    return _ratio(costs, revenue)


def revenue_growth_yoy(revenue: float | None, year_before: float | None) -> float | None:
    """Return 100 × (revenue of the period / revenue of the same period a year before − 1), in percent.

    Examples
    --------
    >>> revenue_growth_yoy(150.0, 100.0)
    50.0

    """
    ratio = _ratio(revenue, year_before)
    return None if ratio is None else 100.0 * (ratio - 1.0)


def cadence_adherence(held: int, due: int) -> float | None:
    """Return held / due meetings of all three tiers together, 0–1.

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for negative counts or more held than due.

    """
    if not 0 <= held <= due:
        raise InvalidInput("OUT_OF_RANGE", "held", "Held meetings lie between 0 and those due.")
    return held / due if due else None


def _ratio(numerator: float | None, denominator: float | None) -> float | None:
    if numerator is None or denominator is None or denominator <= 0:
        return None
    return numerator / denominator


def roadmap_milestones_met(
    milestones: Sequence[Milestone], start: date, end: date, settings: MethodSettings
) -> float | None:
    """Return milestones due in start ≤ t < end and done by their date / those due, with at least three due.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``.

    """
    unique((milestone.id for milestone in milestones), "milestones")
    due = [milestone for milestone in milestones if start <= milestone.due < end]
    if len(due) < max(settings.card.min_milestones, 1):
        return None
    return sum(milestone.done_at is not None and milestone.done_at <= milestone.due for milestone in due) / len(due)


def commitments_kept(commitments: Sequence[Commitment], window: Window, settings: MethodSettings) -> float | None:
    """Return the kept rate of the Momentum Index, 0–1, with at least five commitments due.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``.

    """
    return kept_rate(kept_counts(commitments, window, settings.momentum), settings.momentum)


def decision_latency_days(decisions: Sequence[Decision], window: Window, settings: MethodSettings) -> float | None:
    """Return the Kaplan–Meier median of days from raised to decided, with at least three decisions.

    Where the median is not reached, the longest observed duration stands in as a lower bound.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``.

    """
    days = decision_days(decisions, window)
    if days.n < settings.momentum.decision_latency.minimum:
        return None
    return median_time(days.closed, days.open).lower_bound


def lead_response_hours(leads: Sequence[LeadHandover], window: Window, settings: MethodSettings) -> float | None:
    """Return the Kaplan–Meier median of hours from handover to first contact, with at least five leads.

    Leads handed over in the window count; one without contact by its end is censored there. Where the median is not
    reached, the longest observed duration stands in as a lower bound.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``.

    """
    unique((lead.lead for lead in leads), "leads")
    closed: list[float] = []
    waiting: list[float] = []
    for lead in leads:
        if not window.holds(lead.handed_over_at):
            continue
        if lead.first_contact_at is not None and lead.first_contact_at < window.end:
            closed.append((lead.first_contact_at - lead.handed_over_at) / _HOUR)
        else:
            waiting.append((window.end - lead.handed_over_at) / _HOUR)
    if len(closed) + len(waiting) < max(settings.card.min_leads, 1):
        return None
    return median_time(closed, waiting).lower_bound


def sponsor_contacts(
    contacts: Sequence[SponsorContact], sides: Sequence[str], start: date, end: date
) -> dict[str, int]:
    """Return how many contacts with another side each side's sponsor had in start ≤ t < end."""
    return {
        side: sum(
            contact.side == side and contact.other_side_present and start <= contact.on < end for contact in contacts
        )
        for side in sides
    }


def executive_engagement(held: Mapping[str, float], due: float | None, settings: MethodSettings) -> float | None:
    """Return ``min(1, held / due)`` sponsor contacts of the trailing quarter, of the side with less.

    Parameters
    ----------
    held : contacts per side
    due : contacts due per quarter by the sponsor plan; the default of the settings where None
    settings : contacts due where there is no plan

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for negative counts.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> executive_engagement({"a": 2, "b": 1}, None, default_settings())
    0.5

    """
    wanted = settings.card.sponsor_contacts_due if due is None else due
    for count in (*held.values(), wanted):
        not_negative(count, "sponsor_contacts")
    return min(1.0, min(held.values()) / wanted) if held and wanted else None
