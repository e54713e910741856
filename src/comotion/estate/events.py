"""Typed events of an organization as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganizationClosing:
    """An organization will be deleted on a day; its people and those who share rooms with it are told."""

    organization_id: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class OrganizationKept:
    """The deletion was taken back."""

    organization_id: int
    on: dt.date
