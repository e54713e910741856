"""``comotion check``: is this installation sound? Every check runs; the status is 1 where one is not well."""

from __future__ import annotations

import argparse
from typing import Any

from comotion.cli.acting import setup_django
from comotion.cli.output import DONE, PROBLEMS, add_json_argument, print_json, write


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("check", help="integrity, migrations, audit chains, settings, versions")
    add_json_argument(parser)
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace) -> int:
    """Run all checks and list what each found."""
    setup_django()
    from comotion.cli.checks import all_checks

    checks = all_checks()
    ok = all(check.ok for check in checks)
    if args.json:
        print_json({"ok": ok, "checks": checks})
    else:
        for check in checks:
            write(f"{'ok      ' if check.ok else 'PROBLEM '}{check.name}: {check.detail}")
    return DONE if ok else PROBLEMS
