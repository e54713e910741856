"""The explanation of a figure: one order everywhere, as a panel beside the page or as a page of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comotion.narrative.sentence import Sentence


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part: what it weighs, scores and adds, already written out; ``is_inner`` for a part of a part."""

    name: str
    weight: str
    score: str
    adds: str = ""
    note: str = ""
    href: str = ""
    is_inner: bool = False
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where one reading came from: what it says, from whom or from which import, on which date."""

    reading: str
    origin: str
    date: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What would close the gap, with the page where it is done."""

    text: str
    verb: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind one figure. ``visibility`` is an already drawn mark; ``facts`` are pairs of term and value.

    ``count`` is set where the figure counts things: it is written out and has no track.
    """

    name: str
    where: str
    visibility: str
    figure: Any
    sentence: Sentence
    parts: tuple[PartRow, ...] = ()
    total: PartRow | None = None
    gaps: tuple[Gap, ...] = ()
    sources: tuple[Source, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    back: tuple[str, str] = ("", "")
    history: str = ""
    scale: str = ""
    count: str = ""
    links: dict[str, str] = field(default_factory=dict)


def explain(request: HttpRequest, explanation: Explanation) -> HttpResponse:
    """Answer with the panel where the page asked for it by script, else with a page of its own."""
    is_fragment = bool(getattr(request, "htmx", False))
    template = "shared/explain_page.html#panel" if is_fragment else "shared/explain_page.html"
    response = render(request, template, {"explanation": explanation})
    response.headers["Vary"] = "HX-Request, Cookie"
    return response
