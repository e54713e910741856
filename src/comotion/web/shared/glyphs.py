"""The geometry of the marks that stand for figures: pure functions from numbers to inline SVG.

They are called up to several hundred times a page, so they join plain strings. Words arrive already translated and
are escaped by the caller; colours come from classes, so the strict content policy and the dark theme both hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from comotion.web.shared.measured import Measured

CUTS = (50.0, 75.0)
FRICTION_CUTS = (25.0, 50.0, 75.0)
FALL = 5.0
STRIP_CELL = 54
_CELL_GAP = 14
_TRACK_Y = 24


def _at(value: float, start: float, length: float, domain: tuple[float, float] = (0.0, 100.0)) -> float:
    """Return where ``value`` lies on a track, clamped to its ends."""
    low, high = domain
    share = (min(max(value, low), high) - low) / (high - low)
    return round(start + length * share, 1)


def _svg(width: float, height: float, body: str, label: str = "") -> str:
    shown = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="co-glyph" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" {shown}>'
        f"{body}</svg>"
    )


def _line(kind: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    return f'<line class="co-g-{kind}" x1="{start[0]:g}" x2="{end[0]:g}" y1="{start[1]:g}" y2="{end[1]:g}"/>'


def _circle(kind: str, x: float, y: float, r: float) -> str:
    return f'<circle class="co-g-{kind}" cx="{x:g}" cy="{y:g}" r="{r:g}"/>'


def track(figure: Measured, *, width: int = 84, cuts: Sequence[float] = CUTS) -> str:
    """Draw the 0–100 track of a scored figure: ticks at the cuts, the band of what is missing, the marker."""
    length = width - 4
    if not figure.is_shown:
        return _svg(width, 14, _line("miss", (2, 7), (width - 2, 7)))
    body = _line("track", (2, 7), (width - 2, 7))
    body += "".join(_line("cut", (_at(cut, 2, length), 4), (_at(cut, 2, length), 10)) for cut in cuts)
    low, high = _at(figure.low, 2, length), _at(figure.high, 2, length)
    if high > low:
        body += f'<rect class="co-g-band" x="{low:g}" y="3" width="{high - low:.4g}" height="8"/>'
    return _svg(width, 14, body + _marker(figure, _at(figure.value or 0.0, 2, length), 7, 3.4))


def _marker(figure: Measured, x: float, y: float, r: float) -> str:
    return _circle("hollow", x, y, r + 0.2) if figure.is_provisional else _circle("dot", x, y, r)


@dataclass(frozen=True, slots=True)
class Cell:
    """One category of a strip: its figure and the number as it is written (``no data`` where there is none)."""

    figure: Measured
    text: str


def strip(cells: Sequence[Cell], label: str = "", *, cell_width: int = STRIP_CELL) -> str:
    """Draw the four-category strip: a number over a short track for each cell, in their fixed order."""
    length = cell_width - _CELL_GAP
    body = "".join(_cell(cell, index * cell_width + 1, length) for index, cell in enumerate(cells))
    return _svg(cell_width * len(cells), 30, body, label)


def _cell(cell: Cell, start: int, length: int) -> str:
    middle, end = start + length / 2, start + length
    if not cell.figure.is_shown:
        return _text("word", middle, cell.text) + _line("miss", (start, _TRACK_Y), (end, _TRACK_Y))
    value = cell.figure.value or 0.0
    weight = " co-g-num-weak" if value < CUTS[0] else " co-g-num-strong" if value >= CUTS[1] else ""
    body = _text(f"num{weight}", middle, cell.text) + _line("track", (start, _TRACK_Y), (end, _TRACK_Y))
    body += _line("cut", (middle, _TRACK_Y - 2), (middle, _TRACK_Y + 2))
    return body + _cell_band(cell.figure, start, length) + _cell_marker(cell.figure, start, length)


def _cell_band(figure: Measured, start: int, length: int) -> str:
    low, high = _at(figure.low, start, length), _at(figure.high, start, length)
    return f'<rect class="co-g-band" x="{low:g}" y="21" width="{high - low:.4g}" height="6"/>' if high > low else ""


def _cell_marker(figure: Measured, start: int, length: int) -> str:
    value = figure.value or 0.0
    x = _at(value, start, length)
    if value >= CUTS[0]:
        return _marker(figure, x, _TRACK_Y, 2.6 if figure.is_provisional else 2.4)
    kind = "weak-hollow" if figure.is_provisional else "weak"
    return f'<path class="co-g-{kind}" d="M{x - 3.4:.4g} 21h6.8l-3.4 6z"/>'


def _text(kind: str, x: float, text: str, *, y: float = 13, anchor: str = "middle") -> str:
    return f'<text class="co-g-{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{text}</text>'


def strip_heads(names: Sequence[str], label: str, *, cell_width: int = STRIP_CELL) -> str:
    """Draw the names above a column of strips; ``label`` has them in full."""
    middle = 1 + (cell_width - _CELL_GAP) / 2
    body = "".join(_text("word", index * cell_width + middle, name, y=11) for index, name in enumerate(names))
    return _svg(cell_width * len(names), 14, body, label)


def comet(now: Measured, before: float | None, *, width: int = 96, domain: tuple[float, float] = (20.0, 90.0)) -> str:
    """Draw the momentum comet: a head for now, a tick for three months ago, between them a tail that thickens."""
    if not now.is_shown or now.value is None:
        return _svg(width, 16, _line("miss", (2, 8), (width - 2, 8)))
    length, fell = width - 4, has_fallen(now.value, before)
    head, cut = _at(now.value, 2, length, domain), _at(CUTS[0], 2, length, domain)
    body = _line("track", (2, 8), (width - 2, 8)) + _line("cut", (cut, 4), (cut, 12))
    if before is not None:
        start = _at(before, 2, length, domain)
        body += _line("start-fall" if fell else "start", (start, 4.5), (start, 11.5)) + _tail(start, head, 8, 3.8, fell)
    body += _beyond(now.value, domain, width)
    kind = ("fall-hollow" if fell else "hollow") if now.is_provisional else ("fall" if fell else "comet")
    return _svg(width, 16, body + _circle(kind, head, 8, 3.3 if now.is_provisional else 3.4))


def has_fallen(now: float, before: float | None) -> bool:
    """Say whether a fall is large enough to be shown in red (5 points or more)."""
    return before is not None and before - now >= FALL


def _tail(start: float, head: float, y: float, half: float, fell: bool) -> str:  # noqa: FBT001 (one of two colours)
    kind, thin = ("fall" if fell else "comet"), round(half / 8, 2)
    path = f"M{start:g} {y - thin:g}L{head:g} {y - half:g}V{y + half:g}L{start:g} {y + thin:g}Z"
    return f'<path class="co-g-{kind} co-g-tail" d="{path}"/>'


def _beyond(value: float, domain: tuple[float, float], width: int) -> str:
    if value < domain[0]:
        return _text("word", -1, "‹", y=11.5, anchor="end")
    return _text("word", width + 1, "›", y=11.5, anchor="start") if value > domain[1] else ""


@dataclass(frozen=True, slots=True)
class CometWords:
    """The words of the large comet: what stands at its start, at its cut, and its text alternative."""

    start: str
    cut: str
    label: str


def comet_large(now: Measured, months: Sequence[float | None], words: CometWords) -> str:
    """Draw the large comet of a room on 0–100; ``months`` runs from three months ago to last month."""
    if not now.is_shown or now.value is None:
        return _svg(330, 46, _line("miss", (6, 26), (324, 26)), words.label)
    head = _at(now.value, 6, 318)
    body = _line("track", (6, 26), (324, 26)) + _scale(words.cut)
    past = [_at(month, 6, 318) for month in months if month is not None]
    if past:
        fell = has_fallen(now.value, months[0])
        body += _tail(past[0], head, 26, 7, fell)
        body += "".join(_circle(f"{'fall' if fell else 'comet'} co-g-tail", x, 26, 2.2) for x in past[1:])
        anchor, shift = ("start", 6) if past[0] >= head else ("end", -6)
        body += _text("word", past[0] + shift, words.start, y=17, anchor=anchor)
    kind = (
        "hollow" if now.is_provisional else "fall" if has_fallen(now.value, months[0] if months else None) else "comet"
    )
    return _svg(330, 46, body + _circle(kind, head, 26, 7), words.label)


def _scale(cut_word: str) -> str:
    ends = "".join(_line("cut", (x, 22), (x, 30)) for x in (6, 324))
    numbers = _text("word", 6, "0", y=45, anchor="start") + _text("word", 169, "50", y=45, anchor="start")
    numbers += _text("word", 161, cut_word, y=45, anchor="end") + _text("word", 324, "100", y=45, anchor="end")
    return ends + _line("cut", (165, 19), (165, 33)) + numbers


def sparkline(values: Sequence[float | None], *, width: int = 46, height: int = 20, label: str = "") -> str:
    """Draw a word-sized line; it breaks where a value is missing, and ends in a dot."""
    present = [value for value in values if value is not None]
    if not present:
        return _svg(width, height, _line("miss", (2, height / 2), (width - 2, height / 2)), label)
    low, high = min(present), max(present)
    step = (width - 6) / max(len(values) - 1, 1)
    points = [
        None if value is None else (round(3 + index * step, 1), _height(value, low, high, height))
        for index, value in enumerate(values)
    ]
    last = next(point for point in reversed(points) if point is not None)
    return _svg(width, height, "".join(_pieces(points)) + _circle("ink", last[0], last[1], 2), label)


def _height(value: float, low: float, high: float, height: int) -> float:
    return height / 2 if high == low else round(3 + (height - 6) * (high - value) / (high - low), 1)


def _pieces(points: Sequence[tuple[float, float] | None]) -> list[str]:
    """Return a line for each pair of neighbours that both have a value."""
    return [
        f'<path class="co-g-line" d="M{a[0]:g} {a[1]:g}L{b[0]:g} {b[1]:g}"/>'
        for a, b in pairwise(points)
        if a is not None and b is not None
    ]


def interval(low: float, value: float, high: float, *, domain: tuple[float, float] = (-40.0, 100.0)) -> str:
    """Draw an estimate with its interval and a rule at zero, 110 wide."""
    zero, left, right = (_at(point, 2, 106, domain) for point in (0.0, low, high))
    body = _line("cut", (zero, 0), (zero, 14))
    body += f'<rect class="co-g-band" x="{left:g}" y="4" width="{right - left:.4g}" height="6"/>'
    return _svg(110, 14, body + _circle("dot", _at(value, 2, 106, domain), 7, 3))


def shares(counts: Sequence[tuple[str, int]], *, width: int = 1000) -> str:
    """Draw counts as one bar to scale, each with the class ``co-f-<name>``; what is not zero stays visible."""
    total = sum(count for _, count in counts)
    body, start = "", 0.0
    for name, count in counts:
        length = max(width * count / total, 3.0) if count else 0.0
        body += f'<rect class="co-f-{name}" x="{start:.1f}" y="0" width="{length:.1f}" height="10"/>' if count else ""
        start += length + (1 if count else 0)
    box = f"0 0 {start or 1:.1f} 10"
    return f'<svg class="co-fate" viewBox="{box}" preserveAspectRatio="none" aria-hidden="true">{body}</svg>'
