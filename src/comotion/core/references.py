"""Ids that stand in links: random, so that nobody learns from them how many rows there are."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_reference() -> str:
    """Return 12 random characters that are hard to misread (59 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))
