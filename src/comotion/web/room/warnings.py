"""Open early warnings in words: the readings that fired them and what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comotion.narrative.names import CATEGORIES, SHORT_CATEGORIES
from comotion.portfolio.lines import WarningMark
from comotion.web.shared.reader import wording

FLOOR = 40.0
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
            mark.code,
            mark.severity,
            mark.opened_date,
            readings_text(mark.code, mark.readings),
            str(NEXT_STEPS.get(mark.code, "")),
        )
        for mark in marks
    )


def readings_text(code: str, readings: Mapping[str, Any]) -> str:
    """Write what fired a warning in a sentence; a reading that is not known stays out."""
    return SENTENCES.get(code, _plain)({name: value for name, value in readings.items() if value is not None})


def _number(value: float, decimals: int = 1) -> str:
    return wording().number(value, decimals)


def _erosion(readings: Mapping[str, Any]) -> str:
    words = {
        "drop": _number(readings["relationship_drop"]),
        "slope": _number(abs(readings["relationship_slope"])),
        "financial": _number(readings["financial_performance"]),
    }
    text = _(
        "Relationship health lost %(drop)s points, %(slope)s a month; financial performance stands at %(financial)s."
    )
    return text % words


def _divergence(readings: Mapping[str, Any]) -> str:
    points = {"points": _number(readings["divergence"])}
    return _("Financial performance is %(points)s points ahead of relationship health.") % points


def _floor(readings: Mapping[str, Any]) -> str:
    low = sorted((value, name) for name, value in readings.items() if name in CATEGORIES and value < FLOOR)
    found = [f"{_(SHORT_CATEGORIES[name]).lower()} {_number(value)}" for value, name in low]
    return _("Below the floor: %(scores)s.") % {"scores": wording().listed(found)} if found else ""


def _dark(readings: Mapping[str, Any]) -> str:
    if "coverage_fall" in readings and readings["coverage_fall"] > 0:
        share = wording().percent(readings["coverage_fall"])
        return _("Coverage fell by %(share)s of what is expected.") % {"share": share}
    return _("Fewer than half of those asked have answered.")


def _slip(readings: Mapping[str, Any]) -> str:
    monthly, quarterly = int(readings.get("mbrs_missed", 0)), int(readings.get("qsrs_missed", 0))
    words = []
    if monthly:
        words.append(ngettext("%(n)s monthly review", "%(n)s monthly reviews in a row", monthly) % {"n": monthly})
    if quarterly:
        words.append(ngettext("%(n)s quarterly review", "%(n)s quarterly reviews", quarterly) % {"n": quarterly})
    return _("Not held: %(reviews)s.") % {"reviews": wording().listed(words)}


def _gone(readings: Mapping[str, Any]) -> str:
    words = []
    if "days_ours" in readings:
        words.append(_("ours %(days)s days ago") % {"days": _number(readings["days_ours"], 0)})
    if "days_theirs" in readings:
        words.append(_("theirs %(days)s days ago") % {"days": _number(readings["days_theirs"], 0)})
    if not words:
        return _("A side has no sponsor.")
    return _("Last contact of a sponsor: %(sides)s.") % {"sides": wording().listed(words)}


def _drift(readings: Mapping[str, Any]) -> str:
    known = [_number(readings[name]) for name in ("before", "previous", "now") if name in readings]
    return _("Fairness by quarter: %(values)s.") % {"values": ", ".join(known)}


def _plain(readings: Mapping[str, Any]) -> str:
    pieces = [f"{name.replace('_', ' ')} {_value(value)}" for name, value in readings.items()]
    return f"{', '.join(pieces).capitalize()}." if pieces else ""


def _value(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, 0 if float(value).is_integer() else 1)
    return str(value).replace("_", " ")


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "HIDDEN_EROSION": _erosion,
    "DIVERGENCE": _divergence,
    "CATEGORY_FLOOR": _floor,
    "GOING_DARK": _dark,
    "RHYTHM_SLIP": _slip,
    "SPONSOR_GONE": _gone,
    "FAIRNESS_DRIFT": _drift,
}
