"""The portfolio: every partnership on paper, as a workbook, as plain rows, or as one file for a browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from comotion.figures.figure import Figure
from comotion.figures.portfolio_scatter import PortfolioPoint, portfolio_scatter
from comotion.identity.queries import acting_organization
from comotion.methods.scored import Scored
from comotion.narrative.names import CATEGORIES, PHASES, TIERS, figure_name, warning_name
from comotion.narrative.wording import Wording
from comotion.portfolio.lines import PortfolioFilters, PortfolioLine, PortfolioSummary, ScatterPoint
from comotion.portfolio.queries import portfolio_page, portfolio_summary
from comotion.reports.cells import NOTHING, Score, Warned, day, score, warned
from comotion.reports.marks import lock, warning_mark
from comotion.reports.paper import html_of, pdf_of, picture
from comotion.reports.report import Asked, Made, Report, make_report
from comotion.reports.sentences import portfolio_head
from comotion.reports.sources import Source, sources
from comotion.reports.tabular import Sheet, columns, csv_bytes, xlsx_bytes

TEMPLATE = "reports/portfolio.html"
PAGE = 500
FIGURES = ("scorecard", *(f"category.{name}" for name in CATEGORIES), "momentum_index", "potential", "health")


def all_lines(filters: PortfolioFilters, sort: str) -> Iterator[PortfolioLine]:
    """Read the list page by page to its end."""
    after = ""
    while True:
        page = portfolio_page(filters=filters, sort=sort, after=after, size=PAGE)
        yield from page.lines
        if not page.after:
            return
        after = page.after


@dataclass(frozen=True, slots=True)
class Row:
    """One partnership as it is printed."""

    name: str
    place: str
    scorecard: Score
    categories: tuple[Score, ...]
    momentum: Score
    warnings: tuple[Warned, ...]


def _row(line: PortfolioLine, wording: Wording) -> Row:
    words = [wording.translate(names[code]) for names, code in ((TIERS, line.tier), (PHASES, line.phase)) if code]
    return Row(
        name=line.name,
        place=", ".join(words),
        scorecard=score(line.scorecard, wording),
        categories=tuple(score(line.categories[name], wording) for name in CATEGORIES),
        momentum=score(line.momentum_index, wording),
        warnings=tuple(warned(mark, wording) for mark in line.warnings),
    )


def _is_measured(line: PortfolioLine) -> bool:
    """Say whether a row has anything to print but dashes."""
    figures = (line.scorecard, line.momentum_index, *line.categories.values())
    return bool(line.warnings) or any(figure.value is not None for figure in figures)


def scatter(summary: PortfolioSummary, wording: Wording) -> Figure | None:
    """Draw the picture above the table."""
    points = [
        PortfolioPoint(
            point.name,
            _scored(point.financial_performance, point, 0),
            _scored(point.relationship_health, point, 2),
            is_flagged=bool(point.severity),
        )
        for point in summary.scatter
    ]
    missing = [PortfolioPoint(left.name, None, None) for left in summary.not_drawn]
    return portfolio_scatter([*points, *missing], wording)


def _scored(value: float, point: ScatterPoint, bound: int) -> Scored:
    low, high = point.bounds[bound : bound + 2]
    status: Any = point.status
    return Scored(value, 1 - (high - low) / 100, status, low, high, 0)


def context_of(asked: Asked) -> dict[str, Any]:
    """Return what the template prints: the sentence, the picture, the rows, and where it came from."""
    wording, summary = asked.wording, portfolio_summary()
    lines = list(all_lines(asked.filters, asked.sort))
    figure, organization = scatter(summary, wording), acting_organization().name
    return {
        "report": REPORT.name,
        "language": wording.language,
        "organization": organization,
        "title": _("Portfolio of %(organization)s") % {"organization": organization},
        "as_of": day(summary.as_of, wording),
        "sentence": portfolio_head(summary, wording),
        "only": _("Only %(organization)s") % {"organization": organization},
        "lock": lock(_("Private")),
        "figure": figure,
        "picture": picture(figure) if figure else "",
        "summary": summary,
        "warnings": _warnings(summary, wording),
        "dimensions": [
            (figure_name(name, wording), count) for name, count in summary.dimensions.items() if summary.has_dimensions
        ],
        "phases": _counts(summary.phases, PHASES, wording),
        "tiers": _counts(summary.tiers, TIERS, wording),
        "heads": [wording.translate(name) for name in CATEGORIES.values()],
        "rows": [_row(line, wording) for line in lines if _is_measured(line)],
        "unmeasured": [line.name for line in lines if not _is_measured(line)],
        "sources": _sources(lines, wording),
    }


def _sources(lines: list[PortfolioLine], wording: Wording) -> list[Source]:
    """Return how the figures of the table were computed: alike for every line, so the first one tells."""
    return sources(lines[0].ref, FIGURES, wording) if lines else []


def _warnings(summary: PortfolioSummary, wording: Wording) -> list[dict[str, Any]]:
    return [
        {
            "mark": warning_mark(count.severity, warning_name(count.code, wording)),
            "name": warning_name(count.code, wording),
            "partnerships": count.partnerships,
            "oldest": day(count.oldest, wording),
        }
        for count in summary.warnings
    ]


def _counts(counts: dict[str, int], names: dict[str, str], wording: Wording) -> str:
    """Return counts as a row of words, those that are nought left out."""
    found = [
        f"{wording.number(count)} {wording.translate(names[code]).lower()}" for code, count in counts.items() if count
    ]
    return wording.listed(found) or NOTHING


def _pdf(asked: Asked) -> Made:
    document = pdf_of(TEMPLATE, context_of(asked))
    return Made(document.content, portfolio_summary().as_of, document.pages)


def _html(asked: Asked) -> Made:
    return Made(html_of(TEMPLATE, context_of(asked)), portfolio_summary().as_of)


def _csv(asked: Asked) -> Made:
    return Made(csv_bytes(all_lines(asked.filters, asked.sort)), portfolio_summary().as_of)


def _xlsx(asked: Asked) -> Made:
    chosen, lines = columns(asked.wording), list(all_lines(asked.filters, asked.sort))
    table = [[column.read(line) for column in chosen] for line in lines]
    widths = [14, 28, *[16] * (len(chosen) - 2)]
    sheets = [
        Sheet(_("Partnerships"), [column.head for column in chosen], table, widths),
        Sheet(_("Columns"), [_("Column"), _("Figure")], [[column.head, column.name] for column in chosen], [40, 40]),
        _source_sheet(_sources(lines, asked.wording)),
    ]
    return Made(xlsx_bytes(sheets, asked.today), portfolio_summary().as_of)


def _source_sheet(found: list[Source]) -> Sheet:
    heads = [_("Figure"), _("Method"), _("Version"), _("Settings")]
    return Sheet(_("Sources"), heads, [[row.name, row.method, row.version, row.config_hash] for row in found], [32, 32])


REPORT = Report("portfolio", about_one=False, forms={"pdf": _pdf, "xlsx": _xlsx, "csv": _csv, "html": _html})
ENDINGS = tuple(REPORT.forms)


def portfolio_report(*, ending: str, filters: PortfolioFilters, as_of: dt.date) -> bytes:
    """Return the report as a file of one of the ``ENDINGS``."""
    return make_report(REPORT.name, ending, Asked(today=as_of, filters=filters)).content
