"""Holding other things similar (specification 13 c4): differences within strata beside the crude one."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from comotion.methods.checks import finite
from comotion.methods.patterns.effects import mean_difference
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class Stratum:
    """The outcome values of partnerships with and without the practice in one stratum."""

    with_practice: tuple[float, ...]
    without: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse values that are not finite."""
        for value in (*self.with_practice, *self.without):
            finite(value, "strata")


@dataclass(frozen=True, slots=True)
class Strata:
    """All strata by name."""

    strata: Mapping[str, Stratum]


@dataclass(frozen=True, slots=True)
class StratifiedResult:
    """The crude and the stratified difference (None where a group is empty), strata used and dropped, and notes."""

    crude_difference: float | None
    stratified_difference: float | None
    used: tuple[str, ...]
    dropped: tuple[str, ...]
    notes: tuple[str, ...]
    config_hash: str


_EXAMPLE = {
    "strategic": {"with_practice": [80, 90], "without": [70, 60]},
    "growth": {"with_practice": [60, 50, 55], "without": [45, 50]},
}


@method(name="patterns.stratified", version="1", example={"strata": _EXAMPLE})
def stratified(inputs: Strata, settings: MethodSettings) -> StratifiedResult:
    """Compare like with like.

    Asks: is the difference still there within tiers, ages or approaches? Formula: ``Σ_s w_s (mean_with − mean_without)
    / Σ w_s`` with ``w_s = n1·n0/(n1 + n0)``; if crude and stratified differ by more than half of the crude one, other
    things are likely mixed in.

    Sure: It holds one thing similar and no others. Strata in which one group is empty say nothing and are named.

    Parameters
    ----------
    inputs : outcome values with and without the practice, by stratum
    settings : the share of the crude difference that is a finding (0.5)

    Raises
    ------
    InvalidInput
        ``NOT_FINITE``.

    Notes
    -----
    Source: specification 13 c4: the second article's "other factors similar"; the rule is our inference. Strata with an
    empty group drop out and are named; ``CONFOUNDING_LIKELY`` is a note.

    """
    used = {name: each for name, each in inputs.strata.items() if each.with_practice and each.without}
    with_it = [value for each in inputs.strata.values() for value in each.with_practice]
    without = [value for each in inputs.strata.values() for value in each.without]
    crude = mean_difference(with_it, without) if with_it and without else None
    within_strata = _within(used)
    apart = crude is not None and within_strata is not None and _apart(crude, within_strata, settings)
    return StratifiedResult(
        crude,
        within_strata,
        tuple(used),
        tuple(name for name in inputs.strata if name not in used),
        ("CONFOUNDING_LIKELY",) if apart else (),
        settings.config_hash,
    )


def _within(used: Mapping[str, Stratum]) -> float | None:
    weights = {name: _weight(len(each.with_practice), len(each.without)) for name, each in used.items()}
    total = sum(weights.values())
    if not total:
        return None
    gaps = {name: fmean(each.with_practice) - fmean(each.without) for name, each in used.items()}
    return sum(weights[name] * gaps[name] for name in used) / total


def _weight(n1: int, n0: int) -> float:
    return n1 * n0 / (n1 + n0)


def _apart(crude: float, within_strata: float, settings: MethodSettings) -> bool:
    return abs(crude - within_strata) > settings.patterns.confounding_share * abs(crude) + 1e-9
