"""Addresses that mails carry: signed, so that nobody can make one up, and each does one small thing."""

from __future__ import annotations

import hashlib
import hmac
import re

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

STOP = "notices.stop"
ANSWER = b"notices.answer:"
LOCAL_PART = re.compile(r"\+([2-9a-z]{12})-([0-9a-f]{20})$")


def stop_address(what: str) -> str:
    """Return the address that stops mails, with one click or one request of a mail program."""
    token = Signer(salt=STOP, sep="~").sign(what)
    return f"{settings.BASE_URL}{reverse('stop', kwargs={'token': token})}"


def what_stops(token: str) -> str | None:
    """Return what a signed address stops, or None for one that we never wrote."""
    try:
        return Signer(salt=STOP, sep="~").unsign(token)
    except BadSignature:
        return None


def answer_address(ref: str) -> str:
    """Return the address to which a reply about a notice goes: ours, with the notice and its seal before the @."""
    mailbox, _at, domain = settings.REPLIES_TO.partition("@")
    return f"{mailbox}+{ref}-{_seal(ref)}@{domain}"


def answered_ref(address: str) -> str | None:
    """Return the notice that a letter to ``address`` answers, or None where the seal is not ours."""
    found = LOCAL_PART.search(address.rpartition("@")[0].lower())
    if found is None or not hmac.compare_digest(found[2], _seal(found[1])):
        return None
    return found[1]


def thread_id(thread: str, person_id: int, organization_id: int) -> str:
    """Return the made-up first letter to which all mails of one person about one thing refer."""
    return f"<thread-{_digest(f'{organization_id}/{person_id}/{thread}'.encode())}@{mail_domain()}>"


def mail_domain() -> str:
    """Return the part after the @ of our own address."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"


def _seal(ref: str) -> str:
    return _digest(ANSWER + ref.encode())


def _digest(content: bytes) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), content, hashlib.sha256).hexdigest()[:20]
