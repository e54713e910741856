"""Long lists of deeds: one page of them, and the same rows as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from comotion.reports.tabular import safe

MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, which ones they are of how many, and the ways to the pages around."""

    rows: list[Any]
    first: int
    total: int
    newer: str
    older: str
    asked: str

    @property
    def last(self) -> int:
        """Return the number of the last row."""
        return self.first + len(self.rows) - 1


def dressed(form: Any) -> None:
    """Let the fields of a filter look like fields."""
    for field in form.fields.values():
        field.widget.attrs["class"] = "co-field"


def page_of(request: HttpRequest, rows: Any, size: int) -> Page:
    """Return the page that the address asks for; one beyond the end is the last one."""
    total = rows.count() if hasattr(rows, "query") else len(rows)
    pages = max(1, -(-total // size))
    number = min(_number(request.GET.get("page", "")), pages)
    start = (number - 1) * size
    asked = request.GET.copy()
    asked.pop("page", None)
    return Page(
        rows=list(rows[start : start + size]),
        first=start + 1,
        total=total,
        newer=_address(asked, number - 1) if number > 1 else "",
        older=_address(asked, number + 1) if number < pages else "",
        asked=f"?{asked.urlencode()}" if asked else "",
    )


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _address(asked: Any, number: int) -> str:
    query = asked.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def as_csv(heads: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Write rows as CSV that no spreadsheet takes for formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([safe(_cell(row[head])) for head in heads])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | list) else value


def as_json(document: Any) -> bytes:
    """Write a document as JSON."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def as_file(content: bytes, name: str) -> HttpResponse:
    """Hand a file out, to be kept."""
    response = HttpResponse(content, content_type=MEDIA[name.rpartition(".")[2]])
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or ""
    return response
