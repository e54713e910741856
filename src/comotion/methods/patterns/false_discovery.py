"""Many comparisons (specification 13 c3), after Benjamini and Hochberg."""

from collections.abc import Sequence
from dataclasses import dataclass

from comotion.methods.checks import within
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class PValues:
    """The p-values of one declared family, 0–1."""

    p: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Adjusted p-values in the order given, and which are kept at the false discovery rate."""

    adjusted: tuple[float, ...]
    kept: tuple[bool, ...]
    family_size: int
    config_hash: str


def adjust(p: Sequence[float]) -> tuple[float, ...]:
    """Return the adjusted p-values: the smallest ``p · m / rank`` of this and all larger p.

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a p outside 0–1, ``NOT_FINITE``.

    Examples
    --------
    >>> adjust([0.01, 0.04, 0.03])
    (0.03, 0.04, 0.04)

    """
    size, smallest = len(p), 1.0
    adjusted = [1.0] * size
    for rank, place in zip(range(size, 0, -1), sorted(range(size), key=lambda at: -p[at]), strict=True):
        smallest = min(smallest, within(p[place], 0.0, 1.0, "p") * size / rank)
        adjusted[place] = max(smallest, p[place])
    return tuple(adjusted)


@method(name="patterns.false_discovery", version="1", example={"p": [0.003, 0.012, 0.021, 0.04, 0.2, 0.6]})
def false_discovery(inputs: PValues, settings: MethodSettings) -> Adjusted:
    """Say which of many comparisons stand out when all of them are counted.

    Asks: what is left when we admit how often we looked? Formula: ``p · m / rank``, made monotone from the largest p
    down; kept at the false discovery rate 0.10.

    Sure: Of the comparisons that are kept, about one in ten may still be chance; the size of the family is always
    shown.

    Parameters
    ----------
    inputs : all p-values of the family, 0–1
    settings : the false discovery rate

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 13 c3, after Benjamini and Hochberg 1995. The size of the family is always shown.

    """
    adjusted = adjust(inputs.p)
    rate = settings.patterns.false_discovery_rate
    return Adjusted(adjusted, tuple(p <= rate + 1e-9 for p in adjusted), len(adjusted), settings.config_hash)
