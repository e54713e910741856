"""Typed events of the scores: what others may react to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenedWarning:
    """An early warning that stands open and did not before."""

    partnership_id: int
    code: str
    opened_date: dt.date


@dataclass(frozen=True, slots=True)
class WarningsOpened:
    """A rescore of one organization opened early warnings."""

    organization_id: int
    warnings: tuple[OpenedWarning, ...]
