"""``comotion sign-on``: domains confirmed by whoever runs the server, and the way back in when a provider is down."""

from __future__ import annotations

import argparse
from typing import Any

from comotion.cli.acting import acting_as_operator
from comotion.cli.output import add_json_argument, print_json, refuse, write


def register(subparsers: Any) -> None:
    """Add the group."""
    group = subparsers.add_parser("sign-on", help="providers of organizations: show, confirm-domain, allow-passwords")
    actions = group.add_subparsers(metavar="ACTION", required=True)
    _action(actions, "show", show, "the domains and the provider of an organization")
    confirming = _action(actions, "confirm-domain", confirm, "say that a domain is the organization's own")
    confirming.add_argument("domain")
    _action(actions, "allow-passwords", allow, "let people sign in by password again, whatever the provider does")


def _action(actions: Any, name: str, handler: Any, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text)
    parser.add_argument("--organization", metavar="SLUG", help="needed where there are several")
    add_json_argument(parser)
    parser.set_defaults(handler=handler)
    return parser


def show(args: argparse.Namespace) -> None:
    """Show what holds."""
    with acting_as_operator(args.organization):
        _answer(args)


def confirm(args: argparse.Namespace) -> None:
    """Confirm a domain without a proof on it."""
    with acting_as_operator(args.organization) as acting:
        from comotion.identity.claiming import UnableToClaim, confirm_domain

        try:
            confirm_domain(domain=args.domain, at=acting.now)
        except UnableToClaim as refused:
            refuse(str(refused))
        _answer(args)


def allow(args: argparse.Namespace) -> None:
    """Let passwords count again."""
    with acting_as_operator(args.organization) as acting:
        from comotion.identity.sign_on import allow_passwords, sign_on_here

        kept = sign_on_here()
        if kept is None:
            refuse(f"{acting.organization.name} has no provider, so passwords count there.")
        allow_passwords(sign_on=kept, at=acting.now)
        _answer(args)


def _answer(args: argparse.Namespace) -> None:
    from comotion.identity.claiming import domains_here
    from comotion.identity.sign_on import sign_on_here

    kept = sign_on_here()
    state = ("required" if kept.required_at else "open" if kept.opened_at else "closed") if kept else "none"
    domains = [{"domain": one.domain, "proven": one.proven_at is not None} for one in domains_here()]
    if args.json:
        print_json({"domains": domains, "provider": kept.issuer if kept else None, "state": state})
        return
    for one in domains:
        write(f"{one['domain']} is {'proven' if one['proven'] else 'claimed, not proven'}.")
    write(f"Provider: {kept.issuer if kept else '–'} ({state}).")
