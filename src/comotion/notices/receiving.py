"""Letters that come back: a reply to one of our mails does what it says, for who was asked and nobody else.

Whoever writes must be the person the mail went to, and the address must carry our seal. Everything else is taken and
forgotten without an answer: automatic replies, letters that could not be delivered, strangers, forgeries.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import hashlib
from email.message import EmailMessage
from email.utils import getaddresses

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.html import strip_tags

from comotion.core.audit import record
from comotion.core.principal import Principal, acting_as
from comotion.core.visibility import Visibility
from comotion.identity.models import Person
from comotion.identity.queries import person_principal
from comotion.notices.addresses import answered_ref
from comotion.notices.catalogue import kinds
from comotion.notices.kind import Answer, UnableToAnswer
from comotion.notices.models import Notice, Reply
from comotion.notices.queries import notice_with_ref
from comotion.notices.quoting import own_words

MOST_BYTES = 2 * 1024 * 1024
TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


def receive(raw: bytes, *, at: dt.datetime) -> bool:
    """Take one letter; say whether it did something. A letter that comes twice does it once."""
    if len(raw) > MOST_BYTES:
        return False
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    notice = _answered(letter)
    if notice is None or is_automatic(letter):
        return False
    principal = person_principal(notice.author_id, notice.owner_org_id)
    person = Person.objects.filter(pk=notice.author_id).first()
    if principal is None or person is None or not _is_from(letter, person.email):
        return False
    with acting_as(principal), translation.override(person.language or "en"):
        return _answer(notice, principal, words_of(letter), hashlib.sha256(_identity(letter, raw)).hexdigest(), at)


def _answered(letter: EmailMessage) -> Notice | None:
    addresses = getaddresses([str(value) for name in TO for value in letter.get_all(name, [])])
    refs = [ref for _name, address in addresses if (ref := answered_ref(address))]
    return notice_with_ref(refs[0]) if refs else None


def is_automatic(letter: EmailMessage) -> bool:
    """Say whether a machine wrote: an absence, a list, or a letter that came back."""
    submitted = str(letter.get("auto-submitted", "no")).lower()
    sender = str(letter.get("return-path", "")).strip()
    return (
        not submitted.startswith("no")
        or str(letter.get("precedence", "")).lower() in {"bulk", "junk", "list", "auto_reply"}
        or any(name in letter for name in ("x-autoreply", "x-autorespond", "x-failed-recipients", "list-id"))
        or sender == "<>"
        or letter.get_content_type() == "multipart/report"
    )


def _is_from(letter: EmailMessage, address: str) -> bool:
    """Say whether exactly one sender is named, it is this one, and no server on the way found that to be a lie."""
    senders = [one.lower() for _name, one in getaddresses([str(value) for value in letter.get_all("from", [])])]
    judged = " ".join(str(value) for value in letter.get_all("authentication-results", [])).lower()
    return senders == [address.lower()] and not any(f"{way}=fail" in judged for way in ("spf", "dkim", "dmarc"))


def words_of(letter: EmailMessage) -> str:
    """Return what was written, without what it quotes; of HTML alone its words."""
    part = letter.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, UnicodeError, AttributeError, KeyError):
        return ""
    if part.get_content_type() == "text/html":
        text = strip_tags(text.replace("<br", "\n<br").replace("</p>", "</p>\n").replace("</div>", "</div>\n"))
    return own_words(text)


def _identity(letter: EmailMessage, raw: bytes) -> bytes:
    named = str(letter.get("message-id", "")).strip()
    return named.encode("utf-8", "replace") if named else raw


def _answer(notice: Notice, principal: Principal, words: str, letter_hash: str, at: dt.datetime) -> bool:
    kind = kinds().get(notice.kind)
    if kind is None or kind.answer is None or not words:
        return False
    try:
        with transaction.atomic():
            reply = Reply.objects.create(
                owner_org_id=principal.organization_id,
                author_id=notice.author_id,
                visibility=Visibility.PERSONAL,
                notice=notice,
                letter_hash=letter_hash,
                text=words,
                received_at=at,
            )
    except IntegrityError:
        return False
    return _do(kind.answer, notice, reply, at)


def _do(answer: Answer, notice: Notice, reply: Reply, at: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            reply.outcome = answer(notice.about, reply.text, at)[:200]
            Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)
            record("notice.answered", "notice", notice.ref, at=at, kind=notice.kind)
            reply.save(update_fields=["outcome"])
    except (UnableToAnswer, PermissionDenied) as refused:
        reply.outcome = str(refused)[:200] if isinstance(refused, UnableToAnswer) else ""
        reply.save(update_fields=["outcome"])
        return False
    return True
