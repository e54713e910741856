"""Bands with hysteresis (specification 01 c4): a score near a cut does not flicker."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import TOLERANCE, below, finite, reaches
from comotion.methods.configuration.kernel import check_cuts
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

SCORE_BANDS = ("weak", "workable", "strong")
FRICTION_BANDS = ("low", "moderate", "high", "severe")


@dataclass(frozen=True, slots=True)
class Scale:
    """Names of the bands from low to high, the cuts between them, and the margin to cross one."""

    names: tuple[str, ...]
    cuts: tuple[float, ...]
    margin: float

    def __post_init__(self) -> None:
        """Refuse cuts that do not rise and a margin larger than half the smallest band."""
        check_cuts(self.cuts, self.margin, "cuts")


@dataclass(frozen=True, slots=True)
class BandState:
    """The band after a reading; ``stale`` where the reading was missing; ``missing`` counts those in a row."""

    band: str | None = None
    stale: bool = False
    missing: int = 0


@dataclass(frozen=True, slots=True)
class ReadingSeries:
    """Readings in order of time, null where one is missing, on the scale of scores or of friction."""

    readings: tuple[float | None, ...]
    scale: Literal["score", "friction"] = "score"


def score_scale(settings: MethodSettings) -> Scale:
    """Return the bands of scores: ``weak``, ``workable``, ``strong``."""
    return Scale(SCORE_BANDS, settings.bands.score_cuts, settings.bands.margin)


def friction_scale(settings: MethodSettings) -> Scale:
    """Return the bands of friction: ``low``, ``moderate``, ``high``, ``severe``."""
    return Scale(FRICTION_BANDS, settings.bands.friction_cuts, settings.bands.margin)


def raw_band(value: float, scale: Scale) -> str:
    """Return the band of a first reading; a value on a cut belongs to the band above it."""
    return scale.names[bisect_right(scale.cuts, finite(value, "value") + TOLERANCE)]


def next_band(previous: str, value: float, scale: Scale) -> str:
    """Return the band after ``previous``: up one while ``v ≥ cut + margin``, down one while ``v < cut − margin``.

    Examples
    --------
    >>> next_band("weak", 52.9, Scale(SCORE_BANDS, (50.0, 75.0), 3.0))
    'weak'

    """
    finite(value, "value")
    at = scale.names.index(previous)
    while at < len(scale.cuts) and reaches(value, scale.cuts[at] + scale.margin):
        at += 1
    while at > 0 and below(value, scale.cuts[at - 1] - scale.margin):
        at -= 1
    return scale.names[at]


def advance_band(state: BandState, value: float | None, scale: Scale) -> BandState:
    """Return the state after one more reading; a missing one keeps the band as stale, a second withdraws it."""
    if value is None:
        missing = state.missing + 1
        kept = state.band if missing < 2 else None
        return BandState(kept, stale=kept is not None, missing=missing)
    if state.band is None:
        return BandState(raw_band(value, scale))
    return BandState(next_band(state.band, value, scale))


def bands(readings: Sequence[float | None], scale: Scale) -> tuple[BandState, ...]:
    """Return the state after each reading of a series."""
    states: list[BandState] = []
    state = BandState()
    for reading in readings:
        state = advance_band(state, reading, scale)
        states.append(state)
    return tuple(states)


@method(name="kernel.bands", version="1", example={"readings": [48, 52.9, 53, None, 47.1], "scale": "score"})
def bands_of_series(inputs: ReadingSeries, settings: MethodSettings) -> tuple[BandState, ...]:
    """Name the band of each reading of a series.

    Asks: is this a change, or noise near a cut? Formula: the first reading takes the raw band; then up one band while
    ``v ≥ upper_cut + margin`` and down one while ``v < lower_cut − margin``.

    Sure: A reading near a cut keeps its band, so a change of band is more than noise; one missing reading keeps the
    band as stale, two withdraw it.

    Parameters
    ----------
    inputs : readings 0–100 in order of time, null where missing; ``score`` or ``friction``
    settings : cuts and margin

    Raises
    ------
    InvalidInput
        ``NOT_FINITE``; the settings refuse ``CUTS_NOT_ASCENDING`` and ``MARGIN_TOO_LARGE``.

    Notes
    -----
    Source: specification 01 c4, after control engineering; the margin is our inference.

    """
    scale = score_scale(settings) if inputs.scale == "score" else friction_scale(settings)
    return bands(inputs.readings, scale)
