"""``comotion demo``: the example program in a home of its own, loaded, scored, reported and served."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from comotion.cli.acting import setup_django
from comotion.cli.output import add_json_argument, print_json, say, write

HOME = Path(".local") / "share" / "comotion-demo"


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("demo", help="look around in the example program; a second run reuses it")
    parser.add_argument("--no-serve", action="store_true", help="prepare everything and stop")
    parser.add_argument("--port", type=int, default=8000)
    add_json_argument(parser)
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace) -> None:
    """Prepare, say where and how to log in, and serve."""
    os.environ.setdefault("COMOTION_HOME", str(Path.home() / HOME))
    from comotion.cli.example import manifest, pin_home

    program = manifest()
    pin_home(Path(os.environ["COMOTION_HOME"]), program, args.port)
    setup_django()
    from comotion.cli.example import prepare

    document = prepare(program, args.port)
    if args.json:
        print_json(document)
    else:
        _say(document)
    if not args.no_serve:
        from comotion.cli.checks import where_mails_go
        from comotion.cli.server import run_server

        say(f"Mails are {where_mails_go()}.")
        run_server(host="127.0.0.1", port=args.port, workers=1, with_worker=True)


def _say(document: dict[str, Any]) -> None:
    write(f"{document['partnerships']} partnerships are loaded and scored in {document['home']}.")
    write(f"Portfolio report: {document['report']}")
    write(f"Open {document['url']} and log in:")
    for login in document["logins"]:
        write(f"  {login['email']}  {login['password']}  ({login['role']} of {login['organization']})")
