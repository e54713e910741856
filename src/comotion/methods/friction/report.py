"""Friction Report (specification 02 c7): everything the audit found, and what to do first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from comotion.methods.checks import not_negative, within
from comotion.methods.friction.actions import ActionInputs, ProposedAction, action_row, proposed_actions
from comotion.methods.friction.answers import Survey
from comotion.methods.friction.candour import CandourGaps, candour
from comotion.methods.friction.causes import CauseFriction, CauseInputs, cause_friction
from comotion.methods.friction.completeness import AuditInputs, AuditRecords, Completeness, completeness
from comotion.methods.friction.plateau import Plateau, PlateauInputs, plateau
from comotion.methods.friction.survey import EXAMPLE, CauseGaps, SurveyFriction, survey_friction
from comotion.methods.kernel.suppression import ShownGap
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored, Status
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import RootCause

_TOP = 3


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """What a Friction Report is made of.

    Parameters
    ----------
    partnership : its reference
    starts, ends : first and last day of the audit
    survey : people and answers of the closed round
    records : interviews, artifacts, touchpoints and incentives as gathered
    until : number of the month the verdict is for
    evidence : evidence friction 0–100 of each cause, from ownership, communication and incentives
    momentum_index, outcomes : what the plateau verdict reads
    past_share, lag_days : share 0–1 of minutes on the past, days from signal to response
    findings : open findings of the evidence, as ``CODE`` or ``CODE:subject``

    """

    partnership: str
    starts: date
    ends: date
    survey: Survey
    records: AuditRecords
    until: int
    evidence: Mapping[RootCause, Scored | float | None] = field(default_factory=dict)
    momentum_index: Scored | float | None = None
    outcomes: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    past_share: float | None = None
    lag_days: float | None = None
    findings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an audit that ends before it starts, shares outside 0–1 and negative days."""
        if self.ends < self.starts:
            raise InvalidInput("DATE_ORDER", "ends", f"The audit ends on {self.ends}, before {self.starts}.")
        within(self.past_share or 0.0, 0.0, 1.0, "past_share")
        not_negative(self.lag_days or 0.0, "lag_days")


@dataclass(frozen=True, slots=True)
class QuestionGap:
    """A statement the sides or levels see differently, and what may be shown of the gap."""

    question: str
    gap: ShownGap


@dataclass(frozen=True, slots=True)
class FrictionReport:
    """The scored baseline; ``status`` is at most ``provisional`` while the audit is incomplete.

    ``side_questions`` and ``level_questions`` are the three statements with the largest gaps. ``baseline`` holds the
    cell means for a later comparison and is not for display.
    """

    partnership: str
    starts: date
    ends: date
    status: Status
    completeness: Completeness
    causes: CauseFriction
    plateau: Plateau
    gaps: dict[RootCause, CauseGaps]
    side_questions: tuple[QuestionGap, ...]
    level_questions: tuple[QuestionGap, ...]
    candour: CandourGaps
    past_share: float | None
    lag_days: float | None
    findings: tuple[str, ...]
    incentive_findings: tuple[str, ...]
    actions: tuple[ProposedAction, ...]
    baseline: dict[str, dict[str, dict[str, float]]]
    notes: tuple[str, ...]
    config_hash: str


@method(
    name="friction.report",
    version="1",
    example={
        "partnership": "p1",
        "starts": "2025-01-06",
        "ends": "2025-01-19",
        "survey": EXAMPLE,
        "records": {"artifacts": [{"id": "d1", "type": "plan"}]},
        "until": 24300,
        "evidence": {"ownership_vacuum": 70},
        "momentum_index": 41,
        "findings": ["NO_ACCOUNTABLE:launch_plan"],
    },
)
def friction_report(inputs: ReportInputs, settings: MethodSettings) -> FrictionReport:
    """Draw up the Momentum Friction Report.

    Asks: which cause do we treat first, and what do we do on Monday? Formula: completeness, survey friction, cause
    friction, candour gaps, plateau verdict and proposed actions, each by its own method.

    Sure: Every figure carries coverage and bounds; an incomplete audit is provisional and says what it lacks.

    Parameters
    ----------
    inputs : survey, records, evidence friction per cause, index and outcomes, open findings
    settings : those of the methods it is made of

    Raises
    ------
    InvalidInput
        ``DATE_ORDER``, ``OUT_OF_RANGE``, ``UNKNOWN_ID`` and whatever the methods refuse.

    Notes
    -----
    Source: specification 02 c7. ``incentive_findings`` are the open findings that belong to the success metric
    mismatch.

    """
    survey = survey_friction(inputs.survey, settings)
    audit = completeness(AuditInputs(inputs.survey.sides, inputs.survey.respondents, inputs.records), settings)
    causes = cause_friction(CauseInputs(survey.causes, inputs.evidence), settings)
    candid = candour(inputs.survey, settings)
    findings = (*audit.findings, *causes.flags, *survey.findings, *candid.findings, *inputs.findings)
    verdict = PlateauInputs(
        inputs.until, inputs.outcomes, inputs.momentum_index, causes.overall_friction, causes.lower_bound
    )
    return FrictionReport(
        inputs.partnership,
        inputs.starts,
        inputs.ends,
        "provisional" if causes.status == "ok" and not audit.complete else causes.status,
        audit,
        causes,
        plateau(verdict, settings),
        survey.gaps,
        _largest(survey, "side_gap"),
        _largest(survey, "level_gap"),
        candid,
        inputs.past_share,
        inputs.lag_days,
        findings,
        _of_incentives(inputs.findings),
        _actions(survey, causes, findings, settings),
        survey.cell_means(),
        survey.notes,
        settings.config_hash,
    )


def _largest(survey: SurveyFriction, name: str) -> tuple[QuestionGap, ...]:
    """Return the three statements with the largest gap, ties by their order in the bank."""
    sizes = {question: getattr(found, name) for question, found in survey.questions.items()}
    present = [question for question, gap in sizes.items() if gap is not None]
    ordered = sorted(present, key=lambda question: -abs(sizes[question]))
    return tuple(QuestionGap(one, getattr(survey.questions[one].seen, name)) for one in ordered[:_TOP])


def _of_incentives(findings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(finding for finding in findings if action_row(finding)["cause"] == "success_metric_mismatch")


def _actions(
    survey: SurveyFriction, causes: CauseFriction, findings: tuple[str, ...], settings: MethodSettings
) -> tuple[ProposedAction, ...]:
    scores = {name: found.score.value for name, found in survey.questions.items()}
    friction = {cause: figure.value for cause, figure in causes.cause_friction.items()}
    return proposed_actions(ActionInputs(scores, friction, causes.primary_causes, findings), settings)
