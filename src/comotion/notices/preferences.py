"""How a person wants to be told: kind by kind, at which hour, in which time zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.notices.catalogue import kinds
from comotion.notices.enums import Rate
from comotion.notices.models import Preference


class UnableToPrefer(ValueError):
    """The preference stays as it was; the message says why."""


def own_preference() -> Preference:
    """Return the preference of whoever acts; one that is not stored where they never chose."""
    principal = current_principal()
    own = {"owner_org_id": principal.organization_id, "author_id": principal.person_id}
    return Preference.objects.filter(**own).first() or Preference(**own, visibility=Visibility.PERSONAL)


def rate_of(preference: Preference, kind: str) -> str:
    """Return how soon a kind is mailed: as chosen, else as the kind says."""
    chosen = preference.rates.get(kind)
    return str(chosen if chosen in Rate.values else kinds()[kind].rate)


@transaction.atomic
def prefer(*, rates: Mapping[str, str], time_zone: str | None = None, hour: int | None = None,
           weekday: int | None = None) -> Preference:  # fmt: skip
    """Change the preference of whoever acts; what is not named stays."""
    if any(rate not in Rate.values for rate in rates.values()) or set(rates) - set(kinds()):
        raise UnableToPrefer(_("There is no such choice."))
    preference = stored_preference()
    preference.rates = preference.rates | dict(rates)
    if time_zone is not None:
        preference.time_zone = zone_of(time_zone).key
    if hour is not None:
        preference.hour = hour
    if weekday is not None:
        preference.weekday = weekday
    preference.save()
    return preference


def stored_preference() -> Preference:
    """Return the preference of whoever acts, stored now at the latest: it names the links that stop mails."""
    principal = current_principal()
    found, _created = Preference.objects.get_or_create(
        owner_org_id=principal.organization_id,
        author_id=principal.person_id,
        defaults={"visibility": Visibility.PERSONAL},
    )
    return found


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name, as in Europe/Berlin."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise UnableToPrefer(_("There is no such time zone.")) from unknown


def local(preference: Preference, at: dt.datetime) -> dt.datetime:
    """Return a moment as the person's clock shows it."""
    try:
        return at.astimezone(zone_of(preference.time_zone))
    except UnableToPrefer:
        return at.astimezone(dt.UTC)
