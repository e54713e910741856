"""Template tags of the portfolio: heads that sort, cells by column, names of phases and approaches."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.narrative.names import SHORT_CATEGORIES
from comotion.narrative.wording import Wording
from comotion.portfolio.lines import NotDrawn, PhaseColumn, PortfolioLine, PortfolioSummary, ScatterPoint
from comotion.web.portfolio import cells
from comotion.web.portfolio.columns import Column
from comotion.web.portfolio.presentation import Listing, filters_of, picture_of, view_of
from comotion.web.shared import score_tags
from comotion.web.shared.chart_tags import chart
from comotion.web.shared.reader import wording

register = template.Library()
register.simple_tag(cells.phase_name)
register.simple_tag(cells.approach_name)
register.simple_tag(cells.explained)
KEPT = 32
"""Lists, pictures and rows of filters kept in memory: those that are being looked at."""
PHASE_NOTES: dict[str, Promise] = {
    "quick_win": gettext_lazy("months 1–3"),
    "restructure": gettext_lazy("months 4–6"),
    "overhaul": gettext_lazy("months 7–9"),
    "sunset_review": gettext_lazy("needs a person’s decision"),
    "measure_first": gettext_lazy("coverage below 50%"),
}


@register.simple_tag
def phase_note(code: str) -> str:
    """Write what a column of the board means."""
    return str(PHASE_NOTES.get(code, ""))


@register.filter
def short_name(code: str) -> str:
    """Write the short name of a category."""
    return _(SHORT_CATEGORIES[code.removeprefix("category.")])


@register.simple_tag
def more_of(column: PhaseColumn) -> int:
    """Count the partnerships of a phase that the board does not show."""
    return column.total - len(column.cards)


@register.filter
def whole(value: float | None) -> str:
    """Write a score without decimals, never rounded over a cut; a dash where there is none."""
    return "–" if value is None else wording().whole_score(value)


@register.simple_tag
def sort_head(listing: Listing, sort: str, title: Any, *, numeric: bool = False) -> SafeString:
    """Draw a column head that sorts the list."""
    is_sorted = listing.view.sort == sort
    return format_html(
        '<th scope="col"{}{}><a href="?{}#all">{}{}</a></th>',
        SafeString(' class="co-n"') if numeric else "",
        SafeString(' aria-sort="descending"') if is_sorted else "",
        listing.view.address(sort=sort),
        title,
        " ↓" if is_sorted else "",
    )


@register.simple_tag
def column_head(listing: Listing, column: Column) -> SafeString:
    """Draw the head of a column."""
    if column.name == "categories":
        return format_html('<th scope="col">{}</th>', score_tags.strip_heads())
    if column.sort:
        return sort_head(listing, column.sort, column.title, numeric=column.numeric)
    return format_html('<th scope="col"{}>{}</th>', SafeString(' class="co-n"') if column.numeric else "", column.title)


@register.simple_tag
def portfolio_rows(lines: Iterable[PortfolioLine], listing: Listing) -> SafeString:
    """Draw lines as rows of the table."""
    columns, reader = tuple(column.name for column in listing.columns), wording()
    return SafeString("".join(cells.row(line, columns, listing.organization, reader) for line in lines))


@register.simple_tag
def portfolio_blocks(lines: Iterable[PortfolioLine], listing: Listing) -> SafeString:
    """Draw lines as the blocks of a phone."""
    reader = wording()
    return SafeString("".join(cells.block(line, listing.organization, reader) for line in lines))


@register.simple_tag
def portfolio_list(listing: Listing) -> SafeString:
    """Draw filters, table and pages of the list."""
    return _list(listing, wording())


@lru_cache(KEPT)
def _list(listing: Listing, _reader: Wording) -> SafeString:
    """Draw a list, the same for everyone who may see it; ``_reader`` is whose language it is kept for."""
    return SafeString(render_to_string("portfolio/list.html", {"listing": listing}))


@register.simple_tag
def portfolio_chips(listing: Listing) -> SafeString:
    """Draw the filters above the table."""
    return _chips(listing.view.address(), listing.owners, listing.levels, wording())


@lru_cache(KEPT)
def _chips(query: str, owners: tuple[str, ...], levels: tuple[str, ...], _reader: Wording) -> SafeString:
    """Draw the filters of an address; ``_reader`` is whose language they are kept for."""
    filters = filters_of(view_of(QueryDict(query)), owners=owners, levels=levels)
    return SafeString(render_to_string("portfolio/chips.html", {"filters": filters}))


@register.simple_tag
def program_picture(summary: PortfolioSummary) -> SafeString:
    """Draw the scatter of the program; nothing where no partnership can stand in it."""
    return _picture(summary.scatter, summary.not_drawn, wording())


@lru_cache(KEPT)
def _picture(scatter: tuple[ScatterPoint, ...], not_drawn: tuple[NotDrawn, ...], _reader: Wording) -> SafeString:
    """Draw the scatter of these points; placing their names takes longer than the rest of the page."""
    figure = picture_of(scatter, not_drawn)
    return chart(figure, id="portfolio-scatter") if figure else SafeString("")
