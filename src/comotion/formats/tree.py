"""JSON: a list of records, or the tree files of the Salesforce tools (``records`` with ``attributes``)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from comotion.formats.cells import MOST_DIGITS, tidy
from comotion.formats.decoding import decode
from comotion.formats.grid import Format, Grid
from comotion.formats.tables import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
from decimal import Decimal

SPACES = b"\xef\xbb\xbf \t\r\n"


def claims(data: bytes, _name: str) -> bool:
    """Say whether the bytes begin like JSON that can hold records."""
    start = data[:200].lstrip(SPACES)
    return start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip(SPACES)[:1] in (b"{", b"]"))


def text_of(value: Any) -> str:
    """Give a value of JSON as the text a person would write for it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return tidy(value) if abs(value.adjusted()) <= MOST_DIGITS else str(value)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else json.dumps(value, default=str)


def records_of(document: Any, name: str) -> list[dict[str, Any]]:
    """Give the list of records of a document."""
    found = document.get("records", document.get("data")) if isinstance(document, dict) else document
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Unreadable(f"{name} is JSON without a list of records: give a list, or an object with “records”.")
    if not found:
        raise Unreadable(f"{name} has an empty list of records: export it again and check that it holds rows.")
    return found


def grid(data: bytes, name: str, choices: Mapping[str, str]) -> Grid:
    """Read the records into cells; record 1 is row 2, as in a spreadsheet."""
    text, encoding, problems = decode(data, name, choices)
    try:
        document = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} begins like JSON and is none ({error}): export it again.") from None
    found = records_of(document, name)
    keys = list(dict.fromkeys(key for each in found for key in each if key != "attributes"))
    rows = [(1, keys)]
    rows += [(number, [text_of(each.get(key)) for key in keys]) for number, each in enumerate(found, start=2)]
    return Grid("json", rows, encoding=encoding, typed=True, problems=problems)


FORMAT = Format("json", claims=claims, grid=grid, order=30)
