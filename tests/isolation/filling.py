"""A row of any model, made from its fields alone, with a canary in every text, number and file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from comotion.core.access import Owned
from comotion.core.visibility import Visibility
from comotion.identity.models import Membership, Organization, Person
from comotion.partnerships.models import Partnership
from tests.isolation.canaries import Cage

DAY = dt.date(2026, 1, 15)
MOMENT = dt.datetime(2026, 1, 15, 9, tzinfo=dt.UTC)
RESTRICTED_READERS = frozenset({"owner", "alliance_manager", "auditor"})
RESOURCE_READERS = {
    "accounts": frozenset({"owner", "alliance_manager", "analyst", "member", "auditor"}),
    "imports": frozenset({"owner", "alliance_manager", "analyst", "auditor"}),
}
READ_BY_NOBODY = {
    "audits.BaselineCells",
    "surveys.PulseAnswer",
    "imports.ImportChange",
    "identity.KeptAnswer",
    "surveys.SurveyResponse",
    "surveys.SurveyAnswer",
}


def owned_models() -> list[type[Owned]]:
    """Every model whose rows have an owner organization and a visibility."""
    return [model for model in apps.get_models() if issubclass(model, Owned)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: whose it is, in which partnership, how far it is seen, and by which organizations."""

    owner: Membership
    partnership: Partnership
    visibility: Visibility
    readers: frozenset[int]

    @property
    def organization(self) -> Organization:
        """Whose row it is."""
        return self.owner.organization


class Filler:
    """Makes rows; the same label always gives the same canaries."""

    def __init__(self, cage: Cage) -> None:
        self.cage = cage
        self.made = 0

    def fill(self, model: type[Owned], place: Place, **given: Any) -> Owned:
        """Make one row of ``model`` at ``place``; ``given`` fields are taken as they are."""
        self.made += 1
        label = f"{model._meta.label} #{self.made} of {place.organization.slug} ({place.visibility.name.lower()})"
        values = {
            field.attname: self._value(field, f"{label}.{field.name}", model, place)
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in given and not _has_own_default(field)
        }
        values |= {"visibility": place.visibility} | given
        try:
            with transaction.atomic():
                return model.unscoped.create(**values)
        except IntegrityError:  # there can be one of these a parent only: it gets parents of its own
            return model.unscoped.create(**(values | self._fresh_parents(model, place) | given))

    def _fresh_parents(self, model: type[Owned], place: Place) -> dict[str, Any]:
        parents = [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]
        return {
            one.attname: self.fill(one.remote_field.model, place).pk
            for one in parents
            if issubclass(one.remote_field.model, Owned) and one.remote_field.model is not Partnership
        }

    def word(self, label: str, model: type[models.Model], place: Place) -> str:
        """A canary word with those who may read rows of ``model`` at ``place``."""
        limits = self._limits(model, place)
        readers = set() if model._meta.label in READ_BY_NOBODY else set(place.readers)
        return self.cage.word(label, place.organization.pk, readers, **limits)

    def _limits(self, model: type[models.Model], place: Place) -> dict[str, Any]:
        if place.visibility == Visibility.PERSONAL:
            return {"person": place.owner.person_id}
        if place.visibility == Visibility.RESTRICTED:
            return {"roles": RESTRICTED_READERS}
        return {"roles": RESOURCE_READERS.get(model._meta.app_label)}

    def _value(self, field: Any, label: str, model: type[Owned], place: Place) -> Any:
        if isinstance(field, models.ForeignKey) or field.name == "ref":
            return self._parent(field, place)
        if field.choices or (field.max_length or 1000) < 14:
            return field.choices[0][0] if field.choices else "EUR"[: field.max_length]
        if isinstance(field, models.CharField | models.TextField):
            return self.word(label, model, place)
        if isinstance(field, models.DecimalField):
            return Decimal(self.number(label, model, place))
        if isinstance(field, models.BinaryField | models.JSONField):
            return _wrapped(field, self.word(label, model, place))
        return _plain(field)

    def number(self, label: str, model: type[Owned], place: Place) -> int:
        """A canary number, likewise."""
        readers = set() if model._meta.label in READ_BY_NOBODY else set(place.readers)
        return self.cage.number(label, place.organization.pk, readers, **self._limits(model, place))

    def _parent(self, field: models.ForeignKey[Any, Any], place: Place) -> Any:
        if field.name == "ref":
            return place.partnership.ref
        parent = field.remote_field.model
        if parent is Organization:
            return place.organization.pk
        if parent is Person:
            return place.owner.person_id
        if parent is Partnership:
            return place.partnership.pk
        if not issubclass(parent, Owned):
            raise TypeError(f"Say how to fill {field}")
        at = _place_of_parent(parent, place)
        return (_parent_at(parent, at) or self.fill(parent, at)).pk


def _place_of_parent(parent: type[Owned], place: Place) -> Place:
    """Where the parent of a row stands: as wide, or private where it cannot be as narrow."""
    allowed = parent.allowed_visibilities
    if place.visibility in allowed or Visibility.PRIVATE not in allowed:
        return place
    return replace(place, visibility=Visibility.PRIVATE)


def _parent_at(parent: type[Owned], place: Place) -> Owned | None:
    """A row that can be the parent of one at ``place``: as wide, and in the same room where it has one."""
    rows = parent.unscoped.filter(owner_org=place.organization)
    if place.visibility in parent.allowed_visibilities:
        rows = rows.filter(visibility=place.visibility)
        if Visibility.SHARED in parent.allowed_visibilities and _leads_to_a_room(parent):
            rows = rows.filter(**{parent.room_path(): place.partnership.pk})
    return rows.first()


def _leads_to_a_room(model: type[Owned]) -> bool:
    """Whether rows are in a room; those that nobody reads one by one need not say in which."""
    names = {one.name for one in model._meta.concrete_fields} | {one.attname for one in model._meta.concrete_fields}
    return model.room_path().partition("__")[0] in names | {"pk"}


def _has_own_default(field: Any) -> bool:
    return (field.name == "ref" and field.has_default()) or getattr(field, "auto_now_add", False)


def _wrapped(field: Any, word: str) -> Any:
    if isinstance(field, models.BinaryField):
        return word.encode()
    return [word] if field.default is list else {"note": word}


def _plain(field: Any) -> Any:
    if isinstance(field, models.DateTimeField):
        return None if field.null else MOMENT
    if isinstance(field, models.DateField):
        return DAY
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.FloatField | models.IntegerField):
        return 3
    raise TypeError(f"Say how to fill {field}")
