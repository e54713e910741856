"""Files that mean harm, or look as if they did, and what becomes of each when it is read as a person's file is read.

``python -m tests.formats.hostile NAME`` reads one of them in a child process and prints what that took as JSON;
``python -m tests.formats.hostile`` prints all of them as a table.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import resource
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from comotion.formats.calendar.isolated import read_calendar_isolated
from comotion.formats.calendar.records import Window
from comotion.formats.isolated import inspect_isolated, read_isolated
from comotion.formats.tables import Unreadable

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
SHEET_END = b"</sheetData></worksheet>"
HEADER = b'<row r="1"><c t="inlineStr"><is><t>Partner name</t></is></c><c t="inlineStr"><is><t>Tier</t></is></c></row>'
ROW = b'<row r="2"><c t="inlineStr"><is><t>Northwind</t></is></c><c t="inlineStr"><is><t>Gold</t></is></c></row>'
TEXT = b"Partner name,Tier\nNorthwind,Gold\n"
EVENT = "BEGIN:VEVENT\nUID:{0}\nDTSTART:20260105T090000Z\nSUMMARY:Review {0}\n{1}\nEND:VEVENT\n"
YEAR = Window(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
Blocks = Iterable[bytes]


def workbook(sheet: Blocks, parts: dict[str, bytes] | None = None, sheets: int = 1) -> bytes:
    """Make a workbook of the blocks of its first sheet; ``parts`` replaces whole parts."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
    targets = "".join(
        f'<Relationship Id="r{n}" Type="worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, sheets + 1)
    )
    held = {
        "[Content_Types].xml": CONTENT_TYPES.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>".encode(),
        **{f"xl/worksheets/sheet{n}.xml": SHEET + SHEET_END for n in range(2, sheets + 1)},
        **(parts or {}),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, content in held.items():
            archive.writestr(path, content)
        if "xl/worksheets/sheet1.xml" not in held:
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
                for block in sheet:
                    part.write(block)
    return data.getvalue()


def honest(*rows: bytes) -> bytes:
    """Make a workbook of a header, one row, and more."""
    return workbook([SHEET, HEADER, ROW, *rows, SHEET_END])


def entities(inside: str) -> bytes:
    """Make a document whose one entity grows to ten thousand million letters."""
    grown = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">{grown}]>{inside}'.encode()


def sheet_of(text: str) -> str:
    """Write one cell as a whole sheet."""
    return f'<worksheet><sheetData><row><c t="inlineStr"><is><t>{text}</t></is></c></row></sheetData></worksheet>'


def calendar(*events: str) -> bytes:
    """Write a calendar of an honest event and others."""
    return (
        "BEGIN:VCALENDAR\nVERSION:2.0\n" + EVENT.format("honest", "") + "".join(events) + "END:VCALENDAR\n"
    ).encode()


def with_rule(rule: str) -> bytes:
    """Write a calendar of an honest event and one that repeats by a rule."""
    return calendar(EVENT.format("strange", f"RRULE:{rule}"))


def changed(data: bytes, at: int, new: bytes) -> bytes:
    """Write over some bytes."""
    return data[:at] + new + data[at + len(new) :]


def locked(data: bytes) -> bytes:
    """Mark every entry of an archive as encrypted, as other archivers do."""
    made = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            made[at + flags] |= 1
            at = data.find(mark, at + 1)
    return bytes(made)


def compound(*names: str) -> bytes:
    """Make a compound file that holds empty streams of these names, as an encrypted workbook does."""
    free, end, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0,
        4096, end, 0, end, 0, 0,
    )  # fmt: skip
    table = struct.pack("<109I", 0, *[free] * 108)
    sectors = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    entries = [("Root Entry", 5), *((name, 2) for name in names)][:4]
    made = b""
    for number, (name, kind) in enumerate(entries):
        written = name.encode("utf-16-le") + b"\0\0"
        right = number + 1 if 0 < number < len(entries) - 1 else none
        child = 1 if kind == 5 and len(entries) > 1 else none
        made += written.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(written), kind, 1, none, right, child, bytes(16), 0, 0, 0, end, 0
        )
    made += bytes(512 - len(made))
    return (head + table).ljust(512, b"\0")[:512] + sectors + made


