"""Runs whose file is a calendar: read once, then asked what each meeting is, and loaded as meetings."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from comotion.formats.calendar.components import is_calendar
from comotion.imports import calendars
from comotion.imports.engine import Cells, Outcome, examine
from comotion.imports.intake import Answers
from comotion.imports.loaders import loaders
from comotion.imports.loaders.sponsors import FIELDS, current_sponsors
from comotion.imports.mappings import saved_mapping
from comotion.imports.models import ImportRun
from comotion.imports.packing import join_parts, pack
from comotion.imports.previewing import Progress, context_of, write_outcome
from comotion.imports.references import PartnershipIndex
from comotion.imports.sides import sides_of

KIND = "meetings"
CHUNK = 2_000


def is_one(run: ImportRun) -> bool:
    """Say whether a run's file is a calendar, read already or not."""
    return run.inspection.get("format") == calendars.FORMAT or is_calendar(bytes(run.content[:4096]))


def read_into(run: ImportRun, answers: Answers, at: dt.datetime, progress: Progress) -> None:
    """Fill a run with the meetings of its calendar that a person has confirmed, as far as they have.

    What was confirmed of the last calendar is taken as said again. The first reading replaces the file by what of it is
    with partners.
    """
    saved = saved_mapping(run.owner_org_id, [])
    before = run.choices or (saved.choices if saved is not None and saved.kind == KIND else {})
    run.kind, run.message, run.mapping, run.choices = KIND, "", {}, {**before, **(answers.choices or {})}
    if run.inspection.get("format") != calendars.FORMAT:
        _take(run, at)
    loader = loaders()[KIND]
    rows = calendars.meetings_of(calendars.kept_entries(bytes(run.content)), run.choices, _sponsors(run), at)
    cells: list[Cells] = [[number, *loader.prepare(row)] for number, row in enumerate(rows, start=1)]
    chunks = [cells[start : start + CHUNK] for start in range(0, len(cells), CHUNK)]
    outcome = Outcome()
    examine(loader, chunks, context_of(run, at), outcome, None, lambda done: progress(done, len(cells)))
    run.parsed = join_parts(pack(chunk) for chunk in chunks)
    read = run.inspection["problems"]
    write_outcome(run, outcome, {"read": read, "refused": [], "columns": [], "lines": []})


def _take(run: ImportRun, at: dt.datetime) -> None:
    """Read the file, keep what is with partners, and let go of the file itself."""
    index = PartnershipIndex.load(run.owner_org_id)
    sides = sides_of(run.owner_org_id, index, run.choices)
    run.content, found = calendars.read(bytes(run.content), run.file_name, sides, run.choices, at)
    run.inspection = {
        "format": calendars.FORMAT, "columns": [], "rows": len(found.occurrences), "events": found.events,
        "personal": found.personal, "series": len(found.series),
        "problems": [dataclasses.asdict(dataclasses.replace(each, row=None)) for each in found.problems],
    }  # fmt: skip
    run.skipped = found.personal


def _sponsors(run: ImportRun) -> dict[str, tuple[str, str]]:
    index = PartnershipIndex.load(run.owner_org_id)
    held = current_sponsors(run.owner_org_id, list(index.names))
    refs = {key: ref for ref, key in index.by_ref.items()}
    return {refs[key]: _pair(found) for key, found in held.items()}


def _pair(found: dict[str, Any]) -> tuple[str, str]:
    ours, theirs = (str(found.get(name) or "") for name in FIELDS)
    return ours, theirs


def entries_of(run: ImportRun) -> Iterable[calendars.Entry]:
    """Return what was found with partners; nothing of a run that was put aside."""
    return calendars.kept_entries(bytes(run.content)) if run.content else ()
