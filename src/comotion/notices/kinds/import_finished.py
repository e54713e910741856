"""A file that somebody loaded is in, or could not be loaded."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.models import Job, JobState
from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told
from comotion.notices.reader import wording

JOB = "imports.apply"


def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say what became of the file."""
    principal = current_principal()
    if not may(principal, "read", "imports"):
        return {}
    jobs = Job.objects.filter(ref__in=abouts, kind=JOB, person_id=principal.person_id or 0)
    return {job.ref: _told(job, organization) for job in jobs}


def _told(job: Job, organization: str) -> Told:
    path = reverse("imports:run", kwargs={"organization": organization, "ref": job.argument.get("run", "-")})
    if job.state != JobState.DONE:
        return Told(
            _("Your file could not be loaded"), job.message, path, _("See why, and what to do"), severity="high"
        )
    counts = {name: wording().number(job.result.get(name, 0)) for name in ("created", "changed")}
    says = _("%(created)s rows are new, %(changed)s were changed. It can be undone on its page.") % counts
    return Told(_("Your file is loaded"), says, path, _("See what changed"))


KIND = Kind("import_finished", gettext_lazy("A file I loaded is in, or failed"), "job", Rate.OFF, tell)
