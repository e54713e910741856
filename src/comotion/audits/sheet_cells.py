"""Reading the cells of a sheet that comes back: texts, numbers, shares, days, sides and words of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext as _

from comotion.audits.operations import UnableToAudit
from comotion.audits.queries import AuditView
from comotion.audits.sides import AuditSide, side_named

Row = Mapping[str, str]


def cell_text(row: Row, head: str, *, needed: bool = False) -> str:
    """Return what stands under a head."""
    text = row.get(head, "").strip()
    if needed and not text:
        raise UnableToAudit(_("“%(head)s” is empty.") % {"head": head})
    return text


def cell_number(row: Row, head: str, *, needed: bool = False) -> float | None:
    """Return a number, None where nothing stands there."""
    text = cell_text(row, head, needed=needed).replace("%", "").replace(",", ".").strip()
    if not text:
        return None
    try:
        number = float(text)
    except ValueError as unknown:
        raise UnableToAudit(_("“%(text)s” is no number.") % {"text": text}) from unknown
    if not 0 <= number < 1e6:
        raise UnableToAudit(_("“%(text)s” is out of range.") % {"text": text})
    return number


def cell_share(row: Row, head: str) -> float | None:
    """Read a share written as percent: 20, 20% or 20,5."""
    number = cell_number(row, head)
    if number is not None and number > 100:
        raise UnableToAudit(_("A share is at most 100%."))
    return None if number is None else number / 100


def cell_day(row: Row, head: str, *, needed: bool = False) -> dt.date | None:
    """Return a day, None where nothing stands there."""
    text = cell_text(row, head, needed=needed)[:10]
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as unknown:
        raise UnableToAudit(_("“%(text)s” is no day. Write it as 2026-01-31.") % {"text": text}) from unknown


def cell_side(view: AuditView, row: Row) -> AuditSide:
    """Return the side that a row names."""
    found = side_named(view.sides, cell_text(row, "company", needed=True))
    if found is None:
        raise UnableToAudit(_("“%(name)s” is none of the companies.") % {"name": row["company"]})
    return found


def cell_choice(choices: type[models.TextChoices], text: str) -> str:
    """Return the value that a word means."""
    wanted = text.strip().casefold()
    found = next((one.value for one in choices if wanted in {one.value.casefold(), str(one.label).casefold()}), None)
    if found is None:
        words = ", ".join(one.value for one in choices)
        raise UnableToAudit(_("“%(text)s” is none of: %(words)s.") % {"text": text, "words": words})
    return str(found)


def iso_day(day: dt.date | None) -> str:
    """Write a day as files do."""
    return day.isoformat() if day else ""
