"""Everything that is stored, in a form that can be compared; and the rules that stored rows keep."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Coalesce
from django.test import TestCase

from comotion.core.access import Owned, Scoped
from comotion.core.models import AuditChain, AuditEntry
from comotion.core.principal import acting_as
from comotion.core.visibility import Visibility
from comotion.identity.models import ApiToken, Membership, Organization
from comotion.partnerships.models import Partnership, Party
from tests.isolation.filling import READ_BY_NOBODY
from tests.isolation.world import NAMES, World

Rows = dict[tuple[str, Any], tuple[int | None, str]]
BOOKKEEPING = ("django_session", "identity_apitoken", "usersessions_usersession", "identity_keptanswer")


def fingerprint(tables: set[str] | None = None) -> Rows:
    """Return (table, id) → (owner organization, hash of the row) of every row of ours, or of those in ``tables``."""
    rows: Rows = {}
    with acting_as(None):  # whoever acts sees, behind the wall of PostgreSQL, what is theirs
        for model in _ours(tables):
            if model is not ApiToken:
                names = [one.attname for one in model._meta.concrete_fields]
                owner = _owner_field(model)
                for values in _rows_of(model).values_list("pk", owner or "pk", *names):
                    digest = hashlib.sha256(repr(values[2:]).encode()).hexdigest()
                    rows[model._meta.label, values[0]] = (values[1] if owner else None, digest)
    return rows


def _ours(tables: set[str] | None = None) -> list[type[models.Model]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("comotion.")]
    return [model for model in ours if tables is None or model._meta.db_table in tables]


def _rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    rows = (model.unscoped if issubclass(model, Scoped) else model._default_manager).order_by()
    if model is Organization:
        return rows.annotate(belongs_to=Coalesce("kept_by_id", "pk"))
    if model is Party:  # the place of a company that has not joined is its keeper's, whoever the room belongs to
        return rows.annotate(belongs_to=Coalesce("organization__kept_by_id", "partnership__owner_org_id"))
    return rows


def _owner_field(model: type[models.Model]) -> str | None:
    if issubclass(model, Owned):
        return "owner_org_id"
    if model in {Organization, Party}:
        return "belongs_to"
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


def changed(before: Rows, tables: set[str]) -> dict[tuple[str, Any], set[int | None]]:
    """Return the rows of ``tables`` that came, went or changed, each with the organizations it belonged to."""
    labels = {model._meta.label for model in _ours(tables)}
    now = fingerprint(tables)
    then = {key: found for key, found in before.items() if key[0] in labels}
    return {
        key: {found[0] for found in (then.get(key), now.get(key)) if found}
        for key in then.keys() | now.keys()
        if then.get(key) != now.get(key)
    }


def foreign_changes(before: Rows, organization: int, tables: set[str]) -> list[str]:
    """Say which rows changed that do not belong to ``organization``."""
    return sorted(
        f"{key[0]} of {', '.join(map(str, sorted(owners, key=str)))} changed"
        for key, owners in changed(before, tables).items()
        if owners - {organization}
    )


def broken_rules(world: World, tables: set[str] | None = None) -> list[str]:
    """Rule 3 over all rows, or those in ``tables``: none is wider than its parent, its owner sees what it refers to."""
    owned = [model for model in _ours(tables) if issubclass(model, Owned)]
    return [*_unseen_references(world, owned), *_too_wide(owned), *_levels(owned)]


def _unseen_references(world: World, owned: list[type[Owned]]) -> Iterator[str]:
    for letter in NAMES:
        with acting_as(world.principal(letter)) as acting:
            for model in owned:
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
        and one.remote_field.model._meta.label not in READ_BY_NOBODY
    ]


def _too_wide(owned: list[type[Owned]]) -> Iterator[str]:
    for model in owned:
        if any(one.name == "partnership" for one in model._meta.fields):
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


def _levels(owned: list[type[Owned]]) -> Iterator[str]:
    for model in owned:
        if model.unscoped.exclude(visibility__in=model.allowed_visibilities).exists():
            yield f"{model._meta.label} stands at a level it does not allow"
