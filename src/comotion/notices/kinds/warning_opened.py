"""An early warning opened on a partnership."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.narrative.names import warning_name
from comotion.narrative.sentence import plain
from comotion.narrative.today import Warned, warned_sentence
from comotion.narrative.wording import capitalised
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told
from comotion.notices.reader import wording
from comotion.partnerships.models import Partnership
from comotion.scores.models import EarlyWarning


def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say which partnership needs somebody, and why."""
    wanted = {about.partition(":")[::2] for about in abouts}
    seen = EarlyWarning.objects.filter(
        partnership__in=Partnership.objects.filter(ref__in={ref for ref, _code in wanted}),
        code__in={code for _ref, code in wanted},
    )
    rows = seen.order_by("opened_date").values_list("code", "severity", "partnership__name", "partnership__ref")
    return {
        about_of(ref, code): _told(code, severity, name, ref, organization=organization)
        for code, severity, name, ref in rows
    }


def about_of(ref: str, code: str) -> str:
    """Return how a notice names a warning: by its partnership and what it warns of."""
    return f"{ref}:{code}"


def _told(code: str, severity: str, name: str, ref: str, *, organization: str) -> Told:
    says = capitalised(plain(warned_sentence(Warned(name, ref, code), wording())))
    return Told(
        title=_("%(warning)s: %(name)s") % {"warning": warning_name(code, wording()), "name": name},
        says=says,
        path=reverse("room:overview", kwargs={"organization": organization, "ref": ref}),
        act=_("See the readings behind it"),
        where=name,
        severity=severity,
    )


KIND = Kind("warning_opened", gettext_lazy("An early warning opens"), "warning", Rate.DAILY, tell)
