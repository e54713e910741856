"""Texts of one column to values of one type, each distinct text once, and the questions a column leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from comotion.formats import amounts, dates, wording
from comotion.formats.cells import tidy
from comotion.formats.fields import Fault, Field
from comotion.formats.headers import plain
from comotion.formats.identifiers import identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

DATE_REMEDY = "Say which comes first: answer dmy (day) or mdy (month) for this column, or leave it out."
SIGN_REMEDY = "Say what the comma means: answer comma (1.234,5) or point (1,234.5) for this column, or leave it out."
SHARES = "probability"
ROLES = {"responsible": "R", "accountable": "A", "consulted": "C", "informed": "I"}
SHARE = re.compile(r"^(.*?\w)\s*[:=]?\s*(\d+(?:[.,]\d+)?)\s*(%?)$")
SHARE_BREAKS = re.compile(r"[;\n|]|,(?!\d)")


@dataclass(slots=True)
class Setting:
    """What is known about a column beside its texts: its header, the answer given for it, and the file's habits.

    ``strict`` says that the column mixes real numbers with figures written as text: one does not explain the other.
    """

    header: str
    answer: str | None = None
    sign: amounts.Sign | None = None
    percent: bool = False
    strict: bool = False


@dataclass(slots=True)
class Values:
    """The value or fault of each distinct text, the currency some of them name, and an open question."""

    of: dict[str, object] = field(default_factory=dict)
    currency: dict[str, str] = field(default_factory=dict)
    percent: set[str] = field(default_factory=set)
    sign: amounts.Sign | None = None
    question: Fault | None = None
    asked: list[str] = field(default_factory=list)


def convert(field: Field, texts: Collection[str], setting: Setting) -> Values:
    """Read the distinct texts of a column as the type of a field; a text that stands for nothing gives None."""
    found = Values(of={text: None for text in texts if wording.is_missing(field, text)})
    rest = [text for text in texts if text not in found.of]
    if field.type in ("date", "period"):
        read_dates(field, rest, setting, found)
    elif field.type in ("number", "amount", "integer", "probability"):
        read_numbers(field, rest, setting, found)
    else:
        one = SINGLE[field.type]
        found.of.update({text: one(field, text) for text in rest})
    return found


def read_dates(field: Field, texts: list[str], setting: Setting, found: Values) -> None:
    """Read dates and periods; leave those that can mean two days as a question."""
    given: dict[str | None, dates.Order] = {"dmy": "dmy", "mdy": "mdy"}
    order = given.get(setting.answer) or dates.order_of(texts, setting.header)
    for text in texts:
        value = as_date(text, order)
        if value == "ambiguous":
            found.asked.append(text)
            found.of[text] = Fault("AMBIGUOUS_DATES", "can mean two days", DATE_REMEDY)
        elif field.type == "period":
            found.of[text] = dates.period(text, value) or no_period()  # type: ignore[arg-type]
        else:
            found.of[text] = value or no_date()
    if found.asked:
        found.question = Fault("AMBIGUOUS_DATES", "dates can mean day/month or month/day", DATE_REMEDY)


def as_date(text: str, order: dates.Order | None) -> date | str | None:
    """Give the day, None, or ``ambiguous`` where the order of the column must be known and is not."""
    if (value := dates.certain(text)) is not None:
        return value
    can = dates.readings(text)
    if len(set(can.values())) <= 1:
        return next(iter(can.values()), None)
    return can.get(order, "ambiguous") if order else "ambiguous"


def no_date() -> Fault:
    """Refuse a text that is no date."""
    return Fault("NOT_A_DATE", "is no date", "Write the day as 2026-10-31.")


def no_period() -> Fault:
    """Refuse a text that is no period."""
    return Fault("NOT_A_PERIOD", "is no month or quarter", "Write 2026-10, Oct 2026 or 2026-Q3.")


def sign_of(figures: Collection[amounts.Figure | None]) -> amounts.Sign | None:
    """Say which decimal sign the figures prove; None where they prove none or both."""
    proven: set[amounts.Sign] = set()
    for figure in figures:
        if figure and (figure.evidence == "point" or figure.evidence == "comma"):  # noqa: PLR1714
            proven.add(figure.evidence)
    return proven.pop() if len(proven) == 1 else None


def read_numbers(field: Field, texts: list[str], setting: Setting, found: Values) -> None:
    """Read numbers; leave those whose separator can mean two things as a question."""
    figures = {text: amounts.figure(text) for text in texts}
    given: dict[str | None, amounts.Sign] = {"point": "point", "comma": "comma"}
    found.sign = sign_of(figures.values())
    sign = given.get(setting.answer) or (None if setting.strict else found.sign or setting.sign)
    factor = percent_factor(field, figures, setting)
    for text, figure in figures.items():
        if figure is None:
            found.of[text] = Fault("NOT_A_NUMBER", "is no number", "Write digits, such as 1234.50, or leave it blank.")
        elif figure.evidence == "ambiguous" and sign is None:
            found.asked.append(text)
            found.of[text] = Fault("AMBIGUOUS_NUMBERS", "can mean two numbers", SIGN_REMEDY)
        else:
            value = amounts.number(figure, sign or "point")
            found.of[text] = bounded(field, value * (100 if figure.percent and field.type == SHARES else factor))
            note(found, text, figure)
    if found.asked:
        found.question = Fault("AMBIGUOUS_NUMBERS", "the separator of numbers can mean two things", SIGN_REMEDY)


def note(found: Values, text: str, figure: amounts.Figure) -> None:
    """Keep what stood beside the digits: a currency, a percent sign."""
    if figure.currency:
        found.currency[text] = figure.currency
    if figure.percent:
        found.percent.add(text)


def percent_factor(field: Field, figures: Mapping[str, amounts.Figure | None], setting: Setting) -> int:
    """Give 100 where a column of probabilities is written as shares from 0 to 1, else 1."""
    if field.type != SHARES or setting.percent or "%" in setting.header:
        return 1
    plain = [amounts.number(each, "point") for each in figures.values() if each and not each.percent]
    return 100 if plain and max(plain) <= 1 else 1


def bounded(field: Field, value: Decimal) -> object:
    """Hold a number to the field's type and range."""
    low, high = field.low, field.high
    if (low is not None and value < low) or (high is not None and value > high):
        span = f"{low:g} to {high:g}" if low is not None and high is not None else f"at least {low}"
        return Fault("OUT_OF_RANGE", f"is outside {span}", f"Give a number from {span}.")
    if field.type != "integer":
        return value
    if value != value.to_integral_value():
        return Fault("NOT_WHOLE", "is no whole number", "Give a whole number.")
    return int(value)


