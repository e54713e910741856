"""The job that brings the portfolio up to date, and what starts it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from comotion.core.clock import now, today
from comotion.core.jobs import JobKind, Progress, enqueue
from comotion.core.principal import Principal, acting_as, principal_or_none
from comotion.portfolio.events import DataChanged
from comotion.portfolio.operations import refresh
from comotion.scores.settings import REFRESH


def run_refresh(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Refresh the partnerships that the argument names, or all, as of its day, or today."""
    as_of = dt.date.fromisoformat(argument["as_of"]) if "as_of" in argument else today()
    found = refresh(as_of=as_of, at=now(), partnerships=argument.get("partnerships"), progress=progress)
    return {
        "as_of": found.as_of.isoformat(),
        "partnerships": found.partnerships,
        "snapshots": found.snapshots,
        "warnings_opened": found.warnings_opened,
        "warnings_cleared": found.warnings_cleared,
    }


REFRESH_JOB = JobKind(REFRESH, "change", "portfolio", run_refresh)


def refresh_after(event: DataChanged) -> None:
    """Ask for a refresh in the name of whoever changed the data; of the organization itself, where nobody acts."""
    changed = event.partnership_ids
    argument: dict[str, Any] = {} if changed is None else {"partnerships": sorted(changed)}
    acting = principal_or_none()
    if acting is not None and acting.organization_id == event.organization_id:
        enqueue(REFRESH, argument, at=now())
        return
    with acting_as(Principal(event.organization_id, "owner")):
        enqueue(REFRESH, argument, at=now())
