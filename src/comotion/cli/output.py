"""What commands write: one document or plain tables on standard output, everything else on standard error."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

DONE, PROBLEMS, REFUSED = 0, 1, 2
MISSING = "–"
BAR_WIDTH = 24


class Refused(Exception):
    """Nothing was changed; the message says what is wrong and what to do."""


def refuse(message: str) -> NoReturn:
    """Stop with exit status 2 and one line."""
    raise Refused(message)


def say(message: str) -> None:
    """Write a message for people to standard error."""
    sys.stderr.write(f"{message}\n")


def write(line: str = "") -> None:
    """Write one line of the answer to standard output."""
    sys.stdout.write(f"{line}\n")


def add_json_argument(parser: argparse.ArgumentParser) -> None:
    """Offer ``--json``."""
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else there")


def print_json(document: Any) -> None:
    """Write one JSON document; figures keep every digit, missing is null."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "as_json"):
        return value.as_json()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a plain table: numbers to the right with one decimal, missing as a dash, no lines."""
    cells = [[cell_text(value) for value in row] for row in rows]
    numeric = [_is_numeric(index, cells) for index in range(len(columns))]
    widths = [max(len(line[index]) for line in [list(columns), *cells]) for index in range(len(columns))]
    for line in [list(columns), *cells]:
        padded = (
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, numeric, strict=True)
        )
        write("  ".join(padded).rstrip())


def cell_text(value: Any) -> str:
    """Return a value as people read it in a table."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.1f}"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {cell_text(item)}" for key, item in value.items())
    return " ".join(str(value).split())


def _is_numeric(index: int, cells: Sequence[Sequence[str]]) -> bool:
    texts = [line[index].replace(",", "").rstrip("%").strip() for line in cells if line[index] != MISSING]
    return bool(texts) and all(text.lstrip("-−").replace(".", "", 1).isdigit() for text in texts)


def progress(done: int, total: int, message: str = "") -> None:
    """Draw how far a long command is, on a terminal only; the last call ends the line."""
    if not sys.stderr.isatty():
        return
    share = done / total if total else 1.0
    bar = "█" * round(share * BAR_WIDTH) + "░" * (BAR_WIDTH - round(share * BAR_WIDTH))
    sys.stderr.write(f"\r{bar} {done:,} of {total:,} {message}\x1b[K" + ("\n" if done >= total else ""))
    sys.stderr.flush()
