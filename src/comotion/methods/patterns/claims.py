"""Verdicts on claims (specification 13 c7 and h): slogans as hypotheses about one's own data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, log
from typing import Any, Literal

from comotion.methods.checks import all_known, finite, within
from comotion.methods.data import table
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

ClaimVerdict = Literal[
    "not_enough_data",
    "inconclusive_includes_claim",
    "no_clear_difference",
    "opposite_direction",
    "compatible",
    "smaller_than_claimed",
    "larger_than_claimed",
]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim: the range it names, or that it lies above the null; the null is 1, 0, or None for a single share."""

    low: float | None
    high: float | None
    null: float | None
    direction: Literal["above_null"] | None = None

    def __post_init__(self) -> None:
        """Refuse a range out of order, a claim that names nothing, and a direction without a null."""
        if self.direction is None:
            if self.low is None or self.high is None:
                raise InvalidInput("EMPTY_INPUT", "claimed", "A claim names a value, a range or a direction.")
            if finite(self.low, "claimed") > finite(self.high, "claimed"):
                raise InvalidInput("OUT_OF_RANGE", "claimed", f"{self.low} lies above {self.high}.")
        elif self.null is None:
            raise InvalidInput("EMPTY_INPUT", "null", "A direction needs a null to start from.")

    def span(self) -> tuple[float, float]:
        """Return the range of values that the claim allows; a direction starts just above its null."""
        if self.direction is not None and self.null is not None:
            return self.null, inf
        return (self.low or 0.0), (self.high or 0.0)


@dataclass(frozen=True, slots=True)
class OwnEstimate:
    """What the own data say: estimate with its interval, and whether the minimum number of cases was reached."""

    estimate: float | None
    low: float | None
    high: float | None
    enough: bool

    def __post_init__(self) -> None:
        """Refuse an interval out of order."""
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InvalidInput("OUT_OF_RANGE", "interval", f"{self.low} lies above {self.high}.")


@dataclass(frozen=True, slots=True)
class ClaimInputs:
    """One claim and one estimate."""

    claimed: Claimed
    estimate: OwnEstimate


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """The verdict; ``compatible`` does not mean confirmed."""

    verdict: ClaimVerdict
    config_hash: str


