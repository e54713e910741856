"""Ownership evidence (specification 03 c3): what the documents say about the ownership vacuum."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from comotion.methods.checks import known, unique, within
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.ownership.leader import LeaderCheck, LeaderFacts, leader_check
from comotion.methods.ownership.raci import Matrix, raci
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class Appointment:
    """One person named as leader of one initiative, with what is known of them."""

    initiative: str
    person: str
    facts: LeaderFacts


@dataclass(frozen=True, slots=True)
class OwnershipRecords:
    """The responsibility matrix, the initiatives, and who was appointed to lead them."""

    matrix: Matrix
    initiatives: tuple[str, ...] = ()
    appointments: tuple[Appointment, ...] = ()


@dataclass(frozen=True, slots=True)
class LeaderShares:
    """Shares of initiatives with exactly one leader, and of those leaders who pass.

    ``checks`` holds the check of each leader by ``initiative/person``; ``vacant`` the initiatives without exactly one.
    """

    stl_share: float | None
    authority_share: float | None
    checks: dict[str, LeaderCheck]
    vacant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnershipEvidence:
    """Evidence friction with the three shares it rests on, and every open finding."""

    ownership_evidence_friction: Scored
    valid_activity_share: float | None
    stl_share: float | None
    authority_share: float | None
    findings: tuple[str, ...]


def ownership_friction(
    valid_activity_share: float | None,
    stl_share: float | None,
    authority_share: float | None,
    settings: MethodSettings,
) -> Scored:
    """Return ``100 × mean(0.5: 1 − valid activities, 0.3: 1 − single leaders, 0.2: 1 − authority)``; None is missing.

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a share outside 0–1.

    """
    rules = settings.ownership
    parts = (
        ("valid_activities", rules.valid_activities, valid_activity_share),
        ("single_leaders", rules.single_leaders, stl_share),
        ("authority", rules.authority, authority_share),
    )
    return weighted_mean([(name, weight, _lack(share, name)) for name, weight, share in parts], settings)


def _lack(share: float | None, name: str) -> float | None:
    return None if share is None else 100.0 * (1.0 - within(share, 0.0, 1.0, name))


def leader_shares(
    initiatives: Sequence[str], appointments: Sequence[Appointment], settings: MethodSettings
) -> LeaderShares:
    """Return how many initiatives have exactly one leader, and how many of those leaders pass the check.

    Parameters
    ----------
    initiatives : ids of all initiatives
    appointments : who leads which; two for one initiative are no single leader
    settings : limits of the leader check

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID`` for an appointment to an initiative that is not listed.

    """
    unique(initiatives, "initiatives")
    unique((f"{one.initiative}/{one.person}" for one in appointments), "appointments")
    for one in appointments:
        known(one.initiative, initiatives, "appointments.initiative")
    owners = Counter(one.initiative for one in appointments)
    checks = {
        f"{one.initiative}/{one.person}": leader_check(replace(one.facts, owners=owners[one.initiative]), settings)
        for one in appointments
    }
    single = [checks[f"{one.initiative}/{one.person}"].passes for one in appointments if owners[one.initiative] == 1]
    share = len(single) / len(initiatives) if initiatives else None
    authority = sum(single) / len(single) if single else None
    return LeaderShares(share, authority, checks, tuple(name for name in initiatives if owners[name] != 1))


_LEADER = {"seniority_rank": 4, "commits_home": True, "commits_partner": True, "reports_to_both_sponsors": True}


@method(
    name="ownership.evidence",
    version="1",
    example={
        "matrix": {"activities": [{"id": "launch_plan", "weight": 3, "roles": {"Ana": "A", "Ben": "R"}}]},
        "initiatives": ["launch", "renewal"],
        "appointments": [{"initiative": "launch", "person": "Ana", "facts": _LEADER}],
    },
)
def ownership_evidence(records: OwnershipRecords, settings: MethodSettings) -> OwnershipEvidence:
    """Say how far the documents show an ownership vacuum.

    Asks: is somebody in particular answerable, and able to act? Formula: ``100 × weighted mean`` of 1 −
    ``valid_activity_share`` (0.5), 1 − share of initiatives with exactly one leader (0.3), 1 − share of those leaders
    who pass the check (0.2).

    Sure: The figure carries coverage and bounds; without leaders the third part is missing and no zero. A matrix on
    paper may be better or worse than what people live.

    Parameters
    ----------
    records : responsibility matrix, ids of initiatives, appointed leaders with their facts
    settings : weights of the parts, limits of matrix and leader check

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID``, ``UNKNOWN_ROLE``, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 03 c3, our inference. Without any leader the third part is missing, not zero; without
    activities the first, without initiatives the second.

    """
    matrix = raci(records.matrix, settings)
    leaders = leader_shares(records.initiatives, records.appointments, settings)
    codes = {
        f"{code}:{name.rsplit('/', maxsplit=1)[0]}"
        for name, check in leaders.checks.items()
        for code in (*check.hard, *check.advice)
    }
    codes |= {f"NOT_ONE_PERSON:{initiative}" for initiative in leaders.vacant}
    friction = ownership_friction(matrix.valid_activity_share, leaders.stl_share, leaders.authority_share, settings)
    return OwnershipEvidence(
        replace(friction, n=len(records.matrix.activities) + len(records.initiatives) + len(records.appointments)),
        matrix.valid_activity_share,
        leaders.stl_share,
        leaders.authority_share,
        (*matrix.open_findings(), *sorted(codes)),
    )
