"""Kills a process that is loading rows, then asks what is there: everything or nothing, and it can be loaded again.

Run as a module it is that process: ``load ROUND`` says ``ready`` and loads; ``verify ROUND`` recovers and looks.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROWS = 4_000
SECONDS = 120


@dataclass(frozen=True)
class Found:
    """What was there after the kill, after loading again, and after undoing."""

    state: str
    rows: int
    changes: int
    loaded_again: int
    undone: int


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start one of the processes in a home of its own."""
    environment = os.environ | {"COMOTION_HOME": str(home), "DJANGO_SETTINGS_MODULE": "comotion.config.settings"}
    environment["DATABASE_URL"] = database_of(home)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-m", "tests.imports.killing", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def database_of(home: Path) -> str:
    """A database of the home's own, of the kind that the suite runs on."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{home}/comotion.db"
    import psycopg

    name = f"kill_{abs(hash(str(home))) % 10**9}"
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    head, _, query = server.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def prepared(home: Path) -> float:
    """Make the database, load once unharmed, and return how long that took."""
    process = start(home, "prepare")
    out, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    seconds: float = json.loads(out.splitlines()[-1])
    return seconds


def round_of(home: Path, number: int, longest: float) -> Found:
    """Kill one loading after a random time and look at what is left."""
    process = start(home, "load", str(number))
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(number).uniform(0, longest * 1.1))
    process.send_signal(signal.SIGKILL)
    process.wait(SECONDS)
    process.stdout.close()
    looking = start(home, "verify", str(number))
    out, _ = looking.communicate(timeout=SECONDS)
    assert looking.returncode == 0
    return Found(**json.loads(out.splitlines()[-1]))


def is_sound(found: Found) -> bool:
    """Say whether it was all or nothing, and could then be loaded and undone."""
    nothing, everything = ("previewed", 0, False), ("applied", ROWS, True)
    seen = (found.state, found.rows, found.changes > 0)
    return seen in {nothing, everything} and (found.loaded_again, found.undone) == (ROWS, 0)


def rows_of(number: str) -> bytes:
    header = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date\n"
    lines = (
        f"R{number}-{place},Deal {place},Dairy {place % 90},Proposal,{place}.50,2026-03-01" for place in range(ROWS)
    )
    return (header + "\n".join(lines)).encode()


def main(task: str, number: str = "0") -> None:
    """Do one of the tasks in this process."""
    import django

    django.setup()
    from comotion.core.principal import Principal, acting_as
    from comotion.identity.models import Organization

    if task == "prepare":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        Organization.unscoped.create(name="Northwind", slug="northwind")
    with acting_as(Principal(Organization.unscoped.get(slug="northwind").pk, "owner")):
        answer = {"prepare": prepare, "load": load, "verify": verify}[task](number)
    sys.stdout.write(json.dumps(answer) + "\n")


def previewed(number: str) -> Any:
    from comotion.core.clock import now
    from comotion.imports import operations

    return operations.preview(data=rows_of(number), file_name=f"{number}.csv", at=now())


def prepare(number: str) -> float:
    """Load once and say how long it took."""
    from comotion.core.clock import now
    from comotion.imports import operations

    run = previewed(number)
    begun = time.perf_counter()
    operations.apply(run=run, at=now())
    return time.perf_counter() - begun


def load(number: str) -> None:
    """Say ready, then load until done or killed."""
    from comotion.core.clock import now
    from comotion.imports import operations

    run = previewed(number)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    operations.apply(run=run, at=now())


def verify(number: str) -> dict[str, Any]:
    """Recover, look, load again if nothing was there, undo, look again."""
    from comotion.core.clock import now
    from comotion.imports import operations
    from comotion.imports.models import ImportChange, ImportRun
    from comotion.imports.recovery import recover_interrupted

    recover_interrupted()
    run = ImportRun.objects.get(file_name=f"{number}.csv")
    found = {"state": run.state, "rows": _rows(number), "changes": ImportChange.objects.filter(run=run).count()}
    if run.state == "previewed":
        operations.apply(run=run, at=now())
    found["loaded_again"] = _rows(number)
    operations.undo(run=run, at=now())
    return {**found, "undone": _rows(number)}


def _rows(number: str) -> int:
    from comotion.accounts.models import Opportunity

    return Opportunity.objects.filter(external_id__startswith=f"R{number}-").count()


if __name__ == "__main__":
    main(*sys.argv[1:])
