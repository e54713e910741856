"""Every row of a partnership, whatever model it is of: counting what is shared, moving what is one's own.

Apps above this one hang their rows on the partnership; the registry of models knows them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from comotion.core.access import Owned
from comotion.core.visibility import Visibility
from comotion.partnerships.models import Consent, Guest, Invitation, Partnership

ABOUT_THE_ROOM = (Invitation, Consent, Guest)
"""Rows that say who is in the room: they are no content of it."""


def options_of(model: Owned | type[Owned]) -> Any:
    """Return what Django knows of a model."""
    return model._meta  # noqa: SLF001  (Django's own name for it)


def label_of(model: Owned | type[Owned]) -> str:
    """Return the name of a model with its app's."""
    return str(options_of(model).label)


def relations_to(model: Owned | type[Owned]) -> list[Any]:
    """Return every relation by which rows refer to a model's, also those without a name of their own."""
    found = options_of(model).get_fields(include_hidden=True)
    return [one for one in found if one.auto_created and (one.one_to_many or one.one_to_one)]


def row_models() -> Iterator[type[Owned]]:
    """Yield every model whose rows belong to a partnership, by its label."""
    found = {
        relation.related_model
        for relation in relations_to(Partnership)
        if relation.field.name == "partnership" and issubclass(relation.related_model, Owned)
    }
    yield from sorted(found, key=label_of)


def content_models() -> Iterator[type[Owned]]:
    """Yield those whose rows can be shared and are content of the room."""
    for model in row_models():
        if Visibility.SHARED in model.allowed_visibilities and model not in ABOUT_THE_ROOM:
            yield model


def shared_counts(partnership: Partnership) -> tuple[tuple[str, int], ...]:
    """Return what all parties share in a room: the model's label and how many rows there are."""
    counted = [(label_of(model), model.unscoped.filter(**_shared(partnership)).count()) for model in content_models()]
    return tuple((name, count) for name, count in counted if count)


def own_counts(partnership: Partnership, organization_id: int, visibility: Visibility) -> int:
    """Return how many rows of an organization stand at one level in a partnership."""
    own = {"owner_org_id": organization_id, "partnership": partnership, "visibility": visibility}
    return sum(model.unscoped.filter(**own).count() for model in content_models())


def move_rows(organization_id: int, source: Partnership, target: Partnership) -> None:
    """Let everything of one organization belong to another partnership, each row at its own level."""
    for model in row_models():
        rows: models.QuerySet[Any] = model.unscoped.filter(owner_org_id=organization_id)
        rows.filter(partnership=source).update(partnership=target)


def take_rows_back(organization_id: int, partnership: Partnership) -> None:
    """Make private again what an organization shares in a partnership."""
    for model in content_models():
        if Visibility.PRIVATE in model.allowed_visibilities:
            own = model.unscoped.filter(owner_org_id=organization_id, **_shared(partnership))
            own.update(visibility=Visibility.PRIVATE)


def _shared(partnership: Partnership) -> dict[str, object]:
    return {"partnership": partnership, "visibility": Visibility.SHARED}
