"""From records to the counts of a period (specification 12 b): who was there, came, went, grew and was active."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from comotion.methods.checks import unique
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class PartnerHistory:
    """One partner over time; ``expanded_on`` are days of a new initiative, a deeper approach or a higher tier."""

    partner: str
    category: str
    joined_on: date
    left_on: date | None = None
    left_by_choice: bool = False
    expanded_on: tuple[date, ...] = ()
    last_activity_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a partner that leaves before it joins."""
        if self.left_on is not None and self.left_on < self.joined_on:
            raise InvalidInput("DATE_ORDER", f"{self.partner}.left_on", "It leaves before it joins.")

    def there(self, on: date) -> bool:
        """Say whether it is a partner at the beginning of a day."""
        return self.joined_on < on and (self.left_on is None or on <= self.left_on)


@dataclass(frozen=True, slots=True)
class EcosystemRecords:
    """The partners and a period, start ≤ t < end."""

    partners: tuple[PartnerHistory, ...]
    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.end <= self.start:
            raise InvalidInput("DATE_ORDER", "end", "The period ends before it starts.")


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """The counts of a period; ``left`` are all, ``left_by_choice`` those that a sunset review ended."""

    active_at_start: int
    joined: int
    left: int
    left_by_choice: int
    expanded: int
    active_partners: int
    partners_end: int
    categories: dict[str, int]


_EXAMPLE = {
    "partners": [
        {"partner": "p1", "category": "consulting", "joined_on": "2024-02-01", "last_activity_on": "2025-03-20"},
        {"partner": "p2", "category": "payments", "joined_on": "2025-02-10", "last_activity_on": "2025-03-01"},
    ],
    "start": "2025-01-01",
    "end": "2025-04-01",
}


@method(name="ecosystem.period", version="1", example=_EXAMPLE)
def period_counts(inputs: EcosystemRecords, settings: MethodSettings) -> PeriodCounts:
    """Count what happened among partners in one period.

    Asks: who was there, who came, went, grew, and was active? Formula: counts over start ≤ t < end; active are partners
    of the end with any activity in the 90 days before it.

    Sure: Exact for the dates that were entered.

    Parameters
    ----------
    inputs : partners with their dates, and the period
    settings : days of activity (90)

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``DATE_ORDER``.

    Notes
    -----
    Source: specification 12 b and c3. Ends that were chosen and losses are counted apart.

    """
    unique((partner.partner for partner in inputs.partners), "partners")
    left = [partner for partner in inputs.partners if partner.left_on is not None and _in(partner.left_on, inputs)]
    staying = [partner for partner in inputs.partners if partner.there(inputs.end)]
    since = inputs.end - timedelta(days=settings.clusters.active_days)
    return PeriodCounts(
        sum(partner.there(inputs.start) for partner in inputs.partners),
        sum(_in(partner.joined_on, inputs) for partner in inputs.partners),
        len(left),
        sum(partner.left_by_choice for partner in left),
        sum(any(_in(day, inputs) for day in partner.expanded_on) for partner in inputs.partners),
        sum(_active(partner, since, inputs.end) for partner in staying),
        len(staying),
        _by_category(staying),
    )


def _in(day: date, period: EcosystemRecords) -> bool:
    return period.start <= day < period.end


def _active(partner: PartnerHistory, since: date, end: date) -> bool:
    return partner.last_activity_on is not None and since <= partner.last_activity_on < end


def _by_category(partners: Iterable[PartnerHistory]) -> dict[str, int]:
    return dict(sorted(Counter(partner.category for partner in partners).items()))
