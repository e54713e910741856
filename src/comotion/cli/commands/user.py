"""``comotion user``: people of an organization, for the operator of the machine."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from comotion.cli.acting import acting_as_operator
from comotion.cli.output import add_json_argument, print_json, print_table, refuse, write
from comotion.cli.passwords import add_password_argument, chosen_password, show_once

if TYPE_CHECKING:
    from comotion.identity.models import Membership, Organization


def register(subparsers: Any) -> None:
    """Add the group."""
    group = subparsers.add_parser("user", help="people: create, list, password, role")
    actions = group.add_subparsers(metavar="ACTION", required=True)
    creating = _action(actions, "create", create, "make a person a member")
    creating.add_argument("email")
    creating.add_argument("--name", default="")
    creating.add_argument("--role", default="member")
    add_password_argument(creating)
    _action(actions, "list", show, "everyone the organization knows")
    changing = _action(actions, "password", password, "give a member a new password")
    changing.add_argument("email")
    add_password_argument(changing)
    moving = _action(actions, "role", role, "give a member another role")
    moving.add_argument("email")
    moving.add_argument("role")


def _action(actions: Any, name: str, handler: Any, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text)
    parser.add_argument("--organization", metavar="SLUG", help="needed where there are several")
    add_json_argument(parser)
    parser.set_defaults(handler=handler)
    return parser


def create(args: argparse.Namespace) -> None:
    """Make a member; a person who is known already keeps their password."""
    with acting_as_operator(args.organization) as acting:
        from comotion.identity.enums import Role
        from comotion.identity.operations import add_member, refuse_weak_password
        from comotion.identity.queries import is_known

        if args.role not in Role.values:
            refuse(f"“{args.role}” is no role. Choose one of {', '.join(Role.values)}.")
        secret, generated = (None, False) if is_known(args.email) else chosen_password(args)
        if secret:
            refuse_weak_password(secret)
        member = add_member(
            organization=acting.organization,
            email=args.email,
            name=args.name,
            role=args.role,
            password=secret,
            at=acting.now,
        )
        _answer(args, member, secret if generated else None)


def show(args: argparse.Namespace) -> None:
    """List."""
    with acting_as_operator(args.organization) as acting:
        from comotion.identity.queries import members_of

        rows = [_row(member) for member in members_of(acting.organization)]
        if args.json:
            print_json({"organization": acting.organization.slug, "users": rows})
        else:
            print_table(["email", "name", "role", "state"], [list(row.values()) for row in rows])


def password(args: argparse.Namespace) -> None:
    """Set a new password."""
    with acting_as_operator(args.organization) as acting:
        from comotion.identity.operations import set_password

        member = _member(acting.organization, args.email)
        secret, generated = chosen_password(args)
        set_password(membership=member, password=secret, at=acting.now)
        _answer(args, member, secret if generated else None)


def role(args: argparse.Namespace) -> None:
    """Change the role."""
    with acting_as_operator(args.organization) as acting:
        from comotion.identity.operations import change_role

        member = _member(acting.organization, args.email)
        _answer(args, change_role(membership=member, role=args.role, at=acting.now), None)


def _member(organization: Organization, email: str) -> Membership:
    from comotion.identity.queries import members_of

    named = [member for member in members_of(organization) if member.person.email == email.lower()]
    return named[0] if named else refuse(f"{email} is no member of {organization.name}. See “comotion user list”.")


def _row(member: Membership) -> dict[str, Any]:
    return {
        "email": member.person.email,
        "name": member.person.name,
        "role": member.role,
        "state": member.state,
    }


def _answer(args: argparse.Namespace, member: Membership, secret: str | None) -> None:
    if args.json:
        print_json(_row(member) | ({"password": secret} if secret else {}))
        return
    write(f"{member.person.email} is {member.role} of {member.organization.name}.")
    if secret:
        show_once(member.person.email, secret)