@dataclass(frozen=True, slots=True)
class ClaimsInputs:
    """Own estimates by id of the claim; claims without one are listed too."""

    estimates: Mapping[str, OwnEstimate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim of the list beside what the own data say; the verdict is None where it cannot be tested as stated."""

    id: str
    claim: str
    value: str
    measure: str | None
    testable: bool
    estimate: OwnEstimate | None
    verdict: ClaimVerdict | None


@dataclass(frozen=True, slots=True)
class ClaimsResult:
    """All claims in the order of the list, and how many have each verdict."""

    claims: tuple[ClaimRow, ...]
    verdicts: dict[str, int]
    config_hash: str


def verdict_of(claimed: Claimed, own: OwnEstimate) -> ClaimVerdict:
    """Return the first verdict that fits.

    Parameters
    ----------
    claimed : the range or direction that is claimed, with its null
    own : estimate, interval, and whether there are enough cases

    Examples
    --------
    >>> verdict_of(Claimed(3, 3, 1), OwnEstimate(3.0, 1.6, 5.5, enough=True))
    'compatible'

    """
    if not own.enough or own.estimate is None or own.low is None or own.high is None:
        return "not_enough_data"
    claims = _overlaps(claimed, own.low, own.high)
    if claimed.null is None:
        return "compatible" if claims else _outside(claimed, own.estimate)
    if own.low <= claimed.null <= own.high:
        return "inconclusive_includes_claim" if claims else "no_clear_difference"
    low, high = claimed.span()
    if _side(own.estimate, claimed.null) != _side(low if low != claimed.null else high, claimed.null):
        return "opposite_direction"
    if claims:
        return "compatible"
    nearer = min(_distance(end, claimed.null) for end in (low, high))
    return "smaller_than_claimed" if _distance(own.estimate, claimed.null) < nearer else "larger_than_claimed"


def _overlaps(claimed: Claimed, low: float, high: float) -> bool:
    start, end = claimed.span()
    return (high > start if claimed.direction else high >= start) and low <= end


def _outside(claimed: Claimed, estimate: float) -> ClaimVerdict:
    return "smaller_than_claimed" if estimate < claimed.span()[0] else "larger_than_claimed"


def _side(value: float, null: float) -> bool:
    return value > null


def _distance(value: float, null: float) -> float:
    """Return how far a value lies from the null: on the log scale where that is 1, else as a difference."""
    if null != 1:
        return abs(value - null)
    return abs(log(value)) if value > 0 else inf


@method(
    name="patterns.claim",
    version="1",
    example={
        "claimed": {"low": 3, "high": 3, "null": 1},
        "estimate": {"estimate": 3.0, "low": 1.6, "high": 5.5, "enough": True},
    },
)
def claim(inputs: ClaimInputs, settings: MethodSettings) -> ClaimResult:
    """Hold one claim against an own estimate.

    Asks: does the slogan hold here? Formula: the first that fits of not enough data; interval includes the null and the
    claim, or the null only; estimate on the other side of the null; interval includes the claim; closer to the null
    than claimed (on the log scale where the null is 1); else larger.

    Sure: The verdict looks at the whole interval and not at the estimate alone; too few cases give none. Compatible
    does not mean confirmed.

    Parameters
    ----------
    inputs : claimed range or direction with its null (1 for ratios, 0 for differences, none for a single share), and
        the estimate with its interval
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for ends out of order, ``EMPTY_INPUT`` for a claim that names nothing, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 13 c7; the order of the cases is our inference. Compatible is not confirmed.

    """
    return ClaimResult(verdict_of(inputs.claimed, inputs.estimate), settings.config_hash)


@method(
    name="patterns.claims",
    version="1",
    example={"estimates": {"CL26": {"estimate": 1.2, "low": 0.8, "high": 1.9, "enough": True}}},
)
def claims(inputs: ClaimsInputs, settings: MethodSettings) -> ClaimsResult:
    """Hold the whole list of claims against the own data.

    Asks: which slogans should be repeated, and which not? Formula: the verdict of each claim that can be tested; one
    without an own estimate has not enough data.

    Sure: Claims without enough own cases stay undecided, and none is ever shown as a fact. Compatible does not mean
    confirmed.

    Parameters
    ----------
    inputs : own estimates by id of the claim
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a claim that is not on the list, or one that cannot be tested as stated; ``OUT_OF_RANGE`` for
        an interval out of order.

    Notes
    -----
    Source: specification 13 h, the list of both articles' figures. None of them is a parameter of any formula, and none
    is shown as a fact.

    """
    rows = table("claims")["claims"]
    all_known(inputs.estimates, [row["id"] for row in rows if "measure" in row], "estimates")
    found = tuple(_row(row, inputs.estimates.get(row["id"])) for row in rows)
    verdicts: dict[str, int] = {}
    for one in found:
        if one.verdict is not None:
            verdicts[one.verdict] = verdicts.get(one.verdict, 0) + 1
    return ClaimsResult(found, dict(sorted(verdicts.items())), settings.config_hash)


def claimed_of(row: Mapping[str, Any]) -> Claimed | None:
    """Return what a row of the list claims, None where it cannot be tested as stated."""
    if "measure" not in row:
        return None
    low, high = row["claimed"] or (None, None)
    return Claimed(low, high, row["null_value"], row.get("claimed_direction"))


def _row(row: Mapping[str, Any], own: OwnEstimate | None) -> ClaimRow:
    claimed = claimed_of(row)
    verdict: ClaimVerdict | None = None
    if claimed is not None:
        verdict = "not_enough_data" if own is None else verdict_of(claimed, own)
    return ClaimRow(row["id"], row["claim"], row["value"], row.get("measure"), claimed is not None, own, verdict)


def share_is_testable(n: int, settings: MethodSettings) -> bool:
    """Say whether a single share, median or count rests on enough units.

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a negative number.

    """
    return within(n, 0, 10**12, "n") >= settings.patterns.units_minimum
