"""Secrets of webhooks: kept sealed, because signing needs them again, and shown once to who made them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet
from django.conf import settings

PREFIX = "whsec_"


def new_secret() -> str:
    """Return a new secret of 24 random bytes, as receivers' libraries expect it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def sealed(secret: str) -> str:
    """Return a secret as it is kept: only this installation's key opens it."""
    return _box().encrypt(secret.encode()).decode()


def opened(sealed_secret: str) -> str:
    """Return a secret that was kept sealed."""
    return _box().decrypt(sealed_secret.encode()).decode()


def signature(secret: str, ref: str, moment: int, body: bytes) -> str:
    """Return the signature over id, time and body (Standard Webhooks, version 1)."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{ref}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def is_signed(secret: str, ref: str, moment: int, body: bytes, given: str) -> bool:
    """Say whether one of the signatures in a header is ours; compared in constant time."""
    wanted = signature(secret, ref, moment, body)
    return any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given.split())


def _box() -> Fernet:
    key = hashlib.sha256(b"comotion webhooks:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
