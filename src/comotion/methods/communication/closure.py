"""Feed-forward closure (specification 03 c5): does what is learnt below get an answer from above."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from comotion.methods.checks import unique
from comotion.methods.configuration.restart import Communication
from comotion.methods.momentum.kept import Window
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import TierOfReview

Disposition = Literal["accepted", "rejected", "deferred"]
Break = Literal["not_on_agenda", "no_disposition", "not_reported_back", "late"]


@dataclass(frozen=True, slots=True)
class Insight:
    """Something learnt in one tier that the next must consider: when raised, on its agenda, decided, reported back."""

    id: str
    from_tier: TierOfReview
    to_tier: TierOfReview
    raised_at: datetime
    on_agenda_at: datetime | None = None
    disposition: Disposition | None = None
    reported_back_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a road that does not lead to the next tier, and steps before it was raised."""
        if (self.from_tier, self.to_tier) not in {("wts", "mbr"), ("mbr", "qsr")}:
            raise InvalidInput("UNKNOWN_ENUM", f"{self.id}.to_tier", f"{self.from_tier} does not feed {self.to_tier}.")
        for name, at in (("on_agenda_at", self.on_agenda_at), ("reported_back_at", self.reported_back_at)):
            if at is not None and at < self.raised_at:
                raise InvalidInput("DATE_ORDER", f"{self.id}.{name}", "It lies before the insight was raised.")

    def due_at(self, rules: Communication) -> datetime:
        """Return when its closure window ends."""
        days = rules.wts_closure_days if self.from_tier == "wts" else rules.mbr_closure_days
        return self.raised_at + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class InsightLog:
    """Insights as of a time; with ``since`` only those count whose closure window ended from then on."""

    insights: tuple[Insight, ...]
    as_of: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """Which insights are mature, closed or pending, where the others broke, and the rate (None below three mature)."""

    feed_forward_closure_rate: float | None
    mature: tuple[str, ...]
    closed: tuple[str, ...]
    pending: tuple[str, ...]
    broke: dict[str, Break]
    config_hash: str

    def open_findings(self) -> tuple[str, ...]:
        """Return where insights broke, as ``code:insight``."""
        return tuple(sorted(f"{where}:{insight}" for insight, where in self.broke.items()))


_INSIGHT = {"id": "i1", "from_tier": "wts", "to_tier": "mbr", "raised_at": "2025-01-06T09:00:00"}


@method(
    name="communication.closure",
    version="1",
    example={"insights": [{**_INSIGHT, "on_agenda_at": "2025-01-20T09:00:00"}], "as_of": "2025-03-31T00:00:00"},
)
def closure(log: InsightLog, settings: MethodSettings) -> Closure:
    """Say how many insights got an answer in time.

    Asks: do those who raise something hear what became of it? Formula: ``closed / mature``; an insight is mature when
    its closure window (45 days from WTS to MBR, 120 from MBR to QSR) has ended, and closed when within it it reached
    the higher agenda, got a disposition and was reported back.

    Sure: A rate needs three mature insights; with few, each one moves it by many points, so their number is always
    shown.

    Parameters
    ----------
    log : insights with their steps, and as of when
    settings : closure windows in days, and the mature insights a rate needs (3)

    Raises
    ------
    InvalidInput
        ``DATE_ORDER``, ``DUPLICATE_ID``, ``UNKNOWN_ENUM`` for a road between tiers that is none.

    Notes
    -----
    Source: specification 03 c5, after the first article. A rejected insight with an answer is closed. What happened
    after ``as_of`` is not known yet.

    """
    unique((one.id for one in log.insights), "insights")
    rules = settings.communication
    known = (_as_known(one, log.as_of) for one in log.insights if one.raised_at <= log.as_of)
    ordered = sorted(known, key=lambda one: one.id)
    mature = [one for one in ordered if _is_mature(one, log, rules)]
    broke = {one.id: where for one in mature if (where := _break(one, rules)) is not None}
    closed = tuple(one.id for one in mature if one.id not in broke)
    enough = bool(mature) and len(mature) >= settings.momentum.feed_forward.minimum
    return Closure(
        len(closed) / len(mature) if enough else None,
        tuple(one.id for one in mature),
        closed,
        tuple(one.id for one in ordered if log.as_of < one.due_at(rules)),
        broke,
        settings.config_hash,
    )


def matured(insights: Sequence[Insight], window: Window, settings: MethodSettings) -> tuple[int, int]:
    """Return how many insights have a closure window that ends in a window of time, and how many of them closed."""
    rules = settings.communication
    mature = [one for one in insights if window.holds(one.due_at(rules))]
    return len(mature), sum(_break(one, rules) is None for one in mature)


def _as_known(insight: Insight, as_of: datetime) -> Insight:
    """Return the insight without what happened after ``as_of``."""
    steps = (insight.on_agenda_at, insight.reported_back_at)
    on_agenda, reported = (None if at is None or at > as_of else at for at in steps)
    return replace(insight, on_agenda_at=on_agenda, reported_back_at=reported)


def _is_mature(insight: Insight, log: InsightLog, rules: Communication) -> bool:
    due = insight.due_at(rules)
    return due <= log.as_of and (log.since is None or due >= log.since)


def _break(insight: Insight, rules: Communication) -> Break | None:
    """Return where a mature insight broke; None where it was closed in time."""
    if insight.on_agenda_at is None:
        return "not_on_agenda"
    if insight.disposition is None:
        return "no_disposition"
    if insight.reported_back_at is None:
        return "not_reported_back"
    late = max(insight.on_agenda_at, insight.reported_back_at) > insight.due_at(rules)
    return "late" if late else None
