"""Every real file of the shared folder beside what its README says: one answer for each, compared fact by fact.

``python -m tests.formats.real_files`` prints them as a table; the test run prints the same table at its end.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from comotion.formats import workbook
from comotion.formats.calendar.reading import read_calendar
from comotion.formats.calendar.records import Window
from comotion.formats.cells import tidy
from comotion.formats.reading import read, records
from comotion.formats.tables import Table, Unreadable
from tests.summary import HEAD

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FOLDERS = ("crm-hubspot-warehouse", "crm-salesforce-samples", "csv-spectrum", "messy-tables", "calendars-ics")
NO_INPUT = {"README.md", "expected.json"}
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One file: the facts that its README gives, the same facts as they were read, and what was remarked."""

    path: str
    said: Facts
    found: Facts
    remark: str

    @property
    def verdict(self) -> str:
        """Whether the facts agree."""
        if self.said != self.found:
            return "WRONG"
        return "refused by name" if "refused" in self.said else "as it says"

    def __str__(self) -> str:
        """Return the line of the table."""
        remark = f"; {self.remark}" if self.remark else ""
        return f"| {self.path} | {shown(self.said)} | {shown(self.found)}{remark} | {self.verdict} |"


def shown(facts: Facts) -> str:
    """Write facts on one line, long ones cut."""
    return ", ".join(f"{name} {cut(str(value))}" for name, value in facts.items()).replace("|", "¦")


def cut(text: str) -> str:
    """Cut what no line of a table holds."""
    return text if len(text) <= 60 else f"{text[:57]}…"


def files() -> list[str]:
    """Give the path of each file that is input; the published answers of csv-spectrum are none."""
    found = [path.relative_to(DATA) for folder in FOLDERS for path in sorted((DATA / folder).rglob("*"))]
    return [
        path.as_posix() for path in found
        if (DATA / path).is_file() and path.name not in NO_INPUT and path.parts[:2] != ("csv-spectrum", "json")
    ]  # fmt: skip


@cache
def expected(folder: str) -> Facts:
    """Give the numbers that stand beside the README."""
    document: Facts = json.loads((DATA / folder / "expected.json").read_text(encoding="utf-8"))
    return document


def answer(path: str) -> Answer:
    """Read a file and put what its README says beside it."""
    folder, _, rest = path.partition("/")
    said, found, remark = {"messy-tables": messy, "csv-spectrum": spectrum, "calendars-ics": calendar}.get(folder, crm)(
        folder, rest
    )
    return Answer(path, said, found, remark)


def data_of(folder: str, rest: str) -> bytes:
    """Give the bytes of a file."""
    return (DATA / folder / rest).read_bytes()


def typed(folder: str, rest: str) -> Table:
    """Read a file as the kind it is recognised as."""
    return read(data_of(folder, rest), Path(rest).name)


def bare(folder: str, rest: str, **options: Any) -> Table:
    """Read a file whatever it is about."""
    return records(data_of(folder, rest), Path(rest).name, **options)


def remarks(table: Table) -> str:
    """Say what was remarked while reading, by code."""
    codes = Counter(problem.code for problem in table.problems)
    return ", ".join(f"{code} ×{count}" if count > 1 else code for code, count in codes.items())


def column(table: Table, field: str) -> list[Any]:
    """Give the values of a field, those of refused rows too."""
    return [row.values[field] for row in sorted([*table.rows, *table.refused_rows], key=lambda row: row.number)]


# ---- customer systems ------------------------------------------------------------------------------------------------


def crm(folder: str, rest: str) -> tuple[Facts, Facts, str]:
    """Compare a file of a customer system."""
    facts = expected(folder).get("facts", expected(folder))
    return CRM[rest](facts, folder, rest)


