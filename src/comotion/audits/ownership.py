"""Initiatives as evidence: the responsibility matrix, the leaders with their mandates."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from comotion.audits.sides import AuditSide, side_key
from comotion.initiatives.enums import InitiativeState
from comotion.initiatives.models import LETTERS, Assignment, GrantSignature, Initiative, Leader
from comotion.initiatives.models import Activity as StoredActivity
from comotion.initiatives.models import Grant as StoredGrant
from comotion.initiatives.models import Mandate as StoredMandate
from comotion.methods.ownership.evidence import Appointment, OwnershipRecords
from comotion.methods.ownership.leader import LeaderFacts
from comotion.methods.ownership.mandate import Grant, Mandate, MandateInputs, Terms, mandate_check
from comotion.methods.ownership.mandate import GrantSignature as Signed
from comotion.methods.ownership.raci import Activity, Matrix
from comotion.methods.settings import MethodSettings
from comotion.partnerships.models import Sponsor

UNKNOWN_RANK = 1
"""Whoever's rank nobody wrote down has no standing that could be relied on."""


@dataclass(frozen=True, slots=True)
class Owned:
    """Evidence of ownership, and the names of what its findings speak of."""

    records: OwnershipRecords
    mandates: tuple[MandateInputs, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is read: a partnership, the rows that count, the sides, the day."""

    partnership_id: int
    rows: Q
    sides: tuple[AuditSide, ...]
    day: dt.date


def owned_evidence(scope: Scope, settings: MethodSettings) -> Owned:
    """Return matrix, initiatives and leaders in force on a day."""
    running = Initiative.objects.filter(
        scope.rows, partnership_id=scope.partnership_id, state=InitiativeState.ACTIVE
    ).order_by("pk")
    initiatives = {one.pk: one for one in running}
    leaders = _leaders(scope, initiatives)
    mandates = _mandates(scope, leaders)
    appointments = tuple(
        Appointment(one.initiative.ref, one.name, _facts(one, leaders, mandates.get(one.pk), settings))
        for one in leaders
    )
    matrix, names = matrix_of(scope)
    records = OwnershipRecords(matrix, tuple(one.ref for one in initiatives.values()), appointments)
    return Owned(records, tuple(mandates.values()), names | {one.ref: one.name for one in initiatives.values()})


def matrix_of(scope: Scope) -> tuple[Matrix, dict[str, str]]:
    """Return the responsibility matrix, and the names of its activities."""
    activities = list(
        StoredActivity.objects.filter(scope.rows, partnership_id=scope.partnership_id)
        .select_related("initiative")
        .order_by("position", "pk")
    )
    roles: dict[int, dict[str, str]] = defaultdict(dict)
    side_of: dict[str, str] = {}
    groups: set[str] = set()
    known = {side.key for side in scope.sides}
    for row in Assignment.objects.filter(scope.rows, activity__in=activities).order_by("pk"):
        roles[row.activity_id][row.member] = "".join(letter for letter in LETTERS if letter in row.letters)
        key = side_key(row.side, row.owner_org_id, scope.sides)
        side_of |= {row.member: key} if key in known and key is not None else {}
        groups |= {row.member} if row.is_group else set()
    rows = tuple(
        Activity(one.ref, one.weight, roles[one.pk], one.crosses_sides, one.initiative.ref if one.initiative else "")
        for one in activities
    )
    matrix = Matrix(rows, tuple(sorted(groups)), tuple(side.key for side in scope.sides), side_of)
    return matrix, {one.ref: one.name for one in activities}


def _leaders(scope: Scope, initiatives: dict[int, Initiative]) -> list[Leader]:
    begun = Q(from_date=None) | Q(from_date__lte=scope.day)
    lasting = Q(until_date=None) | Q(until_date__gt=scope.day)
    rows = Leader.objects.filter(scope.rows, begun, lasting, initiative__in=initiatives)
    return list(rows.select_related("initiative").order_by("pk"))


def _facts(
    leader: Leader, leaders: list[Leader], inputs: MandateInputs | None, settings: MethodSettings
) -> LeaderFacts:
    if inputs is not None:
        return mandate_check(inputs, settings).facts
    led = Counter(one.name for one in leaders)
    rank = leader.seniority_rank or UNKNOWN_RANK
    return LeaderFacts(rank, focus_share=leader.focus_share, initiatives_led=led[leader.name])


def _mandates(scope: Scope, leaders: list[Leader]) -> dict[int, MandateInputs]:
    """Return what each leader was granted, by the leader's id; leaders without a mandate are left out."""
    stored = StoredMandate.objects.filter(scope.rows, leader__in=leaders).order_by("pk")
    by_leader = {one.pk: one for one in leaders}
    grants = _grants(scope, [one.pk for one in stored])
    led = Counter(one.name for one in leaders)
    sponsors = _sponsors(scope)
    found = {}
    for mandate in stored:
        leader = by_leader[mandate.leader_id]
        home = side_key(leader.side, leader.owner_org_id, scope.sides)
        own = tuple(grants[mandate.pk])
        if home is None or not {home, *(one.terms.side for one in own)} <= {side.key for side in scope.sides}:
            continue
        found[leader.pk] = MandateInputs(
            Mandate(leader.name, leader.initiative.ref, home, own, mandate.withdrawn_date),
            {side.key: sponsors.get(side.key) or _named(own, side.key) for side in scope.sides},
            leader.seniority_rank or UNKNOWN_RANK,
            scope.day,
            focus_share=leader.focus_share,
            initiatives_led=led[leader.name],
        )
    return found


def _named(grants: Iterable[Grant], side: str) -> tuple[str, ...]:
    """Return the sponsor that a side's own grant names, where the room knows of no other."""
    return tuple(one.terms.sponsor for one in grants if one.terms.side == side and one.terms.sponsor)


def _grants(scope: Scope, mandates: list[int]) -> dict[int, list[Grant]]:
    rows = list(StoredGrant.objects.filter(scope.rows, mandate__in=mandates).order_by("pk"))
    signed: dict[int, list[Signed]] = defaultdict(list)
    for one in GrantSignature.objects.filter(scope.rows, grant__in=rows).order_by("pk"):
        signed[one.grant_id].append(Signed(one.person_name, one.rank, one.signed_date, one.content_hash))
    found: dict[int, list[Grant]] = defaultdict(list)
    for row in rows:
        key = side_key(row.side, row.owner_org_id, scope.sides)
        if key is not None:
            found[row.mandate_id].append(Grant(_terms(row, key), tuple(signed[row.pk])))
    return found


def _terms(row: StoredGrant, side: str) -> Terms:
    people = tuple(name.strip() for name in row.people.split(";") if name.strip())
    return Terms(
        side,
        row.from_date,
        row.until_date,
        people,
        row.head_count,
        row.time_share,
        float(row.budget_amount or 0),
        row.currency,
        row.sponsor_name,
        row.talk_interval_days,
    )


def _sponsors(scope: Scope) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    begun = Q(from_date=None) | Q(from_date__lte=scope.day)
    lasting = Q(until_date=None) | Q(until_date__gt=scope.day)
    for one in Sponsor.objects.filter(scope.rows, begun, lasting, partnership_id=scope.partnership_id).order_by("pk"):
        key = side_key(one.side, one.owner_org_id, scope.sides)
        if key is not None:
            found[key].append(one.name)
    return {key: tuple(names) for key, names in found.items()}
