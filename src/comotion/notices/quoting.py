"""What somebody wrote above the mail they replied to, and the day or the word it begins with."""

from __future__ import annotations

import datetime as dt
import re

QUOTED = re.compile(
    r"^\s*(>|-{2,}\s*(original|forwarded|ursprüngliche|weitergeleitete)|_{10,}\s*$"
    r"|(on|am)\s.{0,200}\b(wrote|schrieb)\b.*:\s*$|(from|von):\s.*@)",
    re.IGNORECASE,
)
BEGINS = re.compile(r"^\s*(on|am)\s.{4,200}$", re.IGNORECASE)
ENDS = re.compile(r"\b(wrote|schrieb)\b.*:\s*$", re.IGNORECASE)
SIGNATURE = re.compile(r"^-- ?$|^(sent from|von meinem|gesendet von)\s.{0,60}$", re.IGNORECASE)
ISO_DAY = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
GERMAN_DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
MOST = 5000


def own_words(text: str) -> str:
    r"""Return what was written above the quoted mail and the signature, at most 5,000 characters.

    Examples
    --------
    >>> own_words("Done.\n\nOn Mon, 2 Nov 2026 Comotion wrote:\n> Please say where it stands")
    'Done.'

    """
    kept: list[str] = []
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if QUOTED.match(line) or SIGNATURE.match(line.strip()) or (BEGINS.match(line) and ENDS.search(following)):
            break
        kept.append(line)
    return "\n".join(kept).strip()[:MOST]


def day_in(text: str) -> dt.date | None:
    """Return the day that the first line names, as 2026-11-30 or 30.11.2026."""
    first = text.strip().split("\n", 1)[0]
    if found := ISO_DAY.search(first):
        year, month, day = found.groups()
    elif found := GERMAN_DAY.search(first):
        day, month, year = found.groups()
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
