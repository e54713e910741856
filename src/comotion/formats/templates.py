"""Our own templates: a header, one row of remarks that the reader skips, and lists to choose from in a workbook."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from comotion.formats.fields import Field, Kind, Wide
from comotion.formats.grid import Vendor, signature
from comotion.formats.headers import plain
from comotion.formats.kinds import kinds
from comotion.formats.tables import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 1000
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
WIDE = "_wide"


def columns(kind: str) -> list[tuple[str, str, Field]]:
    """Give title, remark and field of each column; ``readings_wide`` and ``answers_wide`` have one for each item."""
    base = kinds().get(kind.removesuffix(WIDE))
    wide = base.wide[0] if base and base.wide and kind.endswith(WIDE) else None
    if base is None or (kind.endswith(WIDE) and wide is None):
        raise Unreadable(f"There is no template called {kind}: use one of {', '.join(kinds())}.")
    if wide is None:
        return [(each.title, remark(each), each) for each in base.fields]
    left = [each for each in base.fields if each.name not in (wide.item, wide.value)]
    return [(each.title, remark(each), each) for each in left if each.required] + list(items(base, wide))


def items(kind: Kind, wide: Wide) -> Iterator[tuple[str, str, Field]]:
    """Give one column for each item of the wide form."""
    value = kind.field(wide.value)
    assert value is not None
    for item in wide.names:
        yield item, "Leave blank where there is none.", value


def remark(field: Field) -> str:
    """Say what belongs in a field, and whether it must be there."""
    return f"{'Required. ' if field.required else ''}{field.description}"


def template_csv(kind: str) -> bytes:
    """Give the template of a kind as CSV, in UTF-8 with the mark that spreadsheet programs look for."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([title for title, _, _ in columns(kind)])
    writer.writerow([f"# {note}" for _, note, _ in columns(kind)])
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(kind: str) -> bytes:
    """Give the template of a kind as a workbook that offers the allowed words and holds dates and ranges."""
    import xlsxwriter  # noqa: PLC0415 (only needed to write)

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties({"created": BEGINNING.replace(tzinfo=None)})
    sheet, lists = book.add_worksheet(kind[:31]), book.add_worksheet("Lists")
    lists.hide()
    bold, grey = book.add_format({"bold": True}), book.add_format({"italic": True, "text_wrap": True, "valign": "top"})
    day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
    for place, (title, note, field) in enumerate(columns(kind)):
        shape = {"date": day, "text": text, "id": text, "name": text, "period": text}.get(field.type)
        sheet.set_column(place, place, max(14, len(title) + 2), shape)
        sheet.write_string(0, place, title, bold)
        sheet.write_string(1, place, f"# {note}", grey)
        if rule := validation(field, lists, place):
            sheet.data_validation(2, place, ROWS, place, rule)
    sheet.freeze_panes(2, 1)
    book.close()
    return data.getvalue()


def validation(field: Field, lists: Any, place: int) -> dict[str, Any] | None:
    """Give the rule for the cells of a field; long lists of words stand on a hidden sheet."""
    words = ["yes", "no"] if field.type == "bool" else list(field.choices)
    if words:
        lists.write_column(0, place, words)
        column = letters(place)
        return {"validate": "list", "source": f"=Lists!${column}$1:${column}${len(words)}", "error_type": "warning"}
    if field.type == "date":
        return {
            "validate": "date",
            "criteria": ">",
            "value": BEGINNING.date().replace(year=1970),
            "error_type": "warning",
        }
    if field.low is None or field.high is None:
        return None
    limits = {"criteria": "between", "minimum": field.low, "maximum": field.high, "error_type": "warning"}
    return {"validate": "integer" if field.type == "integer" else "decimal", **limits}


def letters(place: int) -> str:
    """Give the letters of a column counted from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


VENDOR = Vendor(
    name="template",
    signatures=tuple(signature(kind.name, *(plain(each.title) for each in kind.fields)) for kind in kinds().values()),
)
