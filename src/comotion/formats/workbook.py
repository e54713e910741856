"""XLSX workbooks: values as shown, with the workbook's own date system, formats and merged cells.

Read from the XML itself: the libraries at hand take a 1904 workbook for a 1900 one and lose what a cell shows (a share
as 52 %). A formula that was saved without its result is missing, never 0.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree as ET

from comotion.formats.amounts import figure
from comotion.formats.cells import Style, shown, style_of
from comotion.formats.grid import Format, Grid
from comotion.formats.tables import Problem, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_PART = 300_000_000
MOST_COLUMNS = 2_000
ENDED = re.compile(r"^(?P<letters>[A-Z]{1,3})(?P<row>\d{1,7})$")


@dataclass(slots=True)
class Book:
    """What all sheets of a workbook share."""

    name: str
    archive: zipfile.ZipFile
    sheets: list[tuple[str, str]]
    since_1904: bool
    strings: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)


def local(tag: str) -> str:
    """Give a tag without its namespace, since strict workbooks use another one."""
    return tag.rpartition("}")[2]


def part(archive: zipfile.ZipFile, path: str, name: str) -> IO[bytes]:
    """Open a part, unless it unpacks to more than any honest sheet does."""
    info = archive.getinfo(path)
    if info.file_size > LARGEST_PART:
        raise Unreadable(f"{name} unpacks to more than {LARGEST_PART // 1_000_000} MB: it is damaged or hostile.")
    return archive.open(info)


def tree(archive: zipfile.ZipFile, path: str, name: str) -> ET.Element | None:
    """Give the parsed part, or None where the workbook has none."""
    if path not in archive.namelist():
        return None
    with part(archive, path, name) as stream:
        return ET.parse(stream).getroot()  # noqa: S314 (expat bounds entities; the child process bounds the rest)


def open_book(data: bytes, name: str) -> Book:
    """Read what all sheets share: their names and places, the date system, texts and formats."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    root = tree(archive, "xl/workbook.xml", name)
    links = tree(archive, "xl/_rels/workbook.xml.rels", name)
    if root is None or links is None:
        raise Unreadable(f"{name} is a ZIP archive without a workbook: unpack it, or save it as XLSX.")
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets, since_1904 = [], False
    for element in root.iter():
        if local(element.tag) == "workbookPr":
            since_1904 = element.get("date1904") in ("1", "true")
        elif local(element.tag) == "sheet":
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            target = targets.get(relation, "").removeprefix("/").removeprefix("xl/")
            if "worksheets/" in target:
                sheets.append((element.get("name", ""), f"xl/{target}", element.get("state", "visible") == "visible"))
    visible = [(title, path) for title, path, is_visible in sheets if is_visible]
    book = Book(name, archive, visible or [(title, path) for title, path, _ in sheets], since_1904)
    read_strings(book)
    read_styles(book)
    return book


def read_strings(book: Book) -> None:
    """Read the shared texts; the reading of East Asian characters that may follow a text is left out."""
    if "xl/sharedStrings.xml" not in book.archive.namelist():
        return
    with part(book.archive, "xl/sharedStrings.xml", book.name) as stream:
        for _, element in ET.iterparse(stream, events=("end",)):  # noqa: S314
            if local(element.tag) == "si":
                book.strings.append(rich(element))
                element.clear()


def rich(element: ET.Element) -> str:
    """Join the runs of a text."""
    runs = []
    for child in element:
        if local(child.tag) == "t":
            runs.append(child.text or "")
        elif local(child.tag) == "r":
            runs += [each.text or "" for each in child if local(each.tag) == "t"]
    return "".join(runs)


def read_styles(book: Book) -> None:
    """Read what each cell format shows."""
    root = tree(book.archive, "xl/styles.xml", book.name)
    if root is None:
        return
    codes = {
        int(element.get("numFmtId", "0")): element.get("formatCode", "")
        for element in root.iter()
        if local(element.tag) == "numFmt"
    }
    ids = [
        int(element.get("numFmtId", "0")) for formats in root if local(formats.tag) == "cellXfs" for element in formats
    ]
    book.styles = [style_of(number, codes.get(number)) for number in ids]


def place(reference: str) -> tuple[int, int] | None:
    """Give column (from 0) and row of a reference such as ``B7``."""
    found = ENDED.match(reference)
    if not found:
        return None
    column = 0
    for letter in found["letters"]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(found["row"])


