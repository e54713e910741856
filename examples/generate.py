"""Writes the files of the example program: ``python -m examples.generate``.

The same files come out on every run. No figure that Comotion computes is written anywhere: the files hold dates, deals,
answers, grades and readings, as a company has them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from examples import cast, chorus, ensemble
from examples.crm import CUSTOMERS, Deal, deals, direct_deals, plan_and_cost, salesforce_id
from examples.exchange import Record, goals, grades, ledger, themes
from examples.months import TODAY, chance, key
from examples.rhythm import answers, desk, meetings
from examples.story import Story
from examples.writing import CALENDAR, GERMAN, HUBSPOT, PLAIN, SALESFORCE, Cell, write_text, write_workbook

STORIES: tuple[Story, ...] = (*cast.STORIES, *ensemble.STORIES, *chorus.STORIES)
FOLDER = Path(__file__).parent / "program"
FOOTER = ("", "", "Confidential Information - Do Not Distribute",
          "Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.")  # fmt: skip
HUBSPOT_STAGES = {
    "Closed Won": "Closed won", "Closed Lost": "Closed lost", "Qualification": "Appointment scheduled",
    "Needs Analysis": "Qualified to buy", "Proposal/Price Quote": "Contract sent",
    "Negotiation/Review": "Decision maker bought-in",
}  # fmt: skip
CHANCES = {"Closed Won": 100, "Closed Lost": 0, "Qualification": 10, "Needs Analysis": 20, "Proposal/Price Quote": 65,
           "Negotiation/Review": 80}  # fmt: skip
PEOPLE = (
    ("Priya Raman", "owner"), ("Tom Okafor", "alliance_manager"), ("Ines Ferreira", "alliance_manager"),
    ("Jakob Lund", "alliance_manager"), ("Lena Brandt", "member"), ("Samir Haddad", "analyst"),
    ("Maya Okonkwo", "executive_sponsor"),
)  # fmt: skip
KINDS = (
    ("partnerships.xlsx", "partnerships"), ("salesforce-accounts.csv", "accounts"),
    ("salesforce-report-opportunities.csv", "opportunities"),
    ("hubspot-crm-exports-all-deals-2026-11-14.csv", "opportunities"), ("umsatzplan.csv", "readings"),
    ("partnership-costs.csv", "readings"), ("partner-operations.xlsx", "readings"), ("horizon-grades.csv", "horizons"),
    ("shared-goals.csv", "goals"), ("joint-roadmap.xlsx", "roadmap"), ("contributions-and-returns.xlsx", "ledger"),
    ("pulse-quarterly.csv", "answers"), ("pulse-monthly.csv", "answers"), ("meetings.csv", "meetings"),
)  # fmt: skip


def all_of(make: Callable[[Story], list[Record]]) -> list[Record]:
    """Give the records of all stories, one after the other."""
    return [record for story in STORIES for record in make(story)]


def partnerships(folder: Path) -> None:
    """Write the list of partnerships in Comotion's own template."""
    header = ("Name", "External id", "Website", "Field", "Approach", "Started date", "Owner", "Our sponsor",
              "Partner sponsor", "Level", "Potential fit", "Potential our contribution",
              "Potential partner contribution", "Potential complexity", "Effort", "Partner willing",
              "Willing asked date", "Step", "Notes")  # fmt: skip
    rows: list[tuple[Cell, ...]] = [header]
    for story in STORIES:
        gone = story.rhythm is not None and story.rhythm.their_sponsor_until < f"{TODAY}"
        willing = None if story.willing is None else "yes" if story.willing else "no"
        asked = date(2026, 9, 1 + chance(story.name, "asked").randint(0, 28)) if willing else None
        rows.append(
            (story.name, salesforce_id("001", story.name), f"https://www.{story.domain}", story.field,
             story.approach.replace("_", " ").capitalize(), story.started, story.owner, story.sponsors[0],
             None if gone else story.sponsors[1], story.level, *story.upside, story.effort, willing, asked, story.step,
             story.notes)
        )  # fmt: skip
    write_workbook(folder / "partnerships.xlsx", "Partnerships", rows)


def accounts(folder: Path) -> None:
    """Write the customers as an account report of Salesforce."""
    rows: list[tuple[Cell, ...]] = [
        (
            "Account ID",
            "Account Name",
            "Type",
            "Website",
            "Industry",
            "Billing Country",
            "Account Owner",
            "Parent Account",
        )
    ]
    rows += [
        (each["id"], each["name"], "Customer", each["website"], each["industry"], each["country"], each["owner"], "")
        for each in CUSTOMERS
    ]
    write_text(folder / "salesforce-accounts.csv", rows, SALESFORCE, footer=FOOTER)


