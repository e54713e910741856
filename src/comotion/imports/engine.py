"""Compares the rows of a file with what is there: created, changed, unchanged or refused, each row exactly one.

The same walk serves the preview, which writes nothing, and the loading, which writes chunk by chunk.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.formats.tables import Problem
from comotion.imports.cells import Plain, UnableToKeep
from comotion.imports.claims import Claims
from comotion.imports.context import Context, UnableToUse
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.sameness import adopt, called, note_new
from comotion.imports.writing import Writer

SHOWN_CHANGES = 200
PARTNERSHIPS = frozenset({"partnership_id", "left_id", "right_id"})
Cells = Sequence[Any]
Progress = Callable[[int], None]


@dataclass(slots=True)
class Outcome:
    """What became, or would become, of the rows."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    new: list[tuple[int, str, bool]] = field(default_factory=list)
    adopted: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Fates:
    """The records of one chunk by what is to be done with them."""

    created: list[Record] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)
    removed: list[Record] = field(default_factory=list)


def silent(done: int) -> None:
    """Tell nobody how far it is."""
    del done


def examine(
    loader: Loader, chunks: Iterable[list[Cells]], context: Context, outcome: Outcome,
    writer: Writer | None = None, progress: Progress = silent,
) -> None:  # fmt: skip
    """Walk through the rows; with a writer, write what is new and changed."""
    with without_collector():
        _walk(loader, chunks, context, outcome, (writer, progress))
    outcome.problems += [_summed(first, count) for first, count in context.warnings.values()]


@contextmanager
def without_collector() -> Iterator[None]:
    """Make many rows without looking for cycles among them each time: there are none."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def _walk(
    loader: Loader, chunks: Iterable[list[Cells]], context: Context, outcome: Outcome,
    to: tuple[Writer | None, Progress],
) -> None:  # fmt: skip
    writer, progress = to
    claims = Claims(loader)
    done = 0
    for chunk in chunks:
        fates = sort(loader, _records(loader, chunk, context, outcome), context, claims, outcome)
        if writer is not None:
            loader.store(context, writer, fates.created, fates.changed)
            gone = [each.found_id for each in fates.removed if each.found_id is not None]
            writer.remove(loader.model, gone, [each.number for each in fates.removed])
        done += len(chunk)
        progress(done)
    if writer is not None:
        loader.finish(context, writer)


def _records(loader: Loader, chunk: list[Cells], context: Context, outcome: Outcome) -> list[Record]:
    records = []
    for number, *cells in chunk:
        try:
            records.append(loader.record(context, number, cells))
        except UnableToUse as problem:
            refuse(outcome, number, problem, context)
    return records


def sort(loader: Loader, records: list[Record], context: Context, claims: Claims, outcome: Outcome) -> Fates:
    """Say of each record of a chunk what is to be done with it."""
    fates = Fates()
    refused = loader.find(context, records)
    outcome.adopted += adopt(loader, context, records)
    for record, problem in zip(records, refused, strict=True):
        if problem is not None:
            refuse(outcome, record.number, problem, context)
        elif record.deleted:
            _let_go(loader, record, context, outcome, fates)
        elif (earlier := claims.claim(record)) is not None:
            _repeat(loader, record, earlier, context, outcome)
        elif record.found_id is None:
            _create(loader, record, context, outcome, fates)
        else:
            _change(loader, record, context, outcome, fates)
    return fates


def _create(loader: Loader, record: Record, context: Context, outcome: Outcome, fates: Fates) -> None:
    """Take a row for a new one, unless a person called it the same as an earlier row."""
    if loader.twins:
        earlier = note_new(loader, context, record)
        if earlier is not None:
            _repeat(loader, record, earlier, context, outcome)
            return
        outcome.new.append((record.number, called(loader, record), record.values.get("external_id") is not None))
    outcome.created += 1
    fates.created.append(record)


def _repeat(loader: Loader, record: Record, earlier: int, context: Context, outcome: Outcome) -> None:
    """Refuse a row that an earlier one of the file has spoken for, unless the kind lets rows repeat."""
    if loader.repeats:
        outcome.unchanged += 1
        return
    message = _("row %(row)d and row %(earlier)d are the same record") % {"row": record.number, "earlier": earlier}
    problem = UnableToKeep("DUPLICATE", message, _("Row %(row)d is used. Keep one of them.") % {"row": earlier})
    refuse(outcome, record.number, UnableToUse(None, problem, loader.name_of(record.values)), context)


def _change(loader: Loader, record: Record, context: Context, outcome: Outcome, fates: Fates) -> None:
    loader.compare(context, record)
    if not record.changes:
        outcome.unchanged += 1
        return
    outcome.changed += 1
    fates.changed.append(record)
    if len(outcome.changes) < SHOWN_CHANGES and not loader.confidential:
        outcome.changes.append(shown_change(loader, record, context))


def _let_go(loader: Loader, record: Record, context: Context, outcome: Outcome, fates: Fates) -> None:
    """Leave out a row that is deleted or merged away in its source; remove the one that came from it."""
    message = _("is deleted or merged away in its source and was left out")
    context.warn(record.number, "deleted", UnableToKeep("DELETED_AT_SOURCE", message, _("Nothing to do.")), None)
    if record.found_id is not None and loader.removable:
        outcome.changed += 1
        fates.removed.append(record)
        return
    outcome.unchanged += 1


def refuse(outcome: Outcome, number: int, problem: UnableToUse, context: Context) -> None:
    """Count a row as refused, with its reason."""
    outcome.refused.append(number)
    outcome.problems.append(problem.as_problem(number, context.headers))


def shown_change(loader: Loader, record: Record, context: Context) -> dict[str, Any]:
    """Return a changed row as a page shows it."""
    names = {attname: name for name, attname in loader.fields.items()}

    def shown(name: str, value: Plain) -> Plain:
        return context.index.names.get(int(value)) if name in PARTNERSHIPS and value else value

    fields = [
        {"field": names.get(name, name.removesuffix("_id")), "old": shown(name, old), "new": shown(name, new)}
        for name, (old, new) in record.changes.items()
        if name != "owner_id"
    ]
    return {"row": record.number, "name": loader.name_of(record.found | record.values), "fields": fields}


def _summed(first: Problem, rows: int) -> Problem:
    """Say the same word about the same value once."""
    if rows == 1:
        return first
    count = ngettext("(%(count)d row)", "(%(count)d rows)", rows) % {"count": rows}
    return replace(first, message=f"{first.message} {count}")
