"""Template tags of scored figures: value · track · word, the strip, the comet, changes and trends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comotion.methods.vocabulary import CATEGORIES
from comotion.narrative.names import SHORT_CATEGORIES, TIGHT_CATEGORIES
from comotion.narrative.wording import Wording
from comotion.web.shared import glyphs, shapes
from comotion.web.shared.measured import Measured, measured
from comotion.web.shared.reader import wording

RISING = 1.5
DRAWN = 4096  # drawings kept in memory: the same figures come again on every page of a list
ROOMY_CELL = 66


def _cuts(scale: str) -> tuple[float, ...]:
    return glyphs.FRICTION_CUTS if scale == "friction" else glyphs.CUTS


def status_word(figure: Measured, reader: Wording | None = None) -> str:
    """Return the word beside a figure: nothing where all inputs are there."""
    if figure.is_shown and not figure.is_provisional and figure.coverage >= 1:
        return ""
    share = (reader or wording()).percent(figure.coverage)
    if not figure.is_shown:
        return _("too little data, %(share)s") % {"share": share} if figure.coverage else _("no data")
    return _("provisional, %(share)s") % {"share": share} if figure.is_provisional else share


def _linked(body: str, href: Any, classes: str, name: str) -> SafeString:
    named = f'<span class="co-hidden">{conditional_escape(name)}: </span>' if name else ""
    if href:
        return SafeString(f'<a class="{classes}" href="{escape(href)}" data-co-explain>{named}{body}</a>')
    return SafeString(f'<span class="{classes}">{named}{body}</span>')


def scored(
    figure: Any, href: Any = "", *, name: str = "", width: int = 84, size: str = "", scale: str = ""
) -> SafeString:
    """Draw a scored figure, linked to its explanation.

    ``figure`` is a Scored, its stored JSON, a number or None; ``name`` says to readers of text what it is;
    ``size``: ``large``, or ``alone`` for large without its word; ``scale``: ``friction``; ``width`` 0 for no track.
    """
    body = _scored_body(measured(figure), wording(), int(width), size, scale)
    return _linked(body, href, f"co-scored co-scored-{size}" if size else "co-scored", name)


@lru_cache(DRAWN)
def _scored_body(read: Measured, reader: Wording, width: int, size: str, scale: str) -> str:
    word = status_word(read, reader)
    value = reader.score(read.value or 0.0, _cuts(scale)) if read.is_shown else "–"
    none = "" if read.is_shown else " co-scored-none"
    body = f'<span class="co-scored-value{none}">{value}</span>'
    body += glyphs.track(read, width=width, cuts=_cuts(scale)) if width else ""
    return body + (f'<span class="co-scored-word">{word}</span>' if word and size != "alone" else "")


@lru_cache(16)
def _short_names(reader: Wording) -> tuple[str, ...]:
    return tuple(reader.translate(SHORT_CATEGORIES[code]) for code in CATEGORIES)


def _cell(figure: Measured, reader: Wording) -> glyphs.Cell:
    text = reader.whole_score(figure.value or 0.0, glyphs.CUTS) if figure.is_shown else _("no data")
    return glyphs.Cell(figure, text)


def _spoken(name: str, figure: Measured, reader: Wording) -> str:
    value = reader.score(figure.value or 0.0) if figure.is_shown else _("no data")
    doubt = f" ({status_word(figure, reader)})" if figure.is_provisional else ""
    return f"{name} {value}{doubt}"


def strip(
    categories: Mapping[str, Any], href: Any = "", *, name: str = "", cell: int = glyphs.STRIP_CELL
) -> SafeString:
    """Draw the four-category strip of a mapping from category to figure; a category that is not there has no data."""
    figures = tuple(measured(categories.get(code)) for code in CATEGORIES)
    body = _strip_body(figures, wording(), int(cell))
    return _linked(body, href, "co-scored", name) if href else SafeString(body)


@lru_cache(DRAWN)
def _strip_body(figures: tuple[Measured, ...], reader: Wording, cell: int) -> str:
    spoken = [_spoken(name, figure, reader) for name, figure in zip(_short_names(reader), figures, strict=True)]
    return glyphs.strip([_cell(figure, reader) for figure in figures], escape(", ".join(spoken)), cell_width=cell)


def strip_heads(cell: int = glyphs.STRIP_CELL) -> SafeString:
    """Draw the four names above a column of strips; shortened where the cells are narrow."""
    names = SHORT_CATEGORIES if int(cell) >= ROOMY_CELL else TIGHT_CATEGORIES
    shown = [escape(wording().translate(names[code])) for code in CATEGORIES]
    label = escape(", ".join(_short_names(wording())))
    return SafeString(glyphs.strip_heads(shown, label, cell_width=int(cell)))


def comet(now: Any, before: float | None = None, href: Any = "", *, name: str = "", width: int = 96) -> SafeString:
    """Draw a momentum comet with the value before it and the change of three months after it."""
    return _linked(_comet_body(measured(now), before, wording(), int(width)), href, "co-comet co-scored", name)


@lru_cache(DRAWN)
def _comet_body(read: Measured, before: float | None, reader: Wording, width: int) -> str:
    if not read.is_shown:
        word = f'<span class="co-delta">{_("no reading")}</span>'
        return f'<span class="co-scored-none">–</span>{glyphs.comet(read, None, width=width)}{word}'
    value = reader.whole_score(read.value or 0.0, (glyphs.CUTS[0],))
    change = delta(None if before is None else (read.value or 0.0) - before)
    return f"<span>{value}</span>{glyphs.comet(read, before, width=width)}{change}"


def comet_large(now: Any, months: Sequence[float | None], start: str = "") -> SafeString:
    """Draw the large comet; ``months`` runs from three months ago to last month, ``start`` labels the first."""
    read = measured(now)
    value = wording().score(read.value or 0.0) if read.is_shown else _("no reading")
    label = escape(_("Momentum %(value)s") % {"value": value})
    words = glyphs.CometWords(start=escape(start), cut=escape(_("stalled")), label=label)
    return SafeString(glyphs.comet_large(read, months, words))


def delta(change: float | None, decimals: int = 0) -> SafeString:
    """Write a change with its sign; red after a fall of 5 or more; an empty place where there is nothing to compare."""
    if change is None:
        return SafeString('<span class="co-delta"></span>')
    kind = "co-delta co-delta-fall" if -change >= glyphs.FALL else "co-delta"
    return SafeString(f'<span class="{kind}">{wording().change(change, int(decimals))}</span>')


def trend(slope: float | None) -> SafeString:
    """Write a slope per period with an arrow where it counts as rising or falling."""
    if slope is None:
        return SafeString(f'<span class="co-trend co-quiet">{_("too short")}</span>')
    kind = "rising" if slope >= RISING else "falling" if slope <= -RISING else ""
    shape = shapes.TRENDS.get(kind, "")
    classes = f"co-trend co-trend-{kind}" if kind else "co-trend"
    return SafeString(f'<span class="{classes}">{shape}{wording().change(slope, 1)}</span>')


def bounds(figure: Any, scale: str = "") -> SafeString:
    """Write the coverage, the status and the bounds of a figure in two short lines; of nothing there are none."""
    read, reader = measured(figure), wording()
    if read.value is None and not read.coverage:
        return SafeString(f"<span>{_('no reading yet')}</span>")
    known = {"share": reader.percent(read.coverage), "status": status_name(read)}
    first = _("coverage %(share)s, %(status)s") % known
    limits = {"low": reader.score(read.low, _cuts(scale)), "high": reader.score(read.high, _cuts(scale))}
    second = _("between %(low)s and %(high)s") % limits if read.low < read.high else _("nothing is missing")
    return SafeString(f"<span>{first}<br>{second}</span>")


def status_name(figure: Measured) -> str:
    """Return the name of a status."""
    names = {"ok": _("status ok"), "provisional": _("provisional"), "insufficient": _("too little data")}
    return names[figure.status]


def sparkline(values: Sequence[float | None], label: str = "") -> SafeString:
    """Draw a word-sized line of values, broken where one is missing."""
    return SafeString(glyphs.sparkline(values, label=escape(label)))


def interval(low: float, value: float, high: float) -> SafeString:
    """Draw an estimate in points with its interval around a rule at zero."""
    return SafeString(glyphs.interval(low, value, high))


def fate(counts: Mapping[str, int]) -> SafeString:
    """Draw what becomes of imported rows as a bar to scale: ``unchanged``, ``changed``, ``new``, ``refused``."""
    return SafeString(glyphs.shares(list(counts.items())))
