"""What ``comotion import`` says of a calendar: what each meeting looks like, and how to confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comotion.cli.output import print_table, write

if TYPE_CHECKING:
    from comotion.imports.calendars import Entry
    from comotion.imports.models import ImportRun

MESSAGE = "Nothing was loaded: no meeting of this calendar was confirmed."
REMEDY = "Look at the list, then say --confirm to take each as what it looks like, or --choice ID:tier=wts one by one."


def waits_for_a_word(found: ImportRun) -> bool:
    """Say whether a run is a calendar of which nothing was confirmed."""
    return found.inspection.get("format") == "ics" and not found.rows


def with_meetings(document: dict[str, Any], found: ImportRun) -> dict[str, Any]:
    """Add to what is said of a run what its calendar holds; any other file is left as it is."""
    from comotion.imports.calendar_runs import entries_of

    if found.inspection.get("format") != "ics":
        return document
    meetings = [_meeting(each, found) for each in entries_of(found)]
    problems = document["problems"]
    if waits_for_a_word(found):
        unsaid = {"row": None, "column": None, "code": "NOT_CONFIRMED", "message": MESSAGE, "value": None}
        problems = [{**unsaid, "remedy": REMEDY}, *problems]
    return {**document, "personal": found.skipped, "meetings": meetings, "problems": problems}


def _meeting(entry: Entry, found: ImportRun) -> dict[str, Any]:
    answer = entry.answer(found.choices)
    return {
        "id": entry.key, "title": entry.title, "series": entry.repeats, "tier_of_review_guess": entry.tier,
        "confidence": entry.confidence, "per_quarter": entry.per_quarter, "minutes": entry.minutes,
        "meetings": len(entry.times), "confirmed_as": answer[0] if answer else None,
        "people": {"ours": len(entry.ours), "theirs": sum(map(len, entry.theirs.values()))},
    }  # fmt: skip


def list_meetings(document: dict[str, Any]) -> None:
    """Write the list for people."""
    if "meetings" not in document:
        return
    write()
    names = ("id", "title", "tier_of_review_guess", "confidence", "per_quarter", "minutes", "meetings", "confirmed_as")
    heads = ("id", "meeting", "looks like", "certainty", "per quarter", "minutes", "times", "confirmed as")
    print_table(heads, [[each[name] for name in names] for each in document["meetings"]])
    write(f"{document['personal']:,} entries without a partner were left out unread")
