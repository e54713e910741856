"""Whose view a command takes: opens the home, checks its database, and acts as one member of one organization."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comotion.cli.output import refuse

if TYPE_CHECKING:
    from comotion.core.principal import Principal
    from comotion.identity.models import Membership, Organization


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, for which organization, and when; the clock is read once here."""

    organization: Organization
    principal: Principal
    email: str
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """Return the day, or the one of ``--as-of``."""
        return self.now.date()


def add_member_arguments(parser: argparse.ArgumentParser) -> None:
    """Offer ``--organization``, ``--as`` and ``--as-of``."""
    parser.add_argument(
        "--organization", metavar="SLUG", help="the organization to act for (needed where there are several)"
    )
    parser.add_argument(
        "--as", dest="member", metavar="EMAIL", help="the member whose view to take (default: the owner)"
    )
    add_as_of_argument(parser)


def add_as_of_argument(parser: argparse.ArgumentParser) -> None:
    """Offer ``--as-of``."""
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="the day that counts as today, as 2026-10-31")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-10-31") from wrong


def setup_django() -> None:
    """Load the settings of the home; the first moment at which Django is imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comotion.config.settings")
    import django

    django.setup()


def require_database() -> None:
    """Refuse unless the home's database is there and has every migration."""
    from django.conf import settings

    home, missing = settings.HOME.path, pending_migrations()
    if missing is None:
        refuse(f"There is no database in {home} yet. Run “comotion init” first, or “comotion demo” to look around.")
    if missing:
        refuse(f"The database in {home} is older than this program. Run “comotion init” to upgrade it.")


def require_wall() -> None:
    """Refuse to serve as a role of PostgreSQL that row-level security does not hold."""
    from comotion.core.wall import UnableToHoldTheWall, refuse_a_role_that_goes_around

    try:
        refuse_a_role_that_goes_around()
    except UnableToHoldTheWall as refused:
        refuse(str(refused))


def pending_migrations() -> list[str] | None:
    """Return what is not applied yet, as ``app.name``; None where there is no database at all."""
    from pathlib import Path

    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return None
    loader = MigrationLoader(connection)
    if not loader.applied_migrations:
        return None
    return sorted(".".join(node) for node in loader.graph.nodes if node not in loader.applied_migrations)


@contextmanager
def as_member(args: argparse.Namespace) -> Iterator[Acting]:
    """Act inside the block as the member that the arguments name."""
    setup_django()
    require_database()
    with standing_still(getattr(args, "as_of", None)):
        from comotion.core.clock import now
        from comotion.core.principal import Principal, acting_as

        membership = chosen_membership(args.organization, args.member)
        principal = Principal(membership.organization_id, membership.role, membership.person_id, membership.scopes)
        with acting_as(principal):
            yield Acting(membership.organization, principal, membership.person.email, now())


@contextmanager
def acting_as_operator(slug: str | None) -> Iterator[Acting]:
    """Act inside the block for an organization as whoever runs the machine, who is no member of it."""
    setup_django()
    require_database()
    from comotion.core.clock import now
    from comotion.core.principal import Principal, acting_as

    organization = chosen_organization(slug)
    principal = Principal(organization.pk, "owner")
    with acting_as(principal):
        yield Acting(organization, principal, "", now())


@contextmanager
def standing_still(as_of: dt.date | None) -> Iterator[None]:
    """Let ``as_of`` count as today inside the block; None leaves the clock alone."""
    from django.conf import settings

    before = settings.COMOTION_AS_OF
    settings.COMOTION_AS_OF = as_of or before
    try:
        yield
    finally:
        settings.COMOTION_AS_OF = before


def chosen_membership(slug: str | None, email: str | None) -> Membership:
    """Return the named member, or the only owner of the only organization."""
    organization = chosen_organization(slug)
    return _named_member(organization, email) if email else _only_owner(organization)


def chosen_organization(slug: str | None) -> Organization:
    """Return the named organization, or the only one."""
    from comotion.identity.queries import active_organizations

    found = active_organizations()
    if slug:
        named = [organization for organization in found if organization.slug == slug]
        return (
            named[0]
            if named
            else refuse(f"There is no organization “{slug}”. “comotion organization list” names them.")
        )
    if not found:
        refuse("There is no organization yet. Run “comotion init --email … --name … --organization …” first.")
    if len(found) > 1:
        refuse(f"Say for which organization with --organization: {', '.join(one.slug for one in found)}.")
    return found[0]


def _named_member(organization: Organization, email: str) -> Membership:
    from comotion.identity.queries import active_members

    named = [one for one in active_members(organization) if one.person.email == email.lower()]
    return (
        named[0] if named else refuse(f"{email} is no active member of {organization.name}. See “comotion user list”.")
    )


def _only_owner(organization: Organization) -> Membership:
    from comotion.identity.queries import active_members

    owners = [membership for membership in active_members(organization) if membership.role == "owner"]
    if not owners:
        refuse(f"{organization.name} has no owner. Make one with “comotion user create … --role owner”.")
    if len(owners) > 1:
        refuse(f"Say as whom with --as: {', '.join(one.person.email for one in owners)}.")
    return owners[0]
