"""Signal-to-response lag (specification 03 c6): how long until both sides decide on what one of them saw."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from comotion.methods.checks import unique
from comotion.methods.configuration.restart import Communication
from comotion.methods.kernel.survival import Durations, MedianTime, median_time
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import Level

Stage = Literal["observed_to_escalated", "escalated_to_agenda", "agenda_to_decided", "decided_to_started"]
STAGES: tuple[Stage, ...] = get_args(Stage)
LOWER_BOUND = "LAG_LOWER_BOUND"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Signal:
    """A change outside, and when it was seen, escalated, put on an agenda, decided on and acted on.

    A decision to do nothing (``outcome`` ``no_action``) is a response too, and nothing starts after it.
    """

    id: str
    observed_at: datetime
    escalated_at: datetime | None = None
    on_agenda_at: datetime | None = None
    decided_at: datetime | None = None
    started_at: datetime | None = None
    source_level: Level | None = None
    outcome: Literal["action", "no_action"] | None = None

    def __post_init__(self) -> None:
        """Refuse steps out of order; a step may be missing."""
        present = [at for at in self.steps() if at is not None]
        if any(later < earlier for earlier, later in itertools.pairwise(present)):
            raise InvalidInput("DATE_ORDER", self.id, "The steps of a signal follow each other.")

    def steps(self) -> tuple[datetime | None, ...]:
        """Return the five times in order."""
        return self.observed_at, self.escalated_at, self.on_agenda_at, self.decided_at, self.started_at


@dataclass(frozen=True, slots=True)
class SignalLog:
    """Signals as of a time; with ``since`` only those count that were decided from then on, or are open."""

    signals: tuple[Signal, ...]
    as_of: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lag:
    """Median days from first sight to decision, its friction 0–100, and the stage that takes longest.

    Where the median is not reached the longest observed duration stands in, marked ``LAG_LOWER_BOUND``.
    """

    lag_days: float | None
    lag_friction: float | None
    lower_bound: bool
    signals: int
    open_signals: int
    stages: dict[Stage, float | None]
    bottleneck: Stage | None
    notes: tuple[str, ...]
    config_hash: str


def lag_friction(days: float, settings: MethodSettings) -> float:
    """Return ``100 × clamp((days − 7) / (42 − 7), 0, 1)``.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> lag_friction(24.5, default_settings())
    50.0

    """
    rules: Communication = settings.communication
    share = (days - rules.lag_from_days) / (rules.lag_to_days - rules.lag_from_days)
    return 100.0 * min(1.0, max(0.0, share))


def stage_days(signal: Signal) -> dict[Stage, float | None]:
    """Return the days of each stage; None where one of its ends is missing."""
    return {
        stage: None if start is None or end is None else (end - start) / _DAY
        for stage, (start, end) in zip(STAGES, itertools.pairwise(signal.steps()), strict=True)
    }


@method(
    name="communication.lag",
    version="1",
    example={
        "signals": [
            {"id": "s1", "observed_at": "2025-01-06T00:00:00", "decided_at": "2025-02-17T00:00:00"},
            {"id": "s2", "observed_at": "2025-02-03T00:00:00"},
        ],
        "as_of": "2025-03-31T00:00:00",
    },
)
def signal_lag(log: SignalLog, settings: MethodSettings) -> Lag:
    """Measure how long a signal waits for a joint decision.

    Asks: how fast do we answer the market together, and where does it wait? Formula: Kaplan–Meier median of
    ``decided_at − observed_at``, open signals censored at their age; likewise each stage, where a signal that stands in
    it is open; the longest stage is the bottleneck. Friction: ``100 × clamp((lag − 7) / 35, 0, 1)``.

    Sure: Open signals count, so the median is not flattered by what was never answered; where it is not reached, the
    figure is a lower bound and marked. Few signals make it jump.

    Parameters
    ----------
    log : signals with the times of their steps, and as of when
    settings : days without friction (7) and with full friction (42)

    Raises
    ------
    InvalidInput
        ``DATE_ORDER`` for steps out of order, ``DUPLICATE_ID``.

    Notes
    -----
    Source: specification 03 c6: 42 days after the first article, 7 our inference. Ties between stages go to the earlier
    one. A stage over a missing step is missing.

    """
    unique((one.id for one in log.signals), "signals")
    known = [_as_known(one, log.as_of) for one in log.signals if one.observed_at < log.as_of]
    counting = [one for one in known if log.since is None or one.decided_at is None or one.decided_at >= log.since]
    time = _median([_whole(one, log.as_of) for one in counting])
    stages = {stage: _median([_staged(one, at, log.as_of) for one in counting]) for at, stage in enumerate(STAGES)}
    days = time.lower_bound
    bound = days is not None and time.median is None
    longest = {stage: found.lower_bound or 0.0 for stage, found in stages.items()}
    slowest = max(STAGES, key=lambda stage: longest[stage])
    return Lag(
        days,
        None if days is None else lag_friction(days, settings),
        bound,
        time.n_closed + time.n_open,
        time.n_open,
        {stage: found.lower_bound for stage, found in stages.items()},
        slowest if longest[slowest] else None,
        (LOWER_BOUND,) if bound else (),
        settings.config_hash,
    )


def _as_known(signal: Signal, as_of: datetime) -> Signal:
    """Return the signal without what happened after ``as_of``."""
    escalated, on_agenda, decided, started = (None if at is None or at >= as_of else at for at in signal.steps()[1:])
    return replace(signal, escalated_at=escalated, on_agenda_at=on_agenda, decided_at=decided, started_at=started)


Span = tuple[float, bool] | None
"""Days, and whether they are over; None where the stage does not apply."""


def _whole(signal: Signal, as_of: datetime) -> Span:
    return _span(signal.observed_at, signal.decided_at, as_of)


def _staged(signal: Signal, at: int, as_of: datetime) -> Span:
    start, *later = signal.steps()[at:]
    if start is None:
        return None
    if later[0] is None and (any(later) or (at == 3 and signal.outcome == "no_action")):
        return None
    return _span(start, later[0], as_of)


def _span(start: datetime, end: datetime | None, as_of: datetime) -> Span:
    return ((end or as_of) - start) / _DAY, end is not None


def _median(spans: Sequence[Span]) -> MedianTime:
    given = [span for span in spans if span is not None]
    durations = Durations(tuple(days for days, over in given if over), tuple(days for days, over in given if not over))
    return median_time(durations.closed, durations.open)
