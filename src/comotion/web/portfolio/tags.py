"""Template tags of the portfolio: heads that sort, cells by column, names of phases and approaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.narrative.names import PHASES, SHORT_CATEGORIES, TIERS
from comotion.partnerships.enums import Approach
from comotion.portfolio.lines import PhaseColumn, PortfolioLine
from comotion.web.portfolio.columns import Column
from comotion.web.portfolio.presentation import Listing
from comotion.web.room.addresses import figure_address, room_address
from comotion.web.shared import frame_tags, mark_tags, score_tags

register = template.Library()
EMPTY = SafeString('<span class="co-quiet">–</span>')
PLAIN = SafeString(' class="co-second co-nowrap"')
CELL_KINDS = {"owner": SafeString(' class="co-second"')}
PHASE_NOTES: dict[str, Promise] = {
    "quick_win": gettext_lazy("months 1–3"),
    "restructure": gettext_lazy("months 4–6"),
    "overhaul": gettext_lazy("months 7–9"),
    "sunset_review": gettext_lazy("needs a person’s decision"),
    "measure_first": gettext_lazy("coverage below 50%"),
}


@register.simple_tag
def approach_name(code: str) -> str:
    """Write what an approach is called."""
    return str(dict(Approach.choices).get(code, ""))


@register.simple_tag
def phase_name(code: str) -> str:
    """Write what a phase is called."""
    return _(PHASES[code]) if code in PHASES else _("Not placed yet")


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
    """Write a score without decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.0f}"


@register.simple_tag
def explained(figure: Any, ref: str, name: str, organization: str, **look: Any) -> SafeString:
    """Draw a figure that opens into its explanation."""
    address = figure_address(organization, ref, name)
    return score_tags.scored(figure, address, name=frame_tags.figure_name(name), **look)


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
def portfolio_cell(line: PortfolioLine, column: Column, organization: str) -> SafeString:
    """Draw one cell of the table."""
    kind = SafeString(' class="co-n"') if column.numeric else CELL_KINDS.get(column.name, PLAIN)
    return format_html("<td{}>{}</td>", kind, CELLS[column.name](line, organization))


def _phase(line: PortfolioLine, _organization: str) -> Any:
    if not line.is_moved:
        return phase_name(line.phase)
    return format_html(
        '{}<br><span class="co-small co-quiet">{}</span>',
        phase_name(line.phase),
        _("computed: %(phase)s") % {"phase": phase_name(line.computed_phase)},
    )


def _warnings(line: PortfolioLine, organization: str) -> Any:
    where = room_address(organization, line.ref, "scorecard")
    marks = [mark_tags.warning_mark(found.code, found.severity, where) for found in line.warnings[:2]]
    more = len(line.warnings) - 2
    if more > 0:
        marks.append(format_html('<span class="co-small co-quiet">{}</span>', _("%(more)s more") % {"more": more}))
    return format_html_join(SafeString("<br>"), "{}", ((mark,) for mark in marks))


CELLS: dict[str, Callable[[PortfolioLine, str], Any]] = {
    "phase": _phase,
    "categories": lambda line, _organization: score_tags.strip(line.categories, name=line.name),
    "total": lambda line, organization: explained(line.scorecard, line.ref, "scorecard", organization, width=64),
    "trend": lambda line, _organization: score_tags.trend(line.trend),
    "momentum": lambda line, organization: score_tags.comet(
        line.momentum_index,
        line.momentum_before,
        figure_address(organization, line.ref, "momentum_index"),
        name=_("Momentum Index"),
        width=56,
    ),
    "warnings": _warnings,
    "priority": lambda line, organization: explained(line.priority, line.ref, "priority", organization, width=0),
    "potential": lambda line, organization: explained(line.potential, line.ref, "potential", organization, width=0),
    "level": lambda line, _organization: line.level or EMPTY,
    "tier": lambda line, _organization: _(TIERS[line.tier]) if line.tier in TIERS else EMPTY,
    "owner": lambda line, _organization: line.owner_name or EMPTY,
    "last_review": lambda line, _organization: frame_tags.day(line.last_review_date),
    "next_review": lambda line, _organization: frame_tags.day(line.next_review_date),
}
