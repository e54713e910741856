"""How the person who is told writes numbers and dates."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from comotion.narrative.wording import Wording


def wording() -> Wording:
    """Return the wording of the language that is active."""
    return Wording(get_language() or "en", gettext)
