"""Template tags and filters of the frame, and of numbers and dates in running text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from comotion.identity.queries import organizations_of
from comotion.narrative import names
from comotion.web.shared.reader import wording


def switchable(person: Any) -> list[Any]:
    """Return the organizations for which a person can act, when there are several."""
    found = organizations_of(person.pk or 0)
    return found if len(found) > 1 else []


def link_to(name: str, **kwargs: Any) -> str:
    """Return an address, or nothing where this installation has no such page."""
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


def at(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """Return what a mapping holds under a key, nothing where it holds none."""
    return mapping.get(key, "") if mapping else ""


def score(value: float | None) -> str:
    """Write a score with one decimal; a dash where there is none."""
    return "–" if value is None else wording().score(value)


def percent(share: float | None) -> str:
    """Write a share as whole percent."""
    return "–" if share is None else wording().percent(share)


def count(value: float | None) -> str:
    """Write a count with thousands apart."""
    return "–" if value is None else wording().number(value)


def day(value: date | None) -> str:
    """Write a day without its year."""
    return "–" if value is None else wording().day(value)


def full_day(value: date | None) -> str:
    """Write a day with its year."""
    return "–" if value is None else wording().full_day(value)


def figure_name(code: str) -> str:
    """Write what a figure is called."""
    return names.figure_name(code, wording())
