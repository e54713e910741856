from __future__ import annotations

import io

import openpyxl
import pytest

from comotion.formats.kinds import kinds
from comotion.formats.reading import Unreadable, inspect, read
from comotion.formats.templates import columns, template_csv, template_xlsx

NAMES = [*kinds(), "readings_wide", "answers_wide"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", [template_csv, template_xlsx])
def test_template_is_recognised_with_every_column(name, make):
    shown = inspect(make(name), name)
    assert (shown.kind, shown.rows, shown.skipped_rows) == (name.removesuffix("_wide"), 0, 1)
    assert [column.name for column in shown.columns if column.maps_to is None] == []


@pytest.mark.parametrize("make", [template_csv, template_xlsx])
def test_template_is_the_same_every_time(make):
    assert make("partnerships") == make("partnerships")


def test_template_offers_the_allowed_words():
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx("partnerships")))
    rules = {str(rule.sqref): rule for rule in book.worksheets[0].data_validations.dataValidation}
    place = [title for title, _, _ in columns("partnerships")].index("Approach")
    rule = rules[f"{chr(65 + place)}3:{chr(65 + place)}1001"]
    lists = book["Lists"]
    assert (rule.type, [lists.cell(row, place + 1).value for row in (1, 2, 3)]) == (
        "list",
        ["technology_integration", "co_marketing", "strategic_investment"],
    )
    assert lists.sheet_state == "hidden"


def test_filled_template_with_fewer_columns_reads_back():
    data = b"Partnership,Kind,Held date\n# Which one,# wts,# day\nNorthwind,qsr,2026-10-20\n"
    table = read(data, "meetings.csv")
    assert (table.inspection.kind, [row.values["kind"] for row in table.rows]) == ("meetings", ["qsr"])


def test_unknown_template_is_refused():
    with pytest.raises(Unreadable, match="There is no template called ships_wide"):
        template_csv("ships_wide")
