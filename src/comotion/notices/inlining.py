"""The look of mails: the design's tokens, written into each element, since mail programs read little else.

Light values stand in ``style`` attributes; what changes in the dark and on the phone follows in one block that those
programs read that can.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

TOKENS = "comotion/tokens.css"
RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
DECLARATION = re.compile(r"(--co-[\w-]+)\s*:\s*([^;]+);")
VARIABLE = re.compile(r"var\((--co-[\w-]+)\)")
CLASSES = re.compile(r'class="([^"]*)"')
REM = re.compile(r"(?<![\w.])(\d*\.?\d+)rem")


def dressed(html: str) -> str:
    """Return a mail's HTML with its look written in."""
    styled = CLASSES.sub(lambda found: f'{found[0]} style="{_style(found[1])}"', html)
    return styled.replace("</head>", f"<{'style'}>{adaptations()}</{'style'}></head>", 1)


def _style(classes: str) -> str:
    declarations = "".join(_rules().get(name, "") for name in classes.split())
    return _resolved(declarations, _tokens(":root{")).replace('"', "'")


@cache
def _rules() -> dict[str, str]:
    text = re.sub(r"/\*.*?\*/", "", _sheet().split("@media", 1)[0], flags=re.DOTALL)
    return {
        name: "".join(f"{one.strip()};" for one in body.split(";") if one.strip()) for name, body in RULE.findall(text)
    }


def _sheet() -> str:
    return Path(__file__).with_name("mail.css").read_text(encoding="utf-8")


@cache
def _tokens(selector: str) -> dict[str, str]:
    path = finders.find(TOKENS)
    if not isinstance(path, str):
        raise FileNotFoundError(f"{TOKENS} is not among the files of the pages.")
    text = re.sub(r"/\*.*?\*/", "", Path(path).read_text(encoding="utf-8"), flags=re.DOTALL)
    begin = text.index(selector) + len(selector)
    return {name: value.strip() for name, value in DECLARATION.findall(text[begin : text.index("}", begin)])}


def _resolved(declarations: str, tokens: dict[str, str]) -> str:
    text = VARIABLE.sub(lambda found: tokens[found[1]], declarations)
    return REM.sub(lambda found: f"{float(found[1]) * 16:g}px", text)


@cache
def adaptations() -> str:
    """Return the rules for dark mode and for the phone."""
    dark = _tokens(":root{") | _tokens(":root[data-theme=dark]{")
    rules = "".join(
        f".{name}{{{_important(_resolved(coloured, dark))}}}"
        for name, body in _rules().items()
        if (coloured := "".join(f"{one};" for one in body.split(";") if VARIABLE.search(one) and _has_colour(one)))
    )
    phone = _sheet().split("@media", 1)[1]
    return (
        f":root{{color-scheme:light dark}}@media (prefers-color-scheme:dark){{{rules}}}@media{_resolved(phone, dark)}"
    )


def _has_colour(declaration: str) -> bool:
    return any(word in declaration for word in ("color", "background", "border"))


def _important(declarations: str) -> str:
    return declarations.replace(";", " !important;")
