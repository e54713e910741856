"""The strategy document (specification 07 b): what partnerships are for, what is needed and what is offered."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from comotion.methods.checks import not_negative, within

Area = Literal["technical", "marketing", "sales"]


@dataclass(frozen=True, slots=True)
class Objective:
    """A business objective that partnerships should serve, and the company goal it is linked to, in words."""

    id: str
    statement: str
    owner: str | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    start: date | None = None
    due: date | None = None
    company_goal: str = ""


@dataclass(frozen=True, slots=True)
class CapabilityNeed:
    """A capability that is needed from others: for which objective, in which area, and why not built or bought."""

    objective: str
    area: Area | None = None
    why_not_own: str = ""


@dataclass(frozen=True, slots=True)
class UniqueOffer:
    """What is offered, and the evidence that others cannot: a customer, an asset, a figure."""

    offer: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class SuccessMetric:
    """A metric of an objective: unit, baseline, target and date."""

    objective: str
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A named person with a share of time 0–1."""

    person: str
    share_of_time: float

    def __post_init__(self) -> None:
        """Refuse shares outside 0–1."""
        within(self.share_of_time, 0.0, 1.0, "share_of_time")


@dataclass(frozen=True, slots=True)
class ResourceCommitment:
    """People and money until a date, and who of their managers agreed; an amount of 0 is an answer."""

    people: tuple[NamedTime, ...] = ()
    amount: float | None = None
    currency: str | None = None
    until: date | None = None
    agreed_by_manager: str | None = None

    def __post_init__(self) -> None:
        """Refuse negative amounts."""
        if self.amount is not None:
            not_negative(self.amount, "amount")


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk with probability and impact 1–5 each, its response and its owner."""

    what: str
    probability: float | None = None
    impact: float | None = None
    response: str = ""
    owner: str | None = None

    def __post_init__(self) -> None:
        """Refuse grades outside 1–5."""
        for grade in (self.probability, self.impact):
            if grade is not None:
                within(grade, 1.0, 5.0, self.what)

    @property
    def weight(self) -> float | None:
        """Return probability × impact, None where one is missing."""
        return None if self.probability is None or self.impact is None else self.probability * self.impact


@dataclass(frozen=True, slots=True)
class StrategyDocument:
    """What the workshop wrote down; what was never entered is missing."""

    objectives: tuple[Objective, ...] = ()
    capability_needs: tuple[CapabilityNeed, ...] = ()
    unique_offers: tuple[UniqueOffer, ...] = ()
    success_metrics: tuple[SuccessMetric, ...] = ()
    resource_commitments: tuple[ResourceCommitment, ...] = ()
    risks: tuple[Risk, ...] = ()
    decision_owners: tuple[str, ...] = ()
    review_date: date | None = None
    approved_at: date | None = None
