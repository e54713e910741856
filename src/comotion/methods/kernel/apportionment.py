"""Counts from shares (specification 01 c6): largest remainder."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comotion.methods.checks import not_negative, weights
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class Apportionment:
    """A whole number to hand out, and shares from most to least attention."""

    total: int
    shares: tuple[float, ...]


def largest_remainder(total: int, shares: Sequence[float]) -> tuple[int, ...]:
    """Return whole counts that sum to ``total`` in proportion to ``shares``.

    Each quota is floored, then the rest goes to the largest fractions; ties go to the earlier share. Shares are read as
    the decimals they are written as, so that 0.1 of 15 and 10 of 100 of 15 are the same quota.

    Parameters
    ----------
    total : what is handed out, ≥ 0
    shares : numbers ≥ 0 of any sum

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``WEIGHTS_NEGATIVE``, ``WEIGHTS_SUM_TO_ZERO``.

    Examples
    --------
    >>> largest_remainder(15, (10, 20, 70))
    (2, 3, 10)

    """
    not_negative(total, "total")
    weights(shares, "shares")
    exact = [Fraction(str(share)) for share in shares]
    quotas = [total * share / sum(exact) for share in exact]
    counts = [int(quota) for quota in quotas]
    by_fraction = sorted(range(len(quotas)), key=lambda index: (counts[index] - quotas[index], index))
    for index in by_fraction[: total - sum(counts)]:
        counts[index] += 1
    return tuple(counts)


@method(name="kernel.apportionment", version="1", example={"total": 28, "shares": [10, 20, 70]})
def counts_from_shares(inputs: Apportionment, settings: MethodSettings) -> tuple[int, ...]:  # noqa: ARG001
    """Hand out a whole number in proportion to shares.

    Asks: how many places does each group get? Formula: largest remainder: ``quota = total × share / Σ shares`` is
    floored, and what is left goes to the largest fractions, ties to the earlier group.

    Sure: Exact: the counts add up to the total, and each lies within one of its quota.

    Parameters
    ----------
    inputs : the total and the shares, from most to least attention
    settings : not used by this rule

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``WEIGHTS_NEGATIVE``, ``WEIGHTS_SUM_TO_ZERO``.

    Notes
    -----
    Source: specification 01 c6, after Balinski and Young.

    """
    return largest_remainder(inputs.total, inputs.shares)
