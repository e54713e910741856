"""What a chart must be told about the reader's language; ``narrative.wording.Wording`` does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol


class Wording(Protocol):
    """Writes numbers, dates and lists as the reader's language does."""

    @property
    def translate(self) -> Callable[[str], str]:
        """Return the function from an English message to the reader's."""

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number."""

    def change(self, value: float, decimals: int = 0) -> str:
        """Write a difference with its sign."""

    def score(self, value: float) -> str:
        """Write a score with one decimal."""

    def few(self, count: int) -> str:
        """Write a small count as a word."""

    def month(self, day: date) -> str:
        """Write the month of a day."""

    def short_month(self, day: date) -> str:
        """Write the month of a day in three letters."""

    def listed(self, names: Sequence[str]) -> str:
        """Join names as prose does."""
