"""Addresses of rooms and figures, for those who write many of them."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse

REF, FIGURE = "~ref~", "~figure~"
PLAIN = "/:@!$&'()*+,;="
"""Characters that stand in a path as they are."""


def room_address(organization: str, ref: str, section: str = "overview") -> str:
    """Return the address of a section of a room."""
    return _pattern(get_script_prefix(), f"room:{section}", organization).replace(REF, quote(ref, PLAIN))


def figure_address(organization: str, ref: str, figure: str) -> str:
    """Return the address under which a figure opens."""
    pattern = _pattern(get_script_prefix(), "explain:figure", organization, FIGURE)
    return pattern.replace(REF, quote(ref, PLAIN)).replace(FIGURE, quote(figure, PLAIN))


@lru_cache(1024)
def _pattern(_prefix: str, name: str, organization: str, figure: str = "") -> str:
    """Return an address with marks for the words that differ: a look-up costs twenty times a replacement."""
    words = {"organization": organization, "ref": REF} | ({"figure": figure} if figure else {})
    return reverse(name, kwargs=words)
