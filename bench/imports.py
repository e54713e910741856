"""Goal 7: 100,000 rows of deals from a file, ours beside polars with an upsert and beside django-import-export.

Each run has a process and a database of its own; all sides find the same bad rows before time counts.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.deals import ROWS, write_deals
from bench.rounds import PAIRS
from bench.table import Line, verdict

SLOW_ROWS = 20_000
GOAL_POLARS, GOAL_IMPORT_EXPORT, GOAL_MEMORY = 1.7, 0.05, 250
ROOT = Path(__file__).parent.parent
APART = ROOT / ".venv-bench" / "bin" / "python"
Run = dict[str, Any]


def ran(command: list[str]) -> Run:
    """Run one side and return what it says of itself."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COMOTION", "DJANGO"))}
    done = subprocess.run(command, capture_output=True, check=False, text=True, cwd=ROOT, env=environment)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2_000:]}")
    return dict(json.loads(done.stdout or "{}"))


class OnSQLite:
    """A file for each run, copied from one that was prepared once."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ours(self, file: Path) -> Run:
        base, home = self.folder / f"home-{file.stem}", self.folder / "home"
        if not base.exists():
            ran([sys.executable, "-m", "bench.imports_ours", str(file), str(base), "", "prepare"])
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(base, home)
        return ran([sys.executable, "-m", "bench.imports_ours", str(file), str(home), ""])

    def peer(self, method: str, file: Path, python: Path) -> Run:
        database = self.folder / "peer.sqlite3"
        database.unlink(missing_ok=True)
        return ran([str(python), "bench/imports_peers.py", method, str(file), f"sqlite:///{database}"])


class OnPostgres:
    """A database for each run, from a template that was prepared once."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, server: Any) -> None:
        self.folder, self.server = folder, server
        self.prepared: set[str] = set()

    def fresh(self, name: str, template: str = "template1") -> str:
        self.server.psql(f"DROP DATABASE IF EXISTS {name};")
        self.server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
        return str(self.server.get_uri(name))

    def ours(self, file: Path) -> Run:
        base, home = f"base_{file.stem.replace('-', '_')}", self.folder / "home-postgres"
        command = [sys.executable, "-m", "bench.imports_ours", str(file), str(home)]
        if base not in self.prepared:
            ran([*command, self.fresh(base), "prepare"])
            self.prepared.add(base)
        return ran([*command, self.fresh("run", base)])

    def peer(self, method: str, file: Path, python: Path) -> Run:
        return ran([str(python), "bench/imports_peers.py", method, str(file), self.fresh("peer")])


@contextmanager
def postgres(folder: Path) -> Iterator[OnPostgres]:
    """Start a PostgreSQL from its wheel, with its own settings: durable, as ours is meant to be run."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pgserver

    shutil.rmtree(folder / "postgres", ignore_errors=True)
    server = pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield OnPostgres(folder, server)
    finally:
        server.cleanup()


def in_turns(ours: Callable[[], Run], other: Callable[[], Run], pairs: int) -> list[tuple[Run, Run]]:
    """Run both in turns; both must have stored and refused the same."""
    found = [(ours(), other()) for _ in range(pairs)]
    for mine, theirs in found:
        said = [(run["rows"], run["bad"]) for run in (mine, theirs)]
        if said[0] != said[1]:
            raise SystemExit(f"Ours stored and refused {said[0]} rows, the other {said[1]}.")
    return found


def line(job: str, found: list[tuple[Run, Run]], goal: float) -> Line:
    """Return one line of the table."""
    walls = [mine["wall"] / theirs["wall"] for mine, theirs in found]
    cpus = [mine["cpu"] / theirs["cpu"] for mine, theirs in found]

    def shown(side: int) -> str:
        wall, cpu = (median(pair[side][name] for pair in found) for name in ("wall", "cpu"))
        return f"{wall:.1f} s ({cpu:.1f} CPU), {max(pair[side]['peak_mb'] for pair in found)} MB"

    ratio = f"{median(walls):.3g} ({min(walls):.3g}–{max(walls):.3g}); CPU {median(cpus):.3g}"
    return Line(job, shown(0), shown(1), ratio, f"≤ {goal}", verdict(median(walls), goal))


def beside(database: OnSQLite | OnPostgres, file: Path, rows: int, pairs: int) -> Iterator[Line]:
    """Give the lines of one database."""
    job = f"{rows:,} rows into {database.name}, beside"
    here = Path(sys.executable)
    found = in_turns(lambda: database.ours(file), lambda: database.peer("polars", file, here), pairs)
    yield line(f"{job} polars + upsert", found, GOAL_POLARS)
    peak = max(mine["peak_mb"] for mine, _ in found)
    yield Line(
        f"memory of {rows:,} rows into {database.name}", f"{peak} MB", "", "", f"≤ {GOAL_MEMORY} MB",
        verdict(peak, GOAL_MEMORY),
    )  # fmt: skip
    if not APART.exists():
        raise SystemExit("django-import-export needs an environment of its own: run make bench, which makes it.")
    few = write_deals(database.folder, min(rows, SLOW_ROWS))
    slow = in_turns(lambda: database.ours(few), lambda: database.peer("import_export", few, APART), max(1, pairs - 1))
    yield line(
        f"{min(rows, SLOW_ROWS):,} rows into {database.name}, beside django-import-export", slow, GOAL_IMPORT_EXPORT
    )


def lines(folder: Path, rows: int = ROWS, pairs: int = PAIRS) -> Iterator[Line]:
    """Give the lines of both databases."""
    file = write_deals(folder, rows)
    yield from beside(OnSQLite(folder), file, rows, pairs)
    with postgres(folder) as server:
        yield from beside(server, file, rows, pairs)