def companies(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    rows, ids, deleted = facts["companies: rows / distinct ids / is_deleted"]
    table = typed(folder, rest)
    said = {
        "kind": "accounts", "rows": rows, "ids": ids, "deleted": deleted,
        "countries": facts["companies: country values"], "revenue": facts["companies: annual revenue sum"],
        "blank revenue": facts["companies: blank annual revenue"],
    }  # fmt: skip
    revenue = column(table, "annual_revenue")
    found = {
        "kind": table.inspection.kind, "rows": table.inspection.rows, "ids": len(set(column(table, "external_id"))),
        "deleted": column(table, "deleted").count(True), "countries": dict(Counter(column(table, "country"))),
        "revenue": float(sum(each for each in revenue if each)), "blank revenue": revenue.count(None),
    }  # fmt: skip
    return said, found, remarks(table)


def deals(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    rows, ids = facts["deals: rows / distinct ids"]
    table = typed(folder, rest)
    said = {
        "kind": "opportunities", "rows": rows, "ids": ids, "with a stage": facts["deals: with a stage"],
        "with an amount": facts["deals: with an amount"], "with a name": facts["deals: with a name"],
        "owners": facts["deals: by owner ('' = no owner)"],
    }  # fmt: skip

    def held(field: str) -> int:
        return sum(each is not None for each in column(table, field))

    found = {
        "kind": table.inspection.kind, "rows": table.inspection.rows, "ids": len(set(column(table, "external_id"))),
        "with a stage": held("stage"), "with an amount": held("amount"), "with a name": held("name"),
        "owners": dict(sorted(Counter(owner or "" for owner in column(table, "owner")).items())),
    }  # fmt: skip
    return said, found, remarks(table)


def pipelines(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    table = typed(folder, rest)
    said = {"kind": "pipelines", "rows": facts["pipelines"]}
    return said, {"kind": table.inspection.kind, "rows": len(table.rows)}, remarks(table)


def stages(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    rows, ids = facts["stages: rows / distinct stage ids"]
    table = typed(folder, rest)
    shares = [share for share in column(table, "probability") if share is not None]
    said = {
        "kind": "stages", "rows": rows, "ids": ids, "won": facts["stages: closed_won true"],
        "closed": facts["stages: is_closed true"], "probability": facts["stages: probability min/max"],
    }  # fmt: skip
    found = {
        "kind": table.inspection.kind, "rows": table.inspection.rows, "ids": len(set(column(table, "external_id"))),
        "won": column(table, "is_won").count(True), "closed": column(table, "is_closed").count(True),
        "probability": [float(min(shares)) / 100, float(max(shares)) / 100],
    }  # fmt: skip
    return said, found, remarks(table)


def merges(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    survivors, merged = facts["merge audit: surviving deals / merged-away deals"]
    table = typed(folder, rest)
    away = column(table, "merged_external_id")
    pairs = {(row.values["merged_external_id"], row.values["survivor_external_id"]) for row in table.rows}
    twice = sorted(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    said = {
        "kind": "merges", "survivors": survivors, "merged away": merged,
        "under two": facts["merge audit: merged-away ids that appear under two survivors"],
    }  # fmt: skip
    found = {
        "kind": table.inspection.kind, "survivors": len(set(column(table, "survivor_external_id"))),
        "merged away": len(set(away)), "under two": twice,
    }  # fmt: skip
    return said, found, remarks(table)


def bikes(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    table = typed(folder, rest)
    said = {
        "kind": "accounts", "names": facts["ebikes: accounts"],
        "postal codes": facts["ebikes: postal codes stay text (leading zero)"],
    }  # fmt: skip
    found = {
        "kind": table.inspection.kind, "names": column(table, "name"),
        "postal codes": [row.source["BillingPostalCode"] for row in table.rows],
    }  # fmt: skip
    return said, found, remarks(table)


def contacts(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    table = bare(folder, rest)
    keys = sorted(set(facts["dreamhouse: record keys"]) - {"attributes"})
    said = {"rows": facts["dreamhouse: contacts"], "columns": keys}
    found = {"rows": len(table.rows), "columns": sorted(each.name for each in table.inspection.columns)}
    return said, found, "people are of no kind that is loaded: " + refusal(folder, rest)


def template(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    table = bare(folder, rest)
    said = {
        "header row": facts["NPSP template: line (1-based) that holds the field labels"],
        "columns": facts["NPSP template: columns with a label"],
        "rows": facts["NPSP template: data rows under the two header lines"],
    }  # fmt: skip
    shape = table.inspection
    found = {"header row": shape.header_row, "columns": len(shape.columns), "rows": shape.rows}
    return said, found, remarks(table)


def force_accounts(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    rows, ids, deleted, live = facts["warehouse accounts: rows / distinct ids / is_deleted / live"]
    table = typed(folder, rest)
    said = {
        "kind": "accounts", "rows": rows, "ids": ids, "deleted": deleted, "live": live,
        "names": facts["warehouse accounts: names"],
    }  # fmt: skip
    gone = column(table, "deleted")
    found = {
        "kind": table.inspection.kind, "rows": table.inspection.rows, "ids": len(set(column(table, "external_id"))),
        "deleted": gone.count(True), "live": gone.count(False), "names": column(table, "name"),
    }  # fmt: skip
    return said, found, remarks(table)


def force_deals(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    rows, deleted, live = facts["warehouse opportunities: rows / is_deleted / live"]
    won, lost, still_open = facts["warehouse opportunities: won / closed-lost / open (flags, deleted included)"]
    table = typed(folder, rest)
    said = {
        "kind": "opportunities", "rows": rows, "deleted": deleted, "live": live, "won": won, "lost": lost,
        "open": still_open,
        "live won": float(facts["warehouse opportunities: amount sum of live won deals (right answer)"]),
        "refused shares": facts["warehouse opportunities: probability values outside 0..100"],
    }  # fmt: skip
    rows_ = [row.values for row in (*table.rows, *table.refused_rows)]
    live_won = [row["amount"] for row in rows_ if row["is_won"] and not row["deleted"]]
    found = {
        "kind": table.inspection.kind, "rows": len(rows_), "deleted": sum(row["deleted"] is True for row in rows_),
        "live": sum(row["deleted"] is False for row in rows_), "won": sum(row["is_won"] is True for row in rows_),
        "lost": sum(bool(row["is_closed"]) and not row["is_won"] for row in rows_),
        "open": sum(not row["is_closed"] for row in rows_), "live won": float(sum(map(Decimal, live_won))),
        "refused shares": [each.value for each in table.problems if each.code == "OUT_OF_RANGE"],
    }  # fmt: skip
    return said, found, remarks(table)


def history(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    rows, ids = facts["warehouse opportunity history: rows / distinct ids"]
    table = bare(folder, rest)
    said = {"rows": rows, "ids": ids, "deleted": facts["warehouse opportunity history: is_deleted true/false"][0]}
    found = {
        "rows": len(table.rows), "ids": len({row.source["id"] for row in table.rows}),
        "deleted": sum(row.source["is_deleted"].casefold() == "true" for row in table.rows),
    }  # fmt: skip
    return said, found, remarks(table)


CRM: dict[str, Callable[[Facts, str, str], tuple[Facts, Facts, str]]] = {
    "company_data.csv": companies, "deal_data.csv": deals, "deal_pipeline_data.csv": pipelines,
    "deal_pipeline_stage_data.csv": stages, "merged_deal_data.csv": merges, "ebikes/Accounts.json": bikes,
    "dreamhouse/contacts-data.json": contacts, "npsp/NPSP_Data_Import_Template.csv": template,
    "warehouse/sf_account_data.csv": force_accounts, "warehouse/sf_opportunity_data.csv": force_deals,
    "warehouse/sf_opportunity_history_data.csv": history,
}  # fmt: skip


def refusal(folder: str, rest: str) -> str:
    """Give the sentence with which a file is refused."""
    try:
        typed(folder, rest)
    except Unreadable as refused:
        return str(refused)
    return ""


# ---- published answers -----------------------------------------------------------------------------------------------

UPSTREAM_SLIPS = {"location_coordinates", "newlines_crlf"}


def spectrum(folder: str, rest: str) -> tuple[Facts, Facts, str]:
    """Compare a case with its published records; of two only the number of rows counts, as the README says."""
    case = Path(rest).stem
    counts = expected(folder).get("facts", expected(folder))
    per_case = next(value for name, value in counts.items() if name.startswith("rows and"))
    table = bare(folder, rest)
    said: Facts = {"rows": per_case[case][0]}
    found: Facts = {"rows": len(table.rows)}
    if case not in UPSTREAM_SLIPS:
        said["records"] = json.loads((DATA / folder / f"json/{case}.json").read_text(encoding="utf-8"))
        found["records"] = [row.source for row in table.rows]
    return said, found, remarks(table)


# ---- messy tables ----------------------------------------------------------------------------------------------------

SAME_LETTERS = {"latin-1": "cp1252"}
COMMENTS = {"frictionless-mit/skip-rows.csv": 2}
DAMAGED = {"frictionless-mit/defective-rows.csv": [2, 3], "csvkit-mit/bad.csv": [2, 3]}
SHARES = "frictionless-mit/preserve-formatting-percentage.xlsx"


def messy(folder: str, rest: str) -> tuple[Facts, Facts, str]:
    """Compare a text or a workbook of another importer's tests."""
    facts = expected(folder)["per_file"][rest]
    if "sheets" in facts:
        return book(facts, folder, rest)
    if not facts["rows"]:
        return {"refused": f"{Path(rest).name} is empty"}, {"refused": refusal(folder, rest).partition(":")[0]}, ""
    table = bare(folder, rest)
    shape = table.inspection
    said = {
        "encoding": SAME_LETTERS.get(facts["encoding"], facts["encoding"]), "delimiter": facts["delimiter"],
        "rows": facts["non_blank_rows"] - 1 - COMMENTS.get(rest, 0), "refused rows": DAMAGED.get(rest, []),
        "first cells": [] if rest in COMMENTS else first(facts["first_rows"][1:]),
    }  # fmt: skip
    cells = [
        list(row.source.values()) for row in sorted([*table.rows, *table.refused_rows], key=lambda row: row.number)
    ]
    found = {
        "encoding": shape.encoding, "delimiter": shape.delimiter, "rows": shape.rows,
        "refused rows": sorted(table.refused), "first cells": [] if rest in COMMENTS else first(cells),
    }  # fmt: skip
    return said, found, remarks(table)


def first(rows: list[list[Any]]) -> list[list[str]]:
    """Give the cells that say something of the first three rows that do."""
    return [[cell for cell in row if cell] for row in rows if any(row)][:3]


def book(facts: Facts, folder: str, rest: str) -> tuple[Facts, Facts, str]:
    """Compare the first rows of every sheet with the values that the workbook itself holds."""
    data, name, said, found = data_of(folder, rest), Path(rest).name, {}, {}
    for title, sheet in facts["sheets"].items():
        said[title] = first([[as_shown(cell, rest) for cell in row] for row in sheet["first_rows"]])
        found[title] = first(cells_of(data, name, title))
    return said, found, ""


def cells_of(data: bytes, name: str, title: str) -> list[list[str]]:
    """Give the cells of a sheet, of an old workbook too."""
    if name.endswith(".xlsx"):
        return [cells for _, cells in workbook.grid(data, name, {"sheet": title}).rows]
    table = records(data, name, choices={"sheet": title})
    truth = {"true": "1", "false": "0"}  # the expectations were written by a library that keeps truth as a number
    rows = [[truth.get(cell, cell) for cell in row.source.values()] for row in table.rows]
    return [[each.name for each in table.inspection.columns], *rows]


def as_shown(value: Any, path: str) -> str:
    """Write a stored value as a sheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        number = Decimal(str(value))
        return f"{tidy(number * 100)}%" if path == SHARES and number < 1 else tidy(number)
    return str(value).replace("T00:00:00", "").replace("T", " ") if is_moment(value) else str(value)


def is_moment(text: str) -> bool:
    """Say whether a text is a moment as the expectations write it."""
    return len(text) == len("2026-01-01T00:00:00") and text[10] == "T" and text[:4].isdigit()


# ---- calendars -------------------------------------------------------------------------------------------------------

SPRING = Window(dt.date(1997, 1, 1), dt.date(1998, 1, 2))


def calendar(folder: str, rest: str) -> tuple[Facts, Facts, str]:
    """Compare a calendar: what is in it, and when its events take place."""
    facts = {"calendars": 1, "vevents": 1, "tzids": [], **expected(folder)["per_file"][rest]}
    window = Window(*map(dt.date.fromisoformat, facts["window"])) if "window" in facts else SPRING
    schedule = read_calendar(data_of(folder, rest), Path(rest).name, window)
    starts = [each.start.isoformat() for each in schedule.occurrences]
    said = {
        "calendars": facts["calendars"], "events": facts["vevents"], "zones": facts["tzids"],
        "occurrences": facts.get("occurrences", 0), "from": facts.get("first", []), "to": facts.get("last", []),
        "starts": facts.get("starts") or starts,
    }  # fmt: skip
    found = {
        "calendars": schedule.calendars, "events": schedule.events, "zones": list(schedule.zones),
        "occurrences": len(starts), "from": starts[:1], "to": starts[-1:], "starts": starts,
    }  # fmt: skip
    return said, found, " ".join(problem.message for problem in schedule.problems)[:160]


def main() -> int:
    """Print the table; say by the exit status whether every file is read as its README says."""
    answers = [answer(path) for path in files()]
    sys.stdout.write("\n".join([HEAD, *map(str, answers), ""]))
    return any(each.verdict == "WRONG" for each in answers)


if __name__ == "__main__":
    sys.exit(main())
