"""Components that draw themselves, built in to every template (docs/how-to/use-the-components.md)."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from comotion.web.shared import chart_tags, form_tags, frame_tags, icons, mark_tags, score_tags, shapes

register = template.Library()

for _draw in (
    score_tags.scored,
    score_tags.strip,
    score_tags.strip_heads,
    score_tags.comet,
    score_tags.comet_large,
    score_tags.delta,
    score_tags.trend,
    score_tags.bounds,
    score_tags.sparkline,
    score_tags.interval,
    score_tags.fate,
    mark_tags.mark,
    mark_tags.warning_mark,
    mark_tags.avatar,
    mark_tags.diff,
    mark_tags.sentence,
    mark_tags.due,
    form_tags.field,
    form_tags.fields,
    form_tags.form_errors,
    icons.icon,
    chart_tags.chart,
    frame_tags.switchable,
    frame_tags.link_to,
):
    register.simple_tag(_draw)
register.simple_tag(mark_tags.visibility, takes_context=True)
for _write in (
    frame_tags.at,
    frame_tags.score,
    frame_tags.percent,
    frame_tags.count,
    frame_tags.day,
    frame_tags.full_day,
):
    register.filter(_write)


@register.simple_tag
def brand() -> SafeString:
    """Draw the mark of the product."""
    return SafeString(shapes.BRAND)


@register.filter
def figure_name(code: str) -> Any:
    """Write what a figure is called."""
    return frame_tags.figure_name(code)
