"""``comotion methods``: every published method, described and run without a database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from comotion.cli.output import add_json_argument, print_json, print_table, refuse, write


def register(subparsers: Any) -> None:
    """Add the group."""
    group = subparsers.add_parser("methods", help="published methods: list, show, run; needs no database")
    actions = group.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="name, version and what each asks")
    listing.set_defaults(handler=show_all)
    showing = actions.add_parser("show", help="formula, parameters, source, schemas and an example")
    showing.set_defaults(handler=show)
    running = actions.add_parser("run", help="compute one result from JSON")
    running.add_argument("name", metavar="NAME")
    running.add_argument("file", metavar="FILE", nargs="?", default="-", help="input as JSON, or - for standard input")
    running.add_argument("--example", action="store_true", help="take the method's own example as input")
    running.set_defaults(handler=run)
    showing.add_argument("name", metavar="NAME")
    for parser in (listing, showing, running):
        add_json_argument(parser)


def show_all(args: argparse.Namespace) -> None:
    """List."""
    from comotion.methods.catalogue import published

    rows = [{"name": found.name, "version": found.version, "summary": found.summary} for found in published()]
    if args.json:
        print_json({"methods": rows})
    else:
        print_table(["name", "version", "summary"], [list(row.values()) for row in rows])


def show(args: argparse.Namespace) -> None:
    """Print the documentation of one."""
    method = _method(args.name)
    if args.json:
        print_json(method.as_json())
        return
    write(f"{method.name} {method.version}")
    write()
    write(method.documentation)
    write()
    write("Example input:")
    print_json(dict(method.as_json()["example"]))


def run(args: argparse.Namespace) -> None:
    """Run one; the result is JSON with and without ``--json``."""
    method = _method(args.name)
    print_json(method.run(method.example if args.example else _payload(args)))


def _method(name: str) -> Any:
    from comotion.methods.catalogue import find
    from comotion.methods.scored import InvalidInput

    try:
        return find(name)
    except InvalidInput:
        refuse(f"There is no method “{name}”. “comotion methods list” names them.")


def _payload(args: argparse.Namespace) -> Any:
    """Read the input, refusing what is no JSON."""
    if args.file == "-" and sys.stdin.isatty():
        refuse(f"Give a file, pipe JSON in, or add --example. “comotion methods show {args.name}” has the schema.")
    text = sys.stdin.read() if args.file == "-" else Path(args.file).read_text(encoding="utf-8")
    try:
        return json.loads(text)
    except json.JSONDecodeError as broken:
        refuse(f"{args.file} is no JSON: {broken.msg} in line {broken.lineno}. Mend it and run again.")
