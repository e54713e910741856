"""The shapes that figures have in every answer."""

from __future__ import annotations

import datetime as dt

from comotion.api.application import Frozen


class Part(Frozen):
    """One part of a figure; its contribution is what it adds to the value."""

    name: str
    weight: float
    value: float | None
    coverage: float
    contribution: float | None


class Scored(Frozen):
    """A figure: null where too little is known to show one, with bounds and coverage either way."""

    value: float | None
    coverage: float
    status: str
    low: float
    high: float
    n: int
    parts: list[Part]
    notes: list[str]
    config_hash: str


class Warned(Frozen):
    """An open early warning."""

    code: str
    severity: str
    side: str
    opened_date: dt.date
    last_fired_date: dt.date
    readings: dict[str, object]
