"""``comotion init``: makes or upgrades the home and its database, and the first member."""

from __future__ import annotations

import argparse
from typing import Any

from comotion.cli.acting import setup_django
from comotion.cli.output import add_json_argument, print_json, refuse, say, write
from comotion.cli.passwords import add_password_argument, chosen_password


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("init", help="create or upgrade the home and its database; make the first member")
    parser.add_argument("--email", help="address of the first member, who becomes owner")
    parser.add_argument("--name", default="", help="their name")
    parser.add_argument("--organization", metavar="NAME", help="name of their organization")
    add_password_argument(parser)
    add_json_argument(parser)
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace) -> None:
    """Upgrade first, so that a second run is an upgrade; then make the member if one is named."""
    if bool(args.email) != bool(args.organization):
        refuse("Give both --email and --organization for the first member, or neither for an upgrade only.")
    setup_django()
    document = _upgraded() | _first_member(args)
    if args.json:
        print_json(document)
        return
    write(
        f"{document['home']} is ready: version {document['version']}, {len(document['migrated'])} migrations applied."
    )
    if document.get("password"):
        write(f"Log in as {document['email']} with {document['password']}")
        say("The password is shown only now. Change it after the first login.")


def _upgraded() -> dict[str, Any]:
    from django.conf import settings

    from comotion.cli.home import upgrade_database
    from comotion.cli.main import program_version

    database = settings.DATABASES["default"]
    return {
        "home": str(settings.HOME.path),
        "database": f"{database['ENGINE'].rpartition('.')[2]} {database['NAME']}",
        "version": program_version(),
        "migrated": upgrade_database(),
    }


def _first_member(args: argparse.Namespace) -> dict[str, Any]:
    """Make the member and the organization; say nothing twice when both are there already."""
    if not args.email:
        return {}
    from comotion.cli.home import create_first_member
    from comotion.identity.queries import active_organizations, members_of

    for organization in active_organizations():
        if organization.name == args.organization and args.email.lower() in {
            member.person.email for member in members_of(organization)
        }:
            return {"email": args.email.lower(), "organization": organization.slug}
    password, generated = chosen_password(args)
    member = create_first_member(email=args.email, name=args.name, organization=args.organization, password=password)
    made = {"email": member.person.email, "organization": member.organization.slug}
    return made | ({"password": password} if generated else {})
