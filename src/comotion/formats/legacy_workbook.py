"""XLS workbooks of old: read by calamine, sheet by sheet as texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comotion.formats.grid import Format, Grid
from comotion.formats.tables import Problem, Unreadable
from comotion.formats.workbook import LOCKED

if TYPE_CHECKING:
    from collections.abc import Mapping

PANIC = "PanicException"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def grid(data: bytes, name: str, choices: Mapping[str, str]) -> Grid:
    """Read the chosen sheet into cells."""
    if ENCRYPTED in data:
        raise Unreadable(f"{name} {LOCKED}.")
    import fastexcel  # noqa: PLC0415 (heavy, and only needed for old files)

    try:
        book = fastexcel.read_excel(data)
        title = choices.get("sheet", book.sheet_names[0])
        table = book.load_sheet(title, header_row=None, dtypes="string").to_polars()
    except BaseException as error:
        if not isinstance(error, fastexcel.FastExcelError | IndexError) and type(error).__name__ != PANIC:
            raise
        first = (str(error).splitlines() or ["no sheets"])[0]
        raise Unreadable(f"{name} cannot be read as an XLS workbook ({first}): save it as XLSX.") from None
    rows = [(number, [cell or "" for cell in cells]) for number, cells in enumerate(table.rows(), start=1)]
    others = [each for each in book.sheet_names if each != title]
    problems = [
        Problem(None, None, "OTHER_SHEETS", f"The sheet {title} was read; there are others.", ", ".join(others)[:200],
                "Name another sheet if it is the one you mean.")
    ] if others else []  # fmt: skip
    return Grid("xls", rows, sheet=title, typed=True, problems=problems)


FORMAT = Format("xls", claims=lambda data, _name: data.startswith(COMPOUND), grid=grid, order=20)
