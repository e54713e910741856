"""Warnings that read meetings and signals."""

from collections.abc import Sequence
from dataclasses import dataclass

from comotion.methods.checks import reaches
from comotion.methods.kernel.survival import MedianTime
from comotion.methods.scorecard.warnings.finding import Finding, finding, some
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class LagSample:
    """A signal-to-response median in days, with the signals behind it; a lower bound where it was not reached."""

    days: float
    signals: int

    @classmethod
    def from_median(cls, time: MedianTime) -> "LagSample | None":
        """Return the sample of a Kaplan–Meier median; one that is not reached counts as its lower bound."""
        days = time.lower_bound
        return None if days is None else cls(days, time.n_closed + time.n_open)


def rhythm_slip(mbrs_held: Sequence[bool], qsrs_held: Sequence[bool], settings: MethodSettings) -> Finding:  # noqa: ARG001
    """Warn when the last two monthly reviews that were due, or the last quarterly one, were not held.

    Parameters
    ----------
    mbrs_held, qsrs_held : whether each review that was due was held, in order of their dates
    settings : not used by this rule

    """
    mbr = None if len(mbrs_held) < 2 else not any(mbrs_held[-2:])
    qsr = None if not qsrs_held else not qsrs_held[-1]
    if mbr is None and mbrs_held and mbrs_held[-1]:
        mbr = False
    known = [condition for condition in (mbr, qsr) if condition is not None]
    readings = {"mbrs_missed": _missed_in_a_row(mbrs_held), "qsrs_missed": _missed_in_a_row(qsrs_held)}
    return finding("RHYTHM_SLIP", some(known), readings)


def _missed_in_a_row(held: Sequence[bool]) -> float:
    last = [index for index, was_held in enumerate(held) if was_held]
    return float(len(held) - (last[-1] + 1 if last else 0))


def lag_growth(now: LagSample | None, baseline: LagSample | None, settings: MethodSettings) -> Finding:
    """Warn when answers to signals take 1.5 times as long as they did.

    Fires when the median of the trailing 90 days ≥ 1.5 × the baseline, with at least five signals in each.

    Parameters
    ----------
    now : median lag in days of the trailing 90 days
    baseline : the median of the last frozen Friction Report, else of the room's first 180 days
    settings : factor and least number of signals

    """
    limits = settings.warnings
    readings = {"lag_days": now.days if now else None, "baseline_days": baseline.days if baseline else None}
    if now is None or baseline is None or min(now.signals, baseline.signals) < limits.lag_min_signals:
        return finding("LAG_GROWTH", None, readings)
    grown = now.days > 0 and reaches(now.days, limits.lag_growth * baseline.days)
    return finding("LAG_GROWTH", grown, readings)
