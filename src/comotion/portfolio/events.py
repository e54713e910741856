"""Typed events of the portfolio: what others tell it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DataChanged:
    """Rows that figures are made from came, changed or went; ``partnership_ids`` is None where it may be any."""

    organization_id: int
    partnership_ids: frozenset[int] | None