def as_truth(_field: Field, text: str) -> object:
    """Read yes or no."""
    value = wording.truth(text)
    return Fault("NOT_YES_OR_NO", "is neither yes nor no", "Write yes or no.") if value is None else value


def as_choice(field: Field, text: str) -> object:
    """Read one of the field's choices."""
    allowed = ", ".join(list(field.choices)[:24])
    return wording.choice(field, text) or Fault(
        "UNKNOWN_CHOICE", "is none of the allowed words", f"Use one of: {allowed}."
    )


def as_answer(_field: Field, text: str) -> object:
    """Read an answer of the pulse."""
    value = wording.answer(text)
    remedy = "Give a whole number, dont_know or not_applicable."
    return Fault("NOT_AN_ANSWER", "is no answer", remedy) if value is None else value


def as_website(_field: Field, text: str) -> object:
    """Read a web address; a text without a dot, or with blanks in it, is left out and reported."""
    text = text.strip()
    host = text.partition("://")[2] or text
    if "." in host.strip(".") and not any(character.isspace() for character in text) and "@" not in host.split("/")[0]:
        return text
    remedy = "Write an address such as https://example.com."
    return Fault("NOT_A_WEBSITE", "is no web address and was left out", remedy, refuses=False)


def as_currency(_field: Field, text: str) -> object:
    """Read a currency: three letters, or a sign that only one currency has."""
    code = amounts.SYMBOLS.get(text.strip(), text.strip().upper())
    if len(code) == 3 and code.isalpha() and code.isascii():
        return code
    return Fault("NOT_A_CURRENCY", "is no currency code", "Write three letters, such as EUR.")


def as_people(_field: Field, text: str) -> object:
    """Read several people as one text with semicolons between them."""
    parts = text.replace("\r", "\n").replace("\n", ";").split(";")
    return ";".join(part.strip() for part in parts if part.strip()) or None


def as_letters(_field: Field, text: str) -> object:
    """Read the letters of a responsibility matrix, in their order: ``A/R``, ``R, A`` and ``ra`` agree.

    >>> as_letters(Field("letters", "letters"), "R, A"), as_letters(Field("letters", "letters"), "accountable")
    ('RA', 'A')
    """
    word = plain(text)
    found = {ROLES.get(part, part.upper()) for part in word.split()}
    found = {letter for part in found for letter in part}
    if found and found <= set("RACI"):
        return "".join(letter for letter in "RACI" if letter in found)
    return Fault("UNKNOWN_ROLE", "holds more than the letters R, A, C and I", "Write R, A, C, I or several of them.")


def as_shares(_field: Field, text: str) -> object:
    """Read shares by name as one text, sorted: ``SMB 40 %, Enterprise 60%`` gives ``Enterprise=0.6;SMB=0.4``.

    Figures above 1 are percent. A name without a figure is refused.
    """
    parts = [part.strip() for part in SHARE_BREAKS.split(text) if part.strip()]
    found = [SHARE.match(part) for part in parts]
    if not parts or not all(found):
        return Fault("NOT_SHARES", "names no shares", "Write segments with their shares: SMB 40 %; Retail 60 %.")
    named = [(each[1].strip(), Decimal(each[2].replace(",", ".")), bool(each[3])) for each in found if each]
    percent = any(marked or figure > 1 for _, figure, marked in named)
    shares = {name: figure / 100 if percent else figure for name, figure, _ in named}
    if len(shares) < len(named) or abs(sum(shares.values(), Decimal(-1))) > Decimal("0.01"):
        return Fault("SHARES_NOT_ONE", "does not add up to 100 %", "Correct the shares so that they add up to 100 %.")
    return ";".join(f"{name}={tidy(shares[name])}" for name in sorted(shares))


SINGLE: dict[str, Callable[[Field, str], object]] = {
    "text": lambda _field, text: text.strip(),
    "name": lambda _field, text: " ".join(text.split()),
    "id": lambda _field, text: identifier(text),
    "bool": as_truth,
    "choice": as_choice,
    "answer": as_answer,
    "website": as_website,
    "currency": as_currency,
    "people": as_people,
    "letters": as_letters,
    "shares": as_shares,
}
