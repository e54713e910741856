"""The footnote of every report: by which method, in which version, with which settings, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comotion.narrative.names import figure_name
from comotion.narrative.wording import Wording
from comotion.reports.cells import NOTHING
from comotion.scores.explained import UnableToExplain
from comotion.scores.explanation import explain


@dataclass(frozen=True, slots=True)
class Source:
    """How one figure was computed."""

    name: str
    method: str
    version: str
    config_hash: str
    computed: str


def sources(ref: str, figures: Iterable[str], wording: Wording) -> list[Source]:
    """Return how figures of a partnership were computed; a figure that there is not is left out."""
    found = (_source(ref, figure, wording) for figure in figures)
    return [source for source in found if source is not None]


def _source(ref: str, figure: str, wording: Wording) -> Source | None:
    try:
        explained = explain(ref, figure)
    except UnableToExplain:
        return None
    computed = wording.full_day(explained.computed_at.date()) if explained.computed_at else NOTHING
    return Source(figure_name(figure, wording), explained.method, explained.version, explained.config_hash, computed)
