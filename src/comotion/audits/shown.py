"""What people may read of a Friction Report: figures of groups, never anything from which an answer could be found.

The same records serve the page, the paper and the frozen baseline.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from comotion.audits.withheld import seen_questions
from comotion.methods.friction.audit import MomentumFrictionReport
from comotion.methods.friction.questions import questions
from comotion.methods.friction.survey import QuestionFriction
from comotion.methods.incentives.evidence import IncentiveEvidence
from comotion.methods.incentives.trials import Trial
from comotion.methods.kernel.suppression import ShownCell, ShownGap, ShownLine, ShownSurvey
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CAUSES, RootCause


@dataclass(frozen=True, slots=True)
class CauseShown:
    """One root cause: friction, what people say and documents show, who sees it how, and how openly they speak."""

    cause: RootCause
    friction: Scored
    band: str | None
    said: float | None
    documented: float | None
    difference: float | None
    levels: tuple[ShownLine, ...]
    sides: tuple[ShownLine, ...]
    level_gap: ShownGap
    side_gap: ShownGap
    heaviest: str
    candour_gap: float | None
    is_guarded: bool
    is_primary: bool


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """One statement; without a value where that could give an answer away."""

    id: str
    cause: RootCause
    value: float | None
    cells: tuple[ShownCell, ...]
    levels: tuple[ShownLine, ...]
    sides: tuple[ShownLine, ...]
    level_gap: ShownGap
    side_gap: ShownGap
    dont_know_share: float | None


@dataclass(frozen=True, slots=True)
class ContactShown:
    """Hours per quarter between two places, each written ``side/level``; none where they never meet."""

    left: str
    right: str
    hours: float


@dataclass(frozen=True, slots=True)
class TalkShown:
    """Who meets whom, what the time goes into, and how long a signal waits."""

    hours: float
    pairs: tuple[ContactShown, ...]
    missing_pairs: tuple[tuple[str, str], ...]
    missing_links: tuple[str, ...]
    cross_level_share: float | None
    cross_partner_share: float | None
    past_share: float | None
    firefighting_share: float | None
    forward_share: float | None
    classified_minutes: float
    lag_days: float | None
    lag_is_lower_bound: bool
    signals: int
    stages: dict[str, float | None]
    bottleneck: str | None


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One role group: how far its reward pulls toward the goal (−1 to +1), and how much of it is known."""

    side: str
    name: str
    pull: float | None
    unexplained_share: float


