"""What ``comotion import`` says of names that look alike, and how to decide them."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, Any

from comotion.cli.output import print_table, refuse, write

if TYPE_CHECKING:
    from comotion.imports.models import ImportRun

SHOWN = 40


def add_pair_arguments(parser: argparse.ArgumentParser) -> None:
    """Offer ``--same`` and ``--different``."""
    helps = {"same": "read the first name as the second one, now and later", "different": "keep the two names apart"}
    for verdict, says in helps.items():
        parser.add_argument(f"--{verdict}", metavar="NAME=NAME", action="append", default=[], help=says)


def decide_pairs(args: argparse.Namespace, found: ImportRun, at: dt.datetime) -> None:
    """Take and remember what the command says of names that look alike."""
    from comotion.imports import operations

    rows = {f"{pair['name']}={pair['other']}".casefold(): pair["row"] for pair in found.pairs}
    said = {(text, verdict) for verdict in ("same", "different") for text in getattr(args, verdict)}
    unknown = next((text for text, _verdict in sorted(said) if text.casefold() not in rows), None)
    if unknown is not None:
        operations.cancel(run=found, at=at)
        refuse(f"{found.file_name} has no two names “{unknown}” that look alike. --dry-run lists those it has.")
    if said:
        operations.decide(run=found, verdicts={rows[text.casefold()]: verdict for text, verdict in said}, at=at)


def list_pairs(document: dict[str, Any]) -> None:
    """Write the pairs for people."""
    pairs = document["near_duplicates"]
    if not pairs:
        return
    write()
    lines = [(each["row"], each["name"], each["other"], each["score"], each["verdict"] or "?") for each in pairs]
    print_table(("row", "looks like", "this one", "alike", "said"), lines[:SHOWN])
    if any(not each["verdict"] for each in pairs):
        write("Say --same “NAME=THIS ONE” or --different; what nobody decides is loaded as new.")
