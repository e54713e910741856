"""From bytes to a run that says what loading would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from comotion.formats.isolated import inspect_isolated, read_isolated
from comotion.formats.tables import Inspection, Problem, Table, Unreadable
from comotion.imports.context import Context, UnableToUse
from comotion.imports.engine import Cells, Outcome, examine
from comotion.imports.loaders import loaders
from comotion.imports.loaders.loader import Loader
from comotion.imports.mappings import saved_mapping
from comotion.imports.models import ImportRun
from comotion.imports.packing import pack, unpack
from comotion.imports.reasons import reasons

OWN_WORD = "REPEATED"
"""The reader's word for rows of one identity; the comparison says it with what becomes of them."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said about a file; None leaves it to the reader, and to what was said of the last one."""

    kind: str | None
    mapping: Mapping[str, str | None] | None
    choices: Mapping[str, str] | None


def read_into(run: ImportRun, answers: Answers, at: dt.datetime) -> None:
    """Fill a run with what its file says, as far as it can be understood."""
    data = bytes(run.content)
    answers = _recalled(run, data, answers)
    run.mapping, run.choices = dict(answers.mapping or {}), dict(answers.choices or {})
    try:
        table = read_isolated(
            data, run.file_name, kind=answers.kind, mapping=answers.mapping or None, choices=answers.choices
        )
    except Unreadable as problem:
        _ask(run, inspect_isolated(data, run.file_name, choices=answers.choices), answers, problem)
        return
    if table.inspection.kind not in loaders():
        raise Unreadable(_("%(file)s holds %(kind)s, which cannot be loaded yet.") % {
            "file": run.file_name, "kind": table.inspection.kind,
        })  # fmt: skip
    _fill(run, table, at)


def _recalled(run: ImportRun, data: bytes, answers: Answers) -> Answers:
    """Answer as for the last file of this shape where nothing was said of this one."""
    if answers.mapping is not None:
        return answers
    found = inspect_isolated(data, run.file_name, choices=answers.choices)
    saved = saved_mapping(run.owner_org_id, [column.name for column in found.columns])
    if saved is None or answers.kind not in {None, saved.kind}:
        return answers
    return Answers(saved.kind, saved.mapping, {**saved.choices, **(answers.choices or {})})


def _ask(run: ImportRun, found: Inspection, answers: Answers, problem: Unreadable) -> None:
    """Keep a file that has columns but is not understood yet: the page asks what it is."""
    if not found.columns:
        raise problem
    run.kind = ""
    run.inspection = found.as_json()
    run.message = str(problem)
    run.rows = run.created = run.changed = run.unchanged = 0
    run.refused, run.skipped = 0, found.skipped_rows
    if answers.kind is None and found.kind is not None:
        raise problem


def _fill(run: ImportRun, table: Table, at: dt.datetime) -> None:
    loader = loaders()[table.inspection.kind or ""]
    run.kind, run.message = loader.kind, ""
    run.inspection = table.inspection.as_json()
    run.inspection["problems"] = []
    if loader.confidential:
        _hide_examples(run)
    run.skipped = table.inspection.skipped_rows
    problems = [each for each in table.problems if each.code != OWN_WORD]
    rows, refused = _prepared(loader, table, headers_of(run), problems)
    problems += _not_kept(run, loader)
    outcome = examine(loader, rows, context_of(run, at), None, _nothing)
    run.parsed = pack(rows)
    kept = {
        "read": [asdict(each) for each in problems],
        "refused": refused,
        "columns": [column.name for column in table.inspection.columns],
        "cells": refused_cells(table, {*refused, *outcome.refused}),
    }
    write_outcome(run, outcome, kept)


def _nothing(done: int, total: int) -> None:
    del done, total


def _prepared(
    loader: Loader, table: Table, headers: Mapping[str, str], problems: list[Problem]
) -> tuple[list[Cells], list[int]]:
    """Make plain rows; a value that no field can hold refuses its row like one that cannot be read."""
    rows: list[Cells] = []
    refused = [row.number for row in table.refused_rows]
    for row in table.rows:
        try:
            rows.append([row.number, *loader.prepare(row.values)])
        except UnableToUse as problem:
            problems.append(problem.as_problem(row.number, headers))
            refused.append(row.number)
    return rows, refused


def refused_cells(table: Table, numbers: set[int]) -> list[list[Any]]:
    """Return the refused lines as they stand in the file, each once."""
    lines: dict[int, list[str]] = {}
    for row in (*table.rows, *table.refused_rows):
        if row.number in numbers and row.number not in lines:
            lines[row.number] = list(row.source.values())
    return [[number, *lines[number]] for number in sorted(lines)]


def _hide_examples(run: ImportRun) -> None:
    for column in run.inspection["columns"]:
        column["examples"] = []


def _not_kept(run: ImportRun, loader: Loader) -> list[Problem]:
    """Name the columns that were understood and have no place to go."""
    message, remedy = _("is understood but has no place here, so it is not kept"), _("Nothing to do.")
    fields = {column["maps_to"]: column["name"] for column in run.inspection["columns"] if column["maps_to"]}
    return [
        Problem(None, header, "NOT_KEPT", message, None, remedy)
        for name, header in fields.items()
        if ":" not in name and name not in loader.known
    ]


def headers_of(run: ImportRun) -> dict[str, str]:
    """Return the column of each field."""
    return {column["maps_to"]: column["name"] for column in run.inspection["columns"] if column["maps_to"]}


def context_of(run: ImportRun, at: dt.datetime) -> Context:
    """Return what an examination of a run knows beside the rows."""
    return Context(run.owner_org_id, at, headers_of(run), run.choices)


def parsed_rows(run: ImportRun) -> list[Cells]:
    """Return the plain rows of a run."""
    rows: list[Cells] = unpack(run.parsed) or []
    return rows


def write_outcome(run: ImportRun, outcome: Outcome, kept: dict[str, Any] | None = None) -> None:
    """Note in a run what became of its rows."""
    kept = kept or unpack(run.outcome)
    run.created, run.changed, run.unchanged = outcome.created, outcome.changed, outcome.unchanged
    run.refused = len(kept["refused"]) + len(outcome.refused)
    run.rows = run.created + run.changed + run.unchanged + run.refused
    kept["compared"] = [asdict(each) for each in outcome.problems]
    kept["refused_numbers"] = sorted({*kept["refused"], *outcome.refused})
    run.outcome = pack(kept)
    run.problems = reasons([*kept["read"], *kept["compared"]], set(kept["refused_numbers"]))
    run.changes = outcome.changes
