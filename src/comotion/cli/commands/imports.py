"""``comotion inspect`` and ``comotion import``: what a file is, what loading it does, and taking it back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comotion.cli.acting import Acting, add_member_arguments, as_member
from comotion.cli.meetings import list_meetings, waits_for_a_word, with_meetings
from comotion.cli.output import (
    DONE,
    PROBLEMS,
    add_json_argument,
    print_json,
    print_table,
    progress,
    refuse,
    say,
    write,
)
from comotion.cli.pairs import add_pair_arguments, decide_pairs, list_pairs

if TYPE_CHECKING:
    from comotion.formats.tables import Inspection
    from comotion.imports.intake import Answers
    from comotion.imports.models import ImportRun

COUNTS = ("rows", "created", "changed", "unchanged", "refused")
SHOWN = 40
WHY = {
    "above": "text above the header", "below": "text below the table", "blank": "blank line", "remark": "remark",
    "explanation": "explanation of the columns", "total": "total", "footer": "footer of a report",
}  # fmt: skip


def register(subparsers: Any) -> None:
    """Add both commands."""
    inspecting = subparsers.add_parser("inspect", help="what a file is; needs no database")
    inspecting.add_argument("file", metavar="FILE")
    _add_choice(inspecting)
    add_json_argument(inspecting)
    inspecting.set_defaults(handler=inspect)
    importing = subparsers.add_parser(
        "import", help="load files, or take a run back with “import undo RUN”", description="comotion import FILE…"
    )
    importing.add_argument("files", metavar="FILE", nargs="+", help="files to load; or: undo RUN")
    importing.add_argument("--kind", metavar="K", help="what the files hold, where they do not say it themselves")
    importing.add_argument(
        "--mapping", metavar="FILE", help="a mapping downloaded from an import, or column → field as JSON"
    )
    importing.add_argument(
        "--confirm", action="store_true", help="load the meetings of a calendar as what they look like"
    )
    add_pair_arguments(importing)
    importing.add_argument("--dry-run", action="store_true", help="say what loading would do, and load nothing")
    importing.add_argument("--no-refresh", action="store_true", help="leave the scores as they are")
    _add_choice(importing)
    add_member_arguments(importing)
    add_json_argument(importing)
    importing.set_defaults(handler=run)
    _let_options_stand_between(importing)


def _let_options_stand_between(parser: argparse.ArgumentParser) -> None:
    """Let options stand between the files, as in ``import undo --organization S RUN``."""
    plain = parser.parse_known_args

    def parse(*args: Any, **kwargs: Any) -> Any:
        parser.parse_known_args = plain  # type: ignore[method-assign]
        try:
            return parser.parse_known_intermixed_args(*args, **kwargs)
        finally:
            parser.parse_known_args = parse  # type: ignore[method-assign]

    parser.parse_known_args = parse  # type: ignore[method-assign]


def _add_choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--choice",
        metavar="COLUMN=ANSWER",
        action="append",
        default=[],
        help="answer what a file leaves open, as “Close Date=dmy”; “Notes:empty=erase” lets blank cells erase",
    )


def chosen(texts: list[str]) -> dict[str, str]:
    """Read the answers: the last sign of equality divides, because a header may hold one."""
    answers = {}
    for text in texts:
        name, sign, answer = text.rpartition("=")
        if not (name and sign and answer):
            refuse(f"--choice “{text}” is no answer. Write it as “Close Date=dmy”.")
        answers[name] = answer
    return answers


def content_of(name: str) -> bytes:
    """Read a file that the operator named."""
    return Path(name).read_bytes()


def inspect(args: argparse.Namespace) -> int:
    """Say what a file is."""
    from comotion.formats.isolated import inspect_isolated
    from comotion.formats.tables import Unreadable

    try:
        found = inspect_isolated(content_of(args.file), Path(args.file).name, choices=chosen(args.choice))
    except Unreadable as problem:
        refuse(str(problem))
    if args.json:
        print_json(found.as_json())
    else:
        _show(found)
    return PROBLEMS if found.problems else DONE


def _show(found: Inspection) -> None:
    shape = [found.format, found.encoding, found.dialect, found.sheet]
    write(f"{found.kind or 'of no known kind'} ({', '.join(each for each in shape if each)})")
    if found.format == "ics":
        write(f"{found.rows:,} events; “comotion calendar FILE --from DATE --to DATE” lists when they take place")
    else:
        _show_columns(found)
    _list_problems([(each.row, each.column, each.message, each.remedy) for each in found.problems])


def _show_columns(found: Inspection) -> None:
    write(f"{found.rows:,} rows, header in line {found.header_row}, {found.skipped_rows:,} lines that are no rows")
    if found.kind:
        write(f"{found.kind_confidence:.0%} sure that it holds {found.kind}")
    write()
    columns = [
        (each.name, each.maps_to, each.confidence, each.type, " · ".join(each.examples)) for each in found.columns
    ]
    print_table(("column", "becomes", "certainty", "type", "examples"), columns)
    for each in found.left_out:
        first = next((f", as line {row}: {text}" for row, text in each.lines if text), "")
        write(f"left out: {each.rows:,} × {WHY[each.why]}{first}")


def _list_problems(problems: list[tuple[Any, ...]]) -> None:
    if not problems:
        return
    write()
    print_table(("row", "column", "problem", "what to do"), problems[:SHOWN])
    if len(problems) > SHOWN:
        write(f"and {len(problems) - SHOWN:,} more; --json lists them all")


def run(args: argparse.Namespace) -> int:
    """Load files one after the other, or take runs back."""
    with as_member(args) as acting:
        from comotion.core.policy import require

        require(acting.principal, "create", "imports")
        if args.files[0] == "undo":
            return _undo(args, acting)
        documents = [_load(args, acting, name) for name in args.files]
        if not args.dry_run and not args.no_refresh and any(each["created"] or each["changed"] for each in documents):
            _refresh(acting)
    document = documents[0] if len(documents) == 1 else _together(documents)
    if args.json:
        print_json(document)
    else:
        _report(documents)
    return PROBLEMS if document["problems"] else DONE


def _load(args: argparse.Namespace, acting: Acting, name: str) -> dict[str, Any]:
    from comotion.imports import operations

    said = _said(args)
    found = operations.preview(
        data=content_of(name), file_name=Path(name).name, kind=said.kind, mapping=said.mapping, choices=said.choices,
        at=acting.now,
    )  # fmt: skip
    if not found.kind:
        operations.cancel(run=found, at=acting.now)
        refuse(found.message)
    decide_pairs(args, found, acting.now)
    dry = args.dry_run or waits_for_a_word(found)
    if not dry:
        operations.apply(run=found, at=acting.now, progress=progress)
    document = _document(found, dry_run=dry)
    if dry:
        operations.cancel(run=found, at=acting.now)
    return document


def _said(args: argparse.Namespace) -> Answers:
    """Return what the mapping file says, overruled by what stands in the command."""
    from comotion.imports.intake import Answers
    from comotion.imports.mappings import read_mapping

    found = Answers(None, None, {})
    if args.mapping:
        found = read_mapping(content_of(args.mapping), Path(args.mapping).name)
    choices = {**(found.choices or {}), **chosen(args.choice)}
    if args.confirm:
        choices["guesses"] = "confirmed"
    return Answers(args.kind or found.kind, found.mapping, choices)


def _document(found: ImportRun, *, dry_run: bool) -> dict[str, Any]:
    from comotion.imports.queries import problems_of

    counts = {name: getattr(found, name) for name in COUNTS}
    document = {
        "run": found.ref,
        "file": found.file_name,
        "dry_run": dry_run,
        "kind": found.kind,
        **counts,
        "problems": problems_of(found),
        "changes": found.changes,
        "near_duplicates": found.pairs,
        "undo": None if dry_run else f"comotion import undo {found.ref}",
    }
    return with_meetings(document, found)


def _together(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum several files up; ``runs`` has each of them."""
    counts = {name: sum(each[name] for each in documents) for name in COUNTS}
    problems = [{"file": each["file"], **problem} for each in documents for problem in each["problems"]]
    together: dict[str, Any] = {"run": None, "dry_run": documents[0]["dry_run"], "kind": None, **counts}
    return {**together, "problems": problems, "undo": None, "runs": documents}


