"""What webhooks hear of: each event by its name, and whether whoever acts may see the thing it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comotion.core.models import Job
from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.partnerships.models import Partnership
from comotion.scores.models import EarlyWarning

IMPORT, REFRESH = "imports.apply", "portfolio.refresh"
TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class Happening:
    """One type of event."""

    name: str
    title: str | Promise
    is_visible: Callable[[str], bool]


def _warning(subject: str) -> bool:
    seen = Partnership.objects.filter(ref=subject)
    return may(current_principal(), "read", "standing") and EarlyWarning.objects.filter(partnership__in=seen).exists()


def _import(subject: str) -> bool:
    loaded = Job.objects.filter(kind=IMPORT, argument__run=subject)
    return may(current_principal(), "read", "imports") and loaded.exists()


def _refresh(subject: str) -> bool:
    return may(current_principal(), "read", "portfolio") and Job.objects.filter(kind=REFRESH, ref=subject).exists()


HAPPENINGS: dict[str, Happening] = {
    one.name: one
    for one in (
        Happening("warning.opened", _("An early warning opened on a partnership"), _warning),
        Happening("import.finished", _("A file was loaded"), _import),
        Happening("portfolio.refreshed", _("Scores were computed anew"), _refresh),
    )
}


def is_visible(event: str, subject: str) -> bool:
    """Say whether whoever acts may see what an event is about; the test that people send themselves always is."""
    if event == TEST:
        return True
    happening = HAPPENINGS.get(event)
    return happening is not None and happening.is_visible(subject)
