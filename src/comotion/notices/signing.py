"""Signatures of webhooks (Standard Webhooks): by a secret that both ends know."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
WEBHOOKS = "webhooks"
"""For what their secrets are sealed."""


def new_secret() -> str:
    """Return a new secret of 24 random bytes, as receivers' libraries expect it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def signature(secret: str, ref: str, moment: int, body: bytes) -> str:
    """Return the signature over id, time and body (Standard Webhooks, version 1)."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{ref}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def is_signed(secret: str, ref: str, moment: int, body: bytes, given: str) -> bool:
    """Say whether one of the signatures in a header is ours; compared in constant time."""
    wanted = signature(secret, ref, moment, body)
    return any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given.split())
