"""The rows of the table and the blocks of a phone, drawn once for as long as their line stays the same.

Fifty of them stand on a page and the same ones come again on the next, so they join plain strings and are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comotion.narrative.names import PHASES, TIERS
from comotion.narrative.wording import Wording
from comotion.partnerships.enums import Approach
from comotion.portfolio.lines import PortfolioLine
from comotion.web.portfolio.columns import COLUMNS
from comotion.web.room.addresses import figure_address, room_address
from comotion.web.shared import frame_tags, mark_tags, score_tags

KEPT = 2048
"""Rows, and blocks, kept in memory: about three kilobytes each."""
EMPTY = SafeString('<span class="co-quiet">–</span>')
PLAIN = ' class="co-second co-nowrap"'
KINDS = {column.name: ' class="co-n"' if column.numeric else PLAIN for column in COLUMNS} | {
    "owner": ' class="co-second"'
}
NAMED = ' class="co-name"'
APPROACHES = dict(Approach.choices)


def approach_name(code: str) -> str:
    """Write what an approach is called."""
    return str(APPROACHES.get(code, ""))


def phase_name(code: str) -> str:
    """Write what a phase is called."""
    return _(PHASES[code]) if code in PHASES else _("Not placed yet")


def explained(figure: Any, ref: str, name: str, organization: str, **look: Any) -> SafeString:
    """Draw a figure that opens into its explanation."""
    address = figure_address(organization, ref, name)
    return score_tags.scored(figure, address, name=frame_tags.figure_name(name), **look)


@lru_cache(KEPT)
def row(line: PortfolioLine, columns: tuple[str, ...], organization: str, _reader: Wording) -> str:
    """Draw a line as a row of the table; ``_reader`` is whose language it is kept for."""
    cells = "".join(f"<td{KINDS[name]}>{conditional_escape(CELLS[name](line, organization))}</td>" for name in columns)
    return (
        f'<tr><th scope="row" class="co-row-name">{_link(line, organization)}<br>'
        f'<span class="co-small co-quiet">{escape(approach_name(line.approach) or line.level)}</span></th>{cells}</tr>'
    )


@lru_cache(KEPT)
def block(line: PortfolioLine, organization: str, _reader: Wording) -> str:
    """Draw a line as a block for a phone; ``_reader`` is whose language it is kept for."""
    marks = "".join(mark_tags.warning_mark(found.code, found.severity, tight=True) for found in line.warnings)
    figure = explained(line.scorecard, line.ref, "scorecard", organization, width=56)
    return (
        f'<div class="co-item"><span class="co-item-lead">{marks}</span>'
        f'<span class="co-item-title">{_link(line, organization, NAMED)}</span><span>{figure}</span>'
        f'<span class="co-item-note">{escape(phase_name(line.phase))} {score_tags.strip(line.categories)}</span></div>'
    )


def _link(line: PortfolioLine, organization: str, kind: str = "") -> str:
    return f'<a{kind} href="{escape(room_address(organization, line.ref))}">{escape(line.name)}</a>'


def _phase(line: PortfolioLine, _organization: str) -> Any:
    if not line.is_moved:
        return phase_name(line.phase)
    return format_html(
        '{}<br><span class="co-small co-quiet">{}</span>',
        phase_name(line.phase),
        _("computed: %(phase)s") % {"phase": phase_name(line.computed_phase)},
    )


def _warnings(line: PortfolioLine, organization: str) -> SafeString:
    where = room_address(organization, line.ref, "scorecard")
    marks: list[str] = [mark_tags.warning_mark(found.code, found.severity, where) for found in line.warnings[:2]]
    more = len(line.warnings) - 2
    if more > 0:
        marks.append(format_html('<span class="co-small co-quiet">{}</span>', _("%(more)s more") % {"more": more}))
    return SafeString("<br>".join(marks))


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
