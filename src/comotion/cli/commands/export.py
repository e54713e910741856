"""``comotion export``: everything of an organization in one archive, to be kept or brought elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from comotion.cli.acting import acting_as_operator, add_member_arguments, as_member
from comotion.cli.output import add_json_argument, print_json, progress, refuse, say, write


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("export", help="everything of an organization; “organization import” reads it back")
    add_member_arguments(parser)
    parser.add_argument("--out", metavar="FILE", required=True, help="where to write the archive, as everything.zip")
    add_json_argument(parser)
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace) -> None:
    """Write the archive; a file that is there already is not written over."""
    path = Path(args.out)
    if path.exists():
        refuse(f"{path} is there already. Name another file with --out.")
    with as_member(args) if args.member else acting_as_operator(args.organization) as acting:
        from comotion.estate.exporting import write_archive

        _archive, tables = write_archive(path, at=acting.now, progress=progress)
    path.chmod(0o600)
    if args.json:
        print_json({"file": str(path), "tables": tables})
        return
    write(f"{path}: {sum(tables.values()):,} rows that can be read, in {len(tables)} tables.")
    say(f"“comotion organization key {path}” says the key of what is sealed in it.")
