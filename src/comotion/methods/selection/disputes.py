"""Rating disputes (specification 07 c4): what must be discussed, what was, and what it changed."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from comotion.methods.configuration.selection import PARTNER_DIMENSIONS, PartnerDimension
from comotion.methods.publishing import method
from comotion.methods.selection.panel import PanelScore, PanelScores, latest_scores, wide
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dimension of a candidate that raters saw two or more apart, before and after they talked.

    ``settled`` says whether the second round lies closer together; None while there was no second round.
    """

    candidate: str
    dimension: PartnerDimension
    first_low: float
    first_high: float
    median_before: float
    median_after: float | None
    settled: bool | None


@dataclass(frozen=True, slots=True)
class DisputesResult:
    """All disputes of a panel, and how many still wait for a talk."""

    disputes: tuple[Dispute, ...]
    waiting: int
    config_hash: str


_EXAMPLE = [
    {
        "candidate": "c1",
        "rater": rater,
        "dimension": "operational_capability",
        "score": score,
        "evidence": "demo",
        "round": number,
    }
    for number, scores in ((1, (3, 5)), (2, (4, 4)))
    for rater, score in zip(("r1", "r2"), scores, strict=True)
]


@method(name="selection.disputes", version="1", example={"scores": _EXAMPLE})
def disputes(inputs: PanelScores, settings: MethodSettings) -> DisputesResult:
    """List what a panel must talk about, and what talking changed.

    Asks: where do raters see different candidates in the same one? Formula: a range of 2 or more in the first round is
    a dispute; it is settled when the latest scores of all its raters lie closer together. Both rounds are kept.

    Sure: Exact for the scores given. A dispute that is settled may be so by persuasion or by fatigue: both rounds are
    kept.

    Parameters
    ----------
    inputs : whole scores 1–5 with evidence, by rater, dimension and round
    settings : the range that must be discussed (2)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``EVIDENCE_REQUIRED``, ``DUPLICATE_ID``, ``UNKNOWN_ENUM``.

    Notes
    -----
    Source: specification 07 c4; raters score alone first, the range is our inference.

    """
    latest_scores(inputs.scores)
    by_cell: dict[tuple[str, PartnerDimension], list[PanelScore]] = defaultdict(list)
    for score in inputs.scores:
        by_cell[score.candidate, score.dimension].append(score)
    ordered = sorted(by_cell.items(), key=lambda item: (item[0][0], PARTNER_DIMENSIONS.index(item[0][1])))
    found = tuple(
        dispute for (name, dim), given in ordered if (dispute := _dispute(name, dim, given, settings)) is not None
    )
    waiting = sum(dispute.settled is None for dispute in found)
    return DisputesResult(found, waiting, settings.config_hash)


def _dispute(
    candidate: str, dimension: PartnerDimension, scores: list[PanelScore], settings: MethodSettings
) -> Dispute | None:
    limit = settings.selection.discuss_range
    first = [score.score for score in scores if score.round == 1]
    if not first or not wide(first, limit):
        return None
    again = {score.rater for score in scores if score.round > 1}
    latest = list(latest_scores(scores)[candidate, dimension].values())
    return Dispute(
        candidate,
        dimension,
        min(first),
        max(first),
        float(median(first)),
        float(median(latest)) if again else None,
        not wide(latest, limit) if again else None,
    )
