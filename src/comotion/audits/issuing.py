"""Issuing the report: computed once for everyone, frozen as a baseline, compared with the one before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.audits.facts import audit_facts, compared, only_shown, settings_for
from comotion.audits.models import Audit, BaselineCells, IssuedReport
from comotion.audits.operations import UnableToAudit, like, refuse_if_issued
from comotion.audits.queries import baseline_of, gathering_of, issued_report
from comotion.audits.questionnaire import round_state
from comotion.audits.rules import may_issue
from comotion.audits.shown import Around, Gathered, shown_cells, shown_report
from comotion.core.audit import record
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.methods.friction.audit import audit_report
from comotion.methods.friction.comparison import CellMeans, Compared
from comotion.methods.payloads import as_json
from comotion.methods.scored import Scored
from comotion.methods.vocabulary import RootCause
from comotion.surveys.facts import results_of


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier audit over cells answered in both: causes, and statements that may be shown."""

    starts_date: dt.date
    causes: dict[RootCause, Compared]
    questions: dict[str, Compared]


@transaction.atomic
def issue(*, audit: Audit, at: dt.datetime) -> IssuedReport:
    """Compute the report and freeze it; from now on nothing that it rests on changes."""
    refuse_if_issued(audit)
    if not may_issue(audit):
        raise UnableToAudit(_("The side that began the audit issues its report."))
    if round_state(audit).is_open:
        raise UnableToAudit(_("Close the questionnaire first: nobody sees results while answers come in."))
    facts, names = audit_facts(audit, as_of=at)
    settings = settings_for(audit)
    found = audit_report(facts, settings)
    index = facts.momentum_index
    value = index.value if isinstance(index, Scored) else index
    shown = shown_report(found, Around(_gathered(audit), value, names, _quotes(audit), settings))
    report = IssuedReport.objects.create(
        **like(audit, issued_at=at, content=as_json(shown), config_hash=settings.config_hash)
    )
    _freeze(audit, found.report.baseline, shown_cells(shown))
    if audit.ends_date is None:
        audit.ends_date = max(audit.starts_date, at.date())
        audit.save(update_fields=["ends_date"])
    record("issue", "audit", audit.ref, at=at)
    return report


def _freeze(audit: Audit, means: CellMeans, shown: list[str]) -> None:
    """Keep the means of the cells that may be shown, for the audit after this one; the others are forgotten."""
    BaselineCells.objects.create(
        owner_org_id=current_principal().organization_id,
        visibility=Visibility.RESTRICTED,
        audit=audit,
        means=as_json(only_shown(means, shown)),
        shown=shown,
    )


def _gathered(audit: Audit) -> Gathered:
    asked, counts = round_state(audit), gathering_of(audit)
    return Gathered(asked.asked, asked.answered or 0, counts.interviews, counts.artifacts)


def _quotes(audit: Audit) -> tuple[tuple[str, str], ...]:
    """Return what people agreed to see quoted, with the statement it belongs to, and nothing of who said it."""
    if audit.round is None or audit.round.closed_at is None:
        return ()
    return tuple((one.item, one.text) for one in results_of(audit.round).quotes)


def since_baseline(audit: Audit) -> Since | None:
    """Compare an issued report with the one before, None where there is none."""
    before = baseline_of(audit)
    if before is None or issued_report(before) is None:
        return None
    found = compared(before, audit)
    return Since(before.starts_date, found.causes, found.questions)
