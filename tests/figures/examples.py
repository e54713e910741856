"""One example of each figure."""

from __future__ import annotations

from datetime import date

from comotion.figures.before_after import Shift, before_after
from comotion.figures.exchange import ExchangeNames, ExchangeRow, exchange
from comotion.figures.figure import Figure
from comotion.figures.horizons import HorizonRow, horizons
from comotion.figures.kpi_history import KpiLine, KpiMonth, kpi_history
from comotion.figures.months import Event
from comotion.figures.portfolio_scatter import PortfolioPoint, portfolio_scatter
from comotion.figures.pulse_sides import PulseRow, pulse_sides
from comotion.figures.score_history import ScoreMonth, score_history
from comotion.methods.scored import Scored
from comotion.narrative.wording import ENGLISH

MONTHS = [date(2026, month, 1) for month in range(3, 11)]
RELATIONSHIP = (69.6, 70.3, None, 69.1, 68.0, 64.0, 61.0, 55.0)
FINANCIAL = (66.0, 67.2, 69.0, 69.4, 70.0, 74.0, 77.0, 81.0)


def whole(value: float) -> Scored:
    return Scored(value, 1.0, "ok", value, value, 4)


POINTS = [
    PortfolioPoint("Halden Analytics", whole(81.0), whole(55.0), is_flagged=True),
    PortfolioPoint("Trellis Identity", whole(76.8), whole(70.1)),
    PortfolioPoint("Brightwater Consulting", whole(58.4), whole(78.3)),
    PortfolioPoint("Kestrel Payments", whole(72.5), Scored(51.9, 0.7, "provisional", 36.0, 66.0, 3)),
    PortfolioPoint("Elmhurst Labs", None, whole(72.0)),
    PortfolioPoint("Tamarind Commerce", Scored(None, 0.2, "insufficient", 0.0, 100.0, 1), None),
]


def scatter() -> Figure:
    figure = portfolio_scatter(POINTS, ENGLISH)
    assert figure
    return figure


def history() -> Figure:
    months = [ScoreMonth(*row) for row in zip(MONTHS, FINANCIAL, RELATIONSHIP, strict=True)]
    figure = score_history(
        months, [Event(date(2026, 6, 29), "last quarterly review"), Event(date(2025, 1, 1), "long ago")], ENGLISH
    )
    assert figure
    return figure


def kpi() -> Figure:
    readings = (18.0, 16.0, 15.0, None, 13.0, 14.0, 11.0, 9.0)
    months = [KpiMonth(month, value, "Priya Raman") for month, value in zip(MONTHS, readings, strict=True)]
    line = KpiLine("Decision time", "days", target=10, floor=28, redefined=frozenset({date(2026, 9, 1)}))
    figure = kpi_history(line, months, ENGLISH)
    assert figure
    return figure


def preview() -> Figure:
    shifts = [Shift("Kestrel Payments", 62.2, 59.5), Shift("Lumen & Pike", 52.8, 56.1), Shift("Unmoved", 60.0, 60.0)]
    figure = before_after([*shifts, Shift("Tamarind Commerce", None, 60.3)], ENGLISH)
    assert figure
    return figure


def three_horizons() -> Figure:
    rows = [
        HorizonRow("Today", 4, 4),
        HorizonRow("Next", 3, 2),
        HorizonRow("Later", 1, None),
        HorizonRow("Beyond", None, None),
    ]
    figure = horizons(rows, "Northwind Cloud", "Halden Analytics", ENGLISH)
    assert figure
    return figure


def exchange_map() -> Figure:
    rows = [
        ExchangeRow("us", "financial", 120.0, 90.0),
        ExchangeRow("us", "operational", 40.0, None),
        ExchangeRow("them", "strategic", None, 20.0),
    ]
    figure = exchange(rows, ExchangeNames("Northwind", "Halden", "points"), ENGLISH)
    assert figure
    return figure


def pulse() -> Figure:
    rows = [
        PulseRow("Promises are kept", 75.0, 50.0),
        PulseRow("Bad news comes early", 60.0, 60.0),
        PulseRow("Conflicts get settled", None, 40.0),
        PulseRow("Work is shared fairly", None, None),
    ]
    figure = pulse_sides(rows, "Northwind Cloud", "Halden Analytics", ENGLISH)
    assert figure
    return figure


EXAMPLES = {
    "portfolio_scatter": scatter,
    "score_history": history,
    "kpi_history": kpi,
    "before_after": preview,
    "horizons": three_horizons,
    "exchange": exchange_map,
    "pulse_sides": pulse,
}
