"""What ``comotion check`` looks at: one function a check, each ends in one sentence."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass

from comotion.cli.acting import pending_migrations

WHAT_TO_DO = "Run “comotion init”."


@dataclass(frozen=True, slots=True)
class Check:
    """One finding."""

    name: str
    ok: bool
    detail: str


def all_checks() -> list[Check]:
    """Run every check that makes sense: without a complete database there is nothing more to look at."""
    found = [versions(), home(), mail(), settings_check(), database(), migrations()]
    if all(check.ok for check in found[-2:]):
        found += [*audit_chains(), interrupted_imports(), waiting_jobs()]
    return found


def versions() -> Check:
    """Name the program and what it stands on."""
    import django
    from django.db import connection

    from comotion.cli.main import program_version

    detail = f"comotion {program_version()}, Python {platform.python_version()}, Django {django.get_version()}"
    return Check("versions", ok=True, detail=f"{detail}, {connection.display_name}")


def home() -> Check:
    """Ask that the folder is writable, and closed to others because the secret key lies in it."""
    from django.conf import settings

    path = settings.HOME.path
    if not os.access(path, os.W_OK):
        return Check("home", ok=False, detail=f"{path} cannot be written to. Change its owner or COMOTION_HOME.")
    if path.stat().st_mode & 0o077:
        return Check("home", ok=False, detail=f"{path} can be read by others. Run “chmod 700 {path}”.")
    return Check("home", ok=True, detail=str(path))


def mail() -> Check:
    """Say where mails go; without a server they are kept as files, and nobody gets them."""
    return Check("mail", ok=True, detail=where_mails_go())


def where_mails_go() -> str:
    """Name the mail server, or the folder that stands in for one."""
    from django.conf import settings

    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return f"sent by {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return f"kept as files in {settings.EMAIL_FILE_PATH}; name a server in COMOTION_SMTP_URL to send them"


def settings_check() -> Check:
    """Ask Django's own system checks, among them that every model has a scope rule."""
    from django.core.checks import ERROR, run_checks

    errors = [message for message in run_checks() if message.level >= ERROR]
    if errors:
        return Check("settings", ok=False, detail="; ".join(f"{error.id}: {error.msg}" for error in errors))
    return Check("settings", ok=True, detail="no errors")


def database() -> Check:
    """Open the database; SQLite checks every page of its file."""
    from django.db import DatabaseError, connection

    if pending_migrations() is None:
        return Check("database", ok=False, detail=f"There is none yet. {WHAT_TO_DO}")
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check" if connection.vendor == "sqlite" else "SELECT 'ok'")
            answer = str(cursor.fetchone()[0])
    except DatabaseError as broken:
        answer = str(broken)
    detail = f"{connection.display_name}, sound" if answer == "ok" else f"{answer}. Restore the last backup."
    return Check("database", ok=answer == "ok", detail=detail)


def migrations() -> Check:
    """Everything that this version needs must be applied."""
    missing = pending_migrations()
    if missing is None:
        return Check("migrations", ok=False, detail=f"None applied. {WHAT_TO_DO}")
    detail = f"{len(missing)} not applied, first {missing[0]}. {WHAT_TO_DO}" if missing else "all applied"
    return Check("migrations", ok=not missing, detail=detail)


def audit_chains() -> Iterator[Check]:
    """Walk the audit log of every organization."""
    from comotion.core.audit import verify_chain
    from comotion.identity.queries import active_organizations

    for organization in active_organizations():
        broken = verify_chain(organization.pk)
        detail = f"entry {broken.sequence}: {broken.reason}" if broken else "unbroken"
        yield Check(f"audit log of {organization.slug}", ok=broken is None, detail=detail)


def interrupted_imports() -> Check:
    """Find imports that were killed half way: they wrote nothing, but their runs still say that they are loading."""
    from comotion.core.principal import Principal, acting_as
    from comotion.identity.queries import active_organizations
    from comotion.imports.models import ImportRun, RunState

    found: list[str] = []
    for organization in active_organizations():
        with acting_as(Principal(organization.pk, "owner")):
            names = ImportRun.objects.filter(state=RunState.APPLYING).values_list("file_name", flat=True)
            found += [f"{organization.slug}: {name}" for name in names]
    detail = f"{'; '.join(found)}. Load them again: nothing of them was kept." if found else "none"
    return Check("interrupted imports", ok=not found, detail=detail)


def waiting_jobs() -> Check:
    """Jobs that wait are no fault; the number tells whether a worker runs."""
    from comotion.core.models import Job, JobState
    from comotion.core.principal import Principal, acting_as
    from comotion.identity.queries import active_organizations

    waiting = 0
    for organization in active_organizations():
        with acting_as(Principal(organization.pk, "owner")):
            waiting += Job.objects.filter(state=JobState.WAITING).count()
    return Check("jobs", ok=True, detail=f"{waiting} waiting")
