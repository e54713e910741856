"""What a review must hold (specification 05 c2): something from below, something for below, and three answers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import TierOfReview

CODES = ("FEED_FORWARD_MISSING", "FEED_BACK_MISSING", "MBR_QUESTION_1", "MBR_QUESTION_2", "MBR_QUESTION_3")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of an agenda and where it stems from; an insight names the tier it was raised in."""

    text: str
    origin: Literal["insight", "commitment", "metric", "warning", "none"] = "none"
    from_tier: TierOfReview | None = None


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """A decision of a quarterly review: the monthly items or metrics it changes, or that nothing changes below."""

    id: str
    changes: tuple[str, ...] = ()
    no_change_below: bool = False


@dataclass(frozen=True, slots=True)
class FrictionItem:
    """Something that got in the way, and who takes it on."""

    text: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class NextChange:
    """What will be different next month: a commitment with owner and date."""

    id: str
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class MbrRecord:
    """The three answers of a monthly review: metrics that were read, what got in the way, what changes next.

    ``nothing_in_the_way`` is the explicit "none".
    """

    generated: tuple[str, ...] = ()
    friction: tuple[FrictionItem, ...] = ()
    changes: tuple[NextChange, ...] = ()
    nothing_in_the_way: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """A review as recorded.

    Parameters
    ----------
    tier : ``wts``, ``mbr`` or ``qsr``
    agenda, decisions : its items and decisions
    nothing_to_bring_forward : what the record says where no insight came from below
    record : the answers of a monthly review
    metrics : ids of all Momentum Metrics of the quarter
    previous : the answers of the monthly review before

    """

    tier: TierOfReview
    agenda: tuple[AgendaItem, ...] = ()
    decisions: tuple[ReviewDecision, ...] = ()
    nothing_to_bring_forward: bool = False
    record: MbrRecord | None = None
    metrics: tuple[str, ...] = ()
    previous: MbrRecord | None = None


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """Findings of a review, whether all three questions are answered, and the commitments it opens with."""

    findings: tuple[str, ...]
    three_answers: bool | None
    opens_with: tuple[str, ...]
    config_hash: str


@method(
    name="momentum.review",
    version="1",
    example={
        "tier": "mbr",
        "agenda": [{"text": "Clinics ask for single sign-on", "origin": "insight", "from_tier": "wts"}],
        "record": {"generated": ["joint_demos"], "nothing_in_the_way": True},
        "metrics": ["joint_demos"],
    },
)
def review(inputs: Review, settings: MethodSettings) -> ReviewResult:
    """Say what a monthly or quarterly review lacks.

    Asks: does learning go up, do decisions come down, and were the three questions answered? Formula: an MBR has an
    item from a WTS insight and a QSR one from an MBR insight, or the record says that there is nothing; each QSR
    decision names what it changes or "no change below"; an MBR reads every Momentum Metric, names an obstacle with an
    owner or "none", and leaves a commitment with owner and date.

    Sure: Each finding is yes or no from the record of the review. How good an answer is, it cannot tell.

    Parameters
    ----------
    inputs : tier, agenda, decisions, answers of a monthly review and of the one before, all Momentum Metrics
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        Nothing beyond what the records refuse: what is missing is a finding.

    Notes
    -----
    Source: specification 05 c2, after the first article. A monthly review without Momentum Metrics leaves the first
    question open. It opens with the commitments of the one before.

    """
    answers = _questions(inputs) if inputs.tier == "mbr" else ()
    feed_forward = ("FEED_FORWARD_MISSING",) if _lacks_insight(inputs) else ()
    return ReviewResult(
        (*feed_forward, *_feed_back(inputs), *answers),
        not answers if inputs.tier == "mbr" else None,
        tuple(change.id for change in inputs.previous.changes) if inputs.previous else (),
        settings.config_hash,
    )


def _lacks_insight(inputs: Review) -> bool:
    below = {"mbr": "wts", "qsr": "mbr"}.get(inputs.tier)
    brought = any(item.origin == "insight" and item.from_tier == below for item in inputs.agenda)
    return below is not None and not brought and not inputs.nothing_to_bring_forward


def _feed_back(inputs: Review) -> tuple[str, ...]:
    if inputs.tier != "qsr":
        return ()
    open_ends = (one.id for one in inputs.decisions if not one.changes and not one.no_change_below)
    return tuple(f"FEED_BACK_MISSING:{decision}" for decision in open_ends)


def _questions(inputs: Review) -> tuple[str, ...]:
    record = inputs.record or MbrRecord()
    read = bool(inputs.metrics) and set(inputs.metrics) <= set(record.generated)
    named = record.nothing_in_the_way or any(item.owner.strip() for item in record.friction)
    promised = any(change.owner.strip() and change.due is not None for change in record.changes)
    return tuple(f"MBR_QUESTION_{number}" for number, answered in enumerate((read, named, promised), 1) if not answered)
