"""The template tag of charts: the picture for the browser to draw, its sentence, its rows."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from comotion.figures.configuration import CHART_CONFIG
from comotion.figures.figure import Figure


def chart(figure: Figure, id: str, caption: Any = "") -> SafeString:  # noqa: A002 (as in HTML)
    """Render a figure; ``id`` must be unique on the page, ``caption`` stands under the picture."""
    data = {"wide": figure.spec, "narrow": figure.narrow_spec or figure.spec, "config": CHART_CONFIG}
    context = {"figure": figure, "id": id, "caption": caption or figure.caption, "data": data, "data_id": f"{id}-data"}
    return SafeString(render_to_string("shared/chart.html", context))
