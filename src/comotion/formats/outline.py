"""The landscape file in its own shape: an outline (YAML) of categories, subcategories and items.

Only this one shape is read, line by line; it needs no more of YAML than names, values and their indent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comotion.formats.decoding import decode
from comotion.formats.grid import Format, Grid
from comotion.formats.tables import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

SHAPE = re.compile(rb"^[ \t]*(?:- )?subcategories:[ \t\r]*$", re.MULTILINE)
ENTRY = re.compile(r"^(?P<indent>\s*)(?P<dash>- )?(?P<key>[\w-]+):(?: +(?P<value>.*))?$")
SEARCHED = 10_000
GROUP = "tier"


def claims(data: bytes, _name: str) -> bool:
    """Say whether the bytes are an outline with subcategories and items."""
    return bool(SHAPE.search(data[:SEARCHED])) and b"items:" in data[:SEARCHED]


def scalar(text: str | None) -> str:
    """Give a value without its quotes."""
    text = (text or "").strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text[1:-1].replace('\\"', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text


def items(lines: list[str], name: str) -> list[tuple[int, dict[str, str]]]:
    """Give each item with the line it begins on, and the name of its subcategory as its group."""
    found: list[tuple[int, dict[str, str]]] = []
    group, within = "", -1
    for number, line in enumerate(lines, start=1):
        entry = ENTRY.match(line)
        if entry is None:
            continue
        indent = len(entry["indent"])
        if entry["key"] == "items":
            within = indent
        elif entry["key"] == "name" and entry["dash"] and (within < 0 or indent < within):
            group, within = scalar(entry["value"]), -1
        elif within >= 0 and entry["dash"] and indent >= within:
            found.append((number, {GROUP: group}))
        if (
            within >= 0
            and found
            and entry["value"] is not None
            and indent > within - 2
            and group == found[-1][1][GROUP]
        ):
            found[-1][1].setdefault(entry["key"], scalar(entry["value"]))
    if not found:
        raise Unreadable(f"{name} is an outline without items: export it again and check that it holds some.")
    return found


def grid(data: bytes, name: str, choices: Mapping[str, str]) -> Grid:
    """Read the items into cells."""
    text, encoding, problems = decode(data, name, choices)
    found = items(text.splitlines(), name)
    keys = list(dict.fromkeys(key for _, each in found for key in ("name", *each) if key in each))
    rows = [(1, keys), *((number, [each.get(key, "") for key in keys]) for number, each in found)]
    return Grid("yaml", rows, encoding=encoding, typed=True, problems=problems)


FORMAT = Format("yaml", claims=claims, grid=grid, order=40)
