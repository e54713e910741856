"""Reading in a child process: the same result, and one clear line whatever a file tries."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from comotion.formats.isolated import Limits, allowance, inspect_isolated, read_isolated
from comotion.formats.reading import Unreadable, inspect, read

SAMPLES = Path(__file__).parent / "samples"
CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
BOMB_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><worksheet><sheetData><row><c t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
)


def workbook(sheet):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", LINKS)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for block in sheet:
                part.write(block)
    return data.getvalue()


def hostile():
    zeros = bytes(1 << 20)
    row = b'<row r="1">' + b"<c><v>1</v></c>" * 100 + b"</row>"
    yield "a_bomb_of_zeros.xlsx", workbook([SHEET, *[zeros] * 400])
    yield "a_bomb_of_one_row.xlsx", workbook([SHEET, b"<row>", *[b"<c/>" * 250_000] * 60])
    yield "a_bomb_of_rows.xlsx", workbook([SHEET, *[row * 2_000] * 80, b"</sheetData></worksheet>"])
    yield "a_bomb_of_entities.xlsx", workbook([BOMB_ENTITIES])
    yield "a_million_columns.csv", b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n" + b"," * 999_999 + b"\n"
    yield "nothing_but_zero_bytes.csv", bytes(1_000_000)
    yield "zero_bytes_inside.csv", b"Partner name,Tier\nNorthwind,Go\0ld\n"
    yield "one_huge_line.csv", b"Partner name,Tier\n" + b'"' + b"x" * 30_000_000
    yield "one_huge_cell.csv", b"Partner name,Tier\n" + b"x" * 30_000_000 + b",Gold\n"
    yield "deep_json.json", b"[" + b'{"a":' * 200_000
    yield "not_a_workbook.xlsx", b"PK\x03\x04" + b"\xff" * 1000
    yield "not_an_old_workbook.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000


@pytest.mark.parametrize(("name", "data"), [pytest.param(name, data, id=name) for name, data in hostile()])
def test_hostile_file_ends_with_one_clear_line(name, data):
    started = time.monotonic()
    with pytest.raises(Unreadable) as refusal:
        read_isolated(data, name, kind="partnerships", limits=Limits(seconds=4))
    assert str(refusal.value).startswith(name)
    assert "\n" not in str(refusal.value)
    assert time.monotonic() - started < 6


def test_child_that_takes_too_long_is_ended():
    data = b"Partner name,Tier\n" + b"Northwind,Gold\n" * 300_000
    with pytest.raises(Unreadable, match=r"big\.csv took longer than 0\.3 seconds"):
        read_isolated(data, "big.csv", limits=Limits(seconds=0.3))


def test_child_that_needs_too_much_memory_is_ended():
    data = b"Partner name,Tier\n" + b"".join(b"Northwind %d,Gold\n" % n for n in range(200_000))
    with pytest.raises(Unreadable, match=r"big\.csv needs more memory"):
        read_isolated(data, "big.csv", limits=Limits(seconds=30, memory_bytes=20_000_000))


@pytest.mark.parametrize(
    "name",
    ["partnerships_with_bad_rows.csv", "rows_too_short_and_too_long.csv", "workbook_of_1904.xlsx", "answers_wide.csv",
     "readings_long.csv", "salesforce_tree.json", "landscape_outline.yml", "dates_that_can_mean_two_days.csv"],
)  # fmt: skip
def test_isolated_reading_gives_the_same(name):
    data = (SAMPLES / name).read_bytes()
    assert read_isolated(data, name) == read(data, name)
    assert inspect_isolated(data, name) == inspect(data, name)


def test_isolated_reading_passes_kind_mapping_and_choices_on():
    data = b"Who;When;How much\nNorthwind;04/05/2026;1.234\n"
    options = {
        "kind": "opportunities",
        "mapping": {"Who": "name", "When": "close_date", "How much": "amount"},
        "choices": {"When": "dmy", "How much": "comma"},
    }
    assert read_isolated(data, "a.csv", **options) == read(data, "a.csv", **options)


def test_isolated_refusal_is_the_same_sentence():
    data = (SAMPLES / "pivot_table_saved_as_text.csv").read_bytes()
    with pytest.raises(Unreadable) as alone:
        read(data, "pivot.csv")
    with pytest.raises(Unreadable) as isolated:
        read_isolated(data, "pivot.csv")
    assert str(isolated.value) == str(alone.value)


def test_many_rows_come_back_whole():
    data = b"Partner name,Effort\n" + b"".join(b"Northwind %d,%d\n" % (n, n % 7) for n in range(9_001))
    found = read_isolated(data, "many.csv")
    assert found == read(data, "many.csv")
    assert (len(found.rows), len(found.refused_rows)) == (6_430, 2_571)


def test_time_allowed_grows_with_the_file():
    assert [allowance(5.0, bytes(size)).seconds for size in (0, 1_000_000, 5_000_000)] == [5.0, 9.0, 25.0]
