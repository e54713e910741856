"""What the pages of an import show, taken from a run."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.formats.kinds import kinds
from comotion.formats.tables import NO_KIND
from comotion.formats.templates import columns as template_columns
from comotion.imports.loaders import loaders
from comotion.imports.models import ImportRun, RunState
from comotion.imports.queries import RunLine
from comotion.imports.references import PartnershipIndex
from comotion.narrative.imports import ImportFacts, applied_sentence, preview_sentence
from comotion.web.imports.forms import ANSWERS
from comotion.web.shared.frame_tags import link_to
from comotion.web.shared.reader import wording

DELIMITERS = {",": gettext_lazy("commas"), ";": gettext_lazy("semicolons"), "\t": gettext_lazy("tabs"),
              "|": gettext_lazy("bars")}  # fmt: skip
DIALECTS = {
    "salesforce": "Salesforce", "hubspot": "HubSpot", "dynamics": "Dynamics 365", "pipedrive": "Pipedrive",
    "zoho": "Zoho", "ace": "AWS Partner Central", "partner_center": "Microsoft Partner Center",
}  # fmt: skip
WHY = {
    "above": gettext_lazy("above the header"), "below": gettext_lazy("text below the table"),
    "blank": gettext_lazy("blank"), "remark": gettext_lazy("remark"), "total": gettext_lazy("total"),
    "explanation": gettext_lazy("explanation of the columns"), "footer": gettext_lazy("footer of a report"),
}  # fmt: skip
UNKNOWN = "UNKNOWN_PARTNERSHIP"
WORKBOOKS = {"xlsx", "xls"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
COUNTED = re.compile(r" \((\d+) rows?\)(?=\.$)")
FIRST = ("partnerships", "opportunities", "readings", "meetings")
"""What a program begins with; the other templates follow by name."""
SHOWN_CHANGES, SHOWN_REASONS, SHOWN_NAMES, SHOWN_VALUES, MOST_REASONS = 8, 60, 3, 4, 1000
FILLS = {
    "partnerships": "portfolio", "opportunities": "portfolio", "readings": "portfolio", "meetings": "today",
}  # fmt: skip


def counts_of(run: ImportRun) -> dict[str, int]:
    """Return the four counts by the names that the bar draws them with."""
    return {"unchanged": run.unchanged, "changed": run.changed, "new": run.created, "refused": run.refused}


def seen_mark(run: ImportRun) -> str:
    """Return what a page sends back with "Load": it differs once the file was read with other answers."""
    said = (run.kind, run.mapping, run.choices, counts_of(run))
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def reasons_of(run: ImportRun) -> list[dict[str, Any]]:
    """Return the reasons for which rows are refused, each with the clicks that mend it."""
    refusing = [each for each in run.problems if each["refuses"] or each["code"] in ANSWERS][:MOST_REASONS]
    index = PartnershipIndex.load(run.owner_org_id) if any(each["code"] == UNKNOWN for each in refusing) else None
    return [{**each, **asked(each), "message": general(each), "mends": mends(each, index)} for each in refusing]


def asked(reason: dict[str, Any]) -> dict[str, int]:
    """Return of how many rows a question is that is asked once for a column: its sentence says so."""
    counted = COUNTED.search(reason["message"]) if reason["code"] in ANSWERS else None
    return {"count": int(counted[1])} if counted else {}


def gathered(reasons: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one line for what is wrong alike and mended nowhere by a click, with the first values as examples."""
    lines: dict[Any, dict[str, Any]] = {}
    for place, reason in enumerate(reasons):
        alike = (reason["code"], reason["column"], reason["message"], reason["remedy"])
        found = lines.setdefault(place if reason["mends"] else alike, {**reason, "count": 0, "values": []})
        found["count"] += reason["count"]
        found["values"] += [{"value": reason["value"], "rows": reason["rows"]}] if reason["value"] else []
    shown = sorted(lines.values(), key=lambda line: -len(line["mends"]))[:SHOWN_REASONS]
    return [
        {**line, "values": line["values"][:SHOWN_VALUES], "more": max(0, len(line["values"]) - SHOWN_VALUES)}
        for line in shown
    ]


def general(reason: dict[str, Any]) -> str:
    """Say what is wrong without the one value that stands beside it as an example."""
    message: str = COUNTED.sub("", reason["message"]).removeprefix(f"“{reason['value']}” ")
    return message[:1].upper() + message[1:]


def mends(reason: dict[str, Any], index: PartnershipIndex | None) -> list[dict[str, str]]:
    """Return what one click can answer: the order of a date, the sign of a number, the name that was meant."""
    if reason["code"] in ANSWERS:
        return [
            {"key": reason["column"], "value": value, "title": str(title)} for value, title in ANSWERS[reason["code"]]
        ]
    if reason["code"] != UNKNOWN or index is None or not reason["value"]:
        return []
    key = f"{reason['column']}={reason['value']}"
    return [{"key": key, "value": name, "title": f"“{name}”"} for name in index.nearest(reason["value"])[:SHOWN_NAMES]]


def is_mixed(reason: dict[str, Any], reasons: list[dict[str, Any]]) -> bool:
    """Say whether a kind of reason stands in several lines, so that one click does not mend all of it."""
    return sum((each["code"], each["column"]) == (reason["code"], reason["column"]) for each in reasons) > 1


