"""From the address to a view of the list, and from the program's figures to the sentence, the picture and the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from comotion.figures.figure import Figure
from comotion.figures.portfolio_scatter import PortfolioPoint, portfolio_scatter
from comotion.methods.scored import Scored
from comotion.narrative.names import PHASES, TIERS, WARNINGS
from comotion.narrative.portfolio import portfolio_sentence
from comotion.narrative.sentence import Sentence
from comotion.partnerships.enums import Approach
from comotion.portfolio.lines import (
    NotDrawn,
    PortfolioFilters,
    PortfolioLine,
    PortfolioPage,
    PortfolioSummary,
    ScatterPoint,
)
from comotion.reports.sentences import portfolio_facts
from comotion.web.portfolio.columns import COLUMNS, Column, shown_columns
from comotion.web.shared.reader import wording

FILTERS = ("tier", "phase", "owner", "approach", "level", "warning", "text")
GROUPS = ("tier", "phase")
SORTS = ("name", "scorecard", "priority", "tier", "phase", "warnings")


@dataclass(frozen=True, slots=True)
class View:
    """How a person looks at the list; the address holds all of it."""

    filters: PortfolioFilters
    sort: str
    group: str
    after: str
    columns: tuple[Column, ...]
    query: tuple[tuple[str, tuple[str, ...]], ...]

    def kept(self, *left_out: str) -> tuple[tuple[str, str], ...]:
        """Return the pairs of the address without those of some names."""
        pairs = ((name, value) for name, values in self.query for value in values)
        return tuple(pair for pair in pairs if pair[0] not in {"after", *left_out})

    @property
    def kept_without_text(self) -> tuple[tuple[str, str], ...]:
        """Return what a search keeps of the address."""
        return self.kept("text")

    @property
    def kept_without_columns(self) -> tuple[tuple[str, str], ...]:
        """Return what a choice of columns keeps of the address."""
        return self.kept("column")

    def address(self, **changes: str) -> str:
        """Return the query string with some of it changed; an emptied word leaves it."""
        words = {name: values for name, values in self.query if name != "after"}
        words |= {name: (value,) for name, value in changes.items()}
        return urlencode({name: values for name, values in words.items() if changes.get(name, "kept")}, doseq=True)


def view_of(query: QueryDict) -> View:
    """Read the address; what is unknown is left out, never an error."""
    chosen = {name: query.get(name, "").strip() for name in FILTERS}
    sort = query.get("sort", "")
    return View(
        filters=PortfolioFilters(**chosen),
        sort=sort if sort in SORTS else "tier",
        group=query.get("group", "tier") if sort in {"", "tier", "phase"} else "",
        after=query.get("after", ""),
        columns=shown_columns(query.getlist("column")),
        query=tuple((name, tuple(values)) for name, values in query.lists()),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to filter by, where it leads, and whether it is set."""

    label: str
    address: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter chip with its choices."""

    title: str
    value: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The head of a group of lines: its name, and how many partnerships it has in all (0 where that is not kept)."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The table as the template draws it."""

    page: PortfolioPage
    view: View
    organization: str
    groups: tuple[tuple[Group | None, tuple[PortfolioLine, ...]], ...]
    columns: tuple[Column, ...]
    all_columns: tuple[Column, ...]
    owners: tuple[str, ...]
    levels: tuple[str, ...]
    older: str

    @property
    def width(self) -> int:
        """Return how many columns the table has."""
        return len(self.columns) + 1


def list_of(page: PortfolioPage, view: View, organization: str, summary: PortfolioSummary) -> Listing:
    """Arrange a page of lines for the template."""
    return Listing(
        page=page,
        view=view,
        organization=organization,
        groups=tuple(_groups(page, view, summary)),
        columns=view.columns,
        all_columns=COLUMNS,
        owners=summary.owners,
        levels=summary.levels,
        older=f"?{view.address()}&after={page.after}" if page.after else "",
    )


def _groups(
    page: PortfolioPage, view: View, summary: PortfolioSummary
) -> Iterator[tuple[Group | None, tuple[PortfolioLine, ...]]]:
    if view.sort not in GROUPS:
        yield None, page.lines
        return
    titles: Mapping[str, str] = TIERS if view.sort == "tier" else PHASES
    counts = summary.tiers if view.sort == "tier" else summary.phases
    kept = counts if view.filters == PortfolioFilters() else {}
    for key, lines in groupby(page.lines, key=lambda line: getattr(line, view.sort)):
        yield Group(_(titles.get(key, "Not placed yet")), kept.get(key, 0)), tuple(lines)


def filters_of(view: View, *, owners: tuple[str, ...], levels: tuple[str, ...]) -> tuple[Filter, ...]:
    """Return the chips above the table: tier, phase, owner, approach, level, warning."""
    offered: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
        ("tier", _("Tier"), TIERS),
        ("phase", _("Phase"), PHASES),
        ("owner", _("Owner"), {name: name for name in owners}),
        ("approach", _("Approach"), dict(Approach.choices)),
        ("level", _("Level"), {name: name for name in levels}),
        ("warning", _("Warning"), WARNINGS),
    )
    return tuple(_filter(view, name, title, values) for name, title, values in offered if values)


def _filter(view: View, name: str, title: str, values: Mapping[str, Any]) -> Filter:
    current = getattr(view.filters, name)
    choices = [Choice(_("any"), view.address(**{name: ""}), not current)]
    choices += [Choice(_(str(label)), view.address(**{name: code}), code == current) for code, label in values.items()]
    return Filter(title, _(str(values.get(current, current))) if current else "", tuple(choices))


def sentence_of(summary: PortfolioSummary) -> Sentence:
    """Return the sentence over the program."""
    return portfolio_sentence(portfolio_facts(summary, wording()), wording())


def picture_of(scatter: Iterable[ScatterPoint], not_drawn: Iterable[NotDrawn]) -> Figure | None:
    """Return the scatter of financial performance against relationship health; None with nothing to draw."""
    points = [_point(point) for point in scatter]
    points += [PortfolioPoint(left.name, None, None) for left in not_drawn]
    return portfolio_scatter(points, wording())


def _point(point: ScatterPoint) -> PortfolioPoint:
    financial_low, financial_high, relationship_low, relationship_high = point.bounds
    return PortfolioPoint(
        name=point.name,
        financial=_scored(point.financial_performance, point.status, financial_low, financial_high),
        relationship=_scored(point.relationship_health, point.status, relationship_low, relationship_high),
        is_flagged=bool(point.severity),
    )


def _scored(value: float, status: str, low: float, high: float) -> Scored:
    coverage = 1 - (high - low) / 100
    return Scored(value, coverage, "provisional" if status == "provisional" else "ok", low, high, 1)