def salesforce(folder: Path, found: list[Deal]) -> None:
    """Write the deals of the main CRM as a report export, with its footer."""
    header = ("Opportunity Owner", "Account Name", "Opportunity Name", "Stage", "Fiscal Period", "Amount",
              "Probability (%)", "Close Date", "Created Date", "Next Step", "Type", "Closed", "Won", "Partner Account",
              "Partner Role", "Partner Contact", "Opportunity ID", "Account ID")  # fmt: skip
    rows: list[tuple[Cell, ...]] = [header]
    for each in found:
        period = f"Q{(each.closes.month + 2) // 3}-{each.closes.year}"
        closed, won = int(each.stage.startswith("Closed")), int(each.stage == "Closed Won")
        business = "Existing Business" if "renewal" in each.name else "New Business"
        rows.append(
            (each.owner, each.account["name"], each.name, each.stage, period, f"${each.amount:,.2f}",
             CHANCES[each.stage], each.closes, each.created, each.next_step, business, closed, won, each.partner,
             each.role, each.partner_owner, each.id, each.account["id"])
        )  # fmt: skip
    footer = (f"Grand Totals ({len(found)} records)", *FOOTER)
    write_text(folder / "salesforce-report-opportunities.csv", rows, SALESFORCE, footer=footer)


def hubspot(folder: Path, found: list[Deal]) -> None:
    """Write the deals of the marketing team's CRM as its export of all deals."""
    header = ("Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Currency", "Close Date", "Create Date",
              "Deal owner", "Associated Company", "Associated Company IDs (Primary)", "Sourcing partner",
              "Partner attribution", "Is closed", "Is won")  # fmt: skip
    rows: list[tuple[Cell, ...]] = [header]
    for number, each in enumerate(found):
        closed, won = str(each.stage.startswith("Closed")).lower(), str(each.stage == "Closed Won").lower()
        rows.append(
            (91_300_000_000 + 411 * number, each.name, HUBSPOT_STAGES[each.stage], "Partner deals",
             f"{each.amount:.2f}", "USD", each.closes, each.created, each.owner, each.account["name"],
             each.account["hubspot_id"], each.partner, each.role, closed, won)
        )  # fmt: skip
    write_text(folder / "hubspot-crm-exports-all-deals-2026-11-14.csv", rows, HUBSPOT)


def crm(folder: Path) -> None:
    """Write the deals of both systems, oldest first."""
    by_system: dict[str, list[Deal]] = {"salesforce": direct_deals(), "hubspot": []}
    for story in STORIES:
        if story.sales:
            by_system[story.sales.crm] += deals(story)
    for found in by_system.values():
        found.sort(key=lambda each: (each.created, each.id))
    salesforce(folder, by_system["salesforce"])
    hubspot(folder, by_system["hubspot"])


def german(value: int) -> str:
    """Write an amount as a German spreadsheet does."""
    return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def finance(folder: Path) -> None:
    """Write the plan, as the finance office in Hamburg keeps it, and the costs from the time sheets."""
    plan: list[tuple[Cell, ...]] = [("Partner", "Kennzahl", "Monat", "Wert", "Einheit", "Quelle", "Reported on")]
    cost: list[tuple[Cell, ...]] = [("Partnership", "KPI", "Period", "Value", "Unit", "Source", "Entered by")]
    for story in STORIES:
        planned, spent = plan_and_cost(story)
        plan += [
            (story.name, "Revenue plan", f"{month:%m/%Y}", german(value), "USD", f"Budget {month.year}",
             max(date(month.year - 1, 10, 15), date(2024, 10, 15)))
            for month, value in planned
        ]  # fmt: skip
        cost += [
            (story.name, "partnership_cost", key(month), value, "USD", "time sheets and invoices", "Samir Haddad")
            for month, value in spent
        ]
    write_text(folder / "umsatzplan.csv", plan, GERMAN)
    write_text(folder / "partnership-costs.csv", cost, PLAIN)


def operations(folder: Path) -> None:
    """Write the notes of the operations desk: one row a partner and month, one column a figure."""
    header = (
        "Partner",
        "Month",
        "Decision latency days",
        "Commitments kept",
        "Lead response hours",
        "Source",
        "Entered by",
    )
    rows: list[tuple[Cell, ...]] = [header]
    for story in STORIES:
        for each in desk(story):
            figures = (each["decision_latency_days"], each["commitments_kept"], each["lead_response_hours"])
            if any(figure is not None for figure in figures):
                rows.append((story.name, key(each["month"]), *figures, "operations desk", story.owner))
    above = (
        "Northwind Cloud, partner operations by month",
        "kept by the operations desk; empty where nothing was noted",
    )
    write_workbook(folder / "partner-operations.xlsx", "Operations", rows, above=above)


