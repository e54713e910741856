"""Guard against gaming (specification 05 c3): a better rate of fewer promises is not momentum."""

from dataclasses import dataclass

from comotion.methods.momentum.index import RATE_UP_VOLUME_DOWN, rate_up_volume_down
from comotion.methods.momentum.kept import KeptCounts
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class TwoWindows:
    """Commitments of the present window and of the one before."""

    now: KeptCounts
    before: KeptCounts


@dataclass(frozen=True, slots=True)
class GamingGuard:
    """Whether the guard fires (None where a window has no commitment due), its finding, and both volumes."""

    fires: bool | None
    findings: tuple[str, ...]
    due_now: int
    due_before: int


@method(
    name="momentum.gaming",
    version="1",
    example={"now": {"on_time": 5}, "before": {"on_time": 8, "missed": 4}},
)
def gaming_guard(inputs: TwoWindows, settings: MethodSettings) -> GamingGuard:
    """Notice when a rate rises because less is promised.

    Asks: is the better rate earned? Formula: ``RATE_UP_VOLUME_DOWN`` where the kept rate rises by 10 points or more
    while commitments due fall by half or more against the window before.

    Sure: A hint and no verdict: fewer promises may also be a wise choice. Without commitments in both windows nothing
    is said.

    Parameters
    ----------
    inputs : commitments on time, late and missed of two windows
    settings : the rise (0.10) and the share of volume (0.50)

    Raises
    ------
    InvalidInput
        Nothing beyond what the records refuse.

    Notes
    -----
    Source: specification 05 c3, our inference.

    """
    fires = rate_up_volume_down(inputs.now, inputs.before, settings)
    return GamingGuard(fires, (RATE_UP_VOLUME_DOWN,) if fires else (), inputs.now.due, inputs.before.due)
