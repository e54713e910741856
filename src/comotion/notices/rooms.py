"""Rooms as notices name them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.urls import reverse

from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.notices.kind import Tell, Told
from comotion.partnerships.models import Partnership


def about_room(title: Callable[[str], str], says: Callable[[str], str], act: Callable[[], str], section: str) -> Tell:
    """Return how a notice about a room is put in words: its title and sentence from the room's name."""

    def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
        if not may(current_principal(), "read", "room"):
            return {}
        rows = Partnership.objects.filter(ref__in=abouts).values_list("ref", "name")
        return {
            ref: Told(
                title(name),
                says(name),
                reverse(f"room:{section}", kwargs={"organization": organization, "ref": ref}),
                act(),
                where=name,
            )
            for ref, name in rows
        }

    return tell
