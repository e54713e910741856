"""Two jobs in turns, A B A B …: what counts is the median of the ratios, not any one time."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

PAIRS = 3


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of one job."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Medians of both jobs, and the median of the ratios taken pair by pair."""

    ours: Spent
    other: Spent
    wall_ratio: float
    cpu_ratio: float
    lowest: float
    highest: float


def spent(job: Callable[[], Any]) -> Spent:
    """Return what one run takes."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    job()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def compared(ours: Callable[[], Any], other: Callable[[], Any], pairs: int = PAIRS) -> Compared:
    """Run both in turns; whoever checks results has run each once before, so both are warm."""
    found = [(spent(ours), spent(other)) for _ in range(pairs)]
    walls = [mine.wall / theirs.wall for mine, theirs in found]
    return Compared(
        _middle([mine for mine, _ in found]),
        _middle([theirs for _, theirs in found]),
        median(walls),
        median([mine.cpu / theirs.cpu for mine, theirs in found]),
        min(walls),
        max(walls),
    )


def _middle(runs: list[Spent]) -> Spent:
    return Spent(median(run.wall for run in runs), median(run.cpu for run in runs))
