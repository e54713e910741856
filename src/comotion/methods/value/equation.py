"""Value equation (specification 08 c2): strategic fit times contribution over complexity."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, fsum, log

from comotion.methods.checks import within
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class ValueInputs:
    """Strategic fit, what each side commits, and complexity, each 1–5 or None where not assessed."""

    strategic_fit: float | None
    resource_contributions: Mapping[str, float | None]
    implementation_complexity: float | None


@dataclass(frozen=True, slots=True)
class ValueResult:
    """The joint contribution, the raw value 0.2–25, its index, and what one step of each input would change."""

    resource_contribution: float | None
    partnership_value: float | None
    value_index: Scored
    sensitivity: dict[str, float]


@method(
    name="value.equation",
    version="1",
    example={"strategic_fit": 4, "resource_contributions": {"a": 4, "b": 3}, "implementation_complexity": 2},
)
def value_equation(inputs: ValueInputs, settings: MethodSettings) -> ValueResult:
    """Weigh what a partnership promises against what it takes.

    Asks: is there value in it, and what would raise it most? Formula: ``value = fit × contribution / complexity`` with
    the n-th root of the product of the sides' contributions; ``value_index = 100 × ln(value / 0.2) / ln(125)``. On this
    logarithmic scale the index is the mean of three parts (fit, contribution, complexity), so a missing part lowers
    coverage like any other.

    Sure: The index orders, and is no amount of money. Missing inputs lower its coverage, and the effect of one step of
    each input is shown.

    Parameters
    ----------
    inputs : fit, contribution per side and complexity, each 1–5 by its rubric, None where not assessed
    settings : coverage thresholds

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` outside 1–5, ``EMPTY_INPUT`` without sides.

    Notes
    -----
    Source: specification 08 c2, the second article's equation; root and logarithm are our inference.

    """
    _check(inputs)
    index = _index(inputs, settings)
    contribution = _root(inputs.resource_contributions)
    value = None
    if inputs.strategic_fit is not None and contribution is not None and inputs.implementation_complexity is not None:
        value = inputs.strategic_fit * contribution / inputs.implementation_complexity
    return ValueResult(contribution, value, index, _sensitivity(inputs, index, settings))


def _check(inputs: ValueInputs) -> None:
    if not inputs.resource_contributions:
        raise InvalidInput("EMPTY_INPUT", "resource_contributions", "At least one side must contribute.")
    for name, step in _steps(inputs).items():
        if step is not None:
            within(step, 1.0, 5.0, name)


def _steps(inputs: ValueInputs) -> dict[str, float | None]:
    contributions = {f"resource_contribution_{side}": step for side, step in inputs.resource_contributions.items()}
    return {
        "strategic_fit": inputs.strategic_fit,
        **contributions,
        "implementation_complexity": inputs.implementation_complexity,
    }


def _index(inputs: ValueInputs, settings: MethodSettings) -> Scored:
    sides = len(inputs.resource_contributions)
    parts: list[tuple[str, float, Scored | float | None]] = []
    for name, step in _steps(inputs).items():
        weight = 1.0 / sides if name.startswith("resource_contribution_") else 1.0
        parts.append((name, weight, _points(step, falling=name == "implementation_complexity")))
    return weighted_mean(parts, settings)


def _points(step: float | None, *, falling: bool) -> float | None:
    if step is None:
        return None
    return 100.0 * log(5.0 / step if falling else step) / log(5.0)


def _root(contributions: Mapping[str, float | None]) -> float | None:
    given = [step for step in contributions.values() if step is not None]
    if len(given) < len(contributions):
        return None
    return exp(fsum(log(step) for step in given) / len(given))


def _sensitivity(inputs: ValueInputs, index: Scored, settings: MethodSettings) -> dict[str, float]:
    if index.value is None:
        return {}
    effects: dict[str, float] = {}
    for name, step in _steps(inputs).items():
        for change in (-1.0, 1.0):
            if step is not None and 1.0 <= step + change <= 5.0:
                moved = _index(_moved(inputs, name, step + change), settings)
                effects[f"{name}{change:+.0f}"] = _gain(index, moved)
    return effects


def _gain(before: Scored, after: Scored) -> float:
    """Return the change of an index whose inputs are known as far as before, so that it has a value too."""
    return (after.value or 0.0) - (before.value or 0.0)


def _moved(inputs: ValueInputs, name: str, step: float) -> ValueInputs:
    if name == "strategic_fit":
        return replace(inputs, strategic_fit=step)
    if name == "implementation_complexity":
        return replace(inputs, implementation_complexity=step)
    side = name.removeprefix("resource_contribution_")
    return replace(inputs, resource_contributions={**inputs.resource_contributions, side: step})
