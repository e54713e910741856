"""What a kind of notice is: its name, how soon it is mailed unless a person says otherwise, and its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from comotion.notices.enums import Rate


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in words, for the person who acts now: made from what they may see at this moment, never stored."""

    title: str
    says: str
    path: str
    act: str
    where: str = ""
    severity: str = ""
    hint: str = ""
    """How the mail can be answered, where answering does something."""


Tell = Callable[[Collection[str], str], Mapping[str, Told]]
"""From the references of subjects, and the short name of the organization, to words for those that can be seen."""
Answer = Callable[[str, str, dt.datetime], str]
"""From the reference of a subject, what was replied and when, to a sentence that says what it did."""


class UnableToAnswer(ValueError):
    """What was replied changes nothing; the message says why."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice; ``subject`` groups kinds about the same thing into one thread of mails."""

    name: str
    title: Promise
    subject: str
    rate: Rate
    tell: Tell
    answer: Answer | None = None
    link: Callable[[str], str] | None = None
    """An address for the mail under which its reader can act without logging in."""
