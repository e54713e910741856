"""Pictures for paper: the specification of the page, drawn by vl-convert. It loads nothing from anywhere."""

from __future__ import annotations

import base64
from functools import cache
from importlib import import_module
from typing import Any

from comotion.figures.configuration import CHART_CONFIG
from comotion.figures.figure import Figure

VERSION = "6.4"


@cache
def _converter() -> Any:
    """Load vl-convert when a picture is first needed: it is large, and the web process never draws."""
    return import_module("vl_convert")


def svg_of(figure: Figure, theme: str = "light") -> str:
    """Return the figure as SVG.

    Parameters
    ----------
    figure : any figure; its data must stand in the specification
    theme : ``light`` or ``dark``

    """
    picture: str = _converter().vegalite_to_svg(
        figure.spec | {"config": CHART_CONFIG[theme]}, vl_version=VERSION, allowed_base_urls=[]
    )
    return picture


def data_uri_of(figure: Figure, theme: str = "light") -> str:
    """Return the figure as the address of an ``<img>`` that needs no other file."""
    encoded = base64.b64encode(svg_of(figure, theme).encode()).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}"
