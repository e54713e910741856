"""From stored readings to the readings of a card (specification 10 c2): the newest that is not too old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comotion.methods.checks import finite, known
from comotion.methods.configuration.scorecard import Kpi
from comotion.methods.kernel.trend import Trend, trend
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES


@dataclass(frozen=True, slots=True)
class KpiReading:
    """One reading of a KPI for a period (numbered), by a side or joint."""

    kpi: str
    period: int
    value: float
    unit: str
    side: str = "joint"


def current_readings(
    readings: Sequence[KpiReading], period: int, settings: MethodSettings, *, side: str = "joint"
) -> dict[str, float | None]:
    """Return the newest reading of each KPI up to a period; one older than two periods is missing.

    Parameters
    ----------
    readings : of any KPI, side and period
    period : number of the period of the card
    settings : the KPIs, and how many periods a reading stays valid
    side : whose card this is; ``joint`` for the shared one

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a KPI that the settings do not define, ``UNIT_MISMATCH``, ``DUPLICATE_READING`` for two
        readings of one KPI, side and period, ``NOT_FINITE``.

    """
    kpis = {kpi.id: kpi for kpi in settings.card.kpis}
    seen: set[tuple[str, str, int]] = set()
    newest: dict[str, KpiReading] = {}
    for reading in readings:
        _check(reading, kpis, seen)
        too_old = reading.period < period - settings.card.max_age_periods
        if reading.side != side or too_old or reading.period > period:
            continue
        if reading.kpi not in newest or reading.period > newest[reading.kpi].period:
            newest[reading.kpi] = reading
    return {kpi: newest[kpi].value if kpi in newest else None for kpi in kpis}


def _check(reading: KpiReading, kpis: Mapping[str, Kpi], seen: set[tuple[str, str, int]]) -> None:
    known(reading.kpi, kpis, "readings.kpi")
    if reading.unit != kpis[reading.kpi].unit:
        detail = f"{reading.kpi} is measured in {kpis[reading.kpi].unit}, not in {reading.unit}."
        raise InvalidInput("UNIT_MISMATCH", "readings.unit", detail)
    finite(reading.value, "readings.value")
    key = (reading.kpi, reading.side, reading.period)
    if key in seen:
        raise InvalidInput("DUPLICATE_READING", "readings", f"{reading.kpi} has two readings for {reading.period}.")
    seen.add(key)


def category_trends(
    history: Mapping[int, Mapping[str, float | None]],
    period: int,
    settings: MethodSettings,
    *,
    series_from: Mapping[str, int] | None = None,
) -> dict[str, Trend]:
    """Return the trend of each category over the last four periods.

    Parameters
    ----------
    history : for each period the values of the categories, None where missing
    period : the period the window ends with
    settings : window and slopes of a trend
    series_from : the first period of a new series of a category, where its definition changed; older values are cut

    Raises
    ------
    InvalidInput
        ``NOT_FINITE``.

    """
    starts = series_from or {}
    trends: dict[str, Trend] = {}
    for category in CATEGORIES:
        points: list[tuple[int, float]] = []
        for number, values in history.items():
            value = values.get(category)
            if value is not None and number >= starts.get(category, number):
                points.append((number, value))
        trends[category] = trend(points, settings, until=period)
    return trends
