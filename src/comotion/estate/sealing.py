"""The seal of an archive: what nobody of the organization may read one by one travels closed.

Its key is made from the secret of the installation and the reference of the archive, so it opens this archive only,
and only whoever runs the installation can say it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import zlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class UnableToOpenSeal(ValueError):
    """The sealed part stays closed; the message says why."""


def key_of_archive(ref: str) -> str:
    """Return the key of one archive that this installation has made."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"comotion archive:{ref}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()


def sealed(content: bytes, ref: str) -> bytes:
    """Return content that only the archive's key opens."""
    return Fernet(key_of_archive(ref)).encrypt(zlib.compress(content))


def opened(content: bytes, key: str) -> bytes:
    """Return what was sealed.

    Raises
    ------
    UnableToOpenSeal
        If the key is no key, or that of another archive.

    """
    try:
        return zlib.decompress(Fernet(key.strip()).decrypt(content))
    except (InvalidToken, ValueError, binascii.Error) as wrong:
        raise UnableToOpenSeal(
            "The key does not open this archive. Ask whoever runs the other installation."
        ) from wrong
