"""The job that keeps rounds on time, asked for every hour in the name of each organization that has something due."""

from __future__ import annotations

import datetime as dt
from typing import Any

from comotion.core.clock import now
from comotion.core.jobs import JobKind, Progress, enqueue
from comotion.core.principal import Principal, acting_as
from comotion.identity.queries import active_organizations
from comotion.surveys.planning import close_due, is_anything_due, open_due, remind_due

ROUNDS = "surveys.rounds"


def run_rounds(argument: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Close, open and remind for the acting organization."""
    del argument, progress
    at = now()
    return {"closed": close_due(at), "opened": open_due(at), "reminded": remind_due(at)}


ROUNDS_JOB = JobKind(ROUNDS, "change", "surveys", run_rounds)


def ask_for_rounds(*, at: dt.datetime) -> int:
    """Queue the job of every organization that has something due; return how many there are."""
    asked = 0
    for organization in active_organizations():
        with acting_as(Principal(organization.pk, "owner")):
            if is_anything_due(at):
                enqueue(ROUNDS, {}, at=at)
                asked += 1
    return asked
