"""Goal 5, the stored road: readings in a database to snapshots, warnings, lines and counts; and one reading more.

``python -m bench.stored FOLDER PARTNERSHIPS`` measures one size in a process of its own and writes a JSON line.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench import home
from bench.readings import Size
from bench.table import Line, verdict

ROOT = Path(__file__).parent.parent
SMALL = 10
GOAL_READING_MS = 5.0
TIMES = 40


def measure(folder: Path, partnerships: int, months: int) -> dict[str, Any]:
    """Return what a first refresh, a second one and one new reading take; once in a process."""
    home.open_home(folder)
    if not (folder / "ready").exists():
        home.fill(Size(partnerships))
        (folder / "ready").touch()
    from comotion.core.principal import Principal, acting_as

    with acting_as(Principal(1, "owner", 1)):
        _forget()
        first = _refreshed(months)
        again = _refreshed(months)
        return {
            "partnerships": partnerships,
            "months": months,
            "first": first,
            "again": again,
            "one": _one_reading(months),
            "card_ms": _one_card(),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "disk_mb": sum(file.stat().st_size for file in folder.glob("comotion.db*")) // 1_000_000,
        }


def _forget() -> None:
    """Take away what an earlier run has stored."""
    from comotion.portfolio.models import PortfolioRow, ProgramTotals
    from comotion.scores.models import EarlyWarning, Snapshot

    for model in (EarlyWarning, PortfolioRow, ProgramTotals, Snapshot):
        rows = model.objects.all()
        rows._raw_delete(rows.db)  # noqa: SLF001  (nothing refers to them: one statement for a million rows)


def _refreshed(months: int, partnerships: tuple[int, ...] | None = None) -> dict[str, Any]:
    from django.db import connection

    from comotion.portfolio.operations import refresh

    kinds: dict[str, int] = {}

    def counted(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        word = sql.split(None, 1)[0]
        kinds[word] = kinds.get(word, 0) + 1
        return execute(sql, params, many, context)

    wall, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counted):
        found = refresh(as_of=home.TODAY, at=home.AT, partnerships=partnerships, months=months)
    return {
        "wall": round(time.perf_counter() - wall, 3),
        "cpu": round(time.process_time() - cpu, 3),
        "snapshots": found.snapshots,
        "statements": kinds,
    }


def _one_reading(months: int) -> dict[str, Any]:
    """Return what it takes to score a partnership again after a correction of one reading."""
    from django.db.models import F

    from comotion.measures.models import Reading

    key = Reading.objects.filter(partnership_id=1, kpi="trust_survey").latest("period_start").pk
    Reading.objects.filter(pk=key).update(value=F("value") - 1.5)
    return _refreshed(months, (1,))


def _one_card() -> float:
    """Return CPU milliseconds of the computation alone for one card: scores, categories, total, bounds."""
    import numpy as np

    from bench.readings import cube
    from comotion.methods.scorecard.card import scorecard
    from comotion.methods.settings import default_settings

    settings = default_settings()
    values = cube(Size(1, 1))[:-1, 0, 0]
    readings = {
        kpi.id: None if np.isnan(value) else float(value) for kpi, value in zip(settings.card.kpis, values, strict=True)
    }
    found: list[float] = []
    for _ in range(TIMES):
        begun = time.process_time()
        scorecard(readings, settings)
        found.append((time.process_time() - begun) * 1000.0)
    return median(found)


def in_a_process(folder: Path, partnerships: int, months: int) -> dict[str, Any]:
    """Measure one size in a process of its own, so that its memory is its own."""
    words = [sys.executable, "-m", "bench.stored", str(folder / f"stored-{partnerships}"), str(partnerships)]
    done = subprocess.run([*words, str(months)], check=True, cwd=ROOT, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def lines(folder: Path, partnerships: int = 10_000, months: int = 1) -> list[Line]:
    """Return the lines of the stored road: its time, whether its reading statements stay the same, one reading."""
    few = in_a_process(folder, SMALL, months)
    many = in_a_process(folder, partnerships, months)
    size = f"{partnerships:,} partnerships, {months} month{'s' if months > 1 else ''} stored"
    reads = [str(one["first"]["statements"]["SELECT"]) for one in (many, few)]
    return [
        Line(f"first refresh, {size}", _told(many["first"], many), "–", "–", "minutes at worst", "see below"),
        Line("refresh again, nothing changed", _told(many["again"], many), "–", "–", "–", "–"),
        Line(
            f"SELECTs at {partnerships:,} beside {SMALL}",
            *reads,
            "",
            "equal",
            "met" if len({*reads}) == 1 else "missed",
        ),
        Line(
            "one new reading, the card alone",
            f"{many['card_ms']:.2f} ms CPU",
            "–",
            "–",
            f"≤ {GOAL_READING_MS:.0f} ms",
            verdict(many["card_ms"], GOAL_READING_MS),
        ),
        Line(f"one new reading, the whole road at {SMALL}", _told(few["one"], few), "–", "–", "–", "–"),
        Line(f"one new reading, the whole road at {partnerships:,}", _told(many["one"], many), "–", "–", "–", "–"),
    ]


def _told(run: dict[str, Any], whole: dict[str, Any]) -> str:
    reads = sum(run["statements"].values())
    written = f"{run['snapshots']:,} snapshots, {reads} statements, peak {whole['peak_mb']:,} MB"
    return f"{run['wall']:.1f} s ({run['cpu']:.1f} CPU), {written}"


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
