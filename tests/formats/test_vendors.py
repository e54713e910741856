"""The shapes in which vendors hand out their tables: each is known by name, and read as it is meant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from comotion.formats.reading import inspect, read

D = Decimal

# header and row: (kind, dialect, some values)
SHAPES = {
    "Your Account,Your Status,Partner Status,Overlap Type\nVega Foods,open opportunity,customer,co-sell\n": (
        "accounts", "account_mapping", {"name": "Vega Foods", "type": "open opportunity"}),
    "Account Name,Account Website,Partner Name,Partner Population,My Population\nVega,vega.example,Halden,Customers,Prospects\n": (
        "accounts", "account_mapping", {"name": "Vega", "website": "vega.example", "type": "Prospects"}),
    "Company Name,Company URL,Account Owner Name,Account Owner Email\nVega,https://vega.example,Ida,ida@x.example\n": (
        "accounts", "account_mapping", {"name": "Vega", "owner": "Ida"}),
    "Account name,Account CRM ID,Opportunity ID,Opportunity name,Created date,Stage,Last stage change date,Amount,currency,Close date,Closed,Won\n"
    "Vega,0015500000Xyy05,006q000000Hddoh,Rollout,2026-01-05,Proposal,2026-02-03,1000,EUR,2026-05-04,false,false\n": (
        "opportunities", "salesforce", {"external_id": "006q000000HddohAAB", "account_external_id": "0015500000Xyy05AAB", "is_closed": False}),
    "Territory Region,Opportunity Owner,Account Name,Opportunity Name,Stage,Total Amount Currency,Total Amount,Fiscal Period,Close Date\n"
    'North,Ida,Vega,Rollout,Proposal,EUR,"1,234.50",Q1-2026,2026-03-31\n': (
        "opportunities", "salesforce", {"external_id": None, "amount": D("1234.50"), "currency": "EUR", "owner": "Ida"}),
    'Opportunity ID,Opportunity Name,Amount\n006q000000Hddoh,Rollout,"$1,234,567"\n': (
        "opportunities", "salesforce", {"amount": D(1234567), "currency": None}),
    '{"records":[{"attributes":{"type":"Opportunity","referenceId":"O1"},"Name":"Rollout","AccountId":"@AccountRef1",'
    '"StageName":"Proposal","CloseDate":"2026-05-04","Amount":1000}]}': (
        "opportunities", "salesforce", {"name": "Rollout", "account_external_id": None, "amount": D(1000)}),
    "(Do Not Modify) Account,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Account Name,Website\n6f0e,x,2026-01-01,Vega,vega.example\n": (
        "accounts", "dynamics", {"external_id": "6f0e", "name": "Vega"}),
    "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,Deal - Owner,Deal - Organization\n1,Rollout,100,EUR,Qualified,Won,Ida,Vega\n": (
        "opportunities", "pipedrive", {"stage": "Qualified", "status": "Won", "is_closed": True, "is_won": True}),
    "Organization - ID,Organization - Name,Organization - Address,Organization - Owner\n1,Vega,Oslo,Ida\n": (
        "accounts", "pipedrive", {"external_id": "1", "name": "Vega", "owner": "Ida"}),
    "Record Id,Account Name,Account Owner,Phone,Website,Industry\nzcrm_2,Vega,Ida,1,vega.example,Food\n": (
        "accounts", "zoho", {"external_id": "zcrm_2", "industry": "Food"}),
    "Customer/company name,Customer website,Partner project title,Estimated AWS monthly recurring revenue,Target close date (mm/dd/yyyy)\n"
    "Vega,vega.example,Rollout,4000,04/25/2026\n": (
        "opportunities", "ace", {"name": "Rollout", "amount": None, "close_date": date(2026, 4, 25)}),
    "partner_name,partner_type,territory,commission_rate\nHalden,Reseller,Nordics,10\n": (
        "partnerships", "erpnext", {"name": "Halden", "approach": None}),
    "partner_name,tier,country,total_certs_ttm,foundational_certs\nHalden,Advanced,NO,12,4\n": (
        "partnerships", None, {"name": "Halden", "level": "Advanced"}),
    "Partner Name,Primary Partner ID#,Primary CAM ID#,City\nHalden,P1,C1,Oslo\n": (
        "partnerships", None, {"name": "Halden", "external_id": "P1"}),
    "name,grade,activation,date_review,date_review_next\nHalden,Gold,Fully Operational,2026-01-05,2026-07-05\n": (
        "partnerships", None, {"name": "Halden", "level": "Gold"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHAPES.items(), ids=[text.splitlines()[0][:50] for text in SHAPES])
def test_shape_of_a_vendor_is_known_and_read(text, expected):
    kind, dialect, values = expected
    table = read(text.encode(), "export.csv")
    assert (table.inspection.kind, table.inspection.dialect, table.problems) == (kind, dialect, [])
    assert {name: table.rows[0].values[name] for name in values} == values


PEOPLE = (
    "Record ID,First Name,Last Name,Email,Phone Number,Associated Company IDs\n1,A,B,a@b.example,1,9001;9002\n",
    "(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On, Full Name,First Name\n6f0e,x,2026-01-01,A B,A\n",
)


@pytest.mark.parametrize("text", PEOPLE)
def test_list_of_people_is_taken_for_nothing_else(text):
    assert inspect(text.encode(), "contacts.csv").kind is None


@pytest.mark.parametrize(
    ("status", "stage", "closed", "won"),
    [
        ("Open", "Proposal", False, None),
        ("Lost", "Proposal", True, False),
        ("", "Closed Won", True, True),
        ("Active", "Proposal", None, None),
    ],
)
def test_status_says_what_a_stage_does_not(status, stage, closed, won):
    text = f"Deal - ID,Deal - Title,Deal - Value,Deal - Stage,Deal - Status\n1,Rollout,100,{stage},{status}\n"
    (row,) = read(text.encode(), "deals.csv").rows
    assert (row.values["is_closed"], row.values["is_won"]) == (closed, won)
