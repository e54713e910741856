"""``comotion organization``: the tenants of an installation."""

from __future__ import annotations

import argparse
from typing import Any

from comotion.cli.acting import require_database, setup_django
from comotion.cli.output import add_json_argument, print_json, print_table, write


def register(subparsers: Any) -> None:
    """Add the group."""
    group = subparsers.add_parser("organization", help="tenants: list, create")
    actions = group.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="every organization that someone has joined")
    listing.set_defaults(handler=show)
    creating = actions.add_parser("create", help="make an organization; then “comotion user create” its owner")
    creating.add_argument("name")
    creating.add_argument("--domain", default="")
    creating.add_argument("--slug", default="", help="its short name in links, by default made from the name")
    creating.set_defaults(handler=create)
    for parser in (listing, creating):
        add_json_argument(parser)


def show(args: argparse.Namespace) -> None:
    """List."""
    setup_django()
    require_database()
    from comotion.identity.queries import active_organizations

    rows = [{"slug": one.slug, "name": one.name, "domain": one.domain} for one in active_organizations()]
    if args.json:
        print_json({"organizations": rows})
    else:
        print_table(["slug", "name", "domain"], [list(row.values()) for row in rows])


def create(args: argparse.Namespace) -> None:
    """Make one."""
    setup_django()
    require_database()
    from comotion.identity.operations import create_organization

    made = create_organization(name=args.name, domain=args.domain, slug=args.slug)
    if args.json:
        print_json({"slug": made.slug, "name": made.name, "domain": made.domain})
    else:
        write(f"{made.name} is there as “{made.slug}”.")
