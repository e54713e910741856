"""What a person can say about a file, and what a reader answers."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from comotion.formats.reading import Unreadable, inspect, read, records

LIST = b"Who,Where,Grade\nNorthwind,https://northwind.example,Gold\n"
SHEETS = {
    "Old": [["Partner name", "Tier", "Partner manager"], ["Oldwind", "Gold", "Ida"]],
    "New": [["Partner name", "Tier", "Partner manager"], ["Newwind", "Gold", "Ida"]],
}


def workbook(sheets):
    import io

    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return data.getvalue()


def test_mapping_gives_columns_their_fields():
    table = read(LIST, "list.csv", kind="partnerships", mapping={"Who": "name", "Where": None, "Grade": "level"})
    assert [(row.values["name"], row.values["website"], row.values["level"]) for row in table.rows] == [
        ("Northwind", None, "Gold")
    ]
    assert [(column.name, column.maps_to) for column in table.inspection.columns] == [
        ("Who", "name"),
        ("Where", None),
        ("Grade", "level"),
    ]


def test_mapping_takes_a_field_from_the_column_that_had_it():
    data = b"Partner name,Nickname,Tier\nNorthwind,Norry,Gold\n"
    table = read(data, "list.csv", kind="partnerships", mapping={"Nickname": "name"})
    assert [row.values["name"] for row in table.rows] == ["Norry"]


def test_mapping_names_items_of_a_wide_table():
    data = b"Partnership,Month,Our number\nNorthwind,2026-10,3.5\n"
    table = read(data, "list.csv", kind="readings", mapping={"Our number": "kpi:pipeline_coverage"})
    assert [(row.values["kpi"], row.values["value"]) for row in table.rows] == [("pipeline_coverage", Decimal("3.5"))]


@pytest.mark.parametrize(
    ("options", "says"),
    [({"kind": "ships"}, "There is no kind called ships"), ({"kind": "partnerships", "mapping": {"Nobody": "name"}}, "a column 'Nobody' that the file does not have"),
     ({"kind": "partnerships", "mapping": {"Who": "nose"}}, "a field 'nose' that partnerships does not have"),
     ({"kind": "goals"}, "list.csv has no column for partnership, side, goal"), ({}, "list.csv is of no kind we know"),
     ({"choices": {"header_row": "9"}}, "list.csv has no row 9"), ({"choices": {"encoding": "klingon"}}, "list.csv is not valid klingon")],
)  # fmt: skip
def test_header_that_cannot_be_used_is_refused_in_words(options, says):
    with pytest.raises(Unreadable) as refusal:
        read(LIST, "list.csv", **options)
    assert says in str(refusal.value)


def test_kind_of_the_wide_form_is_the_kind_itself():
    data = b"Partnership,Month,trust_survey\nNorthwind,2026-10,71\n"
    assert read(data, "a.csv", kind="readings_wide").inspection.kind == "readings"


def test_encoding_named_by_a_person_is_used():
    data = "Partner name,Tier,Partner manager\nΑθήνα,Gold,Ida\n".encode("iso-8859-7")
    table = read(data, "greek.csv", choices={"encoding": "iso-8859-7"})
    assert ([row.values["name"] for row in table.rows], table.problems) == (["Αθήνα"], [])


def test_sheet_named_by_a_person_is_read():
    table = read(workbook(SHEETS), "two.xlsx", choices={"sheet": "New"})
    assert ([row.values["name"] for row in table.rows], table.inspection.sheet) == (["Newwind"], "New")
    with pytest.raises(Unreadable, match=r"two\.xlsx has no sheet called Newer: it has Old, New"):
        read(workbook(SHEETS), "two.xlsx", choices={"sheet": "Newer"})


def test_header_row_named_by_a_person_is_used():
    data = b"Partner name,Tier,Partner manager\nName,Level,Owner\nNorthwind,Gold,Ida\n"
    table = read(data, "a.csv", kind="partnerships", choices={"header_row": "2"})
    assert [row.source for row in table.rows] == [{"Name": "Northwind", "Level": "Gold", "Owner": "Ida"}]


def test_group_is_not_filled_down_where_a_person_says_so():
    data = b"Account Name,Opportunity Name,Stage\nVega,a,Open\n,b,Open\n"
    filled, left = read(data, "a.csv"), read(data, "a.csv", choices={"Account Name": "blank"})
    assert [row.values["account_name"] for row in filled.rows] == ["Vega", "Vega"]
    assert [row.values["account_name"] for row in left.rows] == ["Vega", None]


def test_missing_name_of_a_record_is_never_filled_down():
    data = b"Partner name,Tier,Partner manager\nNorthwind,Gold,Ida\n,Gold,Ida\n,Gold,Ida\n"
    assert sorted(read(data, "a.csv").refused) == [3, 4]


def test_file_without_a_kind_still_shows_its_columns():
    shown = inspect(b"Colour,Size\nred,5\nblue,7\n", "things.csv")
    assert (shown.kind, [(column.name, column.maps_to, column.type, column.examples) for column in shown.columns]) == (
        None, [("Colour", None, "text", ("red", "blue")), ("Size", None, "number", ("5", "7"))],
    )  # fmt: skip


def test_header_that_looks_like_values_is_reported():
    problems = records(b"1,2026-10-01,Northwind\n2,2026-10-02,Southwind\n3,2026-10-03,Eastwind\n", "bare.csv").problems
    assert [problem.code for problem in problems] == ["HEADER_DOUBTFUL"]


def test_inspection_is_fit_for_json():
    document = json.loads(
        json.dumps(inspect(LIST.replace(b"Who", b"Partner name").replace(b"Grade", b"Tier"), "list.csv").as_json())
    )
    assert list(document) == [
        "format",
        "encoding",
        "delimiter",
        "sheet",
        "header_row",
        "kind",
        "kind_confidence",
        "columns",
        "rows",
        "skipped_rows",
        "problems",
        "dialect",
        "left_out",
    ]
    assert document["columns"][0] == {
        "name": "Partner name",
        "maps_to": "name",
        "confidence": 0.95,
        "type": "name",
        "examples": ["Northwind"],
        "empty": 0,
    }


def test_column_of_a_content_that_cannot_be_is_left_alone():
    data = b"Partner name,Tier,Partner type\nNorthwind,Gold,Reseller\nSouthwind,Gold,Distributor\n"
    table = read(data, "a.csv")
    assert [row.values["approach"] for row in table.rows] == [None, None]
    assert table.problems == []


def test_web_addresses_are_recognised_under_any_header():
    data = b"Partner name,Tier,Partner manager,Found at\nNorthwind,Gold,Ida,https://northwind.example\n"
    table = read(data, "a.csv")
    assert [row.values["website"] for row in table.rows] == ["https://northwind.example"]


def test_bad_row_stops_no_other_row():
    lines = [b"Partner name,Effort"] + [b"Firm %d,%s" % (n, b"x" if n == 500 else b"3") for n in range(1000)]
    table = read(b"\n".join(lines), "a.csv")
    assert (len(table.rows), sorted(table.refused)) == (999, [502])
    problem = table.problems[0]
    assert (problem.row, problem.column, problem.code, problem.value) == (502, "Effort", "NOT_A_NUMBER", "x")
    assert (problem.message, problem.remedy) == (
        "“x” is no number.",
        "Write digits, such as 1234.50, or leave it blank.",
    )


FIRST_FILES = {
    "Company,Domain,Country,Industry\nVega,vega.example,NO,Food\n": "accounts",
    "Partner,Owner\nNorth,Ann\n": "partnerships",
    "Partner,Website\nNorth,https://n.example\n": "partnerships",
    "Partner,Potential,Effort,Sponsor\nNorth,80,2,Ann\n": "partnerships",
    "Partner,Owner,Started\nNorth,Ann,2024-01-01\n": "partnerships",
    "Id,Name,Type,Website\n0015500000Xyy06AAB,North,Partner,https://n.example\n": "partnerships",
    "Deal,Customer,Value,Stage,Close date,Partner,Attribution\nRollout,Vega,100,Open,2026-01-31,North,Sourced\n": "opportunities",
    "Partner,KPI,Month,Value\nNorth,trust,2026-10,71\n": "readings",
    "Partner,Metric,Jan 2026,Feb 2026\nNorth,trust,71,72\n": "readings",
    "Partner,Type,Date\nNorth,wts,2026-10-01\n": "meetings",
    "Partner,Program\nNorth,Gold partner\n": "designations",
    "Partnership,Horizon,Grade,Date\nNorth,1,3,2026-10-01\n": "horizons",
    "Partnership;Theme;We;Partner rating\nNorth;Sign-on;1;-1\n": "roadmap",
}


@pytest.mark.parametrize(("text", "kind"), FIRST_FILES.items(), ids=[text.splitlines()[0] for text in FIRST_FILES])
def test_first_file_of_a_newcomer_is_recognised(text, kind):
    shown = inspect(text.encode(), "file.csv")
    assert (shown.kind, shown.problems) == (kind, ())


@pytest.mark.parametrize("header", ["id,name", "Name,Date", "a,b,c", "State,Code"])
def test_file_that_could_be_anything_is_not_guessed(header):
    cells = ",".join("x" for _ in header.split(","))
    assert inspect(f"{header}\n{cells}\n".encode(), "file.csv").kind is None


@pytest.mark.parametrize("header", ["Partner", "Partners", "Partner Name", "Alliance partner", "Partnerschaft"])
def test_column_of_bare_names_under_a_header_for_partners_is_a_list_of_partnerships(header):
    shown = inspect(f"{header}\nHalden Analytics\n3-Shake\n".encode(), "list.csv")
    assert (shown.kind, [each.maps_to for each in shown.columns], shown.problems) == ("partnerships", ["name"], ())


@pytest.mark.parametrize("text", ["Partner\n17\n4\n", "Partner\n", "Partner status\nActive\n", "Name\nHalden\n"])
def test_column_that_names_no_partners_is_not_guessed(text):
    assert inspect(text.encode(), "list.csv").kind is None


def test_question_names_the_column_and_how_many_rows():
    problem = inspect(b"Opportunity Name,Stage,Close Date\na,Open,04/05/2026\n", "a.csv").problems[0]
    assert (problem.row, problem.column, problem.code) == (None, "Close Date", "AMBIGUOUS_DATES")
    assert problem.message == "In Close Date, dates can mean day/month or month/day (1 row)."
    assert problem.remedy == "Say which comes first: answer dmy (day) or mdy (month) for this column, or leave it out."
