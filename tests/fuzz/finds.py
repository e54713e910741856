"""What fuzzing found, written anew and as small as it goes. Two finds are samples of the formats:
``quarters_of_no_year.csv`` and ``a_cell_of_several_lines_that_is_no_number.csv``.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from tests.formats.hostile import HEADER, ROW, SHEET, SHEET_END, calendar, workbook

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Strange\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:-0200\nTZOFFSETTO:-0300\n"
    "RRULE:FREQ=YEARLY;INTERVAL=0;BYDAY=2SA;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n"
)
ZONED = "BEGIN:VEVENT\nUID:zoned\nDTSTART;TZID=Strange:20260511T133000\nEND:VEVENT\n"


class Find(NamedTuple):
    """A file that once broke a reader: what it does now, as the number of rows and a part of what is said."""

    name: str
    data: bytes
    rows: int
    said: str


def broken_inside(data: bytes) -> bytes:
    """Damage what is compressed, not the archive around it."""
    start = data.index(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml") + 20
    return data[: start + 12] + b"\xee\x11\xee" + data[start + 15 :]


def endless_directory() -> bytes:
    """Make an old workbook that says it has a thousand million sectors."""
    head = struct.pack("<8s16sHHHHH6xIII", COMPOUND, bytes(16), 0x3B, 3, 0xFFFE, 9, 6, 0, 0, 1)
    return (head + struct.pack("<IIIIII", 9, 0, 0x1000, 0x6F632002, 0x6C62616E, 0x3C68_3E65)).ljust(2_048, b"n")


TWICE = [SHEET, HEADER, ROW, ROW.replace(b"Northwind", b"Southwind"), SHEET_END]
STRANGE_LETTERS = {"xl/sharedStrings.xml": b'<?xml version="1.0" encoding="UTF-9"?><sst/>'}
FINDS = [
    Find("letters_of_an_unknown_encoding.xlsx", workbook([SHEET, SHEET_END], STRANGE_LETTERS), 0, "damaged or locked"),
    Find("damaged_where_it_is_compressed.xlsx", broken_inside(workbook([SHEET, HEADER, ROW, SHEET_END])), 0, "damaged"),
    Find("two_rows_of_one_number.xlsx", workbook(TWICE), 2, ""),
    Find("cut_off_in_its_head.xls", COMPOUND + bytes(21), 0, "cannot be read as an XLS workbook"),
    Find("a_directory_without_end.xls", endless_directory(), 0, "is damaged in a way that its reader cannot bear"),
    Find("a_zone_that_does_not_move.ics", calendar(ZONE, ZONED), 2, ""),
]  # fmt: skip
