"""Settings of the scoring kernel (specification 01): coverage, bands, trend, perception, agreement."""

import itertools
from dataclasses import dataclass

from comotion.methods.checks import ascending, not_negative, within
from comotion.methods.scored import InvalidInput


@dataclass(frozen=True)
class Coverage:
    """From which coverage a figure is ``ok``, and from which it is shown at all (shares 0–1)."""

    ok: float = 0.80
    minimum: float = 0.50

    def __post_init__(self) -> None:
        """Refuse shares outside 0–1 and a minimum above ``ok``."""
        within(self.ok, 0.0, 1.0, "coverage.ok")
        within(self.minimum, 0.0, 1.0, "coverage.minimum")
        ascending_or_equal(self.minimum, self.ok, "coverage")


@dataclass(frozen=True)
class Bands:
    """Cuts of the bands of scores and of friction (points) and the margin of their hysteresis."""

    score_cuts: tuple[float, ...] = (50.0, 75.0)
    friction_cuts: tuple[float, ...] = (25.0, 50.0, 75.0)
    margin: float = 3.0

    def __post_init__(self) -> None:
        """Refuse cuts that do not rise, a wrong number of them, and a margin wider than half a band."""
        if (len(self.score_cuts), len(self.friction_cuts)) != (2, 3):
            raise InvalidInput("OUT_OF_RANGE", "bands", "Scores have two cuts and friction has three.")
        check_cuts(self.score_cuts, self.margin, "bands.score_cuts")
        check_cuts(self.friction_cuts, self.margin, "bands.friction_cuts")


@dataclass(frozen=True)
class Trend:
    """Window of a trend in periods, the readings it needs, and the slopes that count as a change."""

    window: int = 4
    minimum: int = 3
    rising: float = 1.5
    falling: float = -1.5

    def __post_init__(self) -> None:
        """Refuse a window that cannot hold the readings it needs, and slopes of the wrong sign."""
        within(self.minimum, 2, self.window, "trend.minimum")
        ascending_or_equal(self.falling, self.rising, "trend")


@dataclass(frozen=True)
class Perception:
    """How many answers a group needs to be shown, and from how many points a gap is noteworthy."""

    min_group_n: int = 3
    noteworthy: float = 20.0

    def __post_init__(self) -> None:
        """Refuse groups of nobody and negative gaps."""
        within(self.min_group_n, 1, 1_000_000, "perception.min_group_n")
        not_negative(self.noteworthy, "perception.noteworthy")


@dataclass(frozen=True)
class Agreement:
    """From which alpha raters are reliable or tentative, and how many units alpha needs."""

    reliable: float = 0.80
    tentative: float = 0.667
    min_units: int = 10

    def __post_init__(self) -> None:
        """Refuse readings of alpha in the wrong order."""
        ascending_or_equal(self.tentative, self.reliable, "agreement")
        within(self.min_units, 2, 1_000_000, "agreement.min_units")


def ascending_or_equal(low: float, high: float, field: str) -> None:
    """Refuse a lower limit above its upper one (``OUT_OF_RANGE``)."""
    if low > high:
        raise InvalidInput("OUT_OF_RANGE", field, f"{low} must not lie above {high}.")


def check_cuts(cuts: tuple[float, ...], margin: float, field: str) -> None:
    """Refuse cuts that do not rise within 0–100, and a margin larger than half the smallest band."""
    for cut in cuts:
        within(cut, 0.0, 100.0, field)
    ascending(cuts, field)
    edges = (0.0, *cuts, 100.0)
    smallest = min(high - low for low, high in itertools.pairwise(edges) if high > low)
    if not_negative(margin, "margin") > smallest / 2:
        raise InvalidInput(
            "MARGIN_TOO_LARGE", "margin", f"{margin} is more than half of the smallest band, {smallest}."
        )
