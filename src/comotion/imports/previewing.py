"""From bytes to a run that says what loading would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from comotion.formats.tables import Problem, Unreadable
from comotion.imports.context import Context
from comotion.imports.engine import Cells, Outcome, examine
from comotion.imports.intake import Answers, Intake, NotUnderstood, Opened, open_file
from comotion.imports.loaders import loaders
from comotion.imports.loaders.loader import Loader
from comotion.imports.mappings import saved_mapping
from comotion.imports.models import ImportRun
from comotion.imports.packing import each_part, pack, unpack
from comotion.imports.reasons import reasons
from comotion.imports.sameness import pairs_of

Progress = Callable[[int, int], None]
OWN_WORD = "REPEATED"
"""The reader's word for rows of one identity; the comparison says it with what becomes of them."""


def read_into(run: ImportRun, answers: Answers, at: dt.datetime, progress: Progress) -> None:
    """Fill a run with what its file says, as far as it can be understood.

    Where nothing was said of this file, what was said of the last one of its shape is said again. Answers with which a
    file is no longer understood that was understood before are refused.
    """
    data = bytes(run.content)
    found = open_file(data, run.file_name, answers)
    saved = saved_mapping(run.owner_org_id, [column.name for column in found.inspection.columns])
    if answers.mapping is None and saved is not None and answers.kind in {None, saved.kind}:
        answers = Answers(saved.kind, saved.mapping, {**saved.choices, **(answers.choices or {})})
        found = open_file(data, run.file_name, answers)
    if isinstance(found, NotUnderstood) and run.kind:
        raise found.problem
    run.mapping, run.choices = dict(answers.mapping or {}), dict(answers.choices or {})
    if isinstance(found, NotUnderstood):
        _ask(run, found)
    else:
        _fill(run, found, at, progress)


def _ask(run: ImportRun, found: NotUnderstood) -> None:
    """Keep a file that is not understood yet: the page asks what it is."""
    run.kind, run.message = "", str(found.problem)
    run.inspection = found.inspection.as_json()
    run.rows = run.created = run.changed = run.unchanged = run.refused = 0
    run.skipped, run.problems, run.changes, run.pairs = found.inspection.skipped_rows, [], [], []
    run.parsed = run.outcome = b""


def _fill(run: ImportRun, opened: Opened, at: dt.datetime, progress: Progress) -> None:
    found = opened.inspection
    loader = loaders().get(found.kind or "")
    if loader is None:
        shown = {"file": run.file_name, "kind": found.kind}
        raise Unreadable(_("%(file)s holds %(kind)s, which cannot be loaded yet.") % shown)
    run.kind, run.message, run.skipped = loader.kind, "", found.skipped_rows
    run.inspection = {**found.as_json(), "problems": []}
    if loader.confidential:
        _hide_examples(run)
    outcome = Outcome()
    problems = [each for each in opened.problems if each.code != OWN_WORD] + _not_kept(run, loader)
    intake = Intake(loader, headers_of(run), outcome, problems)
    context = context_of(run, at)
    examine(
        loader, intake.chunks(opened.parts), context, outcome, None,
        lambda done: progress(min(done, found.rows), found.rows),
    )  # fmt: skip
    run.parsed = intake.content
    kept = {
        "read": [asdict(each) for each in problems],
        "refused": intake.refused,
        "columns": [column.name for column in found.columns],
        "lines": sorted([number, *cells] for number, cells in intake.lines.items()),
    }
    write_outcome(run, outcome, kept)
    run.pairs = pairs_of(run, loader, context, outcome.new, outcome.adopted)


def recount(run: ImportRun, at: dt.datetime) -> None:
    """Compare the rows of a run once more, after a person has said something of them."""
    loader = loaders()[run.kind]
    context, outcome = context_of(run, at), Outcome()
    examine(loader, parsed_chunks(run), context, outcome)
    write_outcome(run, outcome)
    run.pairs = pairs_of(run, loader, context, outcome.new, outcome.adopted)


def _hide_examples(run: ImportRun) -> None:
    for column in run.inspection["columns"]:
        column["examples"] = []


def _not_kept(run: ImportRun, loader: Loader) -> list[Problem]:
    """Name the columns that were understood and have no place to go."""
    message, remedy = _("This column is understood but has no place here, so it is not kept."), _("Nothing to do.")
    return [
        Problem(None, header, "NOT_KEPT", message, None, remedy)
        for name, header in headers_of(run).items()
        if ":" not in name and name not in loader.known
    ]


def headers_of(run: ImportRun) -> dict[str, str]:
    """Return the column of each field."""
    return {column["maps_to"]: column["name"] for column in run.inspection["columns"] if column["maps_to"]}


def context_of(run: ImportRun, at: dt.datetime) -> Context:
    """Return what an examination of a run knows beside the rows."""
    return Context(run.owner_org_id, at, headers_of(run), run.choices, run.kind)


def parsed_chunks(run: ImportRun) -> Iterator[list[Cells]]:
    """Return the plain rows of a run, part by part."""
    return each_part(run.parsed)


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
