"""The program as pages, reports and the command line read it: frozen, complete, without a query behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from comotion.scores.explained import Figure, Gap, Input


@dataclass(frozen=True, slots=True)
class WarningMark:
    """An open early warning: its code, how grave it is, whose side, since when, and what fired it."""

    code: str
    severity: str
    side: str
    opened_date: dt.date
    last_fired_date: dt.date
    readings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class PortfolioLine:
    """One partnership in the table of the portfolio; equal only to itself, so that drawings of it can be kept."""

    ref: str
    name: str
    approach: str
    level: str
    owner_name: str
    tier: str
    phase: str
    computed_phase: str
    is_moved: bool
    is_pinned: bool
    as_of: dt.date | None
    scorecard: Figure
    categories: dict[str, Figure]
    dimensions: dict[str, Figure]
    momentum_index: Figure
    momentum_before: float | None
    trend: float | None
    potential: float | None
    health: float | None
    priority: float | None
    coverage: float
    last_review_date: dt.date | None
    next_review_date: dt.date | None
    warnings: tuple[WarningMark, ...]


@dataclass(frozen=True, slots=True)
class PortfolioFilters:
    """What the list is narrowed to; an empty word means any."""

    tier: str = ""
    phase: str = ""
    owner: str = ""
    approach: str = ""
    level: str = ""
    warning: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """One page of the list; ``after`` is the key of the next one, empty at the end; ``total`` counts all that match."""

    lines: tuple[PortfolioLine, ...]
    total: int
    after: str
    sort: str
    filters: PortfolioFilters


@dataclass(frozen=True, slots=True)
class DimensionCount:
    """How many partnerships are good in a dimension, and how many if bounds were taken low or high."""

    good: int
    rated: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class WarningCount:
    """How many partnerships have an open warning of one code, and since when the oldest."""

    code: str
    severity: str
    partnerships: int
    oldest: dt.date


@dataclass(frozen=True, slots=True)
class ScatterPoint:
    """One partnership by financial performance and relationship health."""

    ref: str
    name: str
    financial_performance: float
    relationship_health: float
    status: str
    bounds: tuple[float, float, float, float]
    """Low and high of financial performance, low and high of relationship health."""
    severity: str
    """The gravest open warning's severity, or empty."""


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """A partnership that cannot stand in the scatter, and the categories it has no figure for."""

    ref: str
    name: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PortfolioSummary:
    """The program on one page."""

    as_of: dt.date | None
    computed_at: dt.datetime | None
    partnerships: int
    scored: int
    dimensions: dict[str, DimensionCount]
    good_on_all: int
    good_on_none: int
    weakest_dimension: str
    coverage: float
    phases: dict[str, int]
    slots: dict[str, int]
    tiers: dict[str, int]
    warnings: tuple[WarningCount, ...]
    earning_ahead: int
    """Partnerships whose financial performance lies above their relationship health."""
    divergent: tuple[tuple[str, str, float], ...]
    """Ref, name and gap of those whose financial performance leads by 25 points or more, widest first."""
    concentration: int | None
    """Smallest number of partnerships that make up 80 % of partnership revenue of the last twelve months."""
    concentration_of: int
    """How many partnerships have any such revenue."""
    scatter: tuple[ScatterPoint, ...]
    scatter_of: int
    not_drawn: tuple[NotDrawn, ...]
    not_drawn_of: int
    owners: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    approaches: tuple[str, ...] = ()
    begin_with: tuple[str, ...] = ()
    """The measures that most of the unjudged partnerships lack, the most wanted first."""

    @property
    def placed(self) -> int:
        """Count the partnerships that stand in a phase of the transformation."""
        return sum(number for phase, number in self.phases.items() if phase != "measure_first")

    @property
    def has_dimensions(self) -> bool:
        """Say whether any partnership is rated in any of the four dimensions."""
        return any(counted.rated for counted in self.dimensions.values())


@dataclass(frozen=True, slots=True)
class PhaseCard:
    """One partnership on the board of phases."""

    ref: str
    name: str
    health: float | None
    potential: float | None
    priority: float | None
    coverage: float
    is_moved: bool
    computed_phase: str
    reason: str
    severity: str


