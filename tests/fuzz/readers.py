"""What is fuzzed: each reader with a check of what it gives back. Only ``Unreadable``, with one line, may be raised.

A target takes bytes. Those of a workbook are the texts of its parts with a mark between them, because a fuzzer that
changes a ZIP archive only ever learns that its checksums are wrong.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from comotion.formats.calendar.reading import read_calendar
from comotion.formats.calendar.records import People, Window
from comotion.formats.reading import inspect, read, records
from comotion.formats.tables import Inspection, Table, Unreadable

FORMATS = Path(__file__).parent.parent / "formats"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
MARK = b"\n--part--\n"
PARTS = (
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
)  # fmt: skip
WINDOW = Window(dt.date(2025, 1, 1), dt.date(2026, 1, 1))
WINDOW_OF_FINDS = Window(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
PEOPLE = People(frozenset({"ours.example"}), frozenset({"northwind.example"}))
SECONDS = 2.0
Target = Callable[[bytes], None]


class TooLong(BaseException):
    """A reader worked longer than a fuzzer waits; the child process ends such a file with one line."""


@contextmanager
def deadline() -> Iterator[None]:
    """End what takes more than some seconds of the processor."""

    def over(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def refusing(work: Callable[[], None], name: str) -> None:
    """Do the work; a refusal is one line that begins with the name of the file."""
    try:
        with deadline():
            work()
    except Unreadable as refusal:
        said = str(refusal)
        assert said.startswith(name), said
        assert len(said.splitlines()) == 1, said
    except (TooLong, MemoryError, RecursionError):
        return


def check_inspection(found: Inspection) -> None:
    json.dumps(found.as_json())
    assert all(len(problem.message.splitlines()) == 1 for problem in found.problems), found.problems
    names = [column.name for column in found.columns]
    assert len(names) == len(set(names)), names
    assert found.rows >= 0
    assert found.skipped_rows >= 0


def check_table(found: Table) -> None:
    check_inspection(found.inspection)
    numbers = {row.number for row in found.rows}
    assert not numbers & found.refused
    assert {row.number for row in found.refused_rows} == found.refused
    blamed = {problem.row for problem in found.problems} | {None}
    asked = any(problem.row is None for problem in found.problems)
    assert asked or found.refused <= blamed, found.refused - blamed


def table(data: bytes, name: str) -> None:
    """Inspect a file, read its records, and read it as the kind it was taken for."""

    def work() -> None:
        found = inspect(data, name)
        check_inspection(found)
        if found.format == "ics":
            return
        check_table(records(data, name))
        if found.kind:
            check_table(read(data, name, kind=found.kind))

    refusing(work, name)


def csv(data: bytes) -> None:
    """Read delimited text."""
    table(data, "file.csv")


def json_(data: bytes) -> None:
    """Read JSON."""
    table(data, "file.json")


def yaml(data: bytes) -> None:
    """Read an outline."""
    table(data, "file.yml")


def xls(data: bytes) -> None:
    """Read an old workbook."""
    table(data, "file.xls")


def archive(data: bytes) -> None:
    """Read the bytes of a workbook as they are."""
    table(data, "file.xlsx")


def xlsx(data: bytes) -> None:
    """Read a workbook whose parts are the pieces of the data."""
    table(workbook(data), "file.xlsx")


def ics(data: bytes) -> None:
    """Read a calendar for everybody, or for partners alone."""

    def work() -> None:
        inspect(data, "file.ics")
        found = read_calendar(data, "file.ics", WINDOW, PEOPLE if len(data) % 2 else None)
        assert 0 <= found.personal <= found.events
        assert all(len(problem.message.splitlines()) == 1 for problem in found.problems), found.problems
        assert all(each.start.isoformat() for each in found.occurrences)

    refusing(work, "file.ics")


def workbook(data: bytes) -> bytes:
    """Put an archive together from its parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as into:
        for path, part in zip(PARTS, data.split(MARK), strict=False):
            if part:
                into.writestr(path, part)
    return made.getvalue()


def parts_of(data: bytes) -> bytes:
    """Take a workbook apart; the first sheet that has cells is the sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        held = {name: book.read(name) for name in book.namelist()}
    sheets = sorted(name for name in held if name.startswith("xl/worksheets/") and name.endswith(".xml"))
    chosen = next((name for name in sheets if b"<v>" in held[name] or b"<is>" in held[name]), sheets[0])
    held[PARTS[4]] = held[chosen]
    return MARK.join(held.get(path, b"") for path in PARTS)


def seeds(name: str) -> Iterator[bytes]:
    """Give the samples that a reader begins with."""
    folder = SHARED if SHARED.is_dir() else FORMATS
    ending = {"archive": "xlsx", "yaml": "yml"}.get(name, name)
    for path in sorted({*FORMATS.rglob(f"samples/*.{ending}"), *folder.rglob(f"*.{ending}")}):
        data = path.read_bytes()
        if len(data) < 40_000 and "company-names" not in path.parts:
            yield parts_of(data) if name == "xlsx" else data


READERS: dict[str, Target] = {
    "csv": csv, "xlsx": xlsx, "ics": ics, "json": json_, "yaml": yaml, "archive": archive, "xls": xls,
}  # fmt: skip
