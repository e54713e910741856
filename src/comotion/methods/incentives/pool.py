"""Shared bonus pool (specification 04 c7): money for closed deals only together with quality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from comotion.methods.checks import below, finite, not_negative, unique, weights
from comotion.methods.configuration.restart import Pool
from comotion.methods.kernel.apportionment import largest_remainder
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

SCORE_MISSING = "POOL_SCORE_MISSING"


@dataclass(frozen=True, slots=True)
class Funding:
    """What a side puts into the pool, in minor units of a currency."""

    side: str
    amount: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse negative amounts."""
        not_negative(self.amount, f"{self.side}.amount")


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who shares in the payout of a side, with points ≥ 0."""

    id: str
    side: str
    points: float


@dataclass(frozen=True, slots=True)
class PoolScore:
    """The score 0–100 of one metric for the period, entered by one side and confirmed by the other."""

    metric: str
    score: float
    entered_by: str
    confirmed_by: str | None = None

    @property
    def confirmed(self) -> bool:
        """Say whether a side other than the one that entered it confirmed it."""
        return self.confirmed_by is not None and self.confirmed_by != self.entered_by


@dataclass(frozen=True, slots=True)
class PoolInputs:
    """A pool of one period: funding, participants and scores; weights, quality metrics, gate and cap where agreed.

    What is not given is taken from the settings.
    """

    funding: tuple[Funding, ...]
    participants: tuple[Participant, ...]
    scores: tuple[PoolScore, ...]
    weights: Mapping[str, float] | None = None
    quality: tuple[str, ...] | None = None
    gate: float | None = None
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one side funded, what its people get, and what returns to it, in minor units."""

    funded: int
    paid: int
    returned: int


@dataclass(frozen=True, slots=True)
class PoolResult:
    """Factor and payout, per side and per participant, or why nothing is paid.

    ``shares`` are for named people of their own side only; the room sees the rest.
    """

    pool: int
    currency: str
    factor: float | None
    gated: bool
    payout: int | None
    side_payouts: dict[str, int] = field(default_factory=dict)
    shares: dict[str, dict[str, int]] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    config_hash: str = ""


_SCORES = {"closed_deals": 90, "handover_quality": 80, "implementation_success": 70}


@method(
    name="incentives.pool",
    version="1",
    example={
        "funding": [
            {"side": "a", "amount": 5000001, "currency": "EUR"},
            {"side": "b", "amount": 5000000, "currency": "EUR"},
        ],
        "participants": [{"id": "Ana", "side": "a", "points": 65}, {"id": "Eva", "side": "b", "points": 35}],
        "scores": [
            {"metric": metric, "score": score, "entered_by": "a", "confirmed_by": "b"}
            for metric, score in _SCORES.items()
        ],
    },
)
def bonus_pool(inputs: PoolInputs, settings: MethodSettings) -> PoolResult:
    """Divide a bonus pool that both sides funded.

    Asks: how much is paid for this period, and to whom? Formula: ``factor = Σ weight·clamp(score, 0, 100) / (100·Σ
    weight)``, at most the cap 0.5 where a quality metric lies below the gate 50; ``payout = ⌊pool × factor⌋`` in minor
    units; to sides by their sums of points, within a side by points, each by largest remainder; what is not paid
    returns by funding.

    Sure: Exact to the cent. A score that is missing or not confirmed by the other side pays nothing.

    Parameters
    ----------
    inputs : funding per side in one currency, participants with points, confirmed scores 0–100
    settings : weights of the metrics (0.4, 0.3, 0.3), quality metrics, gate and cap

    Raises
    ------
    InvalidInput
        ``UNIT_MISMATCH`` for mixed currencies, ``WEIGHTS_SUM_TO_ZERO`` where all points, all funding or all weights are
        0, ``WEIGHTS_NEGATIVE``, ``OUT_OF_RANGE``, ``DUPLICATE_ID``, ``EMPTY_INPUT`` without funding.

    Notes
    -----
    Source: specification 04 c7, after the first article; the formula is our inference. A score that is missing or not
    confirmed by the other side blocks the payout: ``POOL_SCORE_MISSING:<metric>``.

    """
    currency = _check(inputs)
    pool = sum(one.amount for one in inputs.funding)
    metric_weights = settings.pool.weights.pairs() if inputs.weights is None else dict(inputs.weights)
    weights(metric_weights.values(), "weights")
    scores = {one.metric: one.score for one in inputs.scores if one.confirmed}
    absent = tuple(f"{SCORE_MISSING}:{metric}" for metric in sorted(metric_weights) if metric not in scores)
    if absent:
        return PoolResult(
            pool, currency, None, gated=False, payout=None, findings=absent, config_hash=settings.config_hash
        )
    factor, gated = _factor(metric_weights, scores, _terms(inputs, settings.pool))
    payout = int(pool * factor)
    sides = _side_payouts(payout, inputs.participants)
    return PoolResult(
        pool,
        currency,
        float(factor),
        gated,
        payout,
        sides,
        {side: _shares(paid, side, inputs.participants) for side, paid in sides.items()},
        _statements(inputs.funding, sides, pool - payout),
        config_hash=settings.config_hash,
    )


