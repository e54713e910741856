"""Sheets of an audit to hand out: workbooks to fill in, the questionnaire and the interview guide on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from comotion.audits.queries import AuditView
from comotion.audits.sheets import SheetKind
from comotion.identity.queries import acting_organization
from comotion.methods.vocabulary import CAUSES, LEVELS
from comotion.narrative import friction as words
from comotion.narrative.wording import Wording
from comotion.reports.paper import pdf_of
from comotion.reports.tabular import Sheet, xlsx_bytes
from comotion.surveys.instruments import FRICTION, instrument

TEMPLATE = "reports/audit_paper.html"
WIDE, NARROW = 34, 12
BOX = "[  ]"
"""A place for a cross; the shipped font has no box of its own."""


@dataclass(frozen=True, slots=True)
class PaperPart:
    """One table of a paper."""

    title: str
    rows: list[tuple[str, ...]]
    lead: str = ""
    heads: tuple[str, ...] = ()
    starts_page: bool = False


def sheet_workbook(view: AuditView, kind: SheetKind, day: dt.date) -> bytes:
    """Return a sheet as a workbook, with what is there already."""
    heads = list(kind.heads(view))
    widths = [WIDE if place < 2 else NARROW for place in range(len(heads))]
    return xlsx_bytes([Sheet(str(kind.title)[:31], heads, kind.written(view), widths)], day)


def questionnaire_paper(view: AuditView, day: dt.date, wording: Wording) -> bytes:
    """Return the questionnaire on paper, one part for each level."""
    parts = [_questions_of(level, wording) for level in LEVELS]
    note = _(
        "Results are shown for groups of three or more people. Nobody of either company sees one person’s answers."
    )
    sentence = _("How is the work between the companies going? Cross one box a line; it takes about five minutes.")
    return _paper(view, day, wording, (_("Questionnaire"), sentence, (note,), parts))


def _questions_of(level: str, wording: Wording) -> PaperPart:
    asked = instrument(FRICTION).asked(level)
    rows = [(f"{item.id}  {item.neutral(wording.language)}", *([BOX] * 7)) for item in asked]
    heads = (_("Statement"), "1", "2", "3", "4", "5", _("don’t know"), _("does not apply"))
    lead = _("1 strongly disagree, 2 disagree, 3 partly, 4 agree, 5 strongly agree")
    return PaperPart(wording.translate(words.LEVELS[level]), rows, lead, heads, starts_page=level != LEVELS[0])


def interview_guide(view: AuditView, day: dt.date, wording: Wording) -> bytes:
    """Return the interview guide: what to ask on each cause, alone and jointly."""
    notes = (
        _("From executive to operational, first each side alone, then both together. Forty minutes each."),
        _("Write down examples with dates. What is said alone is not repeated in the joint talk."),
    )
    prompts = {
        "ownership_vacuum": (
            _("Which three things do both companies want most this year? Who answers for each?"),
            _("When did a joint task last stay undone? Who had thought the other side would do it?"),
            _("Who can give people or money without asking? When did that last happen?"),
        ),
        "communication_echo_chamber": (
            _("What did customers say last month that should change the joint plan? Who has heard it?"),
            _("How much of your last joint meeting was about the past? What was decided in it?"),
            _("When did you last speak with somebody of another level on the other side?"),
        ),
        "success_metric_mismatch": (
            _("What is your own team paid and promoted for? When did that pull against the partnership?"),
            _("What do you think your counterpart is paid for?"),
            _("How would you know at the end of the year that it worked?"),
        ),
    }
    parts = [
        PaperPart(wording.translate(words.CAUSES[cause]), [(prompt,) for prompt in prompts[cause]]) for cause in CAUSES
    ]
    sentence = _("Ask for what happened, not for opinions.")
    return _paper(view, day, wording, (_("Interview guide"), sentence, notes, parts))


def _paper(
    view: AuditView, day: dt.date, wording: Wording, content: tuple[str, str, tuple[str, ...], list[PaperPart]]
) -> bytes:
    kind, sentence, notes, parts = content
    context: dict[str, Any] = {
        "report": "audit-paper",
        "language": wording.language,
        "organization": acting_organization().name,
        "title": view.audit.partnership.name,
        "as_of": wording.full_day(day),
        "only": wording.listed([side.name for side in view.sides]),
        "lock": "",
        "kind": kind,
        "sentence": sentence,
        "notes": notes,
        "parts": parts,
        "sources": [],
    }
    return pdf_of(TEMPLATE, context).content
