"""What changed since the last import: a file against the last one of its shape that was loaded before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from comotion.formats.kinds import kinds
from comotion.imports.cells import Plain
from comotion.imports.loaders import loaders
from comotion.imports.loaders.loader import Loader
from comotion.imports.mappings import shape_of
from comotion.imports.models import ImportRun, RunState
from comotion.imports.packing import each_part, unpack

LOOKED_AT = 50
SHOWN = 200
Key = tuple[Plain, ...]


@dataclass(slots=True)
class Since:
    """What is new, different and gone; of the lists only the first two hundred are kept, the counts are whole.

    ``changed`` holds the name of a row with (field, value in the last file, value in this one).
    """

    file_name: str
    loaded_at: dt.datetime
    new_count: int = 0
    changed_count: int = 0
    gone_count: int = 0
    same_count: int = 0
    new: list[str] = field(default_factory=list)
    changed: list[tuple[str, list[tuple[str, Plain, Plain]]]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def since_last(run: ImportRun) -> Since | None:
    """Compare a run's file with the last one; None where there is none, or where rows are not kept to be shown."""
    loader = loaders().get(run.kind)
    if loader is None or loader.confidential or not run.parsed:
        return None
    last = last_of_shape(run)
    if last is None or last.applied_at is None:
        return None
    found = Since(last.file_name, last.applied_at)
    before = dict(_keyed(last, loader))
    seen: set[Key] = set()
    for key, cells in _keyed(run, loader):
        if key not in seen:
            seen.add(key)
            _compare(found, loader, key, cells, before.get(key))
    _note_gone(found, [key for key in before if key not in seen], _refused_texts(run))
    return found


def last_of_shape(run: ImportRun) -> ImportRun | None:
    """Return the last run before this one that was loaded, of the same kind and with the same headers."""
    shape = shape_of(_headers(run))
    earlier = ImportRun.objects.filter(kind=run.kind, state=RunState.APPLIED, pk__lt=run.pk).order_by("-pk")
    inspections = earlier.values_list("pk", "inspection")[:LOOKED_AT]
    columns = ((key, [column["name"] for column in found["columns"]]) for key, found in inspections)
    alike = next((key for key, names in columns if shape_of(names) == shape), None)
    return None if alike is None else ImportRun.objects.get(pk=alike)


def _headers(run: ImportRun) -> list[str]:
    return [column["name"] for column in run.inspection["columns"]]


def _keyed(run: ImportRun, loader: Loader) -> Iterator[tuple[Key, Sequence[Plain]]]:
    """Yield what tells each row of a file from the others, with its cells; a row that nothing tells apart is passed by.

    A file that was read before the kind had all of its fields cannot be compared.
    """
    places = {name: place for place, name in enumerate(loader.columns)}
    ways = [[places[name] for name in way if name in places] for way in kinds()[run.kind].identity]
    for part in each_part(run.parsed):
        for _number, *cells in part:
            key = _key(cells, ways) if len(cells) == len(places) else None
            if key is not None:
                yield key, cells


def _key(cells: Sequence[Plain], ways: Sequence[Sequence[int]]) -> Key | None:
    for way in ways:
        parts = tuple(cells[place] for place in way)
        if parts and None not in parts:
            return parts
    return None


def _compare(found: Since, loader: Loader, key: Key, now: Sequence[Plain], before: Sequence[Plain] | None) -> None:
    shown = _shown(loader, key, now)
    if before is None:
        found.new_count += 1
        found.new += [shown] if len(found.new) < SHOWN else []
        return
    fields = [(name, old, new) for name, old, new in zip(loader.columns, before, now, strict=True) if old != new]
    if not fields:
        found.same_count += 1
        return
    found.changed_count += 1
    found.changed += [(shown, fields)] if len(found.changed) < SHOWN else []


def _shown(loader: Loader, key: Key, cells: Sequence[Plain]) -> str:
    """Return what a person would call a row: its name where it has one, else what tells it apart."""
    named = [cells[place] for place, name in enumerate(loader.columns) if name in ("name", "partnership", "candidate")]
    parts = list(dict.fromkeys(str(part) for part in (*named, *key) if part is not None))
    return " · ".join(parts)[:200]


def _refused_texts(run: ImportRun) -> list[set[str]]:
    """Return the texts of each line that was refused, since such a line is still in the file."""
    kept: dict[str, Any] = unpack(run.outcome) or {"lines": []}
    return [{str(cell).strip().casefold() for cell in cells} for _number, *cells in kept["lines"]]


def _note_gone(found: Since, gone: list[Key], refused: list[set[str]]) -> None:
    really = [key for key in gone if not any({str(part).casefold() for part in key} <= line for line in refused)]
    found.gone_count = len(really)
    found.gone = [" · ".join(str(part) for part in key)[:200] for key in really[:SHOWN]]
