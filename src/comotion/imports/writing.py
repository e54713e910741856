"""Rows written in bulk, each remembered so that the run can be undone.

Values come in their plain form (``cells``); a row is checked before it arrives here, so a chunk costs one statement.
Every row written belongs to the organization that acts: the writer sets the owner, nobody else does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from comotion.core.access import Owned
from comotion.core.references import new_reference
from comotion.imports.cells import Plain, plain_reader, plain_readers
from comotion.imports.models import ChangeAction, ImportChange, ImportRun
from comotion.imports.packing import pack

Values = dict[str, Plain]
BATCH = 2_000
HAS_EXTERNAL_ID = RawSQL("NOT (external_id = '')", (), output_field=models.BooleanField())
"""Said as the index says it, word for word: only then may a database use an index of rows that have an id."""


@dataclass(slots=True)
class Writer:
    """Writes rows for one run and keeps what stood there before."""

    run: ImportRun
    at: dt.datetime
    sequence: int = 0
    partnership_ids: set[int] = field(default_factory=set)

    def insert(self, model: type[models.Model], rows: Sequence[Values], numbers: Sequence[int | None]) -> list[int]:
        """Create rows, filling in what they leave out; return their ids in the same order."""
        if not rows:
            return []
        ids = list(_reserve(model, len(rows)))
        columns = {
            name: [otherwise if (value := row.get(name)) is None else value for row in rows]
            for name, otherwise in self._nothing(model).items()
        }
        if "ref" in columns:
            columns["ref"] = [new_reference() for _ in rows]
        _insert(model, ["id", *columns], [list(row) for row in zip(ids, *columns.values(), strict=True)])
        after = {name: _column(values) for name, values in columns.items()}
        self._remember(model, ChangeAction.CREATED, ids, numbers, ({}, after))
        self._touch(model, ids, columns.get("partnership_id", ()))
        return ids

    def update(
        self, model: type[models.Model], ids: Sequence[int], pairs: Sequence[tuple[Values, Values]],
        numbers: Sequence[int | None],
    ) -> None:  # fmt: skip
        """Change rows; each pair holds the same names with the values before and after."""
        if not ids:
            return
        names = sorted({name for _, after in pairs for name in after})
        if any(len(after) != len(names) for _, after in pairs):
            pairs = _levelled(model, ids, pairs, names)
        nothing = _empty_values(model, names)
        rows = [[key, *(_or(after[name], nothing[name]) for name in names)] for key, (_, after) in zip(ids, pairs)]  # noqa: B905  (checked by the caller: equally long)
        _update(model, ["id", *names], rows)
        before, after = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        self._remember(model, ChangeAction.CHANGED, ids, numbers, (_columns(before), _columns(after)))
        self._touch(model, ids, [each.get("partnership_id") for each in after])

    def remove(self, model: type[models.Model], ids: Sequence[int], numbers: Sequence[int | None]) -> None:
        """Remove rows that nothing refers to."""
        if not ids:
            return
        found = stored(model, ids)
        self._remember(model, ChangeAction.REMOVED, ids, numbers, (_columns([found[key] for key in ids]), {}))
        self._touch(model, ids, [each.get("partnership_id") for each in found.values()])
        remove_rows(model, ids)

    def _nothing(self, model: type[models.Model]) -> Values:
        """Return what stands in each column of a new row where the file says nothing."""
        columns = [each for each in model._meta.concrete_fields if not each.primary_key]  # noqa: SLF001  (public API)
        nothing = {each.attname: empty_value(each) for each in columns}
        moments = [each.attname for each in columns if getattr(each, "auto_now_add", False)]
        nothing |= dict.fromkeys(moments, self.at.astimezone(dt.UTC).isoformat())
        if issubclass(model, Owned):
            nothing["owner_org_id"] = self.run.owner_org_id
        return nothing

    def _touch(self, model: type[models.Model], ids: Sequence[int], partnerships: Sequence[Plain]) -> None:
        if model._meta.label_lower == "partnerships.partnership":  # noqa: SLF001  (public API)
            self.partnership_ids.update(ids)
        self.partnership_ids |= {key for key in partnerships if isinstance(key, int)}

    def _remember(
        self, model: type[models.Model], action: ChangeAction, ids: Sequence[int], numbers: Sequence[int | None],
        sides: tuple[dict[str, Any], dict[str, Any]],
    ) -> None:  # fmt: skip
        before, after = sides
        document = {"ids": list(ids), "rows": list(numbers), "before": before, "after": after}
        self.sequence += 1
        ImportChange.objects.create(
            owner_org_id=self.run.owner_org_id, run=self.run, sequence=self.sequence, action=action, rows=len(ids),
            model=model._meta.label_lower, content=pack(document),  # noqa: SLF001  (public API)
        )  # fmt: skip


def _or(value: Plain, otherwise: Plain) -> Plain:
    return otherwise if value is None else value


def empty_value(column: models.Field[Any, Any]) -> Plain:
    """Return what stands in a column where nothing is known."""
    default = None if column.default is new_reference else plain_reader(column)(column.get_default())
    return default if default is not None or column.null else ""


def _empty_values(model: type[models.Model], names: Iterable[str]) -> Values:
    return {name: empty_value(model._meta.get_field(name)) for name in names}  # type: ignore[arg-type]  # noqa: SLF001


def _levelled(
    model: type[models.Model], ids: Sequence[int], pairs: Sequence[tuple[Values, Values]], names: list[str]
) -> list[tuple[Values, Values]]:
    """Give every pair the same names, so that one statement writes them all."""
    found = stored(model, ids, names)
    return [
        ({**found[key], **before}, {**found[key], **after}) for key, (before, after) in zip(ids, pairs, strict=True)
    ]


def _columns(rows: Sequence[Values]) -> dict[str, Any]:
    """Turn rows into columns."""
    return {name: _column([row[name] for row in rows]) for name in rows[0]} if rows else {}


def _column(values: list[Plain]) -> Any:
    """Keep a column; one that says the same in every row is kept as that one value."""
    return {"all": values[0]} if values.count(values[0]) == len(values) else values


def named_partnerships(rows: Sequence[Values]) -> set[int]:
    """Return the partnerships that rows belong to."""
    return {key for row in rows if isinstance(key := row.get("partnership_id"), int)}


def row_values(columns: dict[str, Any], count: int) -> list[Values]:
    """Turn remembered columns back into rows."""
    full = {name: [kept["all"]] * count if isinstance(kept, dict) else kept for name, kept in columns.items()}
    return [{name: values[place] for name, values in full.items()} for place in range(count)]


def stored(model: type[models.Model], ids: Sequence[int], names: Sequence[str] = ()) -> dict[int, Values]:
    """Return what the database holds of some rows, in the plain form."""
    readers = plain_readers(model)
    names = list(names) or [name for name in readers if name != "id"]
    found: dict[int, Values] = {}
    for part in batches(list(ids)):
        for key, *values in _all_rows(model).filter(pk__in=part).values_list("pk", *names):
            found[key] = {name: readers[name](value) for name, value in zip(names, values, strict=True)}
    return found


def own_rows(model: type[models.Model], organization_id: int) -> models.QuerySet[Any]:
    """Return the rows that an organization owns, also those that nobody reads one by one."""
    return _all_rows(model).filter(owner_org_id=organization_id)


def first_reference(source: type[models.Model], name: str, ids: Sequence[int]) -> int | None:
    """Return one of the ids to which a row of ``source`` refers, or None."""
    for part in batches(list(ids)):
        found: int | None = _all_rows(source).filter(**{f"{name}__in": part}).values_list(name, flat=True).first()
        if found is not None:
            return found
    return None


def _all_rows(model: type[models.Model]) -> models.QuerySet[Any]:
    found: models.QuerySet[Any] = getattr(model, "unscoped", model._default_manager).all()  # noqa: SLF001
    return found


def batches(items: list[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Cut a list into parts."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def restore_rows(model: type[models.Model], ids: Sequence[int], rows: Sequence[Values]) -> None:
    """Write whole rows back under the ids they had."""
    names = list(rows[0])
    nothing = _empty_values(model, names)
    _insert(
        model, ["id", *names],
        [[key, *(_or(row[name], nothing[name]) for name in names)] for key, row in zip(ids, rows, strict=True)],
    )  # fmt: skip


def rewrite_rows(model: type[models.Model], ids: Sequence[int], rows: Sequence[Values]) -> None:
    """Write values back into rows that are there."""
    names = list(rows[0])
    nothing = _empty_values(model, names)
    _update(
        model, ["id", *names],
        [[key, *(_or(row[name], nothing[name]) for name in names)] for key, row in zip(ids, rows, strict=True)],
    )  # fmt: skip


def remove_rows(model: type[models.Model], ids: Sequence[int]) -> None:
    """Delete rows, and what was only computed from them."""
    for part in batches(list(ids)):
        _all_rows(model).filter(pk__in=part).delete()


def _reserve(model: type[models.Model], count: int) -> Iterator[int]:
    """Take ids for new rows; nobody else can be given them."""
    table = model._meta.db_table  # noqa: SLF001  (public API)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            yield from [key for (key,) in cursor.fetchall()]
            return
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    yield from range(last + 1, last + 1 + count)


def _insert(model: type[models.Model], names: list[str], rows: list[list[Plain]]) -> None:
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), _column_names(model, names)  # noqa: SLF001  (public API)
    listed = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            source = f"SELECT {listed} FROM json_populate_recordset(NULL::{table}, %s::json)"  # noqa: S608  (our names)
            for part in batches(rows):
                cursor.execute(f"INSERT INTO {table} ({listed}) {source}", [_records(columns, part)])
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", _adapted(model, names, rows))  # noqa: S608


def _update(model: type[models.Model], names: list[str], rows: list[list[Plain]]) -> None:
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), _column_names(model, names)  # noqa: SLF001  (public API)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(f"{quote(name)} = new.{quote(name)}" for name in columns[1:])
            source = f"FROM json_populate_recordset(NULL::{table}, %s::json) new WHERE {table}.id = new.id"
            for part in batches(rows):
                cursor.execute(f"UPDATE {table} SET {sets} {source}", [_records(columns, part)])  # noqa: S608
            return
        sets = ", ".join(f"{quote(name)} = %s" for name in columns[1:])
        turned = [[*row[1:], row[0]] for row in _adapted(model, names, rows)]
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", turned)  # noqa: S608  (our own names)


def _column_names(model: type[models.Model], names: list[str]) -> list[str]:
    by_name = {each.attname: each.column for each in model._meta.concrete_fields}  # noqa: SLF001  (public API)
    return [str(by_name[name]) for name in names]


def _records(columns: list[str], rows: list[list[Plain]]) -> str:
    return json.dumps([dict(zip(columns, row, strict=True)) for row in rows])


def _adapted(model: type[models.Model], names: list[str], rows: list[list[Plain]]) -> list[list[Plain]]:
    """Write moments as this database keeps them; every other plain value is kept as it is."""
    kinds = {each.attname: each for each in model._meta.concrete_fields}  # noqa: SLF001  (public API)
    places = [place for place, name in enumerate(names) if isinstance(kinds[name], models.DateTimeField)]
    for row in rows:
        for place in places:
            if row[place] is not None:
                moment = dt.datetime.fromisoformat(str(row[place]))
                row[place] = connection.ops.adapt_datetimefield_value(moment)
    return rows
