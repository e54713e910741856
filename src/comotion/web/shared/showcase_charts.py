"""The invented charts on the page of components."""

from __future__ import annotations

from datetime import date
from typing import Any

from comotion.figures.before_after import Shift, before_after
from comotion.figures.exchange import ExchangeNames, ExchangeRow, exchange
from comotion.figures.horizons import HorizonRow, horizons
from comotion.figures.kpi_history import KpiLine, KpiMonth, kpi_history
from comotion.figures.months import Event
from comotion.figures.portfolio_scatter import PortfolioPoint, portfolio_scatter
from comotion.figures.score_history import ScoreMonth, score_history
from comotion.methods.scored import Scored
from comotion.web.shared.reader import wording

_MONTHS = [date(2026, month, 1) for month in range(3, 11)]
_FINANCIAL = (66.0, 67.2, 69.0, 69.4, 70.0, 74.0, 77.0, 81.0)
_RELATIONSHIP = (69.6, 70.3, None, 69.1, 68.0, 64.0, 61.0, 55.0)
_PARTNERS = (
    ("Halden Analytics", 81.0, 55.0, True),
    ("Aurelia Banking", 77.9, 50.6, True),
    ("Trellis Identity", 76.8, 70.1, False),
    ("Oakline Robotics", 69.7, 74.9, False),
    ("Brightwater Consulting", 58.4, 78.3, False),
    ("Datenwerk Süd", 60.0, 46.2, True),
    ("Meridian Integration", 64.2, 48.7, True),
    ("Lumen & Pike", 38.2, 71.3, True),
    ("Redshore Insurance", 36.9, 44.4, True),
    ("Juniper Row Media", 34.6, 58.1, True),
    ("Vantor Logistics", 70.2, 64.1, False),
    ("Castlegate Security", 67.0, 59.6, False),
    ("Solvane Health", 55.0, 60.3, False),
    ("Pinegrove Retail", 61.4, 63.0, False),
    ("Norrvik Telecom", 43.6, 66.7, False),
)


def _whole(value: float) -> Scored:
    return Scored(value, 1.0, "ok", value, value, 4)


def _scatter() -> Any:
    points = [PortfolioPoint(name, _whole(earns), _whole(works), flag) for name, earns, works, flag in _PARTNERS]
    doubtful = Scored(51.9, 0.7, "provisional", 36.0, 66.0, 3)
    points.append(PortfolioPoint("Kestrel Payments", _whole(72.5), doubtful))
    points.append(PortfolioPoint("Elmhurst Labs", None, _whole(72.0)))
    points.append(PortfolioPoint("Tamarind Commerce", None, None))
    return portfolio_scatter(points, wording())


def _history() -> Any:
    months = [ScoreMonth(*row) for row in zip(_MONTHS, _FINANCIAL, _RELATIONSHIP, strict=True)]
    return score_history(months, [Event(date(2026, 6, 29), "last quarterly review, 29 June")], wording())


def _kpi() -> Any:
    readings = (18.0, 16.0, 15.0, None, 13.0, 14.0, 11.0, 9.0)
    months = [KpiMonth(month, value, "Priya Raman") for month, value in zip(_MONTHS, readings, strict=True)]
    line = KpiLine("Decision time", "days", target=10, floor=28, redefined=frozenset({date(2026, 9, 1)}))
    return kpi_history(line, months, wording())


def _preview() -> Any:
    shifts = [
        Shift("Kestrel Payments", 62.2, 59.5),
        Shift("Aurelia Banking", 63.5, 60.8),
        Shift("Quillon Legal", 53.5, 55.8),
    ]
    shifts += [Shift("Lumen & Pike", 52.8, 56.1), Shift("Tamarind Commerce", None, 60.3)]
    return before_after(shifts, wording())


def _horizons() -> Any:
    rows = [HorizonRow("Today", 4, 4), HorizonRow("Next", 3, 2), HorizonRow("Later", 1, None)]
    return horizons(rows, "Northwind Cloud", "Halden Analytics", wording())


def _exchange() -> Any:
    rows = [
        ExchangeRow(side, kind, planned, actual)
        for side, kind, planned, actual in (
            ("us", "financial", 120.0, 90.0),
            ("us", "strategic", 60.0, 75.0),
            ("us", "operational", 40.0, None),
            ("them", "financial", 80.0, 95.0),
            ("them", "strategic", None, 20.0),
            ("them", "operational", 70.0, 40.0),
        )
    ]
    return exchange(rows, ExchangeNames("Northwind", "Halden", "points"), wording())


def charts() -> dict[str, Any]:
    """Return one chart of each kind."""
    return {
        "scatter": _scatter(),
        "history": _history(),
        "kpi": _kpi(),
        "preview": _preview(),
        "horizons": _horizons(),
        "exchange": _exchange(),
    }