@dataclass(frozen=True, slots=True)
class PhaseColumn:
    """One phase of the board, best first; ``total`` counts all, ``cards`` holds as many as were asked for."""

    phase: str
    total: int
    slots: int | None
    cards: tuple[PhaseCard, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the user may not have known, with what it rests on.

    ``code`` is ``OPEN_PIPELINE_NO_MEETING``, ``DEAL_WITHOUT_PARTNER_OWNER``, ``SPONSOR_NOT_SEEN``,
    ``SOURCES_DISAGREE``, ``UNKNOWN_PARTNER_NAMED``, ``DEAL_NAMES_NO_PARTNER`` or ``MEASURE_FIRST``. ``ref`` is empty
    where none is known.
    """

    code: str
    ref: str
    name: str
    count: int
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Findings:
    """The first findings, by code, each list by weight; ``totals`` counts all of a code."""

    today: dt.date
    totals: dict[str, int]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """One month of a partnership's history for the chart."""

    as_of: dt.date
    scorecard: float | None
    coverage: float
    categories: dict[str, float | None]
    momentum_index: float | None


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting, planned or held."""

    kind: str
    scheduled_date: dt.date | None
    held_date: dt.date | None
    days: int | None
    """Days since it was held, or until it is due."""


@dataclass(frozen=True, slots=True)
class DealLine:
    """One deal that names the partner."""

    name: str
    account_name: str
    stage: str
    amount: float | None
    currency: str
    close_date: dt.date | None
    state: str
    """``open``, ``won``, ``lost`` or ``unknown``."""
    role: str
    owner_name: str
    partner_owner_name: str


@dataclass(frozen=True, slots=True)
class HorizonLine:
    """The latest grade of one horizon by one side."""

    horizon: str
    side: str
    grade: int
    evidence: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """What one side gave or got of one kind of value in the last twelve months, by each side's own valuation."""

    side: str
    direction: str
    value_type: str
    entries: int
    confirmed: int
    our_amount: float | None
    their_amount: float | None
    currency: str


@dataclass(frozen=True, slots=True)
class SponsorLine:
    """A sponsor of one side, and the last contact with the other side."""

    side: str
    name: str
    last_contact_date: dt.date | None


@dataclass(frozen=True, slots=True)
class PartnershipBrief:
    """One partnership on one page, with everything its sentence is made from."""

    ref: str
    name: str
    parties: tuple[str, ...]
    state: str
    approach: str
    operating_model: str
    field: str
    started_date: dt.date | None
    owner_name: str
    level: str
    programs: tuple[str, ...]
    """The programs and certifications in which the partner takes part."""
    website: str
    notes: str
    tier: str
    phase: str
    computed_phase: str
    is_moved: bool
    move_reason: str
    effort: float | None
    partner_willing: bool | None
    step: int | None
    next_review_date: dt.date | None
    as_of: dt.date | None
    computed_at: dt.datetime | None
    config_hash: str
    figures: dict[str, Figure]
    trends: dict[str, float | None]
    """Points per month of the last four months: the scorecard and the four categories."""
    warnings: tuple[WarningMark, ...]
    history: tuple[MonthPoint, ...]
    next_meetings: tuple[MeetingLine, ...]
    last_meetings: dict[str, MeetingLine]
    """The last held meeting of each kind."""
    sponsors: tuple[SponsorLine, ...]
    open_deals: tuple[DealLine, ...]
    open_deals_of: int
    won_deals: tuple[DealLine, ...]
    won_deals_of: int
    ledger: tuple[LedgerCell, ...]
    horizons: tuple[HorizonLine, ...]
    horizon_class: str
    missing: tuple[Gap, ...]
    readings: tuple[Input, ...]
    """The inputs of the latest KPIs, newest first."""
    sentence_inputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TotalChange:
    """The total of one partnership before and after a change of settings."""

    ref: str
    name: str
    before: float | None
    after: float | None
    coverage_before: float
    coverage_after: float


@dataclass(frozen=True, slots=True)
class WordChange:
    """A partnership that would change from one word to another: its tier, its phase, or a warning (open or not)."""

    ref: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SettingsPreview:
    """What a draft of the settings would do, computed and not written.

    ``totals`` holds every partnership, widest change first. ``warnings_opened`` and ``warnings_cleared`` name the
    code in ``after`` and ``before``.
    """

    as_of: dt.date
    config_hash_before: str
    config_hash_after: str
    changed_fields: tuple[tuple[str, Any, Any], ...]
    """Path of the field, its value now, its value in the draft."""
    totals: tuple[TotalChange, ...]
    up: int
    down: int
    unchanged: int
    gained: int
    """Totals that would be shown and are not now."""
    lost: int
    """Totals that are shown now and would not be."""
    mean_change: float | None
    tiers: tuple[WordChange, ...]
    phases: tuple[WordChange, ...]
    warnings_opened: tuple[WordChange, ...]
    warnings_cleared: tuple[WordChange, ...]