@dataclass(frozen=True, slots=True)
class RewardShown:
    """What people are paid for, held against the joint goal; ``trials`` say which one change helps most."""

    friction: Scored | None = None
    goal_mismatch: float | None = None
    divergence: float | None = None
    joint_gap: float | None = None
    groups: tuple[GroupShown, ...] = ()
    trials: tuple[Trial, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionShown:
    """One thing to do: a row of the action table and what called for it."""

    id: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """How much was gathered."""

    invited: int = 0
    answered: int = 0
    interviews: int = 0
    artifacts: int = 0


@dataclass(frozen=True, slots=True)
class ReportShown:
    """The whole report; ``names`` says what sides, activities and initiatives are called."""

    starts: dt.date
    ends: dt.date
    status: str
    verdict: str
    momentum_index: float | None
    overall_friction: float | None
    is_lower_bound: bool
    mean_friction: float | None
    primary_causes: tuple[RootCause, ...]
    lacking: dict[str, tuple[str, ...]]
    gathered: Gathered
    causes: tuple[CauseShown, ...]
    questions: tuple[QuestionShown, ...]
    talk: TalkShown
    reward: RewardShown
    findings: tuple[str, ...]
    actions: tuple[ActionShown, ...]
    quotes: tuple[tuple[str, str], ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    config_hash: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the figures: how much was gathered, Momentum Index, names, quotes by statement, settings."""

    gathered: Gathered
    momentum_index: float | None
    names: dict[str, str]
    quotes: tuple[tuple[str, str], ...]
    settings: MethodSettings


def shown_report(found: MomentumFrictionReport, around: Around) -> ReportShown:
    """Return what may be read of a report."""
    report, causes = found.report, found.report.causes
    seen = seen_questions(found.survey)
    asked = tuple(_question(name, one, seen[name], around.settings) for name, one in found.survey.questions.items())
    return ReportShown(
        starts=report.starts,
        ends=report.ends,
        status=report.status,
        verdict=report.plateau.plateau_verdict,
        momentum_index=around.momentum_index,
        overall_friction=causes.overall_friction,
        is_lower_bound=causes.lower_bound,
        mean_friction=causes.mean_friction.value,
        primary_causes=causes.primary_causes,
        lacking=report.completeness.lacking,
        gathered=around.gathered,
        causes=tuple(_cause(cause, found, around.settings) for cause in CAUSES),
        questions=asked,
        talk=_talk(found),
        reward=_reward(found.incentives, found.trials),
        findings=report.findings,
        actions=tuple(ActionShown(one.id, one.because) for one in report.actions),
        quotes=around.quotes,
        names=around.names,
        config_hash=report.config_hash,
    )


def _cause(cause: RootCause, found: MomentumFrictionReport, settings: MethodSettings) -> CauseShown:
    causes, seen = found.report.causes, found.report.gaps[cause].seen
    friction, candid = causes.cause_friction[cause], found.report.candour.causes[cause]
    parts = {part.name: part.value for part in friction.parts}
    enough = min(candid.separate_n, candid.joint_n) >= settings.perception.min_group_n
    return CauseShown(
        cause,
        friction,
        causes.bands[cause],
        parts.get("survey"),
        parts.get("evidence"),
        causes.say_do_gap[cause],
        seen.levels,
        seen.sides,
        seen.level_gap,
        seen.side_gap,
        _heaviest(cause, found),
        candid.candour_gap if enough else None,
        candid.flag and enough,
        cause in causes.primary_causes,
    )


def _heaviest(cause: RootCause, found: MomentumFrictionReport) -> str:
    """Return the statement that weighs most in a cause."""
    scores = {
        name: questions()[name].weight * one.score.value
        for name, one in found.survey.questions.items()
        if one.cause == cause and one.score.value is not None
    }
    return max(scores, key=lambda name: scores[name], default="")


def _question(name: str, one: QuestionFriction, seen: ShownSurvey, settings: MethodSettings) -> QuestionShown:
    lines = (*seen.levels, *seen.sides)
    people = sum(cell.n for row in one.cells.values() for cell in row.values())
    is_open = people >= settings.perception.min_group_n and not any(line.band and line.mean is None for line in lines)
    return QuestionShown(
        name,
        one.cause,
        one.score.value if is_open else None,
        seen.cells,
        seen.levels,
        seen.sides,
        seen.level_gap,
        seen.side_gap,
        one.dont_know_share if is_open else None,
    )


def _talk(found: MomentumFrictionReport) -> TalkShown:
    contacts, lag = found.contacts, found.lag
    return TalkShown(
        hours=contacts.hours,
        pairs=tuple(ContactShown(one.left, one.right, one.hours) for one in contacts.pairs),
        missing_pairs=contacts.missing_pairs if contacts.hours else (),
        missing_links=contacts.missing_links,
        cross_level_share=contacts.cross_level_share,
        cross_partner_share=contacts.cross_partner_share,
        past_share=contacts.past_share,
        firefighting_share=contacts.firefighting_share,
        forward_share=contacts.forward_share,
        classified_minutes=contacts.classified_minutes,
        lag_days=lag.lag_days,
        lag_is_lower_bound=lag.lower_bound,
        signals=lag.signals,
        stages={str(stage): days for stage, days in lag.stages.items()},
        bottleneck=lag.bottleneck,
    )


def _reward(found: IncentiveEvidence | None, trials: tuple[Trial, ...]) -> RewardShown:
    if found is None:
        return RewardShown()
    return RewardShown(
        found.incentive_evidence_friction,
        _value(found.goal_mismatch),
        _value(found.divergence),
        _value(found.joint_gap),
        tuple(_group(key, pull, found.unexplained_share[key]) for key, pull in found.pull.items()),
        trials,
    )


def _value(figure: Scored | None) -> float | None:
    return None if figure is None else figure.value


def _group(key: str, pull: float | None, unexplained: float) -> GroupShown:
    side, _, name = key.partition("/")
    return GroupShown(side, name, pull, unexplained)


def shown_cells(report: ReportShown) -> list[str]:
    """Return the cells whose mean may be shown, as ``question/side/level``."""
    return [
        f"{one.id}/{cell.side}/{cell.level}" for one in report.questions for cell in one.cells if cell.mean is not None
    ]