@dataclass(slots=True)
class Sheet:
    """The rows of a sheet as they come, with what must be known beside them."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    uncomputed: list[str] = field(default_factory=list)


def read_sheet(book: Book, path: str) -> Sheet:
    """Read the cells of one sheet, row by row."""
    sheet = Sheet()
    with part(book.archive, path, book.name) as stream:
        for _, element in ET.iterparse(stream, events=("end",)):  # noqa: S314
            tag = local(element.tag)
            if tag == "row":
                number = int(element.get("r") or (sheet.rows[-1][0] + 1 if sheet.rows else 1))
                sheet.rows.append((number, read_row(book, sheet, element)))
                element.clear()
            elif tag == "mergeCell":
                sheet.merged.append(element.get("ref", ""))
    return sheet


def read_row(book: Book, sheet: Sheet, row: ET.Element) -> list[str]:
    """Read one row; cells that are left out of the file are blank."""
    cells: list[str] = []
    for cell in row:
        reference = cell.get("r", "")
        at = place(reference)
        column = at[0] if at else len(cells)
        if column >= MOST_COLUMNS:
            raise Unreadable(f"{book.name} has a cell in column {column + 1:,}; at most {MOST_COLUMNS:,} are read.")
        cells.extend([""] * (column - len(cells)))
        cells.append(read_cell(book, sheet, cell, column))
    return cells


def read_cell(book: Book, sheet: Sheet, cell: ET.Element, column: int) -> str:
    """Give what one cell shows."""
    parts = {local(child.tag): child for child in cell}
    if "is" in parts:
        return written(sheet, rich(parts["is"]), column)
    value = parts["v"].text if "v" in parts else None
    if value is not None:
        return typed(book, sheet, cell, value, column)
    if "f" in parts:
        sheet.uncomputed.append(cell.get("r", ""))
    return ""


def typed(book: Book, sheet: Sheet, cell: ET.Element, value: str, column: int) -> str:
    """Give what a stored value shows, by the type and the format of its cell."""
    kind = cell.get("t", "n")
    if kind == "s":
        return written(sheet, book.strings[int(value)] if int(value) < len(book.strings) else "", column)
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind in ("str", "d"):
        return written(sheet, value, column)
    if kind == "e":
        return value
    style = int(cell.get("s", "0"))
    return shown(value, book.styles[style] if style < len(book.styles) else "general", since_1904=book.since_1904)


def written(sheet: Sheet, text: str, column: int) -> str:
    """Give a text; note the column where it is a figure whose separator can mean two things."""
    if 5 <= len(text) <= 40 and column not in sheet.doubtful and text.strip()[-1:].isdigit():
        found = figure(text)
        if found and found.evidence == "ambiguous":
            sheet.doubtful.add(column)
    return text


def fill_merged(sheet: Sheet) -> None:
    """Give every cell of a block that was merged downwards the block's value: a group is written once."""
    by_number = dict(sheet.rows)
    for reference in sheet.merged[:100_000]:
        start, _, end = reference.partition(":")
        first, last = place(start), place(end)
        if not first or not last or first[0] != last[0] or first[1] not in by_number:
            continue
        source = by_number[first[1]]
        text = source[first[0]] if first[0] < len(source) else ""
        for number in range(first[1] + 1, min(last[1], first[1] + 10_000) + 1):
            cells = by_number.get(number)
            if cells is not None and any(cells):
                cells.extend([""] * (first[0] + 1 - len(cells)))
                cells[first[0]] = text


def is_pivot(book: Book, path: str) -> bool:
    """Say whether a sheet holds a pivot table: its relations name one."""
    folder, _, leaf = path.rpartition("/")
    links = tree(book.archive, f"{folder}/_rels/{leaf}.rels", book.name)
    return links is not None and any("pivotTable" in link.get("Type", "") for link in links)


def chosen_sheet(book: Book, choices: Mapping[str, str]) -> tuple[str, str]:
    """Give the sheet that was named, else the first one that has cells."""
    if not book.sheets:
        raise Unreadable(f"{book.name} has no sheet with cells.")
    if "sheet" not in choices:
        filled = (each for each in book.sheets if has_cells(book, each[1]))
        return next(filled, book.sheets[0])
    for each in book.sheets:
        if each[0] == choices["sheet"]:
            return each
    names = ", ".join(title for title, _ in book.sheets)
    raise Unreadable(f"{book.name} has no sheet called {choices['sheet']}: it has {names}.")


def has_cells(book: Book, path: str) -> bool:
    """Say whether a sheet has any cell with a value."""
    with part(book.archive, path, book.name) as stream:
        return any(local(element.tag) in ("v", "is") for _, element in ET.iterparse(stream))  # noqa: S314


def notes(book: Book, title: str, sheet: Sheet) -> Iterator[Problem]:
    """Say what was not read: other sheets, formulas without a result."""
    others = [name for name, _ in book.sheets if name != title]
    if others:
        yield Problem(
            None, None, "OTHER_SHEETS", f"The sheet {title} was read; there are others.", ", ".join(others)[:200],
            "Name another sheet if it is the one you mean.",
        )  # fmt: skip
    if sheet.uncomputed:
        yield Problem(
            None, None, "FORMULA_WITHOUT_VALUE",
            f"{len(sheet.uncomputed)} formulas were saved without their result and count as missing.",
            ", ".join(sheet.uncomputed[:5]), "Open the file in a spreadsheet program, let it compute, and save it.",
        )  # fmt: skip


def grid(data: bytes, name: str, choices: Mapping[str, str]) -> Grid:
    """Read the chosen sheet into cells."""
    try:
        book = open_book(data, name)
        title, path = chosen_sheet(book, choices)
        if is_pivot(book, path):
            raise Unreadable(f"{name}: the sheet {title} is a pivot table: load the rows it was made from instead.")
        sheet = read_sheet(book, path)
    except (
        zipfile.BadZipFile,
        ET.ParseError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{name} is a damaged or locked workbook ({error}): open it, save it anew as XLSX.") from None
    fill_merged(sheet)
    width = max((len(cells) for _, cells in sheet.rows), default=0)
    rows = [(number, cells + [""] * (width - len(cells))) for number, cells in sheet.rows]
    return Grid(
        "xlsx", rows, sheet=title, typed=True, doubtful=sheet.doubtful, problems=list(notes(book, title, sheet))
    )


FORMAT = Format("xlsx", claims=lambda data, _name: data.startswith(b"PK\x03\x04"), grid=grid, order=10)
