"""Momentum Friction Report (specification 02 c7): from what an audit gathered to what is to be done first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from comotion.methods.communication.closure import Insight, InsightLog, closure
from comotion.methods.communication.evidence import CommunicationEvidence, communication_evidence, communication_facts
from comotion.methods.communication.lag import Lag, Signal, SignalLog, signal_lag
from comotion.methods.communication.mapping import CommunicationMap, Touchpoints, communication_map
from comotion.methods.communication.touchpoints import Touchpoint
from comotion.methods.friction.answers import Survey
from comotion.methods.friction.completeness import Artifact, AuditRecords, Interview
from comotion.methods.friction.report import FrictionReport, ReportInputs, friction_report
from comotion.methods.friction.survey import EXAMPLE as SURVEY_EXAMPLE
from comotion.methods.friction.survey import SurveyFriction, survey_friction
from comotion.methods.incentives.elements import IncentiveRecords, visible
from comotion.methods.incentives.evidence import EXAMPLE as INCENTIVE_EXAMPLE
from comotion.methods.incentives.evidence import IncentiveEvidence, incentive_evidence
from comotion.methods.incentives.trials import Trial, trials
from comotion.methods.ownership.evidence import OwnershipEvidence, OwnershipRecords, ownership_evidence
from comotion.methods.ownership.mandate import MandateInputs, mandate_check
from comotion.methods.ownership.raci import Matrix
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import TierOfReview

NOTHING_OWNED = OwnershipRecords(Matrix(()))


@dataclass(frozen=True, slots=True)
class EvidenceRecords:
    """What documents and logs hold.

    Parameters
    ----------
    ownership, mandates : responsibility matrix, initiatives with their leaders, and what the leaders were granted
    touchpoints, insights, signals : who meets whom, what was fed forward, what waited for a decision
    incentives : shared goals and role groups, for the room or for one side; None where no goal is named

    """

    ownership: OwnershipRecords = NOTHING_OWNED
    mandates: tuple[MandateInputs, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    insights: tuple[Insight, ...] = ()
    signals: tuple[Signal, ...] = ()
    incentives: IncentiveRecords | None = None


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """All that an audit gathered, as of a time.

    Parameters
    ----------
    partnership : its reference
    starts, ends : first and last day of the audit
    as_of : what happened later is not known yet
    survey : people and answers of the closed round
    interviews, artifacts : talks held and documents reviewed
    tiers : tiers of review that exist in this partnership
    records : what documents and logs hold
    momentum_index, outcomes : what the plateau verdict reads
    findings : open findings of other methods, as ``CODE`` or ``CODE:subject``

    """

    partnership: str
    starts: date
    ends: date
    as_of: datetime
    survey: Survey
    interviews: tuple[Interview, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    tiers: tuple[TierOfReview, ...] = ("wts", "mbr", "qsr")
    records: EvidenceRecords = field(default_factory=EvidenceRecords)
    momentum_index: Scored | float | None = None
    outcomes: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MomentumFrictionReport:
    """The report with what it rests on: answers, ownership, who meets whom and how long signals wait, incentives.

    ``incentives`` is None where no goal or no role group is named; ``trials`` says which one change would help most.
    """

    report: FrictionReport
    survey: SurveyFriction
    ownership: OwnershipEvidence
    communication: CommunicationEvidence
    contacts: CommunicationMap
    lag: Lag
    incentives: IncentiveEvidence | None
    trials: tuple[Trial, ...]


_MEETING = {
    "id": "weekly",
    "per_quarter": 13,
    "minutes": 60,
    "participants": {"a": {"executive": 1}, "b": {"operational": 3}},
    "split": {"past": 45, "planning": 15},
    "tier_of_review": "wts",
}


@method(
    name="friction.audit",
    version="1",
    example={
        "partnership": "p1",
        "starts": "2025-01-06",
        "ends": "2025-01-19",
        "as_of": "2025-01-20T00:00:00",
        "survey": SURVEY_EXAMPLE,
        "artifacts": [{"id": "d1", "type": "plan"}],
        "records": {
            "touchpoints": [_MEETING],
            "signals": [{"id": "s1", "observed_at": "2024-11-18T00:00:00"}],
            "incentives": INCENTIVE_EXAMPLE,
        },
        "momentum_index": 41,
    },
)
def audit_report(facts: AuditFacts, settings: MethodSettings) -> MomentumFrictionReport:
    """Draw up the Momentum Friction Report from what an audit gathered.

    Asks: why is it stuck, who sees it differently, and what do we do on Monday? Formula: evidence friction of the three
    causes by ``ownership.evidence``, ``communication.evidence`` and ``incentives.evidence``, then ``friction.report``
    over answers and evidence.

    Sure: Every figure carries coverage and bounds; an incomplete audit is provisional and says what it lacks. Survey
    and records can disagree, and the report shows where.

    Parameters
    ----------
    facts : answers, interviews, artifacts, responsibility matrix, touchpoints, insights, signals and role groups
    settings : those of the methods it is made of

    Raises
    ------
    InvalidInput
        Whatever these methods refuse.

    Notes
    -----
    Source: specification 02 c7 with 03 and 04. Incentives are those that the audience may see, so that what a side
    keeps back lowers coverage and nothing else.

    """
    records = facts.records
    owned = ownership_evidence(records.ownership, settings)
    contacts = communication_map(Touchpoints(facts.survey.sides, records.touchpoints), settings)
    answers = closure(InsightLog(records.insights, facts.as_of), settings)
    waited = signal_lag(SignalLog(records.signals, facts.as_of), settings)
    heard = communication_evidence(communication_facts(contacts, answers, waited), settings)
    named = records.incentives if records.incentives and records.incentives.groups else None
    rewarded = incentive_evidence(named, settings) if named else None
    granted = [
        f"{code}:{one.mandate.initiative}" for one in records.mandates for code in mandate_check(one, settings).findings
    ]
    findings = (
        *owned.findings,
        *granted,
        *heard.findings,
        *answers.open_findings(),
        *(rewarded.findings if rewarded else ()),
        *facts.findings,
    )
    evidence = {
        "ownership_vacuum": owned.ownership_evidence_friction,
        "communication_echo_chamber": heard.communication_evidence_friction,
        "success_metric_mismatch": rewarded.incentive_evidence_friction if rewarded else None,
    }
    report = friction_report(_inputs(facts, evidence, contacts, waited, findings), settings)
    tried = trials(named, settings) if named else ()
    return MomentumFrictionReport(
        report, survey_friction(facts.survey, settings), owned, heard, contacts, waited, rewarded, tried
    )


def _inputs(
    facts: AuditFacts,
    evidence: Mapping[str, Scored | None],
    contacts: CommunicationMap,
    waited: Lag,
    findings: tuple[str, ...],
) -> ReportInputs:
    records = AuditRecords(
        facts.interviews,
        facts.artifacts,
        facts.tiers,
        tuple(tier for tier in facts.tiers if any(one.tier_of_review == tier for one in facts.records.touchpoints)),
        _sides_with_elements(facts.records.incentives, facts.survey.sides),
    )
    return ReportInputs(
        facts.partnership,
        facts.starts,
        facts.ends,
        facts.survey,
        records,
        facts.ends.year * 12 + facts.ends.month - 1,
        {cause: figure for cause, figure in evidence.items() if figure is not None},  # type: ignore[misc]
        facts.momentum_index,
        facts.outcomes,
        contacts.past_share,
        waited.lag_days,
        findings,
    )


def _sides_with_elements(incentives: IncentiveRecords | None, sides: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sides of which the audience sees elements of at least one role group."""
    if incentives is None:
        return ()
    shown = {one.organization for one in incentives.groups if visible(one, incentives.audience).elements}
    return tuple(side for side in sides if side in shown)
