"""The small drawings of a report: the track of a score, the strip of four categories, warnings, the lock."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from comotion.reports.paper import as_image, tokens
from comotion.scores.explained import Figure

CUTS = (50.0, 75.0)
WARNING_SHAPES = {
    "high": '<path d="M5 .3 9.7 5 5 9.7.3 5z" fill="{risk}"/>',
    "medium": '<path d="M5 1.3 8.8 8.4H1.2z" fill="none" stroke="{watch}" stroke-width="1.5"/>',
    "low": '<circle cx="5" cy="5" r="3.6" fill="none" stroke="{ink-3}" stroke-width="1.4"/>',
}
LOCK = (
    '<rect x="4" y="6" width="10" height="7.5" rx="1.2" fill="{ink-2}"/>'
    '<path d="M6 6V4.2a3 3 0 0 1 6 0V6" fill="none" stroke="{ink-2}" stroke-width="1.6"/>'
)


def _coloured(body: str) -> str:
    for name in ("risk", "watch", "ink-3", "ink-2", "ink", "edge", "band", "paper"):
        body = body.replace(f"{{{name}}}", tokens()[f"--co-{name}"])
    return body


def _svg(width: float, height: float, body: str, label: str) -> SafeString:
    box = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    return as_image(f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{_coloured(body)}</svg>', label)


def warning_mark(severity: str, label: str) -> SafeString:
    """Draw the shape of a warning."""
    return _svg(10, 10, WARNING_SHAPES[severity], label)


def lock(label: str) -> SafeString:
    """Draw the mark of what is private."""
    return _svg(18, 14, LOCK, label)


def track(figure: Figure, label: str, width: int = 84, cuts: Sequence[float] = CUTS) -> SafeString:
    """Draw a score on 0–100 with its bounds; hollow where it is provisional, dotted where there is too little."""
    scale = (width - 8) / 100
    if figure.value is None:
        line = f'<line x1="4" x2="{width - 4}" y1="7" y2="7" stroke="{{edge}}" stroke-dasharray="1.5 2.5"/>'
        return _svg(width, 14, line, label)
    body = f'<line x1="4" x2="{width - 4}" y1="7" y2="7" stroke="{{edge}}"/>'
    body += "".join(
        f'<line x1="{4 + cut * scale:g}" x2="{4 + cut * scale:g}" y1="4" y2="10" stroke="{{edge}}"/>' for cut in cuts
    )
    return _svg(width, 14, body + _band(figure, scale) + _marker(figure, 4 + figure.value * scale), label)


def _band(figure: Figure, scale: float) -> str:
    length = (figure.high - figure.low) * scale
    if length <= 0:
        return ""
    return f'<rect x="{4 + figure.low * scale:.2f}" y="3" width="{length:.2f}" height="8" fill="{{band}}"/>'


def _marker(figure: Figure, x: float) -> str:
    if figure.status == "provisional":
        return f'<circle cx="{x:.2f}" cy="7" r="3" fill="{{paper}}" stroke="{{ink}}" stroke-width="1.4"/>'
    return f'<circle cx="{x:.2f}" cy="7" r="3.4" fill="{{ink}}"/>'
