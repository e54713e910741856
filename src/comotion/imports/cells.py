"""Values as they are compared and kept: one plain form for what a file says and for what the database holds.

Texts, numbers, truth and None only; a day is its ISO text, an amount a text with its decimals, a blank text is None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models

Plain = str | int | float | bool | None
FORMULA_MARKS = ("=", "+", "-", "@")
Reader = Callable[[Any], Plain]


class UnableToKeep(ValueError):
    """A value that the field cannot hold; ``code`` names the reason, ``remedy`` the way out."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy = code, message, remedy


def plain_reader(field: models.Field[Any, Any]) -> Reader:
    """Return the function that turns values of ``field`` into their plain form."""
    if isinstance(field, models.ForeignKey):
        return _whole
    for kind, reader in _READERS:
        if isinstance(field, kind):
            return reader(field)
    raise TypeError(f"{field} has no plain form.")


def plain_readers(model: type[models.Model]) -> dict[str, Reader]:
    """Return the reader of each column of ``model`` by its name."""
    return {field.attname: plain_reader(field) for field in model._meta.concrete_fields}  # noqa: SLF001  (public API)


def _text(field: models.Field[Any, Any]) -> Reader:
    longest = field.max_length

    def read(value: Any) -> Plain:
        text = unguarded(str(value)) if value is not None else ""
        if longest is not None and len(text) > longest:
            raise UnableToKeep("TOO_LONG", f"is longer than {longest} characters", f"Shorten it to {longest}.")
        return text or None

    return read


def unguarded(text: str) -> str:
    """Take off what stands around a text, and the mark that keeps a spreadsheet from running it as a formula."""
    text = text.replace("\0", "").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_MARKS else text


def _amount(field: models.Field[Any, Any]) -> Reader:
    assert isinstance(field, models.DecimalField)
    step = Decimal(1).scaleb(-field.decimal_places)
    largest = Decimal(10) ** (field.max_digits - field.decimal_places)

    def read(value: Any) -> Plain:
        if value is None:
            return None
        amount = Decimal(value)
        if not amount.is_finite() or abs(amount) >= largest:
            raise UnableToKeep("TOO_LARGE", "is too large", "Check the amount and its decimal sign.")
        amount = amount.quantize(step)
        return f"{abs(amount) if amount.is_zero() else amount:f}"

    return read


def _number(_field: models.Field[Any, Any]) -> Reader:
    return lambda value: None if value is None else float(value)


def _whole(value: Any) -> Plain:
    return None if value is None else int(value)


def _truth(_field: models.Field[Any, Any]) -> Reader:
    return lambda value: None if value is None else bool(value)


def _moment(_field: models.Field[Any, Any]) -> Reader:
    def read(value: Any) -> Plain:
        if value is None or isinstance(value, str):
            return value
        if not isinstance(value, dt.datetime):
            value = dt.datetime.combine(value, dt.time(), tzinfo=dt.UTC)
        text: str = value.astimezone(dt.UTC).isoformat()
        return text

    return read


def _day(_field: models.Field[Any, Any]) -> Reader:
    return lambda value: value if value is None or isinstance(value, str) else value.isoformat()


_READERS: tuple[tuple[type[models.Field[Any, Any]], Callable[[models.Field[Any, Any]], Reader]], ...] = (
    (models.CharField, _text),
    (models.TextField, _text),
    (models.DecimalField, _amount),
    (models.FloatField, _number),
    (models.IntegerField, lambda _field: _whole),
    (models.BooleanField, _truth),
    (models.DateTimeField, _moment),
    (models.DateField, _day),
)
