"""``comotion serve``: the web and the API; ``comotion worker``: jobs and schedules."""

from __future__ import annotations

import argparse
from typing import Any

from comotion.cli.acting import require_database, require_wall, setup_django
from comotion.cli.output import say


def register(subparsers: Any) -> None:
    """Add both commands."""
    serving = subparsers.add_parser("serve", help="serve the pages and the API")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8000)
    serving.add_argument("--workers", type=int, default=1, help="web processes (default 1)")
    serving.add_argument("--no-worker", action="store_true", help="run no jobs here; “comotion worker” runs elsewhere")
    serving.set_defaults(handler=serve)
    working = subparsers.add_parser("worker", help="run jobs and schedules")
    working.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    working.set_defaults(handler=work)


def serve(args: argparse.Namespace) -> None:
    """Serve until stopped."""
    setup_django()
    require_database()
    require_wall()
    from comotion.cli.checks import where_mails_go
    from comotion.cli.server import run_server

    _say_what_was_interrupted()
    say(f"Mails are {where_mails_go()}.")
    run_server(host=args.host, port=args.port, workers=args.workers, with_worker=not args.no_worker)


def work(args: argparse.Namespace) -> None:
    """Work until stopped."""
    setup_django()
    require_database()
    require_wall()
    from comotion.cli.server import run_worker

    _say_what_was_interrupted()
    if not args.with_parent:
        say("Working. Stop with Ctrl-C.")
    run_worker(with_parent=args.with_parent)


def _say_what_was_interrupted() -> None:
    """Give back the imports that a crash cut off, and name each of them."""
    from comotion.imports.recovery import recover_interrupted

    for found in recover_interrupted():
        say(f"Loading {found.file_name} was interrupted; nothing of it was loaded. Load it again.")
