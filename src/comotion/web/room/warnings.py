"""Open early warnings in words: the readings that fired them and what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.narrative.names import CATEGORIES
from comotion.portfolio.lines import WarningMark
from comotion.web.shared.reader import wording

NEXT_STEPS = {
    "HIDDEN_EROSION": gettext_lazy("Hold separate interviews on both sides."),
    "DIVERGENCE": gettext_lazy("Ask for a sponsor call."),
    "CATEGORY_FLOOR": gettext_lazy("Put it on the next review."),
    "PERCEPTION_SPLIT": gettext_lazy("Show both sides the two results together."),
    "GOING_DARK": gettext_lazy("Ask who can give the missing readings."),
    "RHYTHM_SLIP": gettext_lazy("Set the next review with both sponsors."),
    "LAG_GROWTH": gettext_lazy("Look for the step at which answers wait."),
    "SPONSOR_GONE": gettext_lazy("Name a sponsor, or arrange a talk between the sponsors."),
    "FAIRNESS_DRIFT": gettext_lazy("Value the entries of the ledger together."),
    "NEAR_TERM_ONLY": gettext_lazy("Plan one step beyond the next six months."),
    "PARTICIPATION_FALLING": gettext_lazy("Ask the quieter side what it needs."),
}


@dataclass(frozen=True, slots=True)
class WarningLine:
    """One open warning as pages write it."""

    code: str
    severity: str
    since: dt.date
    says: str
    next_step: str


def warning_lines(marks: Iterable[WarningMark]) -> tuple[WarningLine, ...]:
    """Write open warnings out, the gravest first as they come."""
    return tuple(
        WarningLine(
            mark.code, mark.severity, mark.opened_date, readings_text(mark.readings), str(NEXT_STEPS.get(mark.code, ""))
        )
        for mark in marks
    )


def readings_text(readings: Mapping[str, Any]) -> str:
    """Write what fired a warning: scores of categories as a row, dates and counts by name."""
    pieces = [_piece(name, value) for name, value in readings.items()]
    return "; ".join(piece for piece in pieces if piece) + ("." if any(pieces) else "")


def _piece(name: str, value: Any) -> str:
    title = _(CATEGORIES[name]) if name in CATEGORIES else name.replace("_", " ").capitalize()
    if isinstance(value, dict):
        return "; ".join(piece for inner, found in value.items() if (piece := _piece(inner, found)))
    if isinstance(value, list):
        return f"{title} {', '.join(_value(one) for one in value)}" if value else ""
    return f"{title} {_value(value)}" if value not in {None, ""} else ""


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return wording().number(value, 0 if float(value).is_integer() else 1)
    return "–" if value is None else str(value)
