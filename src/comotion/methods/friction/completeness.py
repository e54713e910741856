"""Completeness of an audit (specification 02 b): the first gate of the 90-day plan."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from comotion.methods.checks import known, unique
from comotion.methods.friction.answers import Mode, Respondent
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import LEVELS, TierOfReview

PARTS = ("separate_interviews", "joint_interview", "touchpoints", "artifacts", "incentives")
INCOMPLETE = "AUDIT_INCOMPLETE"


@dataclass(frozen=True, slots=True)
class Interview:
    """A talk with people of one side (``separate``) or of more (``joint``)."""

    id: str
    mode: Mode
    on: date
    respondents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A document that was reviewed."""

    id: str
    type: Literal["plan", "minutes", "report", "dashboard", "agreement", "comp_plan", "other"]
    on: date | None = None
    owner: str = ""
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class AuditRecords:
    """What the audit gathered.

    Parameters
    ----------
    interviews, artifacts : as recorded
    tiers : tiers of review that exist in this partnership
    touchpoint_tiers : tiers of which at least one touchpoint is entered
    incentive_sides : sides with elements of at least one role group

    """

    interviews: tuple[Interview, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    tiers: tuple[TierOfReview, ...] = ("wts", "mbr", "qsr")
    touchpoint_tiers: tuple[TierOfReview, ...] = ()
    incentive_sides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditInputs:
    """The sides, the people who were asked, and what the audit gathered."""

    sides: tuple[str, ...]
    respondents: tuple[Respondent, ...]
    records: AuditRecords


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether the audit is complete, what is not as ``AUDIT_INCOMPLETE:<part>``, and what each part lacks."""

    complete: bool
    findings: tuple[str, ...]
    lacking: dict[str, tuple[str, ...]]
    config_hash: str


@method(
    name="friction.completeness",
    version="1",
    example={
        "sides": ["a", "b"],
        "respondents": [{"id": "u1", "level": "executive", "acts_for": ["a"]}],
        "records": {"interviews": [{"id": "i1", "mode": "separate", "on": "2025-01-08", "respondents": ["u1"]}]},
    },
)
def completeness(inputs: AuditInputs, settings: MethodSettings) -> Completeness:
    """Say what an audit still lacks.

    Asks: did we hear every side and level, and see the records? Formula: at least one separate interview per side and
    level, one joint interview, one touchpoint per tier of review that exists, five artifacts of three types, and
    incentive elements of one role group per side.

    Sure: Exact for what was entered; it counts talks and documents, and cannot tell how good they were.

    Parameters
    ----------
    inputs : sides, respondents, interviews, artifacts, touchpoints and incentives as far as gathered
    settings : artifacts (5) and types of them (3)

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID`` for an interview with somebody who is no respondent, or a side that is none,
        ``AMBIGUOUS_SIDE``, ``EMPTY_INPUT`` for a person who acts for nobody.

    Notes
    -----
    Source: specification 02 b; the parts after the first article, the numbers our inference. An interview counts as
    what it was: separate with people of one side, joint with people of more than one.

    """
    _check(inputs)
    found = dict(
        zip(
            PARTS,
            (_unheard(inputs), _joint(inputs), _tiers(inputs), _artifacts(inputs, settings), _incentives(inputs)),
            strict=True,
        )
    )
    lacking = {part: lacks for part, lacks in found.items() if lacks}
    findings = tuple(f"{INCOMPLETE}:{part}" for part in lacking)
    return Completeness(not lacking, findings, lacking, settings.config_hash)


def _check(inputs: AuditInputs) -> None:
    records = inputs.records
    unique((person.id for person in inputs.respondents), "respondents")
    unique((interview.id for interview in records.interviews), "interviews")
    unique((artifact.id for artifact in records.artifacts), "artifacts")
    people = [person.id for person in inputs.respondents]
    for interview in records.interviews:
        for person in interview.respondents:
            known(person, people, f"{interview.id}.respondents")
    for side in records.incentive_sides:
        known(side, inputs.sides, "incentive_sides")


def _sides_of(interview: Interview, inputs: AuditInputs) -> set[str]:
    return {person.side for person in inputs.respondents if person.id in interview.respondents}


def _unheard(inputs: AuditInputs) -> tuple[str, ...]:
    """Return the places, as ``side/level``, where nobody was interviewed alone."""
    alone = [one for one in inputs.records.interviews if one.mode == "separate" and len(_sides_of(one, inputs)) == 1]
    asked = {person for one in alone for person in one.respondents}
    heard = {(person.side, person.level) for person in inputs.respondents if person.id in asked}
    return tuple(f"{side}/{level}" for side in inputs.sides for level in LEVELS if (side, level) not in heard)


def _joint(inputs: AuditInputs) -> tuple[str, ...]:
    interviews = inputs.records.interviews
    held = any(one.mode == "joint" and len(_sides_of(one, inputs)) > 1 for one in interviews)
    return () if held else ("joint",)


def _tiers(inputs: AuditInputs) -> tuple[str, ...]:
    records = inputs.records
    return tuple(tier for tier in records.tiers if tier not in records.touchpoint_tiers)


def _artifacts(inputs: AuditInputs, settings: MethodSettings) -> tuple[str, ...]:
    found, rules = inputs.records.artifacts, settings.friction
    few = len(found) < rules.artifacts
    alike = len({artifact.type for artifact in found}) < rules.artifact_kinds
    return tuple(what for what, lacks in (("number", few), ("types", alike)) if lacks)


def _incentives(inputs: AuditInputs) -> tuple[str, ...]:
    return tuple(side for side in inputs.sides if side not in inputs.records.incentive_sides)
