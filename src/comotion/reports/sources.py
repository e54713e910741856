"""The footnote of every report: by which method, in which version, with which settings, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from comotion.narrative.names import figure_name
from comotion.narrative.wording import Wording
from comotion.reports.cells import NOTHING
from comotion.scores.explained import UnableToExplain
from comotion.scores.explanation import explain


@dataclass(frozen=True, slots=True)
class Source:
    """How figures were computed: those that share a method stand in one row."""

    name: str
    method: str
    version: str
    config_hash: str
    computed: str


def sources(ref: str, figures: Iterable[str], wording: Wording) -> list[Source]:
    """Return how figures of a partnership were computed; a figure that there is not is left out."""
    names: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for figure in figures:
        if (how := _how(ref, figure, wording)) is not None:
            names[how].append(figure_name(figure, wording))
    return [Source(", ".join(named), *how) for how, named in names.items()]


def _how(ref: str, figure: str, wording: Wording) -> tuple[str, str, str, str] | None:
    try:
        explained = explain(ref, figure)
    except UnableToExplain:
        return None
    computed = wording.full_day(explained.computed_at.date()) if explained.computed_at else NOTHING
    return explained.method, explained.version, explained.config_hash, computed
