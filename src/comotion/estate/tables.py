"""The tables of an archive: which rows of each model are an organization's, and which of them its owner may read.

Three things decide, and none of them is a list that somebody could forget to extend:

* a row is *open* where its model's own rule shows it to the acting owner: own rows, and what is shared with one;
* an own row that the rule shows to nobody, or to its author alone, is *sealed*: it travels, and is not read on the way;
* fields that hold secrets, known by their names, are sealed as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from comotion.core.access import Owned
from comotion.core.models import AuditChain, AuditEntry, Job, JobState
from comotion.core.principal import current_principal
from comotion.estate.models import Export
from comotion.identity.models import KeptAnswer, Membership, Organization, Person
from comotion.partnerships.models import Party

STAYS: tuple[type[Owned], ...] = (Export, KeptAnswer)
"""Left out: archives themselves, and answers kept for an hour for programs that ask twice."""
SEALED_WHOLE = frozenset({"imports.ImportChange"})
"""Sealed although the owner may see the rows: values before and after of whatever was imported, single answers too."""
SECRET_WORDS = ("secret", "password")
BOUND = "sealed"
"""How fields begin whose content only this installation can open: they do not travel at all."""


@dataclass(frozen=True, slots=True)
class Table:
    """One model of an archive: its rows that may be read, and those that are sealed."""

    model: type[Any]
    open_rows: QuerySet[Any]
    sealed_rows: QuerySet[Any] | None = None

    @property
    def label(self) -> str:
        """Return the name under which the archive keeps it."""
        return label_of(self.model)


def options_of(model: type[Any]) -> Any:
    """Return what Django knows of a model."""
    return model._meta  # noqa: SLF001  (Django's own name for it)


def label_of(model: type[Any]) -> str:
    """Return the name of a model with its app's."""
    return str(options_of(model).label)


def every_row(model: type[Any]) -> QuerySet[Any]:
    """Return the rows of a model as they are, whoever acts."""
    rows: QuerySet[Any] = (model.unscoped if hasattr(model, "unscoped") else model.objects).all()
    return rows


def owned_models() -> list[type[Owned]]:
    """Return every model with an owner organization, by its label."""
    return sorted((one for one in apps.get_models() if issubclass(one, Owned)), key=label_of)


def columns_of(model: type[Any]) -> list[Any]:
    """Return the fields of a row."""
    return list(options_of(model).concrete_fields)


def links_of(model: type[Any]) -> list[Any]:
    """Return the fields by which a row is linked with several others."""
    return list(options_of(model).many_to_many)


def is_bound(field: Any) -> bool:
    """Say whether a field means nothing elsewhere."""
    return str(field.name).startswith(BOUND)


def is_secret(field: Any) -> bool:
    """Say whether a field holds a secret, by its name."""
    return any(word in field.name for word in SECRET_WORDS)


def tables() -> Iterator[Table]:
    """Yield every table of the acting organization that is no card of somebody else."""
    own = current_principal().organization_id
    yield Table(Membership, Membership.objects.all())
    yield Table(Party, Party.objects.all())
    yield Table(AuditChain, AuditChain.objects.all())
    yield Table(AuditEntry, AuditEntry.objects.all())
    for model in owned_models():
        if model not in STAYS:
            yield _table(model, own)


def _table(model: type[Owned], own: int) -> Table:
    seen, mine = model.objects.all(), model.unscoped.filter(owner_org_id=own)
    if model is Job:
        unfinished = Q(state__in=(JobState.WAITING, JobState.RUNNING))
        return Table(model, seen.exclude(unfinished), None)
    if label_of(model) in SEALED_WHOLE:
        return Table(model, seen.none(), mine)
    return Table(model, seen, mine.exclude(pk__in=seen.values("pk")))


def organizations() -> QuerySet[Organization]:
    """Return the acting organization and the records that it keeps."""
    return Organization.objects.order_by("pk")


def members() -> QuerySet[Person]:
    """Return the people of the acting organization, in whatever state."""
    return Person.objects.filter(pk__in=Membership.objects.values("person_id")).order_by("pk")


def references_of(model: type[Any]) -> list[models.ForeignKey[Any, Any]]:
    """Return the fields by which a row refers to another one."""
    return [field for field in columns_of(model) if isinstance(field, models.ForeignKey)]
