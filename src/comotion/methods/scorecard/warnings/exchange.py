"""Warnings that read the exchange of value: its fairness and its horizons."""

from collections.abc import Sequence

from comotion.methods.checks import below, reaches
from comotion.methods.scorecard.warnings.finding import Finding, finding, some
from comotion.methods.settings import MethodSettings
from comotion.methods.value.horizons import HorizonClass


def fairness_drift(indices: Sequence[float | None], settings: MethodSettings) -> Finding:
    """Warn when fairness falls.

    Fires when the index falls below 70 from 70 or more, or by 10 or more within two periods.

    Parameters
    ----------
    indices : fairness index (0–100) of the last three quarters, oldest first, None where missing
    settings : the two limits

    """
    limits = settings.warnings
    before, previous, now = ([None] * 3 + list(indices))[-3:]
    readings = {"before": before, "previous": previous, "now": now}
    if now is None:
        return finding("FAIRNESS_DRIFT", None, readings)
    crossed = (
        None if previous is None else below(now, limits.fairness_floor) and reaches(previous, limits.fairness_floor)
    )
    fell = some(
        None if earlier is None else reaches(earlier - now, limits.fairness_fall) for earlier in (before, previous)
    )
    return finding("FAIRNESS_DRIFT", some((crossed, fell)), readings)


def near_term_only(classes: Sequence[HorizonClass | None], settings: MethodSettings) -> Finding:  # noqa: ARG001
    """Warn when a partnership has lived from today alone for two quarters.

    Parameters
    ----------
    classes : horizon class of the last two quarters, oldest first, None where open
    settings : not used by this rule

    """
    previous, now = ([None] * 2 + list(classes))[-2:]
    readings = {"previous": previous, "now": now}
    if any(known is not None and known != "today_only" for known in (previous, now)):
        return finding("NEAR_TERM_ONLY", False, readings)  # noqa: FBT003
    return finding("NEAR_TERM_ONLY", None if previous is None or now is None else True, readings)
