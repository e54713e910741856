"""How Agreement (specification 05 c1): four parts, signed by all on the present text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from comotion.methods.checks import known, unique
from comotion.methods.configuration.choice import OperatingModel
from comotion.methods.configuration.restart import Rhythm
from comotion.methods.incentives.metrics import COUNT, MomentumMetric, count_is_right, metric_findings
from comotion.methods.momentum.content import content_hash
from comotion.methods.momentum.plan import may_be_signed
from comotion.methods.ownership.leader import LeaderFacts, leader_check
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import TierOfReview

AgreementStatus = Literal["draft", "ready_to_sign", "signed", "expired"]
TIERS: tuple[TierOfReview, ...] = ("qsr", "mbr", "wts")
CODES = (
    "MODEL_MISSING",
    "MODEL_BLOCKED",
    "PRIORITY_COUNT_OUT_OF_RANGE",
    "STL_MISSING_OR_UNFIT",
    "RHYTHM_INCOMPLETE:*",
    COUNT,
    "METRIC_INVALID",
    "SIGNATURE_MISSING:*",
    "SIGNATURE_STALE:*",
)
_SIGNATURE = "SIGNATURE_"


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority of the quarter, the initiative that serves it, and who leads it."""

    id: str
    initiative: str
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TierPlan:
    """Dates of one tier of review in the quarter, and who owns them."""

    dates: tuple[date, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class HowAgreement:
    """What is signed: model, priorities, rhythm, Momentum Metrics, sponsors per side, and until when it holds.

    Without ``valid_until`` it holds one quarter from its start.
    """

    partnership: str
    sides: tuple[str, ...]
    starts: date
    operating_model: OperatingModel | None
    priorities: tuple[Priority, ...]
    rhythm: Mapping[TierOfReview, TierPlan]
    metrics: tuple[MomentumMetric, ...]
    sponsors: Mapping[str, tuple[str, ...]]
    valid_until: date | None = None

    def __post_init__(self) -> None:
        """Refuse an end before the start, repeated priorities and metrics, and sponsors of no side."""
        if self.valid_until is not None and self.valid_until < self.starts:
            raise InvalidInput("DATE_ORDER", "valid_until", f"It ends on {self.valid_until}, before {self.starts}.")
        unique((priority.id for priority in self.priorities), "priorities")
        unique((metric.id for metric in self.metrics), "metrics")
        for side in self.sponsors:
            known(side, self.sides, "sponsors")

    def last_day(self, rules: Rhythm) -> date:
        """Return the last day on which it is in force."""
        return self.valid_until or self.starts + timedelta(days=rules.quarter_days - 1)

    def signers(self) -> tuple[str, ...]:
        """Return everybody who must sign: the sponsors by side, then the leaders of the priorities."""
        sponsors = (person for side in self.sides for person in self.sponsors.get(side, ()))
        leaders = (person for priority in self.priorities for person in priority.leaders)
        return tuple(dict.fromkeys((*sponsors, *leaders)))


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed when, and the hash of the content as it was then."""

    person: str
    signed_on: date
    content_hash: str


@dataclass(frozen=True, slots=True)
class HowAgreementInputs:
    """An agreement with its signatures, what is known of its leaders, and the day of the check.

    Parameters
    ----------
    model_blocked : whether the operating model lacks a precondition
    friction_report_on : day of the Friction Report that must come before any signature
    override_reason : why it may be signed without one

    """

    agreement: HowAgreement
    signatures: tuple[Signature, ...]
    as_of: date
    leaders: Mapping[str, LeaderFacts] = field(default_factory=dict)
    model_blocked: bool = False
    friction_report_on: date | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """The counts and flags that decide the status of a How Agreement."""

    operating_model: str | None
    model_blocked: bool
    priorities: int
    priorities_with_fit_leader: int
    rhythm: Mapping[TierOfReview, bool]
    metrics: int
    invalid_metrics: tuple[str, ...]
    signatures_required: tuple[str, ...]
    signatures_valid: tuple[str, ...]
    signatures_stale: tuple[str, ...] = ()
    expired: bool = False


@dataclass(frozen=True, slots=True)
class AgreementResult:
    """Status, findings in the order of the parts, advice, whether it may be signed now, and what is signed."""

    status: AgreementStatus
    findings: tuple[str, ...]
    advice: tuple[str, ...]
    may_be_signed: bool
    last_day: date
    content_hash: str
    config_hash: str


def judge(facts: AgreementFacts, settings: MethodSettings) -> tuple[AgreementStatus, tuple[str, ...]]:
    """Return status and findings of an agreement whose parts have been counted."""
    found = (*_part_findings(facts, settings), *_signature_findings(facts))
    if facts.expired:
        return "expired", found
    if any(not code.startswith(_SIGNATURE) for code in found):
        return "draft", found
    return ("ready_to_sign" if found else "signed"), found


def _part_findings(facts: AgreementFacts, settings: MethodSettings) -> tuple[str, ...]:
    rules = settings.rhythm
    in_range = rules.priorities_min <= facts.priorities <= rules.priorities_max
    checks = (
        ("MODEL_MISSING", facts.operating_model is None),
        ("MODEL_BLOCKED", facts.operating_model is not None and facts.model_blocked),
        ("PRIORITY_COUNT_OUT_OF_RANGE", not in_range),
        ("STL_MISSING_OR_UNFIT", facts.priorities_with_fit_leader < facts.priorities),
        *((f"RHYTHM_INCOMPLETE:{tier}", not facts.rhythm.get(tier, False)) for tier in TIERS),
        (COUNT, not count_is_right(facts.metrics, settings.incentives)),
    )
    invalid = (f"METRIC_INVALID:{metric}" for metric in sorted(facts.invalid_metrics))
    return (*(code for code, found in checks if found), *invalid)


def _signature_findings(facts: AgreementFacts) -> tuple[str, ...]:
    lacking = [who for who in facts.signatures_required if who not in facts.signatures_valid]
    return tuple(f"{_SIGNATURE}{'STALE' if who in facts.signatures_stale else 'MISSING'}:{who}" for who in lacking)


_REVIEW = {"dates": ["2025-02-10"], "owner": "Ana"}
_AGREEMENT = {
    "partnership": "p1",
    "sides": ["a", "b"],
    "starts": "2025-02-03",
    "operating_model": "jvo_lite",
    "priorities": [{"id": "launch", "initiative": "i1", "leaders": ["Ana"]}],
    "rhythm": {"wts": _REVIEW, "mbr": _REVIEW, "qsr": _REVIEW},
    "metrics": [],
    "sponsors": {"a": ["Sam"], "b": ["Tia"]},
}


@method(
    name="momentum.how_agreement",
    version="1",
    example={"agreement": _AGREEMENT, "signatures": [], "as_of": "2025-02-05", "friction_report_on": "2025-01-17"},
)
def how_agreement(inputs: HowAgreementInputs, settings: MethodSettings) -> AgreementResult:
    """Say whether a How Agreement is complete, signed and in force.

    Asks: is the "how" truly agreed for this quarter? Formula: ``draft`` with any finding but a signature's,
    ``ready_to_sign`` with signatures missing or stale, ``signed`` with none, ``expired`` after its last day.

    Sure: Exact for the text that was signed: any change of it makes signatures stale. That people live by it only the
    rhythm can show.

    Parameters
    ----------
    inputs : the agreement, signatures on a content hash, facts about its leaders, the day
    settings : number of priorities and metrics (2–3), days of a quarter (91), limits of the leader check

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a signature of somebody who need not sign, ``DATE_ORDER``, ``DUPLICATE_ID``,
        ``OUT_OF_RANGE`` for facts about a leader.

    Notes
    -----
    Source: specification 05 c1, after the first article. A priority needs exactly one leader who passes. One person
    leading two priorities is allowed, with the advice ``NOT_SINGLE_THREADED:<person>``. Nothing may be signed before
    a Friction Report exists, unless somebody says why.

    """
    for signature in inputs.signatures:
        known(signature.person, inputs.agreement.signers(), "signatures")
    facts = agreement_facts(inputs, settings)
    status, findings = judge(facts, settings)
    allowed = may_be_signed(inputs.friction_report_on, inputs.as_of, inputs.override_reason)
    return AgreementResult(
        status,
        findings,
        _advice(inputs.agreement.priorities),
        status == "ready_to_sign" and allowed,
        inputs.agreement.last_day(settings.rhythm),
        content_hash(inputs.agreement),
        settings.config_hash,
    )


def agreement_facts(inputs: HowAgreementInputs, settings: MethodSettings) -> AgreementFacts:
    """Return the counts and flags of an agreement, read from its records."""
    agreement, current = inputs.agreement, content_hash(inputs.agreement)
    signed = [one for one in inputs.signatures if one.signed_on <= inputs.as_of]
    rules, last_day = settings.incentives, agreement.last_day(settings.rhythm)
    return AgreementFacts(
        agreement.operating_model,
        inputs.model_blocked,
        len(agreement.priorities),
        sum(_is_led(priority, inputs.leaders, settings) for priority in agreement.priorities),
        {tier: _is_planned(plan, agreement.starts, last_day) for tier, plan in agreement.rhythm.items()},
        len(agreement.metrics),
        tuple(metric.id for metric in agreement.metrics if metric_findings(metric, agreement.sides, rules)),
        agreement.signers(),
        tuple(one.person for one in signed if one.content_hash == current),
        tuple(one.person for one in signed if one.content_hash != current),
        inputs.as_of > last_day,
    )


def _is_led(priority: Priority, leaders: Mapping[str, LeaderFacts], settings: MethodSettings) -> bool:
    """Say whether a priority has exactly one leader, and that one passes the check."""
    if len(priority.leaders) != 1 or priority.leaders[0] not in leaders:
        return False
    return leader_check(leaders[priority.leaders[0]], settings).passes


def _is_planned(plan: TierPlan, starts: date, last_day: date) -> bool:
    return bool(plan.owner.strip()) and any(starts <= day <= last_day for day in plan.dates)


def _advice(priorities: Sequence[Priority]) -> tuple[str, ...]:
    leading = [person for priority in priorities for person in set(priority.leaders)]
    return tuple(
        f"NOT_SINGLE_THREADED:{person}" for person in sorted({one for one in leading if leading.count(one) > 1})
    )
