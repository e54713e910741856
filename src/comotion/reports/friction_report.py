"""The Momentum Friction Report on paper: as it was issued, for both sides."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from comotion.audits.issuing import since_baseline
from comotion.audits.models import Audit, IssuedReport
from comotion.audits.queries import audit_view, issued_report
from comotion.identity.queries import acting_organization
from comotion.narrative.sentence import plain
from comotion.reports.friction_page import ReportPage
from comotion.reports.marks import lock, warning_mark
from comotion.reports.paper import html_of, pdf_of, picture
from comotion.reports.report import Asked, Made, Report, UnableToMakeReport

TEMPLATE = "reports/friction.html"


def context_of(asked: Asked) -> tuple[dict[str, Any], ReportPage]:
    """Return what the template prints, and the report."""
    audit = _audit(asked.partnership)
    found = issued_report(audit)
    if found is None:
        raise UnableToMakeReport(_("The report of this audit is not issued yet."))
    view = audit_view(audit)
    sides = {side.key: side.name for side in view.sides}
    page = ReportPage(*found, since_baseline(audit), sides, asked.wording)
    mark, verdict = page.verdict
    levels, contacts = page.levels_figure, page.contacts_figure
    context = {
        "report": REPORT.name,
        "language": asked.wording.language,
        "organization": acting_organization().name,
        "title": audit.partnership.name,
        "as_of": asked.wording.full_day(page.issued_at.date()),
        "page": page,
        "sentence": plain(page.sentence),
        "verdict": verdict,
        "verdict_mark": warning_mark("medium" if mark == "good" else mark, verdict) if mark != "good" else "",
        "levels": (picture(levels), levels) if levels else None,
        "contacts": (picture(contacts), contacts) if contacts else None,
        "only": _seen_by(view.is_shared, view.others),
        "lock": "" if view.is_shared else lock(_("Private")),
        "sources": [],
    }
    return context, page


def _seen_by(is_shared: bool, others: tuple[str, ...]) -> str:  # noqa: FBT001
    if is_shared:
        return _("Shared with %(others)s") % {"others": ", ".join(others)}
    return _("Only %(organization)s") % {"organization": acting_organization().name}


def _audit(ref: str) -> Audit:
    """Return the audit of a reference, or the last one of a partnership whose report was issued."""
    issued = IssuedReport.objects.values("audit_id")
    rows = Audit.objects.filter(pk__in=issued).select_related("partnership").order_by("-starts_date", "-pk")
    found = rows.filter(ref=ref).first() or rows.filter(partnership__ref=ref).first()
    if found is None:
        raise UnableToMakeReport(_("No audit of this partnership has an issued report."))
    return found


def _pdf(asked: Asked) -> Made:
    context, page = context_of(asked)
    document = pdf_of(TEMPLATE, context)
    return Made(document.content, page.issued_at.date(), document.pages)


def _html(asked: Asked) -> Made:
    context, page = context_of(asked)
    return Made(html_of(TEMPLATE, context), page.issued_at.date())


REPORT = Report("friction", about_one=True, forms={"pdf": _pdf, "html": _html})
