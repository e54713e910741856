"""Weighted mean with missing parts (specification 01 c2): value, coverage and exact bounds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comotion.methods.checks import reaches, weights, within
from comotion.methods.configuration.kernel import Coverage
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Part, Scored, Status
from comotion.methods.settings import MethodSettings

WeightedPart = tuple[str, float, Scored | float | None]
"""Name, weight, and a figure, a number 0–100, or None where it is missing."""


@dataclass(frozen=True, slots=True)
class NamedPart:
    """One part as published input: name, weight, value 0–100 or a figure or null."""

    name: str
    weight: float
    value: Scored | float | None = None


@dataclass(frozen=True, slots=True)
class WeightedParts:
    """The parts of one weighted mean."""

    parts: tuple[NamedPart, ...]


def status_of(coverage: float, limits: Coverage) -> Status:
    """Return ``ok``, ``provisional`` or ``insufficient`` for a coverage 0–1."""
    if reaches(coverage, limits.ok):
        return "ok"
    return "provisional" if reaches(coverage, limits.minimum) else "insufficient"


def number(value: float | None, settings: MethodSettings) -> Scored:
    """Return a leaf: a number 0–100 with full coverage, or a missing one with bounds 0–100."""
    if value is None:
        return Scored(None, 0.0, "insufficient", 0.0, 100.0, 0, config_hash=settings.config_hash)
    within(value, 0.0, 100.0, "value")
    return Scored(value, 1.0, "ok", value, value, 1, config_hash=settings.config_hash)


def weighted_mean(parts: Sequence[WeightedPart], settings: MethodSettings, *, notes: tuple[str, ...] = ()) -> Scored:
    """Return the weighted mean of the present parts, with coverage and bounds.

    ``value = Σ_P w·value / Σ_P w`` over the parts that have a value; coverage, low and high are weighted over all
    parts, where a missing part has coverage 0 and bounds 0–100. A part that is ``insufficient`` counts as missing.

    Parameters
    ----------
    parts : name, weight ≥ 0, and a figure, a number 0–100 or None
    settings : coverage thresholds
    notes : findings that the figure carries

    Raises
    ------
    InvalidInput
        ``EMPTY_INPUT``, ``WEIGHTS_NEGATIVE``, ``WEIGHTS_SUM_TO_ZERO``, ``OUT_OF_RANGE``, ``NOT_FINITE``.

    """
    if not parts:
        raise InvalidInput("EMPTY_INPUT", "parts", "A weighted mean needs at least one part.")
    total = weights((weight for _, weight, _ in parts), "weight")
    figures = [(name, weight, _figure(value, settings)) for name, weight, value in parts]
    covered = sum(weight * figure.coverage for _, weight, figure in figures if figure.value is not None) / total
    low = sum(weight * (0.0 if figure.value is None else figure.low) for _, weight, figure in figures) / total
    high = sum(weight * (100.0 if figure.value is None else figure.high) for _, weight, figure in figures) / total
    low, high = max(low, 0.0), min(high, 100.0)  # sums of floats may pass the ends by a last digit
    status = status_of(covered, settings.coverage)
    value, explained = _explain(figures, shown=status != "insufficient")
    return Scored(
        value=None if value is None else min(max(value, low), high),
        coverage=covered,
        status=status,
        low=low,
        high=high,
        n=sum(figure.n for _, _, figure in figures),
        parts=explained,
        notes=notes,
        config_hash=settings.config_hash,
    )


def _figure(value: Scored | float | None, settings: MethodSettings) -> Scored:
    if not isinstance(value, Scored):
        return number(value, settings)
    if value.status == "insufficient" and value.value is not None:
        return replace(value, value=None)
    return value


def _explain(figures: list[tuple[str, float, Scored]], *, shown: bool) -> tuple[float | None, tuple[Part, ...]]:
    present = sum(weight for _, weight, figure in figures if figure.value is not None)
    value = 0.0
    parts: list[Part] = []
    for name, weight, figure in figures:
        if figure.value is None:
            parts.append(Part(name, weight, None, 0.0, None))
            continue
        contribution = weight * figure.value / present if present else None
        value += contribution or 0.0
        parts.append(Part(name, weight, figure.value, figure.coverage, contribution if shown else None))
    return (value if shown and present else None), tuple(parts)


@method(
    name="kernel.weighted_mean",
    version="1",
    example={"parts": [{"name": "a", "weight": 4, "value": 60}, {"name": "b", "weight": 1, "value": None}]},
)
def mean_of_parts(inputs: WeightedParts, settings: MethodSettings) -> Scored:
    """Combine parts of which some may be missing.

    Asks: what is the score, how much of it is known, and where would it lie if the rest were as bad or as good as
    possible? Formula: ``value = Σ w·value / Σ w`` over the parts that have one; ``coverage = Σ w·coverage / Σ w`` over
    all parts; ``low`` and ``high`` likewise, where a missing part has 0 and 100.

    Sure: The value comes with coverage and with the bounds it would have if all that is missing were as bad or as good
    as possible. From coverage 0.8 it is ok, from 0.5 provisional, below it is not shown.

    Parameters
    ----------
    inputs : parts with name, weight ≥ 0 and a value 0–100, a figure, or null
    settings : coverage thresholds 0.80 and 0.50

    Raises
    ------
    InvalidInput
        ``EMPTY_INPUT``, ``WEIGHTS_NEGATIVE``, ``WEIGHTS_SUM_TO_ZERO``, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 01 c2, after the OECD/JRC handbook and Manski's bounds.

    """
    return weighted_mean([(part.name, part.weight, part.value) for part in inputs.parts], settings)