def bombs() -> dict[str, Callable[[], bytes]]:
    """Files that are small and unpack, grow or repeat without end."""
    zeros, cells = bytes(1 << 20), b"<c/>" * 250_000
    row = b'<row r="1">' + b"<c><v>1</v></c>" * 100 + b"</row>"
    string = b"<si><t>Northwind</t></si>" * 40_000
    outside = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + sheet_of("&a;")
    return {
        "a_bomb_of_zeros.xlsx": lambda: workbook([SHEET, *[zeros] * 290]),
        "a_bomb_of_a_sheet_of_zeros.xlsx": lambda: workbook([SHEET, *[zeros] * 40]),
        "a_bomb_of_one_row.xlsx": lambda: workbook([SHEET, b"<row>", *[cells] * 30]),
        "a_bomb_of_rows.xlsx": lambda: workbook([SHEET, *[row * 2_000] * 80, SHEET_END]),
        "a_bomb_of_shared_texts.xlsx": lambda: workbook(
            [SHEET, SHEET_END], {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">'.encode() + string * 100 + b"</sst>"}
        ),
        "a_bomb_of_entities.xlsx": lambda: workbook([entities(sheet_of("&j;"))]),
        "a_bomb_of_entities_in_the_book.xlsx": lambda: workbook([], {"xl/workbook.xml": entities("<a>&j;</a>")}),
        "an_entity_from_outside.xlsx": lambda: workbook([outside.encode()]),
        "a_million_open_merges.xlsx": lambda: workbook(
            [SHEET, HEADER, ROW, b"</sheetData>", *[b"<mergeCell " * 90_000] * 20]
        ),
        "a_merge_of_everything.xlsx": lambda: workbook(
            [SHEET, HEADER, ROW, b'</sheetData><mergeCell ref="A1:XFD1048576"/></worksheet>']
        ),
        "merges_of_the_same_column.xlsx": lambda: workbook(
            [SHEET, HEADER, ROW * 9_000, b"</sheetData>", b'<mergeCell ref="A2:A99999"/>' * 90_000, b"</worksheet>"]
        ),
        "a_number_of_a_thousand_million_digits.xlsx": lambda: honest(
            b'<row r="3"><c><v>1E+999999999</v></c><c><v>-1E-999999999</v></c></row>'
        ),
        "a_number_of_a_thousand_million_digits.json": lambda: b'[{"Partner name": "Northwind", "Tier": 1E+999999999}]',
        "deep.json": lambda: b"[" + b'{"a":' * 200_000,
        "an_endless_number.json": lambda: b'[{"Partner name": "Northwind", "Tier": ' + b"9" * 2_000_000 + b"}]",
        "ten_thousand_sheets.xlsx": lambda: workbook([SHEET, SHEET_END], sheets=10_000),
        "ten_thousand_sheets_and_one_row.xlsx": lambda: workbook([SHEET, HEADER, ROW, SHEET_END], sheets=10_000),
    }


def far_and_wide() -> dict[str, Callable[[], bytes]]:
    """Tables that are empty over a great distance, and lines without end."""
    return {
        "a_cell_at_the_last_column.xlsx": lambda: honest(b'<row r="3"><c r="XFD3"><v>1</v></c></row>'),
        "a_cell_at_the_last_row.xlsx": lambda: honest(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        "a_cell_beyond_the_last_column.xlsx": lambda: honest(b'<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>'),
        "a_million_empty_rows.xlsx": lambda: workbook(
            [SHEET, HEADER, ROW, *(b'<row r="%d"/>' % n for n in range(3, 1_000_000)), SHEET_END]
        ),
        "a_million_rows_of_empty_cells.xlsx": lambda: workbook(
            [
                SHEET,
                HEADER,
                ROW,
                *(b'<row r="%d"><c s="1"/><c s="1"/></row>' % n for n in range(3, 1_000_000)),
                SHEET_END,
            ]
        ),
        "a_million_empty_rows.csv": lambda: TEXT + b",\n" * 1_000_000,
        "a_million_blank_lines.csv": lambda: TEXT + b"\n" * 1_000_000,
        "a_million_blank_lines_above.csv": lambda: b"\n" * 1_000_000 + TEXT,
        "a_million_columns.csv": lambda: b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n" + b"," * 999_999,
        "one_huge_line.csv": lambda: b"Partner name,Tier\n" + b'"' + b"x" * 30_000_000,
        "one_huge_cell.csv": lambda: b"Partner name,Tier\n" + b"x" * 30_000_000 + b",Gold\n",
        "nothing_but_quotes.csv": lambda: b"Partner name,Tier\n" + b'"' * 20_000_000,
        "a_cell_of_dots.csv": lambda: TEXT + b"Total," + b"." * 900_000 + b"x\n",
        "a_header_of_blanks.csv": lambda: b" " * 900_000 + b"x" + b"," + b".," * 20 + b"\n1,2\n",
        "a_figure_without_end.csv": lambda: b"Opportunity Name,Stage,Amount\na,Open," + b"1,234." * 150_000 + b"\n",
        "a_zero_byte_inside.csv": lambda: b"Partner name,Tier\nNorthwind,Go\0ld\n",
        "nothing_but_zero_bytes.csv": lambda: bytes(1_000_000),
        "nothing.csv": lambda: b"",
    }


def wrong_endings() -> dict[str, Callable[[], bytes]]:
    """Files that are not what they are called, or that are broken."""
    good = honest()
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    html = b"<html><body><table><tr><td>Partner name</td></tr></table></body></html>"
    return {
        "really_a_workbook.csv": lambda: good,
        "really_a_text.xlsx": lambda: TEXT,
        "really_a_web_page.xls": lambda: html,
        "really_a_document.xlsx": word.getvalue,
        "really_a_calendar.csv": calendar,
        "encrypted.xlsx": lambda: compound("EncryptionInfo", "EncryptedPackage"),
        "encrypted_archive.xlsx": lambda: locked(good),
        "cut_off.xlsx": lambda: good[: len(good) * 2 // 3],
        "cut_off_early.xlsx": lambda: good[:100],
        "damaged_inside.xlsx": lambda: changed(good, len(good) // 3, b"\xff" * 40),
        "of_an_unknown_compression.xlsx": lambda: good.replace(b"\x08\x00", b"\x63\x00"),
        "not_a_workbook.xlsx": lambda: b"PK\x03\x04" + b"\xff" * 1000,
        "not_an_old_workbook.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000,
    }


def calendars() -> dict[str, Callable[[], bytes]]:
    """Calendars whose rules end never, or match never: the honest event among them is read all the same."""
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Strange\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0000\n"
        "TZOFFSETTO:+0100\nRRULE:{0}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    never = "BYMONTH=2;BYMONTHDAY=30"
    return {
        "a_rule_without_end.ics": lambda: with_rule("FREQ=DAILY"),
        "a_rule_by_the_second.ics": lambda: with_rule("FREQ=SECONDLY"),
        "a_rule_that_never_matches_by_the_hour.ics": lambda: with_rule(f"FREQ=HOURLY;{never}"),
        "a_rule_that_never_matches_by_the_day.ics": lambda: with_rule(f"FREQ=DAILY;{never}"),
        "a_rule_that_never_matches_by_the_year.ics": lambda: with_rule(f"FREQ=YEARLY;{never}"),
        "a_rule_that_steps_past_its_day.ics": lambda: with_rule("FREQ=DAILY;INTERVAL=7;BYDAY=TU"),
        "a_rule_of_an_impossible_position.ics": lambda: with_rule("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9"),
        "a_rule_of_a_thousand_million_times.ics": lambda: with_rule("FREQ=HOURLY;COUNT=999999999"),
        "a_rule_that_does_not_move.ics": lambda: with_rule("FREQ=DAILY;INTERVAL=0"),
        "a_rule_from_the_year_one.ics": lambda: calendar(
            "BEGIN:VEVENT\nUID:old\nDTSTART:00010101T090000Z\nRRULE:FREQ=HOURLY\nEND:VEVENT\n"
        ),
        "a_zone_that_never_changes.ics": lambda: calendar(zone.format(f"FREQ=HOURLY;{never}")),
        "a_zone_by_the_second.ics": lambda: calendar(zone.format("FREQ=SECONDLY")),
        "five_hundred_rules.ics": lambda: calendar(*(EVENT.format(n, f"RRULE:FREQ=DAILY;{never}") for n in range(500))),
        "components_within_components.ics": lambda: b"BEGIN:VCALENDAR\n" + b"BEGIN:VALARM\n" * 100_000,
        "a_line_folded_a_million_times.ics": lambda: calendar(
            "BEGIN:VEVENT\nUID:long\nDTSTART:20260105T090000Z\nSUMMARY:a" + "\n a" * 1_000_000 + "\nEND:VEVENT\n"
        ),
        "a_list_of_dates_without_end.ics": lambda: calendar(
            EVENT.format("many", "RDATE:" + "20260105T090000," * 50_000)
        ),
    }


def every() -> dict[str, Callable[[], bytes]]:
    """Give every file by its name."""
    return {**bombs(), **far_and_wide(), **wrong_endings(), **calendars()}


@dataclass(frozen=True, slots=True)
class End:
    """What became of a file: one line, or what was read of it; and what its child process took."""

    name: str
    line: str
    rows: int
    problems: list[str]
    cpu_seconds: float
    peak_mb: float

    def __str__(self) -> str:
        """Return the line of the table."""
        what = self.line or f"{self.rows} read; {', '.join(dict.fromkeys(self.problems)) or 'no problem'}"
        return f"| {self.name} | {self.cpu_seconds:.1f} | {self.peak_mb:.0f} | {what} |"


def read_alone(name: str) -> End:
    """Read one file with the limits that every file has."""
    data, line, rows, problems = every()[name](), "", 0, []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        if name.endswith(".ics"):
            inspect_isolated(data, name)
            found = read_calendar_isolated(data, name, YEAR)
            rows, problems = len(found.occurrences), [problem.code for problem in found.problems]
        else:
            table = read_isolated(data, name)
            rows, problems = len(table.rows), [problem.code for problem in table.problems]
    except Unreadable as refused:
        line = str(refused)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return End(name, line, rows, problems, seconds, used.ru_maxrss / 1024)


def read_apart(name: str) -> End:
    """Read one file from a process that has no other children, so that what its child held at most is known."""
    root = Path(__file__).resolve().parents[2]
    paths = {"PYTHONPATH": f"{root / 'src'}:{root}", "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "tests.formats.hostile", name]
    done = subprocess.run(command, capture_output=True, check=True, env=paths, cwd=root)
    return End(**json.loads(done.stdout))


def main(names: list[str]) -> None:
    """Read one file, or all."""
    if names:
        sys.stdout.write(json.dumps(asdict(read_alone(names[0]))))
        return
    sys.stdout.write("| file | CPU s | peak MB | what became of it |\n|---|---|---|---|\n")
    for name in every():
        sys.stdout.write(f"{read_apart(name)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
