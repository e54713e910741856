"""Where an audit stands: its steps in order, what each still lacks, and which is next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from comotion.audits import evidence
from comotion.audits.facts import settings_for, survey_people
from comotion.audits.models import Audit
from comotion.audits.queries import AuditView, Gathering, gathering_of
from comotion.audits.questionnaire import RoundState, round_state
from comotion.methods.friction.completeness import AuditInputs, AuditRecords, completeness

State = Literal["open", "begun", "done"]
STEPS = (
    "goal",
    "respondents",
    "questionnaire",
    "interviews",
    "touchpoints",
    "signals",
    "artifacts",
    "incentives",
    "ownership",
    "report",
)
PARTS = {
    "interviews": ("separate_interviews", "joint_interview"),
    "touchpoints": ("touchpoints",),
    "artifacts": ("artifacts",),
    "incentives": ("incentives",),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the audit and how far it is; ``lacking`` names what its part of the audit still needs."""

    name: str
    state: State
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """All steps, the one to do next, how much there is, and the questionnaire."""

    steps: tuple[Step, ...]
    gathering: Gathering
    round: RoundState

    @property
    def next(self) -> Step:
        """Return the first step that is not done."""
        return next((step for step in self.steps if step.state != "done"), self.steps[-1])

    def step(self, name: str) -> Step:
        """Return a step by its name."""
        return next(step for step in self.steps if step.name == name)


def lacking_of(audit: Audit, view: AuditView) -> dict[str, tuple[str, ...]]:
    """Return what each part of a complete audit still lacks."""
    people = survey_people(audit, view.sides)
    touched = evidence.touchpoints_of(audit, view.sides)
    tiers = evidence.tiers_of(audit)
    incentives = evidence.incentives_of(audit, view.sides)
    shared = (
        {group.organization for group in incentives.groups if any(one.shared for one in group.elements)}
        if incentives
        else set()
    )
    records = AuditRecords(
        evidence.interviews_of(audit),
        evidence.artifacts_of(audit),
        tiers,
        tuple(tier for tier in tiers if any(one.tier_of_review == tier for one in touched)),
        tuple(side.key for side in view.sides if side.key in shared),
    )
    keys = tuple(side.key for side in view.sides)
    return dict(completeness(AuditInputs(keys, people, records), settings_for(audit)).lacking)


def progress_of(view: AuditView) -> Progress:
    """Return where an audit stands."""
    audit = view.audit
    gathered, asked = gathering_of(audit), round_state(audit)
    lacking = lacking_of(audit, view)
    return Progress(tuple(_step(name, view, gathered, asked, lacking) for name in STEPS), gathered, asked)


def _step(
    name: str, view: AuditView, gathered: Gathering, asked: RoundState, lacking: dict[str, tuple[str, ...]]
) -> Step:
    lacks = tuple(f"{part}:{what}" for part in PARTS.get(name, ()) for what in lacking.get(part, ()))
    begun = {
        "goal": bool(view.audit.goal.strip()),
        "respondents": gathered.respondents > 0,
        "questionnaire": asked.is_open,
        "interviews": gathered.interviews > 0,
        "touchpoints": gathered.touchpoints + gathered.unconfirmed > 0,
        "signals": gathered.signals > 0,
        "artifacts": gathered.artifacts > 0,
        "incentives": gathered.groups > 0,
        "ownership": gathered.activities > 0,
        "report": view.is_issued,
    }[name]
    finished = {"questionnaire": asked.is_closed, "interviews": not lacks, "artifacts": not lacks}
    is_done = finished.get(name, begun and not lacks)
    return Step(name, "done" if is_done else "begun" if begun else "open", lacks)
