"""The mailbox for replies, read by IMAP: each letter is taken, then marked as read, so that a crash only repeats it."""

from __future__ import annotations

import contextlib
import datetime as dt
import imaplib
import logging
import ssl
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings

from comotion.notices.receiving import MOST_BYTES, receive

SECONDS = 30
MOST_LETTERS = 200
logger = logging.getLogger(__name__)


def read_mailbox(*, at: dt.datetime) -> int:
    """Take every unread letter; return how many did something. Without a mailbox nothing happens."""
    if not settings.MAILBOX_URL:
        return 0
    with _opened(settings.MAILBOX_URL) as box:
        return sum(_take(box, number, at) for number in _unread(box))


@contextlib.contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    box: imaplib.IMAP4
    if parts.scheme == "imaps":
        box = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=SECONDS)
    else:
        box = imaplib.IMAP4(host, parts.port or 143, timeout=SECONDS)
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        box.select(unquote(parts.path.strip("/")) or "INBOX")
        yield box
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            box.logout()


def _unread(box: imaplib.IMAP4) -> list[str]:
    _answer, found = box.uid("SEARCH", "UNSEEN", "SMALLER", str(MOST_BYTES))
    return [number.decode() for number in (found[0] or b"").split()][:MOST_LETTERS]


def _take(box: imaplib.IMAP4, number: str, at: dt.datetime) -> bool:
    _answer, parts = box.uid("FETCH", number, "(BODY.PEEK[])")
    raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    try:
        return receive(raw, at=at)
    except Exception:
        logger.exception("A letter could not be taken")
        return False
    finally:
        box.uid("STORE", number, "+FLAGS", r"(\Seen)")