def _check(inputs: PoolInputs) -> str:
    """Refuse what cannot be divided; return the one currency."""
    if not inputs.funding:
        raise InvalidInput("EMPTY_INPUT", "funding", "A pool needs somebody who funds it.")
    unique((one.side for one in inputs.funding), "funding")
    unique((one.id for one in inputs.participants), "participants")
    unique((one.metric for one in inputs.scores), "scores")
    for one in inputs.scores:
        finite(one.score, one.metric)
    weights((one.points for one in inputs.participants), "participants.points")
    currencies = sorted({one.currency for one in inputs.funding})
    if len(currencies) > 1:
        raise InvalidInput("UNIT_MISMATCH", "funding", f"The pool mixes {', '.join(currencies)}.")
    return currencies[0]


def _terms(inputs: PoolInputs, defaults: Pool) -> Pool:
    """Return quality metrics, gate and cap as agreed for this pool."""
    return Pool(
        defaults.weights,
        defaults.quality if inputs.quality is None else inputs.quality,
        defaults.gate if inputs.gate is None else inputs.gate,
        defaults.cap if inputs.cap is None else inputs.cap,
    )


def _exact(number: float) -> Fraction:
    """Return a number as the decimal it is written as, so that 0.81 of a pool is exactly that."""
    return Fraction(str(number))


def _factor(metric_weights: Mapping[str, float], scores: Mapping[str, float], terms: Pool) -> tuple[Fraction, bool]:
    total = sum(map(_exact, metric_weights.values()), Fraction(0))
    clamped = {name: min(100.0, max(0.0, scores[name])) for name in metric_weights}
    points = sum((_exact(weight) * _exact(clamped[name]) for name, weight in metric_weights.items()), Fraction(0))
    factor = points / (100 * total)
    gated = any(below(scores[name], terms.gate) for name in terms.quality if name in metric_weights)
    return (min(factor, _exact(terms.cap)) if gated else factor), gated


def _side_payouts(payout: int, participants: Sequence[Participant]) -> dict[str, int]:
    sides = sorted({one.side for one in participants})
    points = [float(sum(_exact(one.points) for one in participants if one.side == side)) for side in sides]
    return dict(zip(sides, largest_remainder(payout, points), strict=True))


def _shares(paid: int, side: str, participants: Sequence[Participant]) -> dict[str, int]:
    own = sorted((one for one in participants if one.side == side), key=lambda one: one.id)
    points = [one.points for one in own]
    counts = largest_remainder(paid, points) if any(points) else (0,) * len(own)
    return {one.id: count for one, count in zip(own, counts, strict=True)}


def _statements(funding: Sequence[Funding], sides: Mapping[str, int], unpaid: int) -> dict[str, Statement]:
    funded = {one.side: one.amount for one in funding}
    names = sorted({*funded, *sides})
    returned = largest_remainder(unpaid, [funded.get(name, 0) for name in names])
    return {
        name: Statement(funded.get(name, 0), sides.get(name, 0), back)
        for name, back in zip(names, returned, strict=True)
    }
