"""What may be done to an audit, and when."""

from __future__ import annotations

from comotion.audits.models import Audit, IssuedReport
from comotion.core.principal import current_principal


def is_issued(audit: Audit) -> bool:
    """Say whether the report was issued: from then on nothing that it rests on changes."""
    return IssuedReport.objects.filter(audit=audit).exists()


def may_issue(audit: Audit) -> bool:
    """Say whether the acting organization leads the audit."""
    return audit.owner_org_id == current_principal().organization_id
