"""Numbers, dates and lists as people of a language write them, and the names of what is measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Translate: TypeAlias = Callable[[str], str]
BAND_CUTS = (25.0, 50.0, 75.0)
NARROW = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FEW = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def same(text: str) -> str:
    """Return the text as it stands: the translation into English."""
    return text


@dataclass(frozen=True, slots=True)
class Wording:
    """How one reader's language writes things; ``translate`` turns an English message into theirs."""

    language: str = "en"
    translate: Translate = same

    @property
    def is_german(self) -> bool:
        """Say whether the conventions of German apply."""
        return self.language.startswith("de")

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with thousands apart; a true minus sign before negative ones.

        Examples
        --------
        >>> Wording().number(6709), Wording("de").number(6709.25, 1)
        ('6,709', '6.709,2')

        """
        text = f"{abs(value):,.{decimals}f}"
        if self.is_german:
            text = text.translate(str.maketrans(",.", ".,"))
        is_zero = not any(digit in text for digit in "123456789")
        return f"{MINUS}{text}" if value < 0 and not is_zero else text

    def change(self, value: float, decimals: int = 0) -> str:
        """Write a difference with its sign.

        Examples
        --------
        >>> Wording().change(9), Wording().change(-8)
        ('+9', '−8')

        """
        text = self.number(value, decimals)
        return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text

    def percent(self, share: float) -> str:
        """Write a share as whole percent; what is not quite all never reads as 100.

        Examples
        --------
        >>> Wording().percent(0.94), Wording().percent(0.997)
        ('94%', '99%')

        """
        whole = 99 if 0.99 <= share < 1 else 1 if 0 < share < 0.01 else math.floor(share * 100 + 0.5)
        return f"{whole}{NARROW}%" if self.is_german else f"{whole}%"

    def score(self, value: float, cuts: Sequence[float] = BAND_CUTS) -> str:
        """Write a score with one decimal, never rounded over a cut it has not reached.

        Examples
        --------
        >>> Wording().score(65.42), Wording().score(74.97)
        ('65.4', '74.9')

        """
        return self.number(_below_cut(value, 1, cuts), 1)

    def whole_score(self, value: float, cuts: Sequence[float] = BAND_CUTS) -> str:
        """Write a score without decimals; one that rounding would carry over a cut keeps one.

        Examples
        --------
        >>> Wording().whole_score(81.4), Wording().whole_score(74.9)
        ('81', '74.9')

        """
        rounded = math.floor(value + 0.5)
        if any(value < cut <= rounded for cut in cuts):
            return self.score(value, cuts)
        return self.number(rounded)

    def few(self, count: int) -> str:
        """Write a count of up to twelve as a word, as prose does."""
        return self.translate(_FEW[count]) if 0 <= count < len(_FEW) else self.number(count)

    def plural(self, count: int, one: str, many: str) -> str:
        """Choose and translate the message for ``count``."""
        return self.translate(one if count == 1 else many)

    def day(self, day: date) -> str:
        """Write a day without its year: 16 Nov, in German 16. Nov."""
        return f"{day.day}{'.' if self.is_german else ''} {self.translate(_MONTHS[day.month - 1])}"

    def full_day(self, day: date) -> str:
        """Write a day with its year: 16 November 2026."""
        return f"{day.day}{'.' if self.is_german else ''} {self.translate(_LONG_MONTHS[day.month - 1])} {day.year}"

    def month(self, day: date) -> str:
        """Write the month of a day: November."""
        return self.translate(_LONG_MONTHS[day.month - 1])

    def short_month(self, day: date) -> str:
        """Write the month of a day in three letters: Nov."""
        return self.translate(_MONTHS[day.month - 1])

    def listed(self, names: Sequence[str]) -> str:
        """Join names as prose does: A, B and C."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.translate('and')} {names[-1]}"


def _below_cut(value: float, decimals: int, cuts: Sequence[float]) -> float:
    scale = 10.0**decimals
    rounded = math.floor(value * scale + 0.5) / scale
    return math.floor(value * scale) / scale if any(value < cut <= rounded for cut in cuts) else rounded


def capitalised(text: str) -> str:
    """Return the text with its first letter large, as at the head of a sentence."""
    return text[:1].upper() + text[1:]


ENGLISH = Wording()
