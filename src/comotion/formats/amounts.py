"""Numbers as people and systems write them: ``$1,234.50``, ``1.234,50``, ``(1,234)``, ``USD 1,234``, ``12 %``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Sign = Literal["point", "comma"]
Evidence = Literal["point", "comma", "none", "ambiguous", "broken"]

SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "US$": "USD", "A$": "AUD", "C$": "CAD", "R$": "BRL"}
POINT_WRITERS = frozenset({"$", "US$", "£", "USD", "GBP", "CAD", "AUD", "C$", "A$", "¥", "JPY", "₹", "INR"})
SHAPE = re.compile(
    r"^(?P<open>\()?\s*(?P<minus>[-+])?\s*(?P<before>[A-Za-z]{0,3}[$€£¥₹]|[A-Za-z]{3}(?=[\s\d.,+-]))?\s*(?P<minus2>[-+])?\s*"
    r"(?P<core>\d[\d.,' ]*|[.,]\d+)(?P<exponent>[eE][-+]?\d{1,2})?\s*(?P<after>[$€£¥₹]|[A-Za-z]{3})?\s*(?P<percent>%)?"
    r"(?P<trailing>-)?\s*(?P<close>\))?$"
)
GROUPED = {sign: re.compile(rf"^\d{{1,3}}([{sign} ']\d{{3}})+$") for sign in ".,"}
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """A number taken apart: its digits and separators, and what stands around them."""

    core: str
    negative: bool
    percent: bool
    currency: str | None
    evidence: Evidence
    exponent: str = ""


def figure(text: str) -> Figure | None:
    """Take a written number apart; None where the text is none."""
    tidy = text.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-").replace("’", "'")
    found = SHAPE.match(tidy) if len(tidy) <= LONGEST else None
    if found is None or bool(found["open"]) != bool(found["close"]) or (found["minus"] and found["minus2"]):
        return None
    core = found["core"].strip()
    unit = (found["before"] or found["after"] or "").strip()
    negative = bool(found["open"] or found["trailing"] or "-" in ((found["minus"] or "") + (found["minus2"] or "")))
    evidence = evidence_of(core)
    if evidence == "ambiguous" and "," in core and (unit.upper() in POINT_WRITERS or found["open"]):
        evidence = "point"
    if evidence == "broken":
        return None
    code = SYMBOLS.get(unit.upper(), unit.upper() if unit.isalpha() and len(unit) == 3 else None)
    return Figure(core, negative, bool(found["percent"]), code, evidence, found["exponent"] or "")


def evidence_of(core: str) -> Evidence:
    """Say what the separators of a number prove about its decimal sign.

    >>> [evidence_of(text) for text in ("1,234.50", "1.234,50", "1,234", "12,5", "0.125", "1234")]
    ['point', 'comma', 'ambiguous', 'comma', 'point', 'none']
    """
    if core.isdigit():
        return "none"
    signs = [character for character in core if character in ".,"]
    if not signs:
        return "none" if re.fullmatch(r"\d+|\d{1,3}([ ']\d{3})+", core) else "broken"
    last = signs[-1]
    whole, _, decimals = core.rpartition(last)
    if signs.count(last) > 1:
        grouping = GROUPED[last].match(core)
        return ("comma" if last == "." else "point") if grouping and len(set(signs)) == 1 else "broken"
    return single(whole, last, decimals, grouped=len(signs) > 1)


def single(whole: str, sign: str, decimals: str, *, grouped: bool) -> Evidence:
    """Judge a number whose last separator occurs once: a decimal sign, or the only mark of thousands."""
    proves: Evidence = "point" if sign == "." else "comma"
    other = "," if sign == "." else "."
    if not decimals.isdigit() and decimals:
        return "broken"
    if grouped or " " in whole or "'" in whole:
        return proves if GROUPED[other].match(whole) else "broken"
    if len(decimals) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
        return "ambiguous"
    return proves


def number(figure: Figure, sign: Sign) -> Decimal:
    """Give the value; ``sign`` only counts where the figure does not prove its own decimal sign."""
    if figure.evidence in ("point", "comma"):
        sign = "point" if figure.evidence == "point" else "comma"
    thousands, decimal = (",", ".") if sign == "point" else (".", ",")
    digits = figure.core.replace(" ", "").replace("'", "").replace(thousands, "").replace(decimal, ".")
    value = Decimal(digits + figure.exponent)
    value = -value if figure.negative else value
    return value / 100 if figure.percent else value
