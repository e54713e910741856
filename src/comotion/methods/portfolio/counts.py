"""Portfolio counts (specification 11 c1): how many partnerships are good on which dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from comotion.methods.checks import all_known, reaches, unique
from comotion.methods.kernel.weighted_mean import number
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import DIMENSIONS, Dimension


@dataclass(frozen=True, slots=True)
class CountRow:
    """One partnership: its four dimensions as figures, numbers 0–100 or None; ended ones are left out."""

    id: str
    dimensions: Mapping[str, Scored | float | None]
    ended: bool = False


@dataclass(frozen=True, slots=True)
class DimensionCount:
    """One dimension over the portfolio; the low and high counts take provisional scores at their bounds."""

    good: int
    good_low: int
    good_high: int
    rated: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class PortfolioCounts:
    """Good per dimension, on all, on any and on none; ``coverage`` is the mean coverage of all dimension scores."""

    partnerships: int
    dimensions: dict[str, DimensionCount]
    good_on_all_four: int
    good_on_any: int
    good_on_none: int
    weakest_dimension: Dimension | None
    coverage: float | None
    config_hash: str


@dataclass(frozen=True, slots=True)
class CountRows:
    """The rows of a portfolio."""

    rows: tuple[CountRow, ...]


def dimension_scores(dimensions: Mapping[str, Scored | float | None], settings: MethodSettings) -> dict[str, Scored]:
    """Return the four dimensions as figures; one that is absent or insufficient is missing."""
    all_known(dimensions, DIMENSIONS, "dimensions")
    scores: dict[str, Scored] = {}
    for name in DIMENSIONS:
        value = dimensions.get(name)
        scores[name] = value if isinstance(value, Scored) else number(value, settings)
    return scores


def counts(rows: Sequence[CountRow], settings: MethodSettings) -> PortfolioCounts:
    """Return the counts of a portfolio; a dimension is good from 70.

    Parameters
    ----------
    rows : partnerships with their four dimension scores; ended ones are left out
    settings : the cut from which a dimension is good

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID`` for a dimension that does not exist, ``OUT_OF_RANGE``.

    """
    unique((row.id for row in rows), "rows")
    scores = [dimension_scores(row.dimensions, settings) for row in rows if not row.ended]
    cut = settings.phases.good_cut
    good = [sum(_from(score.value, cut) for score in by_name.values()) for by_name in scores]
    rated = [any(score.value is not None for score in by_name.values()) for by_name in scores]
    dimensions: dict[str, DimensionCount] = {
        name: _count([by_name[name] for by_name in scores], cut) for name in DIMENSIONS
    }
    covered = [score.coverage for by_name in scores for score in by_name.values()]
    return PortfolioCounts(
        partnerships=len(scores),
        dimensions=dimensions,
        good_on_all_four=sum(count == len(DIMENSIONS) for count in good),
        good_on_any=sum(count > 0 for count in good),
        good_on_none=sum(has and not count for has, count in zip(rated, good, strict=True)),
        weakest_dimension=_weakest(dimensions),
        coverage=fmean(covered) if covered else None,
        config_hash=settings.config_hash,
    )


def _from(value: float | None, cut: float) -> bool:
    return value is not None and reaches(value, cut)


def _count(scores: Sequence[Scored], cut: float) -> DimensionCount:
    rated = [score for score in scores if score.value is not None]
    return DimensionCount(
        good=sum(_from(score.value, cut) for score in rated),
        good_low=sum(reaches(score.low, cut) for score in rated),
        good_high=sum(reaches(score.high, cut) for score in rated),
        rated=len(rated),
        mean=fmean(score.value for score in rated if score.value is not None) if rated else None,
    )


def _weakest(dimensions: Mapping[str, DimensionCount]) -> Dimension | None:
    means = {name: mean for name in DIMENSIONS if (mean := dimensions[name].mean) is not None}
    return min(means, key=lambda name: means[name], default=None)


_EXAMPLE = {
    "id": "p01",
    "dimensions": {
        "strategic_alignment": 75,
        "value_exchange": 48,
        "operational_efficiency": 59,
        "relationship_health": None,
    },
}


@method(name="portfolio.counts", version="1", example={"rows": [_EXAMPLE]})
def counts_of_portfolio(inputs: CountRows, settings: MethodSettings) -> PortfolioCounts:
    """Count how many partnerships are good on what.

    Asks: where is the portfolio weak as a whole? Formula: a dimension is good from 70; counts, and the counts that the
    bounds of provisional scores would give; the weakest dimension is the one with the lowest mean.

    Sure: Beside each count stand the counts that the bounds of provisional scores would give. With small counts, few or
    none that are good on all may be mere chance.

    Parameters
    ----------
    inputs : partnerships with four dimension scores each
    settings : the cut

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID``, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 11 c1; the cut is our inference.

    """
    return counts(inputs.rows, settings)
