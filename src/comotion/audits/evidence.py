"""What an audit gathered besides answers, as the methods take it: contacts, signals, rewards, papers, talks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from comotion.audits import models
from comotion.audits.enums import Tier
from comotion.audits.sides import AuditSide, at_level
from comotion.core.visibility import Visibility
from comotion.methods.checks import TOLERANCE
from comotion.methods.communication.closure import Insight
from comotion.methods.communication.lag import Signal
from comotion.methods.communication.touchpoints import MinuteSplit, Touchpoint
from comotion.methods.friction.completeness import Artifact, Interview
from comotion.methods.incentives.elements import CompElement, IncentiveRecords, RoleGroup, SharedGoal
from comotion.methods.scored import InvalidInput
from comotion.methods.vocabulary import LEVELS, TierOfReview
from comotion.rhythm.models import Insight as StoredInsight
from comotion.rhythm.models import Meeting

GOAL = "goal"
ROOM = "room"
TEXT = 80
TIERS: tuple[TierOfReview, ...] = ("wts", "mbr", "qsr")
MINUTES = ("past", "firefighting", "problem", "planning", "relationship")


def touchpoints_of(audit: models.Audit, sides: tuple[AuditSide, ...]) -> tuple[Touchpoint, ...]:
    """Return the confirmed contacts between people; one that no method could take is left out."""
    rows = models.Touchpoint.objects.filter(at_level(audit), audit=audit, is_confirmed=True).order_by("pk")
    found = (touchpoint_of(row, sides) for row in rows)
    return tuple(one for one in found if one is not None)


def touchpoint_of(row: models.Touchpoint, sides: tuple[AuditSide, ...]) -> Touchpoint | None:
    """Return a contact as the methods take it, None where fewer than two people meet."""
    people = people_of(row.people, sides)
    given = {name: getattr(row, name) for name in MINUTES}
    split = MinuteSplit(**{name: value or 0.0 for name, value in given.items()}) if any(given.values()) else None
    tier = cast("Any", row.tier)
    try:
        return Touchpoint(row.ref, row.per_quarter, row.minutes, people, split, tier, row.channel)
    except InvalidInput:
        return None


def people_of(stored: Any, sides: tuple[AuditSide, ...]) -> dict[str, dict[Any, int]]:
    """Return how many people of each side and level meet, and nothing of what else may be written there."""
    counts = stored if isinstance(stored, dict) else {}
    found: dict[str, dict[Any, int]] = {}
    for side in sides:
        by_level = counts.get(side.key)
        if isinstance(by_level, dict):
            found[side.key] = {level: int(by_level[level]) for level in LEVELS if _is_count(by_level.get(level))}
    return found


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def tiers_of(audit: models.Audit) -> tuple[TierOfReview, ...]:
    """Return the tiers of review that take place here; all of them where no meeting is known."""
    meetings = Meeting.objects.filter(at_level(audit), partnership_id=audit.partnership_id)
    kinds = set(meetings.values_list("kind", flat=True).distinct()) & set(TIERS)
    touched = models.Touchpoint.objects.filter(at_level(audit), audit=audit).exclude(tier=Tier.OTHER)
    kinds |= set(touched.values_list("tier", flat=True))
    return tuple(tier for tier in TIERS if tier in kinds) or TIERS


def signals_of(audit: models.Audit) -> tuple[Signal, ...]:
    """Return the signals with their stages."""
    rows = models.Signal.objects.filter(at_level(audit), audit=audit).order_by("pk")
    return tuple(_signal(row) for row in rows)


def _signal(row: models.Signal) -> Signal:
    return Signal(
        row.ref,
        _at(row.observed_date),
        _maybe_at(row.escalated_date),
        _maybe_at(row.on_agenda_date),
        _maybe_at(row.decided_date),
        _maybe_at(row.started_date),
        cast("Any", row.level or None),
        cast("Any", row.outcome or None),
    )


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _maybe_at(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else _at(day)


def insights_of(audit: models.Audit) -> tuple[tuple[Insight, ...], dict[str, str]]:
    """Return what was fed forward, and its texts by reference; steps that no road between tiers has are left out."""
    rows = StoredInsight.objects.filter(at_level(audit), partnership_id=audit.partnership_id).order_by("pk")
    found = [(one, row.text) for row in rows if (one := _insight(row)) is not None]
    return tuple(one for one, _text in found), {one.id: text[:TEXT] for one, text in found}


def _insight(row: StoredInsight) -> Insight | None:
    try:
        return Insight(
            row.ref,
            cast("Any", row.from_tier),
            cast("Any", row.to_tier),
            _at(row.raised_date),
            _maybe_at(row.on_agenda_date),
            cast("Any", row.disposition or None),
            _maybe_at(row.reported_back_date),
        )
    except InvalidInput:
        return None


def artifacts_of(audit: models.Audit) -> tuple[Artifact, ...]:
    """Return the documents that were reviewed."""
    rows = models.Artifact.objects.filter(at_level(audit), audit=audit).order_by("pk")
    return tuple(Artifact(row.ref, cast("Any", row.kind), row.date, row.owner_name, row.reviewed_by) for row in rows)


def interviews_of(audit: models.Audit) -> tuple[Interview, ...]:
    """Return the talks that were held, with those who were there."""
    rows = models.Interview.objects.filter(at_level(audit), audit=audit).order_by("pk").prefetch_related("respondents")
    return tuple(
        Interview(row.ref, cast("Any", row.mode), row.held_date, tuple(one.ref for one in row.respondents.all()))
        for row in rows
    )


def incentives_of(audit: models.Audit, sides: tuple[AuditSide, ...], audience: str = ROOM) -> IncentiveRecords | None:
    """Return goal and role groups for the room, or for one side with what it keeps back; None without a goal."""
    if not audit.goal.strip():
        return None
    groups = list(models.RoleGroup.objects.filter(at_level(audit), audit=audit).order_by("pk"))
    elements = _elements(groups, _grades(audit, len(sides)))
    shares = _joint_shares(groups, audience)
    known = {side.key for side in sides}
    found: dict[str, RoleGroup] = {}
    for group in groups:
        key = str(group.organization_id)
        counterpart = group.counterpart or None
        one = RoleGroup(key, group.name, tuple(elements[group.pk]), counterpart, shares.get(group.pk))
        if key in known:
            found.setdefault(one.key, one)
    return IncentiveRecords((SharedGoal(GOAL, statement=audit.goal),), tuple(found.values()), audience)


def _elements(groups: list[models.RoleGroup], grades: dict[int, dict[str, float]]) -> dict[int, list[CompElement]]:
    """Return the elements of each group, as many as add up to its whole reward."""
    found: dict[int, list[CompElement]] = defaultdict(list)
    for row in models.Element.objects.filter(group__in=groups).order_by("pk"):
        used = sum(one.weight for one in found[row.group_id])
        if 0 <= row.weight <= 1 - used + TOLERANCE:
            found[row.group_id].append(_element(row, grades.get(row.pk, {})))
    return found


def _element(row: models.Element, grades: dict[str, float]) -> CompElement:
    is_shared = row.visibility != Visibility.RESTRICTED
    return CompElement(row.behaviour, row.weight, {GOAL: grades} if grades else {}, cast("Any", row.kind), is_shared)


def _joint_shares(groups: Iterable[models.RoleGroup], audience: str) -> dict[int, float]:
    """Return the joint share of each group; the room reads those that were released."""
    rows = models.JointShare.objects.filter(group__in=groups, share__gte=0, share__lte=1).order_by("pk")
    seen = rows.exclude(visibility=Visibility.RESTRICTED) if audience == ROOM else rows
    return dict(seen.values_list("group_id", "share"))


def _grades(audit: models.Audit, sides: int) -> dict[int, dict[str, float]]:
    """Return the grades of each element that every side has graded.

    Before that nobody reads a figure from them: the sides grade blind, and all must read the same.
    """
    rows = models.AlignmentRating.objects.filter(at_level(audit), element__group__audit=audit).order_by("pk")
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for element, side, grade in rows.values_list("element_id", "organization_id", "grade"):
        found[element][str(side)] = float(grade)
    return {element: grades for element, grades in found.items() if len(grades) >= sides}
