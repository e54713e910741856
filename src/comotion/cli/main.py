"""The way in: builds the parser from the modules in ``commands/`` and runs the one that was asked for.

Nothing here imports Django, and no command does before its handler runs, so ``--help`` and ``methods`` answer at once.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import NoReturn

from comotion.cli import commands
from comotion.cli.output import DONE, REFUSED, Refused, say

INTERRUPTED = 130


class OneLineParser(argparse.ArgumentParser):
    """A parser whose complaints are one line that says what is wrong and where to look."""

    def error(self, message: str) -> NoReturn:
        """Leave with the status for refusals."""
        self.exit(REFUSED, f"{self.prog}: {message}. See “{self.prog} --help”.\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command of the folder."""
    parser = OneLineParser(prog="comotion", description="Turns a company's partnerships into momentum.")
    parser.add_argument("--version", action="version", version=f"comotion {program_version()}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in sorted(found.name for found in pkgutil.iter_modules(commands.__path__)):
        importlib.import_module(f"{commands.__name__}.{module}").register(subparsers)
    return parser


def program_version() -> str:
    """Return the version that is installed."""
    return importlib.metadata.version("comotion")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 done with problems that are listed, 2 refused."""
    try:
        args = build_parser().parse_args(argv)
        status: int = args.handler(args) or DONE
        sys.stdout.flush()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as problem:  # noqa: BLE001  (sorted below: refusals become one line, the rest goes on)
        return _refused(problem)
    return status


def _refused(problem: Exception) -> int:
    """Turn what an operation refused into its one line; anything unforeseen goes on as it is."""
    message = refusal_of(problem)
    if message is None:
        raise problem
    say(f"comotion: {message}")
    return REFUSED


def refusal_of(problem: Exception) -> str | None:
    """Return the sentence for the user, or None where the problem is a fault of ours."""
    name = type(problem).__name__
    if isinstance(problem, Refused) or name.startswith("UnableTo") or name == "InvalidInput":
        return " ".join(str(problem).split())
    if name == "PermissionDenied":
        return f"Not allowed in this role: {problem}. Choose another member with --as EMAIL."
    if name == "Http404":
        return "There is no such thing here. Look at its name with “comotion portfolio”."
    if isinstance(problem, OSError) and problem.filename:
        return f"{problem.filename}: {problem.strerror}. Check the path and its permissions."
    return None


if __name__ == "__main__":
    sys.exit(main())
