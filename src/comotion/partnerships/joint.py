"""Texts that all parties write: every version is kept, and two that were written at once are both kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.events import publish
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.identity.models import Organization, Person
from comotion.partnerships.enums import JointTopic
from comotion.partnerships.events import JointTextChanged
from comotion.partnerships.models import JointText, Partnership
from comotion.partnerships.rules import UnableToChangeRoom, require_in_use, require_shared

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a text that somebody wrote: the version it is, and the one it met, where it met one."""

    version: JointText
    met: JointText | None

    @property
    def is_set_aside(self) -> bool:
        """Say whether somebody else was faster: both versions are kept."""
        return self.met is not None


def current_texts(partnership: Partnership) -> dict[str, JointText]:
    """Return the latest version of each topic that has one."""
    rows = JointText.objects.filter(partnership=partnership, number__isnull=False).order_by("number")
    return {row.topic: row for row in rows}


def versions_of(partnership: Partnership, topic: str) -> list[JointText]:
    """Return every version of a topic, those that were set aside too, the latest first."""
    rows = JointText.objects.filter(partnership=partnership, topic=topic)
    return list(rows.order_by("-written_at", "-pk"))


def write_text(*, partnership: Partnership, topic: str, text: str, based_on: int, at: dt.datetime) -> Written:
    """Keep a new version; where the latest is no longer the one it was written on, set it aside beside that one."""
    require_in_use(partnership)
    require_shared(partnership)
    if topic not in JointTopic.values or len(text) > LONGEST:
        raise UnableToChangeRoom(_("This text is too long to be kept. Shorten it."))
    try:
        with transaction.atomic():
            return _write(partnership, topic, text, based_on, at)
    except IntegrityError:  # somebody was faster by a moment: the number is taken
        with transaction.atomic():
            return _write(partnership, topic, text, based_on, at)


def _write(partnership: Partnership, topic: str, text: str, based_on: int, at: dt.datetime) -> Written:
    latest = current_texts(partnership).get(topic)
    last = latest.number or 0 if latest else 0
    met = latest if latest is not None and last != based_on and latest.text != text else None
    version = JointText.objects.create(
        **_author(),
        partnership=partnership,
        topic=topic,
        number=None if met else last + 1,
        based_on=based_on,
        text=text,
        written_at=at,
        visibility=Visibility.SHARED,
    )
    action = "text.set_aside" if met else "text.written"
    record(action, "joint_text", version.ref, at=at, partnership=partnership.ref, topic=topic)
    publish(JointTextChanged(version.owner_org_id, partnership.pk, topic, set_aside=met is not None))
    return Written(version, met)


def _author() -> dict[str, object]:
    principal = current_principal()
    person = Person.objects.filter(pk=principal.person_id or 0).first()
    return {
        "owner_org_id": principal.organization_id,
        "author": person,
        "author_name": str(person or ""),
        "organization_name": Organization.objects.get(pk=principal.organization_id).name,
    }
