"""How the person who reads now writes numbers and dates."""

from __future__ import annotations

from functools import cache

from django.utils.translation import get_language, gettext

from comotion.narrative.wording import Wording


@cache
def _wording(language: str) -> Wording:
    return Wording(language, gettext)


def wording() -> Wording:
    """Return the wording of the language that is active."""
    return _wording(get_language() or "en")
