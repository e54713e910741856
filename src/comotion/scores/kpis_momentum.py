"""What the Momentum Index counts (specification 05 c3): promises kept, time to decide, insights answered."""

from __future__ import annotations

import datetime as dt

from comotion.methods.communication.closure import matured
from comotion.methods.kernel.survival import median_time
from comotion.methods.momentum.kept import Window, decision_days, kept_counts
from comotion.methods.settings import MethodSettings
from comotion.partnerships.periods import last_day
from comotion.rhythm.work import Work
from comotion.scores.derived import Derived, derive, missing
from comotion.scores.explained import Input

TOO_FEW = "TOO_FEW_RECORDS"
LOWER_BOUND = "LATENCY_LOWER_BOUND"


def window_of(month: int, settings: MethodSettings) -> Window:
    """Return the trailing window that ends with a month."""
    end = dt.datetime.combine(last_day(month) + dt.timedelta(days=1), dt.time(), tzinfo=dt.UTC)
    return Window(end - dt.timedelta(days=settings.momentum.window_days), end)


def commitments_kept(work: Work, month: int, settings: MethodSettings) -> Derived | None:
    """Return the share of the commitments due in the window that were kept, late ones by half, with five due."""
    window = window_of(month, settings)
    counted = [(one, kept_counts((one,), window, settings.momentum)) for one in work.commitments]
    inputs = [
        _input("commitment", one.id, work, counts.on_time + settings.momentum.late_credit * counts.late_within_7_days,
               one.due_at)
        for one, counts in counted if counts.due
    ]  # fmt: skip
    return _share("commitments_kept", inputs, settings.momentum.commitments.minimum)


def decision_latency_days(work: Work, month: int, settings: MethodSettings) -> Derived | None:
    """Return the median days from raised to decided, open questions counted with their age, with three decisions."""
    window = window_of(month, settings)
    inputs: list[Input] = []
    for one in work.decisions:
        days = decision_days((one,), window)
        inputs += [_input("decision", one.id, work, found, one.raised_at) for found in days.closed]
        inputs += [_input("open_decision", one.id, work, found, one.raised_at) for found in days.open]
    if len(inputs) < settings.momentum.decision_latency.minimum:
        return missing(TOO_FEW, inputs) if inputs else None
    closed, waiting = (
        [one.value or 0.0 for one in inputs if one.kind == kind] for kind in ("decision", "open_decision")
    )
    reached = median_time(closed, waiting).median is not None
    return derive("decision_latency_days", inputs, () if reached else (LOWER_BOUND,))


def insights_closed(work: Work, month: int, settings: MethodSettings) -> Derived | None:
    """Return the share of the insights whose time to be answered ended in the window that were, with three of them."""
    window = window_of(month, settings)
    counted = [(one, matured((one,), window, settings)) for one in work.insights]
    inputs = [
        _input("insight", one.id, work, float(closed), one.raised_at) for one, (mature, closed) in counted if mature
    ]
    return _share("feed_forward", inputs, settings.momentum.feed_forward.minimum)


def _share(rule: str, inputs: list[Input], minimum: float) -> Derived | None:
    if len(inputs) < minimum:
        return missing(TOO_FEW, inputs) if inputs else None
    return derive(rule, inputs)


def _input(kind: str, key: str, work: Work, value: float, day: dt.datetime) -> Input:
    text = (work.texts or {}).get(key, key)
    return Input(kind, text[:120], value, source="rhythm", date=day.date().isoformat())


def first_day_of(work: Work) -> list[dt.date]:
    """Return the days on which work began to be known."""
    days = [one.made_at for one in work.commitments]
    days += [one.raised_at for one in work.decisions] + [one.raised_at for one in work.insights]
    return [day.date() for day in days]
