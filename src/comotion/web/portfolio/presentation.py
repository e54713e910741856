"""From the address to a view of the list, and from the program's figures to the sentence, the picture and the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from comotion.narrative.names import PHASES, TIERS, WARNINGS
from comotion.partnerships.enums import Approach
from comotion.portfolio.lines import PortfolioFilters, PortfolioLine, PortfolioPage
from comotion.web.portfolio.columns import COLUMNS, Column, shown_columns

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
    query: QueryDict

    def address(self, **changes: str) -> str:
        """Return the query string with some of it changed; an emptied word leaves it."""
        query = self.query.copy()
        query.pop("after", None)
        for name, value in changes.items():
            query[name] = value
            if not value:
                del query[name]
        return query.urlencode()


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
        query=query.copy(),
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
class Listing:
    """The table as the template draws it."""

    page: PortfolioPage
    view: View
    organization: str
    groups: tuple[tuple[str, tuple[PortfolioLine, ...]], ...]
    columns: tuple[Column, ...]
    all_columns: tuple[Column, ...]
    older: str

    @property
    def width(self) -> int:
        """Return how many columns the table has."""
        return len(self.columns) + 1


def list_of(page: PortfolioPage, view: View, organization: str) -> Listing:
    """Arrange a page of lines for the template."""
    return Listing(
        page=page,
        view=view,
        organization=organization,
        groups=tuple(_groups(page, view)),
        columns=view.columns,
        all_columns=COLUMNS,
        older=f"?{view.address()}&after={page.after}" if page.after else "",
    )


def _groups(page: PortfolioPage, view: View) -> Iterator[tuple[str, tuple[PortfolioLine, ...]]]:
    if view.sort not in GROUPS:
        yield "", page.lines
        return
    titles: Mapping[str, str] = TIERS if view.sort == "tier" else PHASES
    for key, lines in groupby(page.lines, key=lambda line: getattr(line, view.sort)):
        yield _(titles.get(key, "Not placed yet")), tuple(lines)


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
