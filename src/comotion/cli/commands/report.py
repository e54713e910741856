"""``comotion report NAME … --out FILE``: every report, in the form that the file's ending asks for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from comotion.cli.acting import add_member_arguments, as_member
from comotion.cli.commands.portfolio import FILTERS, chosen_filters
from comotion.cli.output import add_json_argument, print_json, write


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("report", help="write a report: portfolio, or brief of one partnership")
    parser.add_argument("report", metavar="REPORT", help="portfolio or brief")
    parser.add_argument("partnership", metavar="NAME|ID", nargs="?", default="", help="what a brief is about")
    parser.add_argument("--out", required=True, metavar="FILE", help="its ending says the form: pdf, xlsx, csv, html")
    parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE", help=", ".join(FILTERS))
    parser.add_argument("--sort", default="", help="order of the portfolio")
    add_member_arguments(parser)
    add_json_argument(parser)
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace) -> None:
    """Write it; the file appears whole or not at all."""
    with as_member(args) as acting:
        from comotion.cli.naming import named_partnership
        from comotion.reports.report import Asked, form_of, make_report

        ref = named_partnership(args.partnership) if args.partnership else ""
        asked = Asked(today=acting.today, partnership=ref, filters=chosen_filters(args.filter), sort=args.sort)
        made = make_report(args.report, form_of(args.out), asked)
        write_whole(Path(args.out), made.content)
        if args.json:
            print_json({"report": args.report, "file": args.out, "pages": made.pages, "as_of": made.as_of})
        else:
            write(f"{args.out}: {f'{made.pages} pages, ' if made.pages else ''}as of {made.as_of}")


def write_whole(file: Path, content: bytes) -> None:
    """Write beside the file and then take its place, so that nobody reads half a report."""
    beside = file.with_name(f".{file.name}.part")
    beside.write_bytes(content)
    beside.replace(file)
