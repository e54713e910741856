"""Passwords on the command line: read from standard input, or generated and shown once. Never an argument."""

from __future__ import annotations

import argparse
import secrets
import sys

from comotion.cli.output import refuse, say

WORD = "abcdefghjkmnpqrstuvwxyz23456789"


def add_password_argument(parser: argparse.ArgumentParser) -> None:
    """Offer ``--password-stdin``."""
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input; else one is generated"
    )


def chosen_password(args: argparse.Namespace) -> tuple[str, bool]:
    """Return the password and whether it was generated here."""
    if not args.password_stdin:
        return generated_password(), True
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        refuse("There was no password on standard input. Write one line, or leave out --password-stdin.")
    return given, False


def generated_password() -> str:
    """Return four groups of five characters that are hard to misread (98 bits)."""
    return "-".join("".join(secrets.choice(WORD) for _ in range(5)) for _ in range(4))


def show_once(email: str, password: str) -> None:
    """Tell a person the password that was made for them."""
    say(f"Password of {email}: {password}")
    say("It is shown only now. Change it after the first login.")
