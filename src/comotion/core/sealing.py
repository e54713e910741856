"""Secrets that are needed again: kept sealed with this installation's key, each for one purpose, and never shown."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def sealed(secret: str, purpose: str) -> str:
    """Return a secret as it is kept: only this installation opens it, for the same purpose; nothing stays nothing."""
    return _box(purpose).encrypt(secret.encode()).decode() if secret else ""


def opened(kept: str, purpose: str) -> str:
    """Return a secret that was kept sealed; nothing if another installation has sealed it."""
    try:
        return _box(purpose).decrypt(kept.encode()).decode() if kept else ""
    except InvalidToken:
        return ""


def _box(purpose: str) -> Fernet:
    key = hashlib.sha256(f"comotion {purpose}:".encode() + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
