"""``make bench`` or ``python -m bench [NAME …]``: every comparison, or those named; the table goes to standard output.

What takes long to make is kept in ``COMOTION_BENCH`` (by default a folder of the system's temporary files).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import imports, pages, scorecards, stored
from bench.machine import machine
from bench.table import HEAD, Line

JOBS: dict[str, Callable[[Path], Iterable[Line]]] = {
    "scorecards": scorecards.lines,
    "stored": stored.lines,
    "pages": pages.lines,
    "imports": imports.lines,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in JOBS]
    if unknown:
        print(f"There is no comparison {', '.join(unknown)}; there are {', '.join(JOBS)}.", file=sys.stderr)
        return 2
    folder = Path(os.environ.get("COMOTION_BENCH") or Path(tempfile.gettempdir()) / "comotion-bench")
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{machine()}\n\n{HEAD}", flush=True)
    for name in names or JOBS:
        for line in JOBS[name](folder):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
