"""What the parties of a room did to the things that they share: the room's own log.

An entry of the audit log is as visible as the thing it is about. So every party reads the same log here: deeds of all
parties about rows that are shared in the room now, from the moment they were shared. What is kept privately about the
room stands in each organization's own log, and what an entry says beside the deed stays there too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, Max, Q, QuerySet
from django.db.models.functions import Cast

from comotion.core.access import Owned
from comotion.core.models import AuditEntry
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import PartyState
from comotion.partnerships.models import Partnership, Party
from comotion.partnerships.moving import label_of, options_of

OF_THE_ROOM = frozenset({"room.joined", "room.ending", "room.going_on", "room.ended", "room.party_left"})
"""Deeds about the room itself that all its parties read."""
THINGS = (
    "audits.Audit", "initiatives.Activity", "initiatives.Initiative", "initiatives.Leader", "initiatives.Mandate",
    "ledger.HorizonGrade", "ledger.LedgerEntry", "ledger.RoadmapTheme", "ledger.SharedGoal", "measures.Reading",
    "partnerships.Guest", "partnerships.Invitation", "partnerships.JointText", "rhythm.Commitment", "rhythm.Decision",
    "rhythm.Insight", "rhythm.Issue", "rhythm.Meeting", "surveys.SurveyRound",
)  # fmt: skip
"""What the room's log speaks of. A model whose rows have private parts of their own stays out."""
CALLED = {"survey": "surveyround", "horizon": "horizongrade"}
"""Words of the audit log that are not the model's own."""
SHARED = "row.shared"
MOST = 2000


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: when, who for which organization, what, to which kind of thing."""

    at: dt.datetime
    person: str
    organization: str
    is_ours: bool
    action: str
    subject: str


def deeds_of(partnership: Partnership) -> list[Deed]:
    """Return what the parties did in a room, the latest first."""
    names = _parties(partnership)
    about_rows = list(_entries_about_rows(partnership, list(names)))
    about_room = _entries(list(names), Q(subject="partnership", subject_id=partnership.ref, action__in=OF_THE_ROOM))
    found = sorted([*about_rows, *_once(about_room)], key=lambda one: (one["at"], one["pk"]), reverse=True)
    own = current_principal().organization_id
    return [
        Deed(
            one["at"],
            one["person__name"] or "",
            names[one["organization_id"]],
            one["organization_id"] == own,
            one["action"],
            one["subject"],
        )
        for one in found[:MOST]
    ]


def _parties(partnership: Partnership) -> dict[int, str]:
    rows = Party.objects.filter(partnership=partnership, state=PartyState.ACTIVE).order_by("position", "pk")
    return dict(rows.values_list("organization_id", "organization__name"))


def _entries(organizations: list[int], about: Q) -> list[dict[str, Any]]:
    entries = AuditEntry.unscoped.filter(about, organization_id__in=organizations).order_by("-at", "-pk")
    wanted = ("pk", "organization_id", "sequence", "at", "action", "subject", "subject_id", "person__name")
    return list(entries.values(*wanted)[:MOST])


def _once(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield each deed about the room once: every party has it in its log, the one that acted with the person."""
    seen = set()
    for one in sorted(entries, key=lambda one: one["person__name"] is None):
        if (one["action"], one["at"]) not in seen:
            seen.add((one["action"], one["at"]))
            yield one


def _entries_about_rows(partnership: Partnership, organizations: list[int]) -> Iterator[dict[str, Any]]:
    entries = AuditEntry.unscoped.filter(organization_id__in=organizations).order_by()
    subjects = set(entries.values_list("subject", flat=True).distinct())
    about, models = Q(pk__in=()), {}
    for model in map(apps.get_model, THINGS):
        if words := [subject for subject in subjects if _means(subject, model)]:
            models.update(dict.fromkeys(words, model))
            about |= _about(model, words, _rows(model, partnership))
    shared = _shared_since(partnership, organizations)
    for one in _entries(organizations, about):
        since = shared.get((label_of(models[one["subject"]]).lower(), one["subject_id"]))
        if since is None or one["at"] >= since:
            yield one


def _means(subject: str, model: type[Any]) -> bool:
    word = subject.rpartition(".")[2].replace(" ", "").replace("_", "")
    return bool(CALLED.get(word, word) == options_of(model).model_name)


def _about(model: type[Any], words: list[str], rows: QuerySet[Any]) -> Q:
    """Return the filter of entries about rows: deeds name them by their reference where they have one."""
    by_number = [word for word in words if "." in word or not _has_ref(model)]
    by_ref = [word for word in words if word not in by_number]
    numbers = rows.annotate(as_said=Cast("pk", CharField())).values("as_said")
    found = Q(subject__in=by_number, subject_id__in=numbers)
    return found | Q(subject__in=by_ref, subject_id__in=rows.values("ref")) if by_ref else found


def _has_ref(model: type[Any]) -> bool:
    return any(field.name == "ref" for field in options_of(model).concrete_fields)


def _rows(model: type[Owned], partnership: Partnership) -> QuerySet[Any]:
    """Return the rows of a room that all its parties see, or those of a partnership of one's own."""
    rows = model.objects.filter(**{model.room_path(): partnership.pk})
    return rows.filter(visibility=Visibility.SHARED) if partnership.visibility == Visibility.SHARED else rows


def _shared_since(partnership: Partnership, organizations: list[int]) -> dict[tuple[str, str], dt.datetime]:
    """Return since when rows have been shared that were private before, by their model's label and what names them."""
    log = AuditEntry.unscoped.filter(
        organization_id__in=organizations, action=SHARED, detail__partnership=partnership.ref
    )
    last = log.order_by().values("subject", "subject_id").annotate(last=Max("at"))
    since = {(one["subject"], one["subject_id"]): one["last"] for one in last}
    for label in sorted({label for label, _number in since}):
        model = apps.get_model(label)
        numbers = [number for named, number in since if named == label]
        rows = model.objects.filter(pk__in=numbers).values_list("pk", "ref") if _has_ref(model) else ()
        since |= {(label, ref): since[label, str(number)] for number, ref in rows}
    return since
