"""What stands in the tables of a report: scores with their coverage, names instead of codes, missing as missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comotion.narrative.names import warning_name
from comotion.narrative.wording import Wording
from comotion.portfolio.lines import WarningMark
from comotion.reports.marks import track, warning_mark
from comotion.scores.explained import Figure

STRONG, WEAK = 75.0, 50.0
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Score:
    """A score as it is printed: the number, the word about its coverage, how strong it is, and its track."""

    text: str
    word: str
    strength: str
    track: SafeString


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning as it is printed: its shape, its name, and since when."""

    mark: SafeString
    name: str
    severity: str
    since: str


def score(figure: Figure, wording: Wording) -> Score:
    """Return a score with its coverage; without a value it says how little there is."""
    text = wording.score(figure.value) if figure.value is not None else NOTHING
    word = coverage_word(figure, wording)
    return Score(text, word, _strength(figure), track(figure, f"{text} {word}".strip()))


def coverage_word(figure: Figure, wording: Wording) -> str:
    """Return the word of a status: nothing when all is there, else how much is."""
    share = wording.percent(figure.coverage)
    if figure.value is None or figure.status == "insufficient":
        return _("too little data, %(share)s") % {"share": share}
    if figure.status == "provisional":
        return _("provisional, %(share)s") % {"share": share}
    return share


def _strength(figure: Figure) -> str:
    if figure.value is None:
        return "missing"
    return "strong" if figure.value >= STRONG else "weak" if figure.value < WEAK else ""


def warned(mark: WarningMark, wording: Wording) -> Warned:
    """Return a warning with its shape and its name."""
    name = warning_name(mark.code, wording)
    return Warned(warning_mark(mark.severity, name), name, mark.severity, wording.full_day(mark.opened_date))


def day(date: dt.date | None, wording: Wording) -> str:
    """Return a day, or a dash."""
    return wording.full_day(date) if date else NOTHING