def direction(folder: Path) -> None:
    """Write grades, goals and the shared roadmap."""
    found = all_of(grades)
    header = ("Partnership", "Horizon", "Grade", "Evidence", "Graded on")
    rows = [tuple(each[name] for name in ("partnership", "horizon", "grade", "evidence", "date")) for each in found]
    write_text(folder / "horizon-grades.csv", [header, *rows], PLAIN)
    rows = [tuple(each[name] for name in ("partnership", "side", "goal", "same_as")) for each in all_of(goals)]
    write_text(folder / "shared-goals.csv", [("Partner", "Side", "Goal", "Same as goal"), *rows], PLAIN)
    names = ("partnership", "theme", "our_rating", "their_rating", "due_date", "done_date", "note", "date")
    rows = [tuple(each[name] for name in names) for each in all_of(themes)]
    themes_header = ("Partner", "Theme", "Our rating", "Partner rating", "Due", "Done", "Note", "Rated on")
    write_workbook(folder / "joint-roadmap.xlsx", "Roadmap", [themes_header, *rows])


def exchanged(folder: Path) -> None:
    """Write contributions and returns."""
    names = ("external_id", "partnership", "date", "side", "direction", "value_type", "description", "our_amount",
             "their_amount", "currency", "confirmed_by_us", "confirmed_by_them")  # fmt: skip
    header = ("Entry ID", "Partnership", "Date", "Side", "Direction", "Value type", "Description", "Our valuation",
              "Partner valuation", "Currency", "Confirmed by us", "Confirmed by partner")  # fmt: skip
    rows = [tuple(each[name] for name in names) for each in all_of(ledger)]
    write_workbook(folder / "contributions-and-returns.xlsx", "Ledger", [header, *rows])


def pulse(folder: Path) -> None:
    """Write the answers: the quarterly pulse with one column an item, the monthly one with one row an answer."""
    items = [*(f"trust_{n}" for n in range(1, 6)), "satisfaction"]
    wide: list[tuple[Cell, ...]] = [("Partner", "Round closed", "Side", "Level", "Respondent", *items)]
    long: list[tuple[Cell, ...]] = [
        ("Partnership", "Survey date", "Party", "Role level", "Respondent code", "Item", "Answer")
    ]
    for each in all_of(answers):
        who = (each["partnership"], each["round"], each["side"], each["level"], each["respondent"])
        if each["short"]:
            long += [(*who, item, each[item]) for item in items]
        else:
            wide.append((*who, *(each[item] for item in items)))
    write_text(folder / "pulse-quarterly.csv", wide, PLAIN)
    write_text(folder / "pulse-monthly.csv", long, GERMAN)


def calendar(folder: Path) -> None:
    """Write the meetings as the assistants' list of them."""
    labels = {"wts": "Weekly tactical sync", "mbr": "Monthly business review", "qsr": "Quarterly strategic review",
              "sponsor_talk": "Sponsor talk"}  # fmt: skip
    names = ("external_id", "partnership", "kind", "scheduled_date", "held_date", "our_attendees", "their_attendees",
             "our_sponsor_present", "their_sponsor_present", "minutes")  # fmt: skip
    header = ("Meeting ID", "Partner", "Meeting type", "Planned date", "Held on", "Our people", "Partner attendees",
              "Our sponsor present", "Partner sponsor present", "Duration (minutes)")  # fmt: skip
    found = [{**each, "kind": labels[each["kind"]]} for each in all_of(meetings)]
    found.sort(key=lambda each: (each["scheduled_date"], each["external_id"]))
    rows: list[tuple[Cell, ...]] = [header, *(tuple(each[name] for name in names) for each in found)]
    write_text(folder / "meetings.csv", rows, CALENDAR)


def manifest(folder: Path) -> None:
    """Write who works at Northwind Cloud and which file is loaded when."""
    lines = [f"as_of = {TODAY}", 'organization = "Northwind Cloud"', ""]
    for name, role in PEOPLE:
        email = name.lower().replace(" ", ".") + "@northwind.example"
        lines += ["[[people]]", f'name = "{name}"', f'email = "{email}"', f'role = "{role}"', ""]
    for path, kind in KINDS:
        lines += ["[[files]]", f'path = "{path}"', f'kind = "{kind}"', ""]
    (folder / "manifest.toml").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8", newline="\n")


def write(folder: Path) -> None:
    """Write all files of the program into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for make in (partnerships, accounts, crm, finance, operations, direction, exchanged, pulse, calendar, manifest):
        make(folder)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
