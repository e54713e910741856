"""What people said of names that look alike, and what becomes of a row: one that is here, an earlier or a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from comotion.core.principal import current_principal
from comotion.imports.cells import Plain
from comotion.imports.context import Context
from comotion.imports.likeness import Pair, pairs
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.models import ImportRun, NameDecision, Verdict
from comotion.imports.packing import each_part
from comotion.imports.references import normal_name
from comotion.imports.writing import Values

MOST_COMPARED = 20_000
SHOWN = 100
New = tuple[int, str, bool]


def called(loader: Loader, record: Record) -> str:
    """Return the name by which rows of a kind are compared."""
    return str(record.values.get(loader.twins[0]) or "")


def adopt(loader: Loader, context: Context, records: Sequence[Record]) -> list[tuple[int, str, str]]:
    """Let new rows stand for what a person called the same; return row, name, and the name it is read as."""
    if not loader.twins or not context.same:
        return []
    here = _here(loader, context)
    meant = {
        at: here[other]
        for at, each in enumerate(records)
        if each.found_id is None and (other := context.same.get(normal_name(called(loader, each)))) in here
    }
    held = loader.details(context, list(meant.values()))
    return [_stand_for(loader, records[at], key, held[key]) for at, key in meant.items()]


def _here(loader: Loader, context: Context) -> dict[str, int]:
    """Return what is here by name; a name of two is left out."""
    keys: dict[str, list[int]] = {}
    for key, name in loader.names_here(context).items():
        keys.setdefault(normal_name(name), []).append(key)
    return {name: found[0] for name, found in keys.items() if len(found) == 1}


def _stand_for(loader: Loader, record: Record, key: int, held: Values) -> tuple[int, str, str]:
    """Make a record the one that is here, which keeps its own name and id."""
    name = called(loader, record)
    record.found_id, record.found = key, held
    record.values[loader.twins[0]] = held[loader.twins[0]]
    if held.get("external_id") is not None:
        record.values["external_id"] = held["external_id"]
    return record.number, name, str(held[loader.twins[0]])


def note_new(loader: Loader, context: Context, record: Record) -> int | None:
    """Make a new row known by its name; return the earlier row of the file that a person called the same."""
    if not context.same:
        return None
    name = normal_name(called(loader, record))
    earlier = context.fresh.get(context.same.get(name, ""))
    if earlier is None:
        context.fresh.setdefault(name, record.number)
    return earlier


def pairs_of(
    run: ImportRun, loader: Loader, context: Context, new: Sequence[New], adopted: Sequence[tuple[int, str, str]]
) -> list[dict[str, Any]]:
    """Return the names that look alike with what was said of them, side by side; those to decide come first."""
    if not loader.twins:
        return []
    there = loader.names_here(context) if new else {}
    found = [(each, context.verdict(each.name, each.other)) for each in pairs(new[:MOST_COMPARED], there)]
    found += [(Pair(row, name, other, 100.0), str(Verdict.SAME)) for row, name, other in adopted]
    found.sort(key=lambda pair: (bool(pair[1]), -pair[0].score))
    return list(_side_by_side(run, loader, context, found[:SHOWN]))


def _side_by_side(
    run: ImportRun, loader: Loader, context: Context, found: list[tuple[Pair, str]]
) -> Iterator[dict[str, Any]]:
    rows = {number for each, _verdict in found for number in (each.row, each.earlier) if number}
    records = {each.number: each.values for each in _records(run, loader, context, rows)}
    here = loader.details(context, [each.here for each, _verdict in found if each.here is not None])
    for each, verdict in found:
        other = here.get(each.here or 0) or records.get(each.earlier or 0) or {}
        yield {
            "row": each.row, "name": each.name, "other": each.other, "earlier": each.earlier, "score": each.score,
            "verdict": verdict, "fields": list(_fields(loader, records.get(each.row, {}), other)),
        }  # fmt: skip


def _fields(loader: Loader, new: Values, other: Values) -> Iterator[dict[str, Plain]]:
    for name in loader.twins[1:]:
        if new.get(name) is not None or other.get(name) is not None:
            yield {"field": name, "new": new.get(name), "other": other.get(name)}


def _records(run: ImportRun, loader: Loader, context: Context, numbers: set[int]) -> Iterator[Record]:
    for part in each_part(run.parsed) if numbers else ():
        for number, *cells in part:
            if number in numbers:
                yield loader.record(context, number, cells)


def remember_verdicts(run: ImportRun, verdicts: Mapping[int, str], at: dt.datetime) -> None:
    """Keep what a person said of pairs, by the row of each; an empty word takes it back."""
    person = current_principal().person_id
    for pair in run.pairs:
        verdict = verdicts.get(pair["row"])
        if verdict is None:
            continue
        name, other = normal_name(pair["name"])[:250], normal_name(pair["other"])[:250]
        about: dict[str, Any] = {"owner_org_id": run.owner_org_id, "kind": run.kind, "name": name, "other": other}
        if verdict in Verdict.values:
            said = {"verdict": verdict, "person_id": person, "decided_at": at}
            NameDecision.objects.update_or_create(**about, defaults=said)
        else:
            NameDecision.objects.filter(**about).delete()
