"""From a template to paper: own font, own colours, charts as pictures, and nothing fetched from anywhere."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from comotion.figures.figure import Figure
from comotion.figures.rendering import svg_of

FONTS = ("vendor/inter/inter-latin-opsz-normal.woff2", "vendor/inter/inter-latin-ext-opsz-normal.woff2")
TOKENS = "comotion/tokens.css"
FONT_RANGES = (
    "U+0000-00FF, U+0131, U+2000-206F, U+20AC, U+2122, U+2190-2193, U+2212",
    "U+0100-02FF, U+1E00-1EFF, U+20A0-20AB",
)
ABSENT_SIGNS = str.maketrans({"→": "›", "←": "‹", "▲": "↑", "▼": "↓"})
"""Signs that the shipped font does not hold, and what stands for them in charts."""


@dataclass(frozen=True, slots=True)
class Document:
    """A finished PDF and the number of its pages."""

    content: bytes
    pages: int


def pdf_of(template: str, context: dict[str, Any]) -> Document:
    """Lay out a template as a tagged PDF."""
    from weasyprint import CSS, HTML  # noqa: PLC0415  (a heavy library, needed for this form only)
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    fetcher = URLFetcher(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)
    fonts = FontConfiguration()
    look = CSS(string=stylesheet(), font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=render_to_string(template, context), url_fetcher=fetcher)
    document = page.render(stylesheets=[look], font_config=fonts, pdf_tags=True)
    buffer = io.BytesIO()
    document.write_pdf(buffer, pdf_tags=True)
    return Document(buffer.getvalue(), len(document.pages))


def html_of(template: str, context: dict[str, Any]) -> bytes:
    """Return a template as one file that needs no other."""
    head, found, body = render_to_string(template, context).partition("</head>")
    look = stylesheet(weights="font-weight:100 900;")
    return f"{head}<style>{look}</style>{found}{body}".encode()


@cache
def stylesheet(weights: str = "") -> str:
    """Return everything about the look: font, colours, and the rules of paper.

    A browser must be told the ``weights`` of a variable font; on paper it is found out.
    """
    faces = "".join(
        f'@font-face{{font-family:"Inter Variable";{weights}unicode-range:{characters};'
        f'src:url(data:font/woff2;base64,{_encoded(_static(font).read_bytes())}) format("woff2")}}'
        for font, characters in zip(FONTS, FONT_RANGES, strict=True)
    )
    colours = ";".join(f"{name}:{value}" for name, value in tokens().items())
    return f"{faces}:root{{{colours}}}{Path(__file__).with_name('paper.css').read_text()}"


@cache
def tokens() -> dict[str, str]:
    """Return the light values of the design's tokens: the one place that holds colours."""
    text = _static(TOKENS).read_text()
    light = text[text.index(":root{") + len(":root{") :]
    plain = re.sub(r"/\*.*?\*/", "", light[: light.index("}")], flags=re.DOTALL)
    return {name: value.strip() for name, value in re.findall(r"(--co-[\w-]+)\s*:\s*([^;]+);", plain)}


def _static(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"{name} is not among the files of the pages.")
    return Path(found)


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def picture(figure: Figure) -> SafeString:
    """Draw a chart, at the size it was made for, as an image that carries its sentence."""
    return as_image(svg_of(figure).translate(ABSENT_SIGNS), figure.sentence)


def narrow_picture(figure: Figure) -> SafeString:
    """Draw a chart for half the width of a page."""
    return picture(replace(figure, spec=figure.narrow_spec or figure.spec))


def as_image(drawn: str, alternative: str) -> SafeString:
    """Return an SVG as an image inside the page."""
    text = alternative.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return mark_safe(f'<img alt="{text}" src="data:image/svg+xml;base64,{_encoded(drawn.encode())}">')  # noqa: S308  (escaped above, the rest is base64)
