"""Bringing an archive into an empty installation: the same rows under the same numbers.

Numbers are kept because much hangs on them: the hash chain of the audit log, undoing an import, references inside
texts. That is why the installation has to be empty.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.management.color import no_style
from django.db import IntegrityError, connection, models, transaction

from comotion.core.audit import Tampered, record, verify_chain
from comotion.core.principal import Principal, acting_as
from comotion.estate.reading import Archive, UnableToReadArchive
from comotion.estate.tables import columns_of, every_row, is_bound, is_secret, links_of, options_of
from comotion.estate.writing import Row
from comotion.identity.enums import Role
from comotion.identity.models import Organization, Person

AT_ONCE = 500
Progress = Callable[[int, int, str], None]


class UnableToImportOrganization(ValueError):
    """Nothing was brought in; the message says why."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: the organization, the rows of each table, whether the seal was opened, and a broken log."""

    organization: str
    tables: dict[str, int]
    seal_opened: bool
    tampered: Tampered | None


def import_archive(*, archive: Archive, key: str, at: dt.datetime, progress: Progress) -> Imported:
    """Bring everything in, in one transaction, or nothing.

    Raises
    ------
    UnableToImportOrganization
        If somebody is here already, or rows refer to what is not there.

    """
    if Organization.unscoped.exists() or Person.objects.exists():
        raise UnableToImportOrganization(
            "Somebody is here already. An archive is brought into an empty installation: give it a COMOTION_HOME and "
            "a database of its own."
        )
    closed = archive.sealed_rows(key) if key else {}
    own = archive.manifest["organization"]
    with acting_as(None):
        try:
            with transaction.atomic():
                counts = _fill(archive, closed, at, progress)
                tampered = verify_chain(own["id"])
                _note(own["id"], archive, at, seal_opened=bool(key))
        except IntegrityError as broken:
            raise UnableToImportOrganization(
                "The archive is not complete: rows refer to what is not in it."
            ) from broken
    return Imported(own["slug"], counts, bool(key), tampered)


def _fill(archive: Archive, closed: dict[str, dict[int, Row]], at: dt.datetime, progress: Progress) -> dict[str, int]:
    counts = {}
    for done, label in enumerate(archive.labels):
        progress(done, len(archive.labels), label)
        counts[label] = _fill_table(_model(label), archive.rows(label), closed.get(label, {}), at)
    found = [_model(label) for label in archive.labels]
    connection.check_constraints([options_of(model).db_table for model in found])
    for statement in connection.ops.sequence_reset_sql(no_style(), found):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    progress(len(counts), len(counts), "")
    return counts


def _model(label: str) -> type[Any]:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError) as unknown:
        raise UnableToReadArchive(f"The archive has a table “{label}” that this version does not know.") from unknown


def _fill_table(model: type[Any], rows: Any, closed: dict[int, Row], at: dt.datetime) -> int:
    """Write the rows of one table, each with its secrets, and those that were sealed as a whole."""
    whole = [row | closed.pop(row["id"], {}) for row in rows]
    whole += closed.values()
    made = [model(**_values(model, row)) for row in whole]
    every_row(model).bulk_create(made, batch_size=AT_ONCE)
    if by_clock := [field.name for field in columns_of(model) if getattr(field, "auto_now_add", False)]:
        for one, row in zip(made, whole, strict=True):
            for name in by_clock:
                setattr(one, name, _value(options_of(model).get_field(name), row[name]) or at)
        every_row(model).bulk_update(made, by_clock, batch_size=AT_ONCE)
    for link in links_of(model):
        _link(link, whole)
    return len(whole)


def _values(model: type[Any], row: Row) -> Row:
    return {
        field.attname: _value(field, row[field.attname]) if field.attname in row else _fresh_secret(field)
        for field in columns_of(model)
    }


def _value(field: Any, value: Any) -> Any:
    """Return a value as the field has it."""
    return value if isinstance(field, models.BinaryField | models.JSONField) else field.to_python(value)


def _fresh_secret(field: Any) -> Any:
    """Return what stands where a secret stayed closed: something that lets nobody in."""
    if is_bound(field):
        return ""
    if not is_secret(field):
        raise UnableToReadArchive(f"The archive does not say “{field}”.")
    return make_password(None) if field.name == "password" else secrets.token_hex(32)[: field.max_length or 64]


def _link(link: Any, rows: list[Row]) -> None:
    through = link.remote_field.through
    own, other = link.m2m_column_name(), link.m2m_reverse_name()
    pairs = [through(**{own: row["id"], other: several}) for row in rows for several in row.get(link.name, ())]
    options_of(through).default_manager.bulk_create(pairs, batch_size=AT_ONCE)


def _note(organization_id: int, archive: Archive, at: dt.datetime, *, seal_opened: bool) -> None:
    with acting_as(Principal(organization_id, Role.OWNER)):
        record(
            "organization.imported",
            "organization",
            archive.manifest["organization"]["slug"],
            at=at,
            archive=archive.manifest["archive"],
            seal_opened=seal_opened,
        )
