"""Coverage-guided fuzzing by atheris: ``make fuzz FUZZ_SECONDS=600`` or ``python -m tests.fuzz READER SECONDS FOLDER``.

``FOLDER`` keeps the corpus from run to run, and every find under ``finds/`` with its traceback beside it. A find does
not end the run; the same place in the code is kept once.
"""

from __future__ import annotations

import hashlib
import os
import resource
import sys
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["comotion.formats", "icalendar", "recurring_ical_events", "x_wr_timezone"]):
    from tests.fuzz import readers

LONGEST = 16_384
MEMORY_BYTES = 3_000_000_000


class Watched:
    """Runs a target and keeps what it finds."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.target = readers.READERS[name]
        self.places: set[str] = set()

    def __call__(self, data: bytes) -> None:
        try:
            self.target(data)
        except Exception as wrong:  # noqa: BLE001 (every one of them is a find)
            self.keep(data, wrong)

    def keep(self, data: bytes, wrong: Exception) -> None:
        """Keep the bytes and the traceback of a place that failed for the first time."""
        frames = traceback.extract_tb(wrong.__traceback__)
        place = f"{type(wrong).__name__} {frames[-1].filename}:{frames[-1].lineno}"
        if place in self.places:
            return
        self.places.add(place)
        name = f"{self.name}-{hashlib.sha256(place.encode()).hexdigest()[:10]}"
        (self.folder / name).write_bytes(data)
        (self.folder / f"{name}.txt").write_text("".join(traceback.format_exception(wrong)), encoding="utf-8")
        sys.stderr.write(f"FIND {name} {place}\n")


def main(name: str, seconds: int, folder: Path) -> None:
    """Fuzz one reader for some seconds."""
    corpus, finds = folder / name, folder / "finds"
    corpus.mkdir(parents=True, exist_ok=True)
    finds.mkdir(exist_ok=True)
    for seed in readers.seeds(name):
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    watched = Watched(name, finds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        "-timeout=60",
        "-rss_limit_mb=0",
        "-print_final_stats=1",
    ]
    words = Path(__file__).parent / f"{name}.dict"
    options += [f"-dict={words}"] if words.exists() else []
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={finds}{os.sep}{name}-ended-", str(corpus)], watched)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
