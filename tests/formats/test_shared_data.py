"""Real files read as their own descriptions say, or are refused by name."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from comotion.formats.reading import Unreadable, inspect, read, records

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def said(folder):
    document = json.loads((DATA / folder / "expected.json").read_text())
    return document.get("facts", document)


def table(path, **options):
    return read((DATA / path).read_bytes(), Path(path).name, **options)


def text_of(path, **options):
    return records((DATA / path).read_bytes(), Path(path).name, **options)


def values(rows, field):
    return [row.values[field] for row in rows]


def test_hubspot_companies_read_as_published():
    rows = table("crm-hubspot-warehouse/company_data.csv").rows
    facts = said("crm-hubspot-warehouse")
    assert Counter(values(rows, "country")) == facts["companies: country values"]
    assert sum(values(rows, "annual_revenue")) == Decimal(str(facts["companies: annual revenue sum"]))
    assert [len(rows), len(set(values(rows, "external_id"))), values(rows, "deleted").count(True)] == facts[
        "companies: rows / distinct ids / is_deleted"
    ]
    assert "property_hs_all-funky-a9384-syntax" in rows[0].source


def test_hubspot_deals_without_amount_are_unknown_not_zero():
    rows = table("crm-hubspot-warehouse/deal_data.csv").rows
    facts = said("crm-hubspot-warehouse")
    assert [len(rows), len(set(values(rows, "external_id")))] == facts["deals: rows / distinct ids"]
    assert {*values(rows, "amount"), *values(rows, "stage")} == {None}
    assert Counter(owner or "" for owner in values(rows, "owner")) == facts["deals: by owner ('' = no owner)"]


def test_hubspot_stages_pipelines_and_merges_read_as_published():
    stages = table("crm-hubspot-warehouse/deal_pipeline_stage_data.csv").rows
    facts = said("crm-hubspot-warehouse")
    assert [len(stages), len(set(values(stages, "external_id")))] == facts["stages: rows / distinct stage ids"]
    assert (values(stages, "is_won").count(True), values(stages, "is_closed").count(True)) == (5, 5)
    shares = [share for share in values(stages, "probability") if share is not None]
    assert [min(shares), max(shares)] == [100 * bound for bound in facts["stages: probability min/max"]]
    assert len(table("crm-hubspot-warehouse/deal_pipeline_data.csv").rows) == facts["pipelines"]
    merges = table("crm-hubspot-warehouse/merged_deal_data.csv").rows
    assert [len(set(values(merges, "survivor_external_id"))), len(set(values(merges, "merged_external_id")))] == [6, 14]


def test_salesforce_warehouse_marks_deleted_rows():
    facts = said("crm-salesforce-samples")
    accounts = table("crm-salesforce-samples/warehouse/sf_account_data.csv").rows
    assert values(accounts, "name") == facts["warehouse accounts: names"]
    assert (values(accounts, "deleted").count(True), values(accounts, "deleted").count(False)) == (9, 1)
    found = table("crm-salesforce-samples/warehouse/sf_opportunity_data.csv")
    everyone = found.rows + found.refused_rows
    assert (len(everyone), values(everyone, "deleted").count(True)) == (10, 10)
    assert sum(amount for amount in values(everyone, "amount") if amount) == Decimal(24530001)
    assert [(each.code, each.value) for each in found.problems] == [("OUT_OF_RANGE", "1000")]


def test_salesforce_tree_and_template_read_as_published():
    accounts = table("crm-salesforce-samples/ebikes/Accounts.json").rows
    assert values(accounts, "name") == ["Wheelworks", "Northern Trail Cycling", "Trailblazers"]
    assert [row.source["BillingPostalCode"] for row in accounts] == ["02478", "94105", "10036"]
    contacts = text_of("crm-salesforce-samples/dreamhouse/contacts-data.json")
    assert (len(contacts.rows), set(contacts.rows[0].source)) == (5, {"Email", "FirstName", "LastName", "Phone"})
    shown = text_of("crm-salesforce-samples/npsp/NPSP_Data_Import_Template.csv").inspection
    assert (shown.header_row, len(shown.columns), shown.rows, shown.skipped_rows) == (5, 67, 0, 1)


def test_landscape_members_read_as_published():
    found = table("cncf-ecosystem/members.csv")
    rows, facts = found.rows, said("cncf-ecosystem")
    assert (len(rows), len(set(values(rows, "name")))) == (facts["members"], facts["distinct member names"])
    assert Counter(values(rows, "level")) == facts["members by tier"]
    assert (
        values(rows, "external_id").count(None)
        == facts["crunchbase organisations that hold more than one member row"][""]
    )
    assert values(rows, "started_date").count(None) == facts["members without joined date"]
    years = Counter(str(day.year) for day in values(rows, "started_date") if day)
    assert years == facts["members joined per year"]
    assert values(rows, "website").count(None) == facts["homepage hosts shared by more than one member row"]["cncf.io"]
    assert [name for name in values(rows, "name") if name.endswith(("(member)", "(supporter)", "(contributor)"))] == []
    assert [(each.code, each.value) for each in found.problems] == [("REPEATED", "sap")]


def test_landscape_outline_agrees_with_its_table():
    outline = table("cncf-ecosystem/members_platinum_gold.yml").rows
    flat = [row for row in table("cncf-ecosystem/members.csv").rows if row.values["level"] in ("Platinum", "Gold")]
    fields = ("name", "external_id", "website", "level", "started_date")
    assert [[row.values[field] for field in fields] for row in outline] == [
        [row.values[field] for field in fields] for row in flat
    ]


def test_landscape_programs_read_as_published():
    rows, facts = table("cncf-ecosystem/programs.csv").rows, said("cncf-ecosystem")
    assert Counter(values(rows, "program")) == facts["program rows"]
    service = {
        row.values["external_id"] for row in rows if row.values["program"] == "Kubernetes Certified Service Provider"
    }
    members = set(values(table("cncf-ecosystem/members.csv").rows, "external_id"))
    assert len(service & members) == facts["KCSP organisations that are also members"]


def test_landscape_products_are_known_and_not_imported():
    data = (DATA / "cncf-ecosystem/products.csv").read_bytes()
    shown = inspect(data, "products.csv")
    assert (shown.dialect, shown.kind, shown.rows) == ("landscape", None, said("cncf-ecosystem")["product rows"])
    with pytest.raises(Unreadable, match=r"products\.csv is of no kind we know"):
        read(data, "products.csv")


LEFT_OUT = {"location_coordinates", "newlines_crlf"}


@pytest.mark.parametrize("case", sorted(path.stem for path in (DATA / "csv-spectrum/csvs").glob("*.csv")))
def test_csv_spectrum_gives_the_published_records(case):
    found = [row.source for row in text_of(f"csv-spectrum/csvs/{case}.csv").rows]
    if case in LEFT_OUT:
        assert len(found) == {"location_coordinates": 1, "newlines_crlf": 3}[case]
    else:
        assert found == json.loads((DATA / f"csv-spectrum/json/{case}.json").read_text())


MESSY = json.loads((DATA / "messy-tables/expected.json").read_text())["per_file"]
OWN_ENCODING = {"latin-1": "cp1252"}
NO_RECORDS = {"frictionless-mit/skip-rows.csv": 3, "frictionless-mit/empty.csv": 0}


@pytest.mark.parametrize("path", sorted(path for path in MESSY if path.endswith(".csv") and MESSY[path]["rows"]))
def test_messy_text_reads_as_described(path):
    facts = MESSY[path]
    found = text_of(f"messy-tables/{path}")
    shown = found.inspection
    encoding = OWN_ENCODING.get(facts["encoding"], facts["encoding"])
    assert (shown.encoding, shown.delimiter) == (encoding, facts["delimiter"])
    assert shown.rows == NO_RECORDS.get(path, facts["non_blank_rows"]) - 1
    if path not in NO_RECORDS and not found.refused:
        cells = [[cell for cell in row.source.values() if cell] for row in found.rows]
        assert cells[:3] == [[cell for cell in row if cell] for row in facts["first_rows"][1:] if any(row)]


def test_messy_empty_file_is_refused_by_name():
    with pytest.raises(Unreadable, match=r"empty\.csv is empty"):
        text_of("messy-tables/frictionless-mit/empty.csv")


def test_messy_defective_rows_are_refused_one_by_one():
    assert sorted(text_of("messy-tables/frictionless-mit/defective-rows.csv").refused) == [2, 3]
    bad = text_of("messy-tables/csvkit-mit/bad.csv")
    assert (sorted(bad.refused), [row.source["column_a"] for row in bad.rows]) == ([2, 3], ["0"])
    assert bad.refused_rows[0].source == {
        "column_a": "1",
        "column_b": "27",
        "column_c": "",
        "Beyond column 4": "I'm too long!",
    }


def test_messy_headers_lose_no_column():
    repeated = text_of("messy-tables/frictionless-mit/duplicate-headers.csv").rows[0].source
    assert repeated == {"id": "1101", "name": "John", "id (2)": "0", "age": "30", "id (3)": "001101"}
    assert text_of("messy-tables/frictionless-mit/blank-headers.csv").rows[1].source == {
        "id": "1102",
        "Column 2": "Julie",
        "age": "26",
    }
    zeros = text_of("messy-tables/frictionless-mit/leading-zeros.csv")
    assert ([row.source["value"] for row in zeros.rows], zeros.inspection.columns[0].type) == (
        ["01", "002", "00003"],
        "text",
    )
    states = text_of("messy-tables/csvkit-mit/FY09_EDU_Recipients_by_State.csv").inspection
    assert (states.rows, states.skipped_rows, states.columns[3].type, states.columns[2].type) == (
        52,
        1,
        "number",
        "text",
    )


def test_messy_backslash_is_read_as_it_stands():
    assert text_of("messy-tables/frictionless-mit/escaping.csv").rows[2].source["Test"] == ' "Test \\" line 3"'


@pytest.mark.parametrize(("name", "day"), [("1904", "1934-06-03"), ("1900", "1930-06-02")])
def test_messy_workbooks_keep_their_date_system(name, day):
    fifth = next(row for row in text_of(f"messy-tables/sheetjs-apache/{name}.xlsx").rows if row.number == 5)
    assert list(fifth.source.values()) == ["11111", day, day, day]


def test_messy_workbook_counts_the_day_that_never_was():
    rows = text_of("messy-tables/readxl-mit/dates-leap-year-1900-xlsx.xlsx").rows
    true = [row.source for row in rows if row.source["expect_success"] == "TRUE"]
    assert len(true) == 6
    assert [source["dttm"] for source in true] == [source["dttm_string"] for source in true]


def test_messy_workbook_with_two_header_rows_has_one_record():
    found = text_of("messy-tables/readxl-mit/clippy.xlsx", choices={"sheet": "two-row-header"})
    assert [row.source for row in found.rows] == [
        {"name": "Clippy", "species": "paperclip", "death": "2007-01-01", "weight": "0.9"}
    ]
    assert found.inspection.skipped_rows == 1


def test_messy_workbook_keeps_shares_as_shown():
    found = text_of("messy-tables/frictionless-mit/preserve-formatting-percentage.xlsx")
    assert [list(row.source.values()) for row in found.rows] == [["123", "52%"], ["456", "30%"], ["789", "6%"]]


@pytest.mark.parametrize("path", sorted(path for path in MESSY if not path.endswith(".csv")))
def test_messy_workbook_gives_rows_from_every_sheet(path):
    for sheet in MESSY[path]["sheets"]:
        shown = text_of(f"messy-tables/{path}", choices={"sheet": sheet}).inspection
        assert (shown.sheet, shown.header_row) == (sheet, 1)


def test_messy_numbers_that_are_none_are_never_zero():
    found = table(
        "messy-tables/frictionless-mit/number_number-test.csv",
        kind="stages", mapping={"required": "external_id", "number": "probability", "minimum": None},
    )  # fmt: skip
    by_source = {row.source["number"]: row.values["probability"] for row in found.rows}
    assert by_source["95%"] == Decimal(95)
    assert by_source["$4.00 "] == Decimal("4.00")
    assert {each.value for each in found.problems if each.code == "NOT_A_NUMBER"} >= {"NaN", "INF", "-INF"}
