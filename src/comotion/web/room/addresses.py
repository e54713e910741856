"""Addresses of rooms and figures, for those who write many of them."""

from __future__ import annotations

from django.urls import reverse


def room_address(organization: str, ref: str, section: str = "overview") -> str:
    """Return the address of a section of a room."""
    return reverse(f"room:{section}", kwargs={"organization": organization, "ref": ref})


def figure_address(organization: str, ref: str, figure: str) -> str:
    """Return the address under which a figure opens."""
    return reverse("explain:figure", kwargs={"organization": organization, "ref": ref, "figure": figure})