def _report(documents: list[dict[str, Any]]) -> None:
    columns = ("file", "kind", "rows", "created", "changed", "unchanged", "refused", "undo")
    print_table(columns, [[each[name] for name in columns] for each in documents])
    for each in documents:
        list_meetings(each)
        list_pairs(each)
        _list_problems([(one["row"], one["column"], one["message"], one["remedy"]) for one in each["problems"]])


def _undo(args: argparse.Namespace, acting: Acting) -> int:
    from comotion.imports import operations
    from comotion.imports.models import ImportRun

    if len(args.files) < 2:
        refuse("Say which run: comotion import undo RUN. The run stands in the answer of the import.")
    documents = []
    for ref in args.files[1:]:
        found = ImportRun.objects.filter(ref=ref).first()
        if found is None:
            refuse(f"There is no import “{ref}” here. Runs stand on the page Import.")
        operations.undo(run=found, at=acting.now, progress=progress)
        documents.append({**_document(found, dry_run=False), "undo": None, "state": found.state})
    if not args.no_refresh:
        _refresh(acting)
    if args.json:
        print_json(documents[0] if len(documents) == 1 else {"runs": documents})
    else:
        say(f"Undone: {', '.join(each['file'] for each in documents)}. Everything is as it was before.")
    return DONE


def _refresh(acting: Acting) -> None:
    from comotion.portfolio.operations import refresh

    refresh(as_of=acting.today, at=acting.now, progress=lambda done, total: progress(done, total, "scored"))
