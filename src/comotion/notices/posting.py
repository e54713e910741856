"""Sending one mail, once: claimed before it is handed over, noted after.

A worker that dies between the two leaves a claimed mail, which another worker takes up after a while with the same
Message-ID, so that a mailbox that got the first one shows one letter.
"""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from comotion.core.jobs import JobRefused
from comotion.core.principal import current_principal
from comotion.identity.models import Person
from comotion.notices.addresses import answer_address, mail_domain, thread_id
from comotion.notices.asking import asking_letter, details_of
from comotion.notices.enums import MailState
from comotion.notices.inlining import dressed
from comotion.notices.letters import Letter, letter_of
from comotion.notices.models import Mail
from comotion.notices.queries import STALE

MOST_ATTEMPTS = 8


class UnableToSend(JobRefused):
    """The mail server did not take the mail; it is tried again."""


def send(*, ref: str, at: dt.datetime) -> str:
    """Send the mail of whoever acts, unless it is sent already or another worker has it; return where it stands."""
    mail = Mail.objects.filter(ref=ref).first()
    if mail is None or not _claim(mail, at):
        return str(mail.state) if mail else MailState.DROPPED
    details = details_of(mail)
    person = Person.objects.filter(pk=current_principal().person_id or 0).first()
    language = person.language if person else str(details.get("language", ""))
    with translation.override(language or settings.LANGUAGE_CODE):
        letter = letter_of(mail) if person else asking_letter(mail, details)
        if letter is None:
            return _note(mail, MailState.DROPPED, at)
        return _hand_over(mail, message_of(letter, mail, person.email if person else mail.address), at)


def _claim(mail: Mail, at: dt.datetime) -> bool:
    free = Q(state=MailState.WAITING) | Q(state=MailState.SENDING, claimed_at__lt=at - STALE)
    claimed = {"state": MailState.SENDING, "claimed_at": at, "attempts": F("attempts") + 1}
    return bool(Mail.objects.filter(free, pk=mail.pk).update(**claimed))


def _hand_over(mail: Mail, message: EmailMultiAlternatives, at: dt.datetime) -> str:
    try:
        message.send()
    except (SMTPException, OSError) as refused:
        state = MailState.WAITING if mail.attempts + 1 < MOST_ATTEMPTS else MailState.FAILED
        Mail.objects.filter(pk=mail.pk).update(state=state, problem=str(refused)[:200])
        _forget(mail, state)
        raise UnableToSend(_("The mail server did not take the mail. It is tried again.")) from refused
    return _note(mail, MailState.SENT, at)


def _note(mail: Mail, state: MailState, at: dt.datetime) -> str:
    Mail.objects.filter(pk=mail.pk, state=MailState.SENDING).update(state=state, sent_at=at, problem="")
    _forget(mail, state)
    return state


def _forget(mail: Mail, state: MailState) -> None:
    """Keep no link of a letter that is done with."""
    if state != MailState.WAITING:
        Mail.objects.filter(pk=mail.pk).update(argument={})


def message_of(letter: Letter, mail: Mail, address: str) -> EmailMultiAlternatives:
    """Return the mail itself: plain text and HTML of one letter, threaded, to be stopped with one click."""
    root = thread_id(letter.thread, mail.author_id or 0, mail.owner_org_id)
    message = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=plain_text(letter),
        to=[address],
        reply_to=[answer_address(letter.answers)] if letter.answers else None,
        headers={
            "Message-ID": f"<{mail.ref}@{mail_domain()}>",
            "References": root,
            "In-Reply-To": root,
            "List-Id": f"<{mail.kind.replace('_', '-')}.{mail_domain()}>",
            "List-Unsubscribe": f"<{letter.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(html_text(letter), "text/html")
    return message


def plain_text(letter: Letter) -> str:
    """Return a letter as plain text."""
    return render_to_string("notices/mail.txt", {"letter": letter}).strip() + "\n"


def html_text(letter: Letter) -> str:
    """Return a letter as HTML with its look written in."""
    return dressed(render_to_string("notices/mail.html", {"letter": letter, "language": translation.get_language()}))
