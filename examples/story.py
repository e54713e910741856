"""What the stories of the example program are told with: how each partnership behaves, in raw terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Span = tuple[float, float]
"""A behaviour at the beginning and at the end of the two years; in between it moves evenly."""


@dataclass(frozen=True)
class Sales:
    """Deals that name the partner, what was planned, and what the partnership costs, in dollars of a usual month."""

    revenue: int
    growth: float
    plan: int
    open: int
    cost: int
    size: int = 36_000
    sourced: float = 0.7
    crm: str = "salesforce"
    swings: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Operations:
    """What the operations desk notes each month; ``last`` names the month after which a figure stops coming."""

    decision_days: Span
    kept: Span
    lead_hours: Span | None
    last: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Direction:
    """Where the two sides are going: grades over time, goals of each side, themes and how each side sees them."""

    grades: tuple[tuple[str, tuple[int, int, int]], ...]
    goals: tuple[int, int, int]
    views: str
    due: int = 4
    missed: tuple[tuple[str, int], ...] = (("2024-11", 1),)


@dataclass(frozen=True)
class Exchange:
    """What goes over the table in a quarter: our share of what is given and of what is received, and its kinds."""

    given: float
    got: Span
    kinds: tuple[str, ...]
    inputs: tuple[str, ...] = ("operational", "financial")
    volume: int = 60_000


@dataclass(frozen=True)
class Pulse:
    """How people answer: mean of the trust items (1–5) and of satisfaction (0–10), the partner's and our own."""

    their_trust: Span
    their_liking: Span
    our_trust: Span
    our_liking: Span
    phase: int = 0
    levels: tuple[str, ...] = ("management", "operational")
    apart: float = 0.0
    monthly: tuple[tuple[str, tuple[float, float, float, float]], ...] = ()
    thin: str = ""


@dataclass(frozen=True)
class Rhythm:
    """When they meet: weekly or not, which meetings fall out, when the sponsors talk."""

    weekday: int | None = None
    weeks_out: int = 0
    reviews_out: tuple[str, ...] = ()
    day: int = 12
    phase: int = 0
    quarterlies: tuple[str, ...] = ()
    quarterlies_out: tuple[str, ...] = ()
    talks: tuple[str, ...] = ()
    their_sponsor_until: str = "2099-12-31"
    ahead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Story:
    """One partnership of the cast."""

    name: str
    code: str
    field: str
    approach: str
    started: date
    owner: str
    sponsors: tuple[str, str]
    contacts: tuple[str, ...]
    upside: tuple[float, float, float, float]
    effort: int
    willing: bool | None = True
    step: int | None = 3
    level: str = "Silver"
    notes: str = ""
    sales: Sales | None = None
    operations: Operations | None = None
    direction: Direction | None = None
    exchange: Exchange | None = None
    pulse: Pulse | None = None
    rhythm: Rhythm | None = None

    @property
    def domain(self) -> str:
        """Its web domain, which nobody can own."""
        plain = self.name.lower().replace("ü", "ue").replace(" & ", "-").replace(" ", "-")
        return f"{plain}.example"
