"""The program's method settings: the version in force, and putting another one in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from comotion.core.audit import record
from comotion.core.jobs import enqueue
from comotion.core.models import Job
from comotion.core.principal import current_principal
from comotion.identity.models import Person
from comotion.methods.settings import MethodSettings, default_settings
from comotion.scores.models import ProgramSettings

REFRESH = "portfolio.refresh"


class UnableToApplySettings(ValueError):
    """The settings stay as they are; the message says why."""


@dataclass(frozen=True, slots=True)
class SettingsInForce:
    """The settings with the version they came by; version 0 are the defaults, in force since ever."""

    settings: MethodSettings
    version: int
    since: dt.datetime | None
    reason: str
    applied_by: str


@dataclass(frozen=True, slots=True)
class SettingsVersion:
    """One version of the settings: when, by whom and why."""

    version: int
    applied_at: dt.datetime
    applied_by: str
    reason: str
    config_hash: str


def settings_in_force() -> SettingsInForce:
    """Return the acting organization's settings and where they come from."""
    row = (
        ProgramSettings.objects.filter(owner_org_id=current_principal().organization_id)
        .order_by("-version")
        .values("version", "content", "reason", "applied_at", person=F("applied_by__name"))
        .first()
    )
    if row is None:
        return SettingsInForce(default_settings(), 0, None, "", "")
    settings = MethodSettings.from_json(row["content"])
    return SettingsInForce(settings, row["version"], row["applied_at"], row["reason"], row["person"] or "")


def current_settings() -> MethodSettings:
    """Return the acting organization's settings: the highest version, else the defaults."""
    return settings_in_force().settings


def settings_versions() -> tuple[SettingsVersion, ...]:
    """Return every version that was ever in force, the latest first."""
    rows = ProgramSettings.objects.filter(owner_org_id=current_principal().organization_id).order_by("-version")
    return tuple(
        SettingsVersion(version, applied_at, person or "", reason, config_hash)
        for version, applied_at, person, reason, config_hash in rows.values_list(
            "version", "applied_at", "applied_by__name", "reason", "config_hash"
        )
    )


def apply_settings(
    *, draft: MethodSettings, reason: str, as_of: dt.date, at: dt.datetime, by: Person | None = None
) -> Job:
    """Put a draft in force as the next version and ask for everything to be scored again as of a day.

    Raises
    ------
    UnableToApplySettings
        Without a reason, or where the draft is what is in force.

    """
    in_force = settings_in_force()
    if not reason.strip():
        raise UnableToApplySettings("Say why the settings change: everyone who opens a figure will read it.")
    if in_force.settings.config_hash == draft.config_hash:
        raise UnableToApplySettings("The draft is what is in force already.")
    with transaction.atomic():
        row = ProgramSettings.objects.create(
            owner_org_id=current_principal().organization_id,
            version=in_force.version + 1,
            content=draft.as_json(),
            config_hash=draft.config_hash,
            reason=reason.strip(),
            applied_at=at,
            applied_by=by,
        )
        record(
            "settings.applied",
            "program_settings",
            row.pk,
            at=at,
            version=row.version,
            config_hash=row.config_hash,
            config_hash_before=in_force.settings.config_hash,
            reason=row.reason,
        )
        return enqueue(REFRESH, {"as_of": as_of.isoformat()}, at=at)
