"""``comotion token``: secrets with which programs use the API in a member's name."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, Any

from comotion.cli.acting import add_member_arguments, as_member
from comotion.cli.output import add_json_argument, print_json, print_table, say, write

if TYPE_CHECKING:
    from comotion.identity.models import ApiToken


def register(subparsers: Any) -> None:
    """Add the group."""
    group = subparsers.add_parser("token", help="tokens of the API: create, list, revoke")
    actions = group.add_subparsers(metavar="ACTION", required=True)
    creating = actions.add_parser("create", help="make a token; its secret is shown once")
    creating.add_argument("name", help="what it is for")
    creating.add_argument(
        "--scope", action="append", metavar="RESOURCE:ACTION", help="may be repeated; by default all that only reads"
    )
    creating.add_argument("--days", type=int, default=365, help="how long it is good for (default 365)")
    creating.set_defaults(handler=create)
    listing = actions.add_parser("list", help="tokens, never their secrets")
    listing.set_defaults(handler=show)
    revoking = actions.add_parser("revoke", help="end a token at once")
    revoking.add_argument("ref")
    revoking.set_defaults(handler=revoke)
    for parser in (creating, listing, revoking):
        add_member_arguments(parser)
        add_json_argument(parser)


def create(args: argparse.Namespace) -> None:
    """Make a token of the member."""
    with as_member(args) as acting:
        from comotion.identity.tokens import create_token, reading_scopes

        token, secret = create_token(
            name=args.name,
            scopes=args.scope or reading_scopes(acting.principal),
            at=acting.now,
            expires_at=acting.now + dt.timedelta(days=args.days),
        )
        if args.json:
            print_json(_row(token) | {"secret": secret})
            return
        write(secret)
        say(f"Token {token.ref} of {acting.email}. The secret is shown only now; send it as “Authorization: Bearer …”.")


def show(args: argparse.Namespace) -> None:
    """List."""
    with as_member(args):
        from comotion.identity.tokens import visible_tokens

        rows = [_row(token) for token in visible_tokens()]
        if args.json:
            print_json({"tokens": rows})
            return
        columns = ["ref", "name", "email", "expires_at", "last_used_at", "revoked_at"]
        print_table(columns, [[row[column] for column in columns] for row in rows])


def revoke(args: argparse.Namespace) -> None:
    """End one."""
    with as_member(args) as acting:
        from comotion.identity.tokens import revoke_token

        token = revoke_token(ref=args.ref, at=acting.now)
        if args.json:
            print_json(_row(token))
        else:
            write(f"Token {token.ref}, “{token.name}”, has ended.")


def _row(token: ApiToken) -> dict[str, Any]:
    return {
        "ref": token.ref,
        "name": token.name,
        "email": token.person.email,
        "scopes": token.scopes,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
        "revoked_at": token.revoked_at,
    }
