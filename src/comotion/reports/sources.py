"""The footnote of every report: by which method, in which version, with which settings, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from comotion.narrative.names import figure_name
from comotion.narrative.wording import Wording
from comotion.scores.queries import stored_month


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
    month = stored_month(ref)
    if month is None:
        return []
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for figure in figures:
        if record := month.figures.get(figure):
            names[record["method"], record["version"]].append(figure_name(figure, wording))
    computed = wording.full_day(month.computed_at.date())
    return [Source(", ".join(named), *how, month.config_hash, computed) for how, named in names.items()]
