"""Changing initiatives, the responsibility matrix and who leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.initiatives.models import LETTERS, Activity, Assignment, Initiative, Leader
from comotion.partnerships.enums import PartyState
from comotion.partnerships.models import Partnership, Party


class UnableToChangeInitiative(ValueError):
    """It stays as it is; the message says why."""


def visibility_in(partnership: Partnership) -> Visibility:
    """Return how far a new row is seen: by the room where others have joined it, else by one's own organization."""
    joined = Party.objects.filter(partnership=partnership, state=PartyState.ACTIVE).count()
    is_shared = partnership.visibility == Visibility.SHARED and joined > 1
    return Visibility.SHARED if is_shared else Visibility.PRIVATE


def _own(partnership: Partnership) -> dict[str, Any]:
    return {"owner_org_id": current_principal().organization_id, "visibility": visibility_in(partnership)}


def begin_initiative(*, partnership: Partnership, name: str, goal: str = "") -> Initiative:
    """Begin an initiative, or return the one of this name."""
    place = {"partnership": partnership, "name": name.strip()[:200]}
    found = Initiative.objects.filter(**place).first()
    return found or Initiative.objects.create(**_own(partnership), **place, goal=goal)


@transaction.atomic
def keep_activity(
    *, partnership: Partnership, name: str, weight: int, crosses_sides: bool, initiative: Initiative | None = None
) -> Activity:
    """Keep a row of the matrix, with how critical it is; one of the same name is changed."""
    if not 1 <= weight <= 3:
        raise UnableToChangeInitiative(_("How critical an activity is goes from 1 to 3."))
    place: dict[str, Any] = {"partnership": partnership, "initiative": initiative, "name": name.strip()[:200]}
    activity = Activity.objects.filter(**place).first()
    if activity is None:
        position = Activity.objects.filter(partnership=partnership).count()
        activity = Activity(**_own(partnership), **place, position=position)
    _require_own(activity.owner_org_id)
    activity.weight, activity.crosses_sides = weight, crosses_sides
    activity.save()
    return activity


def _require_own(owner: int) -> None:
    if owner != current_principal().organization_id:
        raise UnableToChangeInitiative(_("The other side wrote this; only they change it."))


def letters_of(text: str) -> str:
    """Return role letters in their order, each once.

    Raises
    ------
    UnableToChangeInitiative
        For anything but R, A, C and I.

    """
    given = {letter for letter in text.upper() if letter not in " ,/;"}
    if not given <= set(LETTERS):
        raise UnableToChangeInitiative(_("“%(text)s” holds more than R, A, C and I.") % {"text": text})
    return "".join(letter for letter in LETTERS if letter in given)


@transaction.atomic
def assign(*, activity: Activity, member: str, letters: str, side: str = "", is_group: bool = False) -> None:
    """Say what a member does in an activity; without a letter they have no part in it."""
    _require_own(activity.owner_org_id)
    wanted, name = letters_of(letters), member.strip()[:150]
    there = Assignment.objects.filter(owner_org_id=activity.owner_org_id, activity=activity, member=name)
    if not wanted:
        there.delete()
        return
    fields = {"letters": wanted, "side": side, "is_group": is_group, "visibility": activity.visibility}
    Assignment.objects.update_or_create(
        owner_org_id=activity.owner_org_id, activity=activity, member=name, defaults=fields
    )


@transaction.atomic
def keep_grid(
    *, activities: Mapping[str, Activity], members: list[Mapping[str, Any]], cells: Mapping[str, str]
) -> None:
    """Keep a whole matrix: ``cells`` maps ``activity ref/number of the member`` to letters."""
    for ref, activity in activities.items():
        for number, member in enumerate(members):
            text = cells.get(f"{ref}/{number}")
            if text is not None:
                assign(
                    activity=activity,
                    member=str(member["member"]),
                    letters=text,
                    side=str(member["side"]),
                    is_group=bool(member["is_group"]),
                )


def remove_activity(*, activity: Activity) -> None:
    """Take a row out of the matrix."""
    _require_own(activity.owner_org_id)
    activity.delete()


@transaction.atomic
def name_leader(*, initiative: Initiative, name: str, side: str, from_date: dt.date, **facts: Any) -> Leader:
    """Name who leads an initiative; two are one too many, and the check says so."""
    _require_own(initiative.owner_org_id)
    own: dict[str, Any] = {
        "owner_org_id": initiative.owner_org_id,
        "initiative": initiative,
        "name": name.strip()[:150],
    }
    fields = {"visibility": initiative.visibility, "side": side, "from_date": from_date, **facts}
    return Leader.objects.update_or_create(**own, defaults=fields)[0]


def end_leadership(*, leader: Leader, on: dt.date) -> None:
    """Let somebody's lead end."""
    _require_own(leader.owner_org_id)
    leader.until_date = on
    leader.save(update_fields=["until_date"])
