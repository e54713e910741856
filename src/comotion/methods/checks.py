"""Refusals that several methods share (specification 00, section 7): each raises InvalidInput with its code."""

import itertools
from collections.abc import Collection, Iterable, Mapping
from math import isfinite

from comotion.methods.scored import InvalidInput

TOLERANCE = 1e-9
"""Slack at every threshold: a value this close below a limit has reached it."""


def reaches(value: float, limit: float) -> bool:
    """Say whether ``value`` is at or above ``limit``, with the tolerance of specification 00, section 6."""
    return value >= limit - TOLERANCE


def below(value: float, limit: float) -> bool:
    """Say whether ``value`` is below ``limit`` by more than the tolerance."""
    return value < limit - TOLERANCE


def finite(value: float, field: str) -> float:
    """Return the number, or refuse NaN and infinity (``NOT_FINITE``)."""
    if not isfinite(value):
        raise InvalidInput("NOT_FINITE", field, f"{value} is not a finite number.")
    return value


def within(value: float, low: float, high: float, field: str) -> float:
    """Return the number, or refuse one outside ``low`` … ``high`` (``OUT_OF_RANGE``)."""
    finite(value, field)
    if below(value, low) or value > high + TOLERANCE:
        raise InvalidInput("OUT_OF_RANGE", field, f"{value} lies outside {low} to {high}.")
    return value


def not_negative(value: float, field: str) -> float:
    """Return the number, or refuse one below zero (``OUT_OF_RANGE``)."""
    finite(value, field)
    if value < 0:
        raise InvalidInput("OUT_OF_RANGE", field, f"{value} is below zero.")
    return value


def weights(values: Iterable[float], field: str) -> float:
    """Return the sum of weights, or refuse negative ones and a sum of zero."""
    total = 0.0
    for value in values:
        if finite(value, field) < 0:
            raise InvalidInput("WEIGHTS_NEGATIVE", field, f"The weight {value} is below zero.")
        total += value
    if total <= 0:
        raise InvalidInput("WEIGHTS_SUM_TO_ZERO", field, "At least one weight must be above zero.")
    return total


def ascending(values: Iterable[float], field: str) -> None:
    """Refuse cuts that do not rise strictly (``CUTS_NOT_ASCENDING``)."""
    cuts = [finite(value, field) for value in values]
    if any(right <= left for left, right in itertools.pairwise(cuts)):
        raise InvalidInput("CUTS_NOT_ASCENDING", field, f"The cuts {cuts} do not rise.")


def unique(ids: Iterable[str], field: str) -> None:
    """Refuse two records with one id (``DUPLICATE_ID``)."""
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            raise InvalidInput("DUPLICATE_ID", field, f"The id {identifier} occurs twice.")
        seen.add(identifier)


def known(identifier: str, among: Collection[str], field: str) -> None:
    """Refuse a reference to something that does not exist (``UNKNOWN_ID``)."""
    if identifier not in among:
        raise InvalidInput("UNKNOWN_ID", field, f"{identifier} is not one of {', '.join(sorted(among))}.")


def one_of(value: str, choices: Collection[str], field: str) -> str:
    """Return the value, or refuse one outside its enumeration (``UNKNOWN_ENUM``)."""
    if value not in choices:
        raise InvalidInput("UNKNOWN_ENUM", field, f"{value} is not one of {', '.join(sorted(choices))}.")
    return value


def all_known(ids: Mapping[str, object], among: Collection[str], field: str) -> None:
    """Refuse a mapping with a key that does not exist (``UNKNOWN_ID``)."""
    for identifier in ids:
        known(identifier, among, field)
