"""Pictures for paper: the specification of the page, drawn by vl-convert. It loads nothing from anywhere."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from comotion.figures.configuration import CHART_CONFIG
from comotion.figures.figure import Figure

VERSION = "6.4"


class UnableToRender(ValueError):
    """The specification asks for something outside itself."""


def _refuse_addresses(part: Any) -> None:
    """Refuse a specification that names an address: a server must not fetch what a chart asks for."""
    if isinstance(part, Mapping):
        if "url" in part:
            raise UnableToRender(f"A chart loads nothing: {part['url']}")
        for name, inner in part.items():
            if name != "values":
                _refuse_addresses(inner)
    elif isinstance(part, list):
        for inner in part:
            _refuse_addresses(inner)


def _numbered_anew(svg: str) -> str:
    """Return the same picture with its clips counted from 0, as the converter counts on from picture to picture."""
    found: dict[str, str] = {}
    return re.sub(r"\bclip\d+\b", lambda match: found.setdefault(match.group(), f"clip{len(found)}"), svg)


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

    Raises
    ------
    UnableToRender
        If the specification names an address.

    """
    _refuse_addresses(figure.spec)
    picture: str = _converter().vegalite_to_svg(
        figure.spec | {"config": CHART_CONFIG[theme]}, vl_version=VERSION, allowed_base_urls=[]
    )
    return _numbered_anew(picture)


def data_uri_of(figure: Figure, theme: str = "light") -> str:
    """Return the figure as the address of an ``<img>`` that needs no other file."""
    encoded = base64.b64encode(svg_of(figure, theme).encode()).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}"