def notes_of(run: ImportRun) -> list[dict[str, Any]]:
    """Return what is doubtful without refusing a row."""
    return [each for each in run.problems if not each["refuses"] and each["code"] not in ANSWERS][:SHOWN_REASONS]


def preview_page(run: ImportRun, address: str) -> dict[str, Any]:
    """Return what the preview shows."""
    reasons = reasons_of(run)
    kinds_of = {(each["code"], each["column"]) for each in reasons}
    mendable = {(each["code"], each["column"]) for each in reasons if each["mends"] and not is_mixed(each, reasons)}
    causes = max(len(kinds_of), 1 if run.refused else 0)
    facts = ImportFacts(run.rows, run.refused, causes, len(mendable), run.unchanged)
    return {
        "run": run,
        "sentence": preview_sentence(facts, wording()),
        "links": {"refused": "#refused"},
        "counts": counts_of(run),
        "loadable": run.created + run.changed,
        "reasons": gathered(reasons),
        "ending": ending_of(run),
        "notes": notes_of(run),
        "changes": shown_changes(run),
        "kind_title": title_of(run.kind),
        "address": address,
        "message": "" if NO_KIND in run.message else run.message,
        "rows": run.rows if run.kind else run.inspection.get("rows", 0),
        "seen": seen_mark(run),
        "reading": reading_of(run),
        "undecided": sum(not pair["verdict"] for pair in run.pairs),
    }


def result_page(run: ImportRun) -> dict[str, Any]:
    """Return what the page of a loaded run shows."""
    return {
        "run": run,
        "sentence": applied_sentence(run.created, run.changed, run.refused, wording()),
        "links": {"refused": "#refused"},
        "counts": counts_of(run),
        "reasons": gathered(
            {**each, "message": general(each), "mends": []} for each in run.problems if each["refuses"]
        ),
        "ending": ending_of(run),
        "notes": notes_of(run),
        "changes": shown_changes(run),
        "kind_title": title_of(run.kind),
        "next_url": next_address(run),
    }


def ending_of(run: ImportRun) -> str:
    """Return in which form the refused rows go out: the one in which they came, as far as we write it."""
    return "xlsx" if run.inspection.get("format") in WORKBOOKS else "csv"


def next_address(run: ImportRun) -> str:
    """Return the page that the rows have filled."""
    area = FILLS.get(run.kind, "portfolio")
    slug = run.owner_org.slug
    return link_to(f"{area}:index", organization=slug) or link_to("today:index", organization=slug)


def shown_changes(run: ImportRun) -> list[dict[str, Any]]:
    """Return the first changed rows with readable names of fields."""
    return [
        {
            **change,
            "fields": [
                {
                    "title": each["field"].replace("_", " "),
                    "old": shown_value(each["old"]),
                    "new": shown_value(each["new"]),
                }
                for each in change["fields"]
            ],
        }
        for change in run.changes[:SHOWN_CHANGES]
    ]


def reading_of(run: ImportRun) -> dict[str, Any]:
    """Return how the file was read: its shape, what it holds and how sure that is, and which lines were left out."""
    found = run.inspection
    shape = [str(found.get("format") or "").upper(), str(found.get("encoding") or "").upper()]
    shape.append(str(DELIMITERS.get(found.get("delimiter") or "", "")))
    lines = [{**each, "why": str(WHY[each["why"]])} for each in found.get("left_out", ()) if each["why"] in WHY]
    return {
        "shape": ", ".join(part for part in shape if part), "sheet": found.get("sheet"),
        "dialect": DIALECTS.get(found.get("dialect") or "", ""), "header_row": found.get("header_row"),
        "kind": title_of(found.get("kind") or ""), "sure": wording().percent(found.get("kind_confidence") or 0.0),
        "left_out": lines,
    }  # fmt: skip


def title_of(kind: str) -> str:
    """Return what people call a kind."""
    return kinds()[kind].title if kind in kinds() else ""


def templates_offered() -> list[dict[str, Any]]:
    """Return the templates with what each fills and which columns must be there."""
    return [
        {
            "kind": name,
            "title": kinds()[name].title,
            "fills": kinds()[name].description,
            "required": ", ".join(
                title for title, _remark, field in template_columns(name) if field.name in kinds()[name].required
            ),
        }
        for name in sorted(
            loaders(), key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), kinds()[name].title)
        )
    ]


def run_rows(runs: list[RunLine]) -> list[dict[str, Any]]:
    """Return the past runs with the titles of their kinds."""
    return [{"line": each, "kind_title": title_of(each.kind), **stand_of(each)} for each in runs]


def stand_of(run: RunLine) -> dict[str, Any]:
    """Return how a past run stands, and whether its rows were counted: of a file that waits for an answer none is."""
    asks = run.state == RunState.PREVIEWED and not run.rows
    is_counted = bool(run.rows) and run.state not in {RunState.CANCELLED, RunState.READING}
    return {"state_title": _("Waits for an answer") if asks else run.state_title, "is_counted": is_counted}


def shown_value(value: Any) -> Any:
    """Write a value as the reader does: days and figures in their language, anything else as it is."""
    if isinstance(value, float):
        return wording().number(value) if value.is_integer() else wording().number(value, 2)
    if isinstance(value, str) and DAY.fullmatch(value):
        return wording().full_day(dt.date.fromisoformat(value))
    return value
