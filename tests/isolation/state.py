"""Everything that is stored, in a form that can be compared; and the rules that stored rows keep."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.test import TestCase

from comotion.core.access import Owned, Scoped
from comotion.core.models import AuditChain, AuditEntry
from comotion.core.principal import acting_as
from comotion.core.visibility import Visibility
from comotion.identity.models import ApiToken, Membership, Organization
from comotion.partnerships.models import Partnership, Party
from tests.isolation.world import NAMES, World

Rows = dict[tuple[str, Any], tuple[int | None, str]]
BOOKKEEPING = ("django_session", "identity_apitoken", "usersessions_usersession", "identity_keptanswer")


def fingerprint() -> Rows:
    """Return (table, id) → (owner organization, hash of the row) of every row of ours."""
    rows: Rows = {}
    for model in apps.get_models():
        if model.__module__.startswith("comotion.") and model is not ApiToken:
            names = [one.attname for one in model._meta.concrete_fields]
            owner = _owner_field(model)
            for values in _manager(model).values_list("pk", owner or "pk", *names):
                digest = hashlib.sha256(repr(values[2:]).encode()).hexdigest()
                rows[model._meta.label, values[0]] = (values[1] if owner else None, digest)
    return rows


def _manager(model: type[models.Model]) -> models.Manager[Any]:
    return model.unscoped if issubclass(model, Scoped) else model._default_manager


def _owner_field(model: type[models.Model]) -> str | None:
    if issubclass(model, Owned):
        return "owner_org_id"
    if model is Organization:
        return "pk"
    if model is Party:
        return "partnership__owner_org_id"
    return "organization_id" if model in {Membership, AuditEntry, AuditChain} else None


@dataclass(slots=True)
class Deed:
    """What one request wrote."""

    tables: set[str] = field(default_factory=set)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note the table of every statement that writes."""
        words = sql.replace('"', "").split()
        if words and words[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            self.tables.add(words[1] if words[0].upper() == "UPDATE" else words[2])
        return execute(sql, params, many, context)

    @property
    def wrote(self) -> set[str]:
        """The tables of business that were written to."""
        return {table for table in self.tables if table not in BOOKKEEPING}


@contextmanager
def undone() -> Iterator[Deed]:
    """Let something be done, with what follows its commit, and take it back afterwards."""
    deed = Deed()
    with transaction.atomic():
        with connection.execute_wrapper(deed), TestCase.captureOnCommitCallbacks(execute=True):
            yield deed
        transaction.set_rollback(True)


def foreign_changes(before: Rows, organization: int) -> list[str]:
    """Rows that changed, came or went and do not belong to ``organization``."""
    after = fingerprint()
    return sorted(
        f"{key[0]} of {(after.get(key) or before[key])[0]} changed"
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
        and {found[0] for found in (before.get(key), after.get(key)) if found} - {organization}
    )


def broken_rules(world: World) -> list[str]:
    """Rule 3 over all rows: no row is wider than its parent, and its owner sees everything it refers to."""
    return [*_unseen_references(world), *_too_wide(), *_levels()]


def _unseen_references(world: World) -> Iterator[str]:
    for letter in NAMES:
        with acting_as(world.principal(letter)) as acting:
            for model in apps.get_models():
                if not issubclass(model, Owned):
                    continue
                mine = model.unscoped.filter(owner_org_id=world.organizations[letter].pk)
                for one in _references(model):
                    target: Any = one.remote_field.model
                    seen = target.unscoped.filter(target.scope(acting))
                    if mine.exclude(**{one.name: None}).exclude(**{f"{one.name}__in": seen.values("pk")}).exists():
                        yield f"{model._meta.label} of {letter} refers by {one.name} to what {letter} cannot see"


def _references(model: type[Owned]) -> list[Any]:
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, models.ForeignKey)
        and issubclass(one.remote_field.model, Scoped)
        and one.name not in {"owner_org", "organization"}
        and one.remote_field.model._meta.label != "surveys.PulseAnswer"
    ]


def _too_wide() -> Iterator[str]:
    for model in apps.get_models():
        if issubclass(model, Owned) and any(one.name == "partnership" for one in model._meta.fields):
            shared = model.unscoped.filter(visibility=Visibility.SHARED)
            if shared.exclude(partnership__visibility=Visibility.SHARED).exists():
                yield f"{model._meta.label} is shared in a partnership that is not"
            parties = Party.unscoped.filter(
                partnership_id=models.OuterRef("partnership_id"),
                organization_id=models.OuterRef("owner_org_id"),
                state="active",
            )
            if shared.exclude(models.Exists(parties)).exists():
                yield f"{model._meta.label} is shared by somebody who is no party"
    if Partnership.unscoped.filter(visibility=Visibility.PRIVATE).filter(_foreign_party()).exists():
        yield "a private partnership has an active party that does not own it"


def _foreign_party() -> models.Exists:
    others = Party.unscoped.filter(partnership_id=models.OuterRef("pk"), state="active")
    return models.Exists(others.exclude(organization_id=models.OuterRef("owner_org_id")))


def _levels() -> Iterator[str]:
    for model in apps.get_models():
        if issubclass(model, Owned) and model.unscoped.exclude(visibility__in=model.allowed_visibilities).exists():
            yield f"{model._meta.label} stands at a level it does not allow"
