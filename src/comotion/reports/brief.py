"""One partnership on one page, for the own organization, with a page of footnotes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from comotion.figures.figure import Figure as Chart
from comotion.figures.score_history import ScoreMonth, score_history
from comotion.identity.queries import acting_organization
from comotion.narrative.names import CATEGORIES, KPIS, PHASES, TIERS, figure_name
from comotion.narrative.wording import Wording
from comotion.partnerships.enums import Approach, OperatingModel
from comotion.portfolio.lines import PartnershipBrief
from comotion.portfolio.queries import partnership_brief
from comotion.reports.brief_rows import (
    deal_rows,
    gap_rows,
    horizon_rows,
    ledger_rows,
    meeting_rows,
    reading_rows,
    sponsor_rows,
)
from comotion.reports.cells import NOTHING, day, score, warned
from comotion.reports.marks import lock
from comotion.reports.paper import html_of, narrow_picture, pdf_of
from comotion.reports.report import Asked, Made, Report, make_report
from comotion.reports.sentences import room_head
from comotion.reports.sources import sources
from comotion.scores.explained import Figure

TEMPLATE = "reports/brief.html"
HEADLINES = ("scorecard", *(f"category.{name}" for name in CATEGORIES), "momentum_index", "potential", "health")
FOOTNOTES = (*HEADLINES, *(f"kpi.{name}" for name in KPIS))


def history(brief: PartnershipBrief, wording: Wording) -> Chart | None:
    """Draw earning against working together, month by month."""
    months = [
        ScoreMonth(
            point.as_of, point.categories.get("financial_performance"), point.categories.get("relationship_health")
        )
        for point in brief.history
    ]
    return score_history(months, (), wording)


def context_of(asked: Asked, brief: PartnershipBrief) -> dict[str, Any]:
    """Return what the template prints."""
    wording, organization = asked.wording, acting_organization().name
    chart = history(brief, wording)
    return _frame(brief, organization, wording) | {
        "sentence": room_head(brief, wording),
        "facts": _facts(brief, wording),
        "chart": chart,
        "picture": narrow_picture(chart) if chart else "",
        "figures": [_figure(brief, name, wording) for name in HEADLINES],
        "warnings": [warned(mark, wording) for mark in brief.warnings],
        "meetings": meeting_rows(brief, wording),
        "sponsors": sponsor_rows(brief, wording),
        "deals": deal_rows(brief, wording),
        "horizons": horizon_rows(brief, wording),
        "ledger": ledger_rows(brief, wording),
        "gaps": gap_rows(brief, wording),
        "more_gaps": len(brief.missing) - len(gap_rows(brief, wording)),
        "readings": reading_rows(brief, wording),
        "notes": brief.notes,
    }


def _frame(brief: PartnershipBrief, organization: str, wording: Wording) -> dict[str, Any]:
    return {
        "report": REPORT.name,
        "language": wording.language,
        "organization": organization,
        "title": brief.name,
        "as_of": day(brief.as_of, wording),
        "only": _("Only %(organization)s") % {"organization": organization},
        "lock": lock(_("Private")),
        "sources": sources(brief.ref, _known(brief), wording),
    }


def _known(brief: PartnershipBrief) -> list[str]:
    """Return the printed figures that have a value: a dash needs no footnote."""
    figures = ((name, brief.figures.get(name)) for name in FOOTNOTES)
    return [name for name, figure in figures if figure is not None and figure.value is not None]


def _figure(brief: PartnershipBrief, name: str, wording: Wording) -> dict[str, Any]:
    return {"name": figure_name(name, wording), "score": score(brief.figures.get(name) or Figure.missing(), wording)}


def _facts(brief: PartnershipBrief, wording: Wording) -> list[tuple[str, str]]:
    found = [
        (_("Parties"), wording.listed(brief.parties)),
        (_("Since"), day(brief.started_date, wording)),
        (_("Approach"), str(dict(Approach.choices).get(brief.approach, NOTHING))),
        (_("Operating model"), str(dict(OperatingModel.choices).get(brief.operating_model, NOTHING))),
        (_("Owner"), brief.owner_name or NOTHING),
        (_("Level"), brief.level or NOTHING),
        (_("Programs"), wording.listed(brief.programs) or NOTHING),
        (_("Tier"), wording.translate(TIERS.get(brief.tier, NOTHING))),
        (_("Phase"), wording.translate(PHASES.get(brief.phase, NOTHING))),
        (_("Next review"), day(brief.next_review_date, wording)),
    ]
    return [(name, text) for name, text in found if text != NOTHING]


def _pdf(asked: Asked) -> Made:
    brief = partnership_brief(asked.partnership, today=asked.today)
    document = pdf_of(TEMPLATE, context_of(asked, brief))
    return Made(document.content, brief.as_of, document.pages)


def _html(asked: Asked) -> Made:
    brief = partnership_brief(asked.partnership, today=asked.today)
    return Made(html_of(TEMPLATE, context_of(asked, brief)), brief.as_of)


REPORT = Report("brief", about_one=True, forms={"pdf": _pdf, "html": _html})
ENDINGS = tuple(REPORT.forms)


def brief_report(*, ref: str, ending: str, as_of: dt.date) -> bytes:
    """Return the brief of a partnership as a file of one of the ``ENDINGS``."""
    return make_report(REPORT.name, ending, Asked(today=as_of, partnership=ref)).content
