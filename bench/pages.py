"""Goal 6: the list of a program, ours beside a plain page, as CPU of the server for each request."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.table import Line, verdict

ROOT = Path(__file__).parent.parent
GOAL_FLOOR, GOAL_GROWTH = 0.35, 1.2
REQUESTS, PAIRS = 20, 7
JOBS = (
    ("list", "list", "list of 50 (HTMX), the same page again"),
    ("walk", "walk", "list of 50 (HTMX), another page each time"),
    ("page", "list", "whole portfolio page"),
    ("list", "wide", "list of 50 (HTMX), floor with the same columns"),
)


@dataclass(slots=True)
class Visitor:
    """A process that serves pages to itself and says what each took."""

    process: subprocess.Popen[str]

    def serve(self, page: str, times: int = REQUESTS) -> dict[str, float]:
        """Return what one request of a page takes, as the mean of some."""
        assert self.process.stdin is not None
        print(f"{page} {times}", file=self.process.stdin, flush=True)
        return self.heard()

    def heard(self) -> Any:
        """Return the next line that the process writes."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("The serving process ended.")
        return json.loads(line)


def run(module: str, *words: str) -> None:
    """Run a module of the benchmarks in a process of its own."""
    subprocess.run([sys.executable, "-m", module, *words], check=True, cwd=ROOT)


@contextmanager
def visitor(side: str, folder: Path) -> Iterator[Visitor]:
    """Start a process that serves a side, and end it afterwards."""
    words = [sys.executable, "-m", "bench.visitor", side, str(folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        found = Visitor(process)
        found.heard()
        yield found
        assert process.stdin is not None
        process.stdin.close()


@dataclass(frozen=True, slots=True)
class Turns:
    """Two pages served in turns: the medians of their CPU in ms, and of the ratios."""

    ours: dict[str, float]
    other: dict[str, float]
    ratio: float
    lowest: float
    highest: float

    def line(self, job: str, goal: float) -> Line:
        """Return the line of the table."""
        return Line(
            job,
            _told(self.ours),
            _told(self.other),
            f"{self.ratio:.2f} ({self.lowest:.2f}–{self.highest:.2f})",
            f"≤ {goal}",
            verdict(self.ratio, goal),
        )


def _told(page: dict[str, float]) -> str:
    return f"{page['cpu']:.1f} ms CPU, {page['queries']:.0f} queries, {page['bytes'] / 1000:.0f} kB"


def turns(ours: tuple[Visitor, str], other: tuple[Visitor, str], times: int = REQUESTS, pairs: int = PAIRS) -> Turns:
    """Serve both in turns."""
    found = [(ours[0].serve(ours[1], times), other[0].serve(other[1], times)) for _ in range(pairs)]
    ratios = [mine["cpu"] / theirs["cpu"] for mine, theirs in found]
    middles = [{name: median(one[side][name] for one in found) for name in found[0][side]} for side in (0, 1)]
    return Turns(*middles, median(ratios), min(ratios), max(ratios))


def homes(folder: Path, sizes: tuple[int, ...]) -> list[Path]:
    """Return a filled home for each size and the floor's folder at the end, made where they are not there yet."""
    made: list[Path] = []
    for size in sizes:
        home = folder / f"pages-{size}"
        if not (home / "ready").exists():
            run("bench.program", str(home), str(size))
        made.append(home)
    floor = folder / f"floor-{sizes[0]}"
    if not (floor / "ready").exists():
        run("bench.floor", str(floor), str(sizes[0]))
    return [*made, floor]


def lines(folder: Path, sizes: tuple[int, ...] = (10_000, 100_000), times: int = REQUESTS) -> list[Line]:
    """Return the lines of the table: against the floor, and against ten times the program."""
    found: list[Line] = []
    *programs, plain = homes(folder, sizes)
    with ExitStack() as stack:
        here, *larger = [stack.enter_context(visitor("ours", home)) for home in programs]
        floor = stack.enter_context(visitor("floor", plain))
        size = f"{sizes[0]:,}"
        for page, other, name in JOBS:
            found.append(turns((here, page), (floor, other), times).line(f"{name}, {size}", GOAL_FLOOR))
        found.append(turns((here, "room"), (floor, "list"), times).line(f"room page beside a plain list, {size}", 1.0))
        for visited, count in zip(larger, sizes[1:], strict=True):
            for page in ("list", "walk", "page"):
                job = f"{page}, {count:,} beside {size}"
                found.append(turns((visited, page), (here, page), times).line(job, GOAL_GROWTH))
    return found
