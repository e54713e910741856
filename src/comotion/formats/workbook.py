"""XLSX workbooks: values as shown, with the workbook's own date system, formats and merged cells.

Read from the XML itself: the libraries at hand take a 1904 workbook for a 1900 one and lose what a cell shows (a share
as 52 %). A formula that was saved without its result is missing, never 0.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree as ET

from comotion.formats.cells import Style, style_of
from comotion.formats.grid import Format, Grid
from comotion.formats.sheet import Sheet, fill_merged, local, read_sheet, rich
from comotion.formats.tables import Problem, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_PART = 300_000_000
LARGE_PART, DENSEST = 20_000_000, 100
MOST_TEXTS = 2_000_000
LOCKED = "is locked with a password: open it, take the password off, and save it again"
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, ET.ParseError, LookupError, ValueError, NotImplementedError,
           RuntimeError, EOFError, OSError)  # fmt: skip


@dataclass(slots=True)
class Book:
    """What all sheets of a workbook share, and where the sheets are."""

    name: str
    archive: zipfile.ZipFile
    sheets: list[tuple[str, str]]
    since_1904: bool
    strings: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)


def part(archive: zipfile.ZipFile, path: str, name: str) -> IO[bytes]:
    """Open a part, unless it unpacks to more than any honest sheet does, or to too many times its size."""
    info = archive.getinfo(path)
    if info.file_size > LARGEST_PART:
        raise Unreadable(f"{name} unpacks to more than {LARGEST_PART // 1_000_000} MB: it is damaged or hostile.")
    if info.file_size > max(LARGE_PART, info.compress_size * DENSEST):
        raise Unreadable(f"{name} unpacks to more than {DENSEST} times its size: it is damaged or hostile.")
    if info.flag_bits & 1:
        raise Unreadable(f"{name} {LOCKED}.")
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
            since_1904 = since_1904 or element.get("date1904") in ("1", "true")
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
                if len(book.strings) > MOST_TEXTS:
                    raise Unreadable(f"{book.name} has more than {MOST_TEXTS:,} texts: split it and load the parts.")


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
        with part(book.archive, path, name) as stream:
            sheet = read_sheet(stream, name, book)
    except DAMAGED as error:
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
