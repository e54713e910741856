"""KPI normalisation as a published method (specification 01 c3)."""

from dataclasses import dataclass

from comotion.methods.kernel.normalise import Limits, Normalised, normalise
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class RawReadings:
    """Raw readings of one KPI and its limits."""

    readings: tuple[float, ...]
    limits: Limits


@method(
    name="kernel.normalise",
    version="1",
    example={"readings": [40, 120], "limits": {"direction": "higher", "floor": 0, "target": 100, "ceiling": 150}},
)
def normalised_readings(inputs: RawReadings, settings: MethodSettings) -> tuple[Normalised, ...]:
    """Put raw readings of a KPI on the scale 0 to 100.

    Asks: how good is this reading, against what was agreed? Formula: floor → 0, target → 75, ceiling → 100, linear
    between and clamped outside; without a ceiling target → 100; a band is 100 inside and falls to its floors.

    Sure: Exact for the limits that were agreed; a reading beyond them is marked and kept as it was.

    Parameters
    ----------
    inputs : readings in the KPI's unit, and its limits
    settings : the score of a reading on target

    Raises
    ------
    InvalidInput
        ``KPI_LIMITS_ORDER``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 01 c3, after the OECD/JRC handbook.

    """
    return tuple(normalise(reading, inputs.limits, settings.card.target_score) for reading in inputs.readings)
