"""Lines of a portfolio for tests of tables and paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from comotion.narrative.names import CATEGORIES
from comotion.portfolio.lines import PortfolioLine, WarningMark
from comotion.scores.explained import Figure

DAY = dt.date(2026, 10, 31)
WHOLE = Figure(61.306666666666665, 0.9166666666666666, "ok", 57.5, 65.83333333333333, 10)


def make_line(name: str = "Halden Analytics", **changes: Any) -> PortfolioLine:
    """A line with figures of every status."""
    fields: dict[str, Any] = {
        "ref": "halden222222",
        "name": name,
        "approach": "technology_integration",
        "level": "Gold",
        "owner_name": "Priya Raman",
        "tier": "strategic",
        "phase": "restructure",
        "computed_phase": "restructure",
        "is_moved": False,
        "is_pinned": False,
        "as_of": DAY,
        "scorecard": WHOLE,
        "categories": dict.fromkeys(CATEGORIES, WHOLE) | {"relationship_health": Figure.missing()},
        "dimensions": {},
        "momentum_index": Figure(60.0, 0.6, "provisional", 40.0, 80.0, 3),
        "momentum_before": 68.0,
        "trend": -1.25,
        "potential": 62.0,
        "health": None,
        "priority": 31.0,
        "coverage": 0.9166666666666666,
        "last_review_date": dt.date(2026, 6, 29),
        "next_review_date": None,
        "warnings": (WarningMark("HIDDEN_EROSION", "high", "", DAY, DAY),),
    }
    return PortfolioLine(**fields | changes)
