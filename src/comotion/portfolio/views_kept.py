"""Views of the list that people keep: made, read and removed here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comotion.core import audit
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.portfolio.models import SavedView


@dataclass(frozen=True, slots=True)
class KeptView:
    """One saved view as the page lists it."""

    ref: str
    name: str
    query: str
    visibility: int
    is_mine: bool


def saved_views() -> tuple[KeptView, ...]:
    """Return one's own views and those of the organization, by name."""
    person = current_principal().person_id
    return tuple(
        KeptView(view.ref, view.name, view.query, view.visibility, view.author_id == person)
        for view in SavedView.objects.order_by("name", "id")
    )


class UnableToKeepView(PermissionError):
    """Scheduled work keeps no views."""


def keep_view(*, name: str, query: str, for_everyone: bool, at: dt.datetime) -> SavedView:
    """Keep a view for oneself, or for everyone in the organization."""
    principal = current_principal()
    if principal.person_id is None:
        raise UnableToKeepView("A view is kept by a person.")
    view = SavedView.objects.create(
        owner_org_id=principal.organization_id,
        author_id=principal.person_id,
        visibility=Visibility.PRIVATE if for_everyone else Visibility.PERSONAL,
        name=name,
        query=query,
        saved_at=at,
    )
    audit.record("keep", "saved view", view.ref, at=at, name=name)
    return view


class UnableToRemoveView(PermissionError):
    """Only its author removes a view."""


def remove_view(*, view: SavedView, at: dt.datetime) -> None:
    """Remove one's own view."""
    if view.author_id != current_principal().person_id:
        raise UnableToRemoveView("Only the person who kept this view can remove it.")
    audit.record("remove", "saved view", view.ref, at=at, name=view.name)
    view.delete()
