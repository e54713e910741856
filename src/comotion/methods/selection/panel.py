"""Panel scores (specification 07 c2 and c4): several people score alone, agree on what they mean, and then count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from comotion.methods.checks import below, one_of, reaches, within
from comotion.methods.configuration.selection import PARTNER_DIMENSIONS, PartnerDimension
from comotion.methods.kernel.agreement import Alpha, alpha
from comotion.methods.kernel.weighted_mean import WeightedPart, weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class PanelScore:
    """One rater's score 1–5 of one dimension of a candidate, with the evidence it rests on, in one round."""

    candidate: str
    rater: str
    dimension: PartnerDimension
    score: float
    evidence: str
    round: int = 1

    def __post_init__(self) -> None:
        """Refuse scores that are not whole or outside 1–5, and scores without evidence."""
        one_of(self.dimension, PARTNER_DIMENSIONS, "dimension")
        if within(self.score, 1.0, 5.0, "score") != int(self.score):
            raise InvalidInput("OUT_OF_RANGE", "score", f"{self.score} is not a whole number from 1 to 5.")
        if not self.evidence.strip():
            raise InvalidInput("EVIDENCE_REQUIRED", "evidence", "A score names the evidence it rests on.")


@dataclass(frozen=True, slots=True)
class PanelScores:
    """All scores of a panel, in any order; both rounds of a score that was discussed."""

    scores: tuple[PanelScore, ...]


@dataclass(frozen=True, slots=True)
class CandidateScore:
    """One candidate: medians by dimension, the partner score 0–100, what must be discussed, and how many rated."""

    medians: dict[PartnerDimension, float]
    partner_score: Scored
    range_flags: tuple[PartnerDimension, ...]
    raters: int


@dataclass(frozen=True, slots=True)
class PanelResult:
    """All candidates, the agreement of the panel, and whom it scores again where it does not agree."""

    candidates: dict[str, CandidateScore]
    alpha: Alpha
    provisional: bool
    recalibrate_on: tuple[str, ...]
    config_hash: str


Cell = tuple[str, PartnerDimension]


def latest_scores(scores: Iterable[PanelScore]) -> dict[Cell, dict[str, float]]:
    """Return for each candidate and dimension the score of each rater in the latest round.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID`` for a rater who scores one dimension twice in a round.

    """
    seen: set[tuple[str, str, str, int]] = set()
    cells: dict[Cell, dict[str, float]] = defaultdict(dict)
    for score in sorted(scores, key=lambda given: given.round):
        key = (score.candidate, score.rater, score.dimension, score.round)
        if key in seen:
            raise InvalidInput("DUPLICATE_ID", "scores", f"{score.rater} scores {score.candidate} twice in a round.")
        seen.add(key)
        cells[score.candidate, score.dimension][score.rater] = score.score
    return dict(cells)


def partner_score(medians: Mapping[str, float | None], settings: MethodSettings) -> Scored:
    """Return the mean of ``(median − 1)/4 × 100`` by the weights of the dimensions; a missing one lowers coverage.

    Parameters
    ----------
    medians : 1–5 by dimension, None or absent where nobody scored
    settings : weights of the dimensions

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``UNKNOWN_ENUM``.

    """
    for name in medians:
        one_of(name, PARTNER_DIMENSIONS, "medians")
    weights = settings.selection.dimension_weights()
    parts: list[WeightedPart] = [(name, weight, _points(medians.get(name))) for name, weight in weights.items()]
    return weighted_mean(parts, settings)


def _points(middle: float | None) -> float | None:
    return None if middle is None else 25.0 * (within(middle, 1.0, 5.0, "median") - 1.0)


_EXAMPLE = [
    {"candidate": "c1", "rater": rater, "dimension": dimension, "score": score, "evidence": "reference call"}
    for dimension, scores in (
        ("strategic_fit", (4, 5)),
        ("operational_capability", (3, 5)),
        ("market_position", (3, 3)),
    )
    for rater, score in zip(("r1", "r2"), scores, strict=True)
]


@method(name="selection.panel", version="1", example={"scores": _EXAMPLE})
def panel(inputs: PanelScores, settings: MethodSettings) -> PanelResult:
    """Turn the scores of a panel into one score per candidate.

    Asks: how good is each candidate, and does the panel mean the same by its grades? Formula: dimension = median of the
    raters; ``partner_score`` = weighted mean of ``(median − 1)/4 × 100``; Krippendorff's ordinal alpha over all
    candidate × dimension units.

    Sure: One rater, or a panel that does not mean the same by its grades, makes the result provisional. A high mean
    does not cancel a weak dimension.

    Parameters
    ----------
    inputs : whole scores 1–5 with evidence, by rater, dimension and round
    settings : weights of the dimensions, the range that must be discussed (2), units alpha needs (10)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``EVIDENCE_REQUIRED``, ``DUPLICATE_ID``, ``UNKNOWN_ENUM``.

    Notes
    -----
    Source: specification 07 c4, after Krippendorff; the second article names the dimensions. One rater: provisional;
    alpha below 0.667: the panel scores two candidates again.

    """
    cells = latest_scores(inputs.scores)
    names = sorted({candidate for candidate, _ in cells})
    agreed = alpha([list(by_rater.values()) for _, by_rater in sorted(cells.items())], settings)
    unsure = agreed.alpha is not None and below(agreed.alpha, settings.agreement.tentative)
    found = {name: _candidate(name, cells, settings) for name in names}
    return PanelResult(
        found,
        agreed,
        unsure or any(score.raters < settings.selection.raters_minimum for score in found.values()),
        _most_disputed(cells, settings.selection.recalibrate_on) if unsure else (),
        settings.config_hash,
    )


def _candidate(name: str, cells: Mapping[Cell, Mapping[str, float]], settings: MethodSettings) -> CandidateScore:
    scores = {dim: list(cells[name, dim].values()) for dim in PARTNER_DIMENSIONS if (name, dim) in cells}
    medians = {dimension: float(median(given)) for dimension, given in scores.items()}
    raters = min(len(given) for given in scores.values())
    score = partner_score({str(dim): middle for dim, middle in medians.items()}, settings)
    if raters < settings.selection.raters_minimum and score.status == "ok":
        score = replace(score, status="provisional", notes=("TOO_FEW_RATERS",))
    limit = settings.selection.discuss_range
    return CandidateScore(medians, score, tuple(dim for dim, given in scores.items() if wide(given, limit)), raters)


def wide(scores: Sequence[float], limit: float) -> bool:
    """Say whether scores lie so far apart that they must be discussed."""
    return reaches(max(scores) - min(scores), limit)


def _most_disputed(cells: Mapping[Cell, Mapping[str, float]], count: int) -> tuple[str, ...]:
    """Return the candidates whose ranges add up to most; ties by id."""
    apart: dict[str, float] = defaultdict(float)
    for (candidate, _), by_rater in cells.items():
        apart[candidate] += max(by_rater.values()) - min(by_rater.values())
    return tuple(sorted(apart, key=lambda name: (-apart[name], name))[:count])
