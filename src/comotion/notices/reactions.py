"""What happened elsewhere, as occasions to tell: connected with its events in ``config/subscriptions.py``."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from comotion.core.clock import now
from comotion.core.jobs import JobFinished
from comotion.core.models import Job, JobState
from comotion.core.principal import Principal, acting_as
from comotion.notices.delivering import announce
from comotion.notices.happenings import IMPORT, REFRESH
from comotion.notices.kinds.import_finished import JOB
from comotion.notices.kinds.warning_opened import about_of
from comotion.notices.queries import keepers_of
from comotion.notices.reminders import tell_all
from comotion.notices.telling import Occasion, tell_person
from comotion.partnerships.models import Partnership
from comotion.scores.events import WarningsOpened

JOB_KINDS = {JOB: "import_finished"}
NEWS_DAYS = 62
"""What opened longer ago is history that was loaded, not news."""


def tell_of_warnings(event: WarningsOpened) -> None:
    """Tell who looks after a partnership that a warning opened there."""
    at = now()
    with acting_as(Principal(event.organization_id, "owner")):
        since = at.date() - dt.timedelta(days=NEWS_DAYS)
        news = [one for one in event.warnings if one.opened_date >= since]
        rooms = Partnership.objects.filter(pk__in={one.partnership_id for one in news})
        refs = dict(rooms.values_list("pk", "ref"))
        keepers = keepers_of(refs)
        occasions: dict[int, list[Occasion]] = defaultdict(list)
        for one in news:
            about = about_of(refs[one.partnership_id], one.code)
            for person in keepers[one.partnership_id]:
                occasions[person].append(Occasion(about, f"{about}:{one.opened_date.isoformat()}"))
        tell_all("warning_opened", occasions, at=at)
    for one in news:
        key = f"{about_of(refs[one.partnership_id], one.code)}:{one.opened_date.isoformat()}"
        announce(
            event="warning.opened",
            subject=refs[one.partnership_id],
            key=f"warning:{key}",
            organization_id=event.organization_id,
            at=at,
        )


def announce_job(event: JobFinished) -> None:
    """Let webhooks hear of files that were loaded and scores that were computed."""
    with acting_as(Principal(event.organization_id, "owner")):
        job = Job.objects.filter(ref=event.ref, state=JobState.DONE).first()
    happening = {IMPORT: "import.finished", REFRESH: "portfolio.refreshed"}.get(event.kind)
    if job is not None and happening is not None:
        subject = str(job.argument["run"]) if event.kind == IMPORT else job.ref
        announce(
            event=happening,
            subject=subject,
            key=f"job:{job.ref}",
            organization_id=event.organization_id,
            at=now(),
        )


def tell_of_job(event: JobFinished) -> None:
    """Tell who asked for long work what became of it."""
    kind = JOB_KINDS.get(event.kind)
    if kind is not None and event.person_id is not None:
        occasion = Occasion(event.ref, event.ref)
        tell_person(
            kind=kind,
            person_id=event.person_id,
            organization_id=event.organization_id,
            occasions=[occasion],
            at=now(),
        )
