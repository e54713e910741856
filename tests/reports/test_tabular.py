from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from comotion.reports.tabular import Cell, Sheet, columns, csv_bytes, safe, xlsx_bytes
from tests.reports.lines import DAY, make_line


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_begins_like_a_formula(start: str) -> None:
    assert safe(f"{start}SUM(A1)") == f"'{start}SUM(A1)"


@pytest.mark.parametrize("value", [-1.25, 0, None, "Halden - Analytics", DAY])
def test_other_cells_stay_as_they_are(value: Cell) -> None:
    assert safe(value) == value


def test_csv_keeps_every_digit() -> None:
    row = rows_of(csv_bytes([make_line()]))[0]
    assert float(row["scorecard"]) == 61.306666666666665
    assert float(row["scorecard.coverage"]) == 0.9166666666666666
    assert float(row["trend"]) == -1.25


def test_csv_leaves_missing_empty() -> None:
    row = rows_of(csv_bytes([make_line()]))[0]
    assert (row["category.relationship_health"], row["health"], row["next_review_date"]) == ("", "", "")
    assert (row["category.relationship_health.status"], row["category.relationship_health.coverage"]) == (
        "insufficient",
        "0.0",
    )


def test_csv_escapes_a_name_like_a_formula() -> None:
    assert rows_of(csv_bytes([make_line("=HYPERLINK(1)")]))[0]["name"] == "'=HYPERLINK(1)"


def test_every_figure_stands_with_its_coverage() -> None:
    names = [column.name for column in columns()]
    figures = [name for name in names if name.endswith(".coverage")]
    assert [name.removesuffix(".coverage") in names for name in figures] == [True] * 10


def test_a_workbook_holds_numbers_as_numbers() -> None:
    chosen, line = columns(), make_line("+49 Partners")
    content = xlsx_bytes(
        [Sheet("Partnerships", [one.head for one in chosen], [[one.read(line) for one in chosen]])], DAY
    )
    page = load_workbook(io.BytesIO(content))["Partnerships"]
    row = dict(zip((one.name for one in chosen), (cell.value for cell in page[2]), strict=True))
    assert (row["name"], row["category.relationship_health"]) == ("'+49 Partners", None)
    assert row["scorecard"] == pytest.approx(61.306666666666665, rel=1e-15)
    assert row["as_of"].date() == DAY


def test_the_same_lines_give_the_same_workbook() -> None:
    sheet = Sheet("A", ["Name"], [["Halden"]])
    assert xlsx_bytes([sheet], DAY) == xlsx_bytes([sheet], DAY)
