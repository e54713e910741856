"""Everything of the organization is packed, or could not be."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.models import Job, JobState
from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.estate.exporting import JOB
from comotion.estate.models import Export
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told
from comotion.notices.reader import wording


def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say what became of the export; only to who asked for it, and while they may have it."""
    principal = current_principal()
    if not may(principal, "export", "estate"):
        return {}
    jobs = Job.objects.filter(ref__in=abouts, kind=JOB, person_id=principal.person_id or 0)
    exports = {one.job_ref: one for one in Export.objects.filter(job_ref__in=abouts)}
    path = reverse("settings:data", kwargs={"organization": organization})
    return {job.ref: _told(job, exports.get(job.ref), path) for job in jobs}


def _told(job: Job, export: Export | None, path: str) -> Told:
    if job.state != JobState.DONE or export is None or export.expires_at is None:
        return Told(_("Your export could not be made"), job.message, path, _("Try again"), severity="high")
    says = _("Everything of your organization is packed. It is kept until %(day)s and needs your second factor.")
    return Told(
        _("Your export is ready"), says % {"day": wording().day(export.expires_at.date())}, path, _("Download it")
    )


KIND = Kind("export_finished", gettext_lazy("An export I asked for is ready, or failed"), "job", Rate.AT_ONCE, tell)
