"""The minutes of a meeting by what they are spent on, as its agenda says."""

from __future__ import annotations

import re

ITEM = re.compile(r"(?P<minutes>\d{1,3})\s*(?:min(?:ute)?s?\b|['′m]\b|Min\b)", re.IGNORECASE)
WORDS: dict[str, tuple[str, ...]] = {
    "relationship": (
        "lunch",
        "coffee",
        "dinner",
        "welcome",
        "small talk",
        "get to know",
        "celebrat",
        "check-in",
        "wins",
    ),
    "firefighting": ("incident", "escalation", "urgent", "outage", "fire", "hotfix", "störung", "eskalation"),
    "planning": ("plan", "next quarter", "next month", "roadmap", "forecast", "priorit", "goals", "ahead", "ausblick"),
    "problem": ("problem", "obstacle", "blocker", "decision", "decide", "root cause", "improve", "solve", "lösung"),
    "past": ("status", "review", "report", "recap", "update", "numbers", "results", "last ", "minutes of", "rückblick"),
}
"""What words in an agenda item mean; the first that fits counts, so that “plan review” is planning."""


def agenda_minutes(text: str) -> dict[str, float]:
    r"""Return the minutes of each kind that an agenda names; lines without minutes or a known word are left out.

    Examples
    --------
    >>> agenda_minutes("Status of last month (40 min)\n20 min planning next quarter")
    {'past': 40.0, 'planning': 20.0}

    """
    found: dict[str, float] = {}
    for line in text.splitlines():
        minutes, kind = ITEM.search(line), kind_of(line)
        if minutes and kind:
            found[kind] = found.get(kind, 0.0) + float(minutes["minutes"])
    return found


def kind_of(line: str) -> str:
    """Return what an agenda item is about, nothing where its words do not say."""
    plain = ITEM.sub(" ", line).casefold()
    return next((kind for kind, words in WORDS.items() if any(word in plain for word in words)), "")
