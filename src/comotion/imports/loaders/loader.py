"""What a loader is: how rows of one kind are recognised again, compared with what is there, and written.

A row is known again by its *ways*, best first: an id of the source, else what is unique by nature. A way counts where
its last field has a value. A lower way only finds a row that a better way cannot tell apart, so that two companies of
one name with two ids stay two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from comotion.formats.kinds import kinds
from comotion.imports.cells import Plain, Reader, UnableToKeep, plain_reader, plain_readers, unguarded
from comotion.imports.context import Context, UnableToUse
from comotion.imports.writing import HAS_EXTERNAL_ID, Values, Writer, empty_value, own_rows

LONGEST_REFERENCE = 250


@dataclass(slots=True)
class Record:
    """One row of the file in the words of the model, and what was found of it.

    ``forced`` names the fields for which None is an answer too. ``changes`` holds old and new values.
    """

    number: int
    values: Values
    forced: set[str] = field(default_factory=set)
    deleted: bool = False
    found_id: int | None = None
    found: Values = field(default_factory=dict)
    changes: dict[str, tuple[Plain, Plain]] = field(default_factory=dict)


class Kept(dict[object, Plain]):
    """The plain form of each value that was asked for."""

    def __init__(self, read: Reader) -> None:
        super().__init__({None: None})
        self.read = read

    def __missing__(self, value: object) -> Plain:
        found = self[value] = self.read(value)
        return found


class Loader:
    """Loads a kind whose rows are rows of one model; other kinds override what differs."""

    kind: ClassVar[str]
    model: ClassVar[type[models.Model]]
    fields: ClassVar[dict[str, str]]
    ways: ClassVar[tuple[tuple[str, ...], ...]]
    defaults: ClassVar[Values] = {}
    label: ClassVar[tuple[str, ...]] = ("name",)
    removable: ClassVar[bool] = False
    repeats: ClassVar[bool] = False
    confidential: ClassVar[bool] = False
    keeps_deleted: ClassVar[bool] = False
    touches_all: ClassVar[bool] = False
    used: ClassVar[frozenset[str]] = frozenset()
    twins: ClassVar[tuple[str, ...]] = ()
    """The name by which new rows are compared with what is here, and what is shown of two that look alike."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The fields of the kind that are kept between reading and loading."""
        return tuple(each.name for each in kinds()[self.kind].fields if each.name in self.known)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every field of the kind that loading looks at."""
        return frozenset(self.fields) | self.used | {"partnership", "deleted", "merged_into"}

    @cached_property
    def readers(self) -> dict[str, Reader]:
        """How each field becomes plain."""
        by_name = {each.attname: each for each in self.model._meta.concrete_fields}  # noqa: SLF001  (public API)
        return {
            name: plain_reader(by_name[self.fields[name]]) if name in self.fields else self.special(name)
            for name in self.columns
        }

    def special(self, name: str) -> Reader:
        """Return the reader of a field that is no column of the model."""
        if name == "deleted":
            return lambda value: None if value is None else bool(value)
        return reference_text

    def prepare(self, values: Mapping[str, object]) -> list[Plain]:
        """Turn the typed values of a row into plain cells, in the order of ``columns``."""
        cells: list[Plain] = []
        for name, read in self.readers.items():
            value = values.get(name)
            try:
                cells.append(None if value is None else read(value))
            except UnableToKeep as problem:
                raise UnableToUse(name, problem, str(value)[:200]) from problem
        return cells

    def prepare_columns(self, columns: Mapping[str, Sequence[object]], count: int) -> list[list[Plain]]:
        """Turn the typed values of some rows, given by column, into plain ones, each distinct value once.

        Raises
        ------
        UnableToKeep
            If a value cannot be kept; ``prepare`` says which.

        """
        return [
            list(map(Kept(read).__getitem__, columns[name])) if name in columns else [None] * count
            for name, read in self.readers.items()
        ]

    def record(self, context: Context, number: int, cells: Sequence[Plain]) -> Record:
        """Make a record of plain cells: references become rows, defaults fill what a new row must have."""
        given = dict(zip(self.columns, cells, strict=True))
        values = dict(zip(self.fields.values(), self._chosen((*cells, None)), strict=True))
        record = Record(number, values, {self.fields[name] for name in context.erasing if name in self.fields})
        record.deleted = not self.keeps_deleted and bool(given.get("deleted") or given.get("merged_into"))
        for name, value in self.defaults.items():
            if values.get(name) is None:
                values[name] = value
        if given.get("partnership") is not None:
            values["partnership_id"] = context.partnership(
                "partnership", given["partnership"], given.get("external_id") if "external_id" in self.used else None
            )
        self.refine(context, record, given)
        return record

    @cached_property
    def _chosen(self) -> Callable[[tuple[Plain, ...]], tuple[Plain, ...]]:
        """Picks the cells of the model's fields, in their order; a field without a cell is the None at the end."""
        places = [self.columns.index(name) if name in self.columns else len(self.columns) for name in self.fields]
        return itemgetter(*places) if len(places) > 1 else lambda cells: (cells[places[0]],)

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Add what this kind alone knows."""

    def keys(self, record: Record) -> list[tuple[int, tuple[Plain, ...]]]:
        """Return the ways that count for a record, each with its key."""
        value = record.values.get
        return [
            (place, tuple([value(name) for name in way]))
            for place, way in enumerate(self.ways)
            if value(way[-1]) is not None
        ]

    def find(self, context: Context, records: Sequence[Record]) -> list[UnableToUse | None]:
        """Find each record among the rows that are there, in a constant number of queries."""
        refused: list[UnableToUse | None] = [None] * len(records)
        for place, way in enumerate(self.ways):
            wanted = self._wanted(context, records, place)
            there = self._there(context, [records[at].values for at in wanted], place) if wanted else {}
            for at in wanted if there else ():
                value = records[at].values.get
                fitting = there.get(tuple([value(name) for name in way]))
                if fitting:
                    refused[at] = self._settle(records[at], fitting, place) or refused[at]
        return refused

    def _wanted(self, context: Context, records: Sequence[Record], place: int) -> list[int]:
        """Return which records are looked for by a way: those not found yet that no better way tells apart."""
        last, better = self.ways[place][-1], [way[-1] for way in self.ways[:place]]
        can_be = [
            at for at, each in enumerate(records) if each.found_id is None and each.values.get(last) is not None
        ]  # fmt: skip
        if not better or not can_be or self._has_nameless(context):
            return can_be
        return [at for at in can_be if all(records[at].values.get(name) is None for name in better)]

    def _has_nameless(self, context: Context) -> bool:
        """Say whether any row here lacks the best way; only then can a lower one find a row that has it."""
        known: dict[str, bool] = context.__dict__.setdefault("nameless", {})
        if self.kind not in known:
            column = self.ways[0][-1]
            without = models.Q(**{column: empty_value(self.model._meta.get_field(column))})  # type: ignore[arg-type]  # noqa: SLF001
            known[self.kind] = self.rows(context).filter(without).exists()
        return known[self.kind]

    def _settle(self, record: Record, there: list[tuple[int, Values]], place: int) -> UnableToUse | None:
        better = [way[-1] for way in self.ways[:place]]
        fitting = [
            (key, values) for key, values in there
            if not any(values[name] is not None and record.values.get(name) is not None for name in better)
        ]  # fmt: skip
        if len(fitting) > 1:
            return ambiguous(self.name_of(record.values), len(fitting))
        if fitting:
            record.found_id, record.found = fitting[0]
        return None

    def rows(self, context: Context) -> models.QuerySet[Any]:
        """Return the organization's own rows of the model."""
        return own_rows(self.model, context.organization_id)

    def names_here(self, context: Context) -> dict[int, str]:
        """Return what each row that is here is called."""
        return dict(self.rows(context).values_list("pk", self.twins[0]))

    def details(self, context: Context, ids: Sequence[int]) -> dict[int, Values]:
        """Return what is compared of some rows that are here."""
        readers = plain_readers(self.model)
        rows = self.rows(context).filter(pk__in=ids).values_list("pk", *self.compared) if ids else ()
        return {
            key: {name: readers[name](cell) for name, cell in zip(self.compared, cells, strict=True)}
            for key, *cells in rows
        }

    def _there(
        self, context: Context, wanted: list[Values], place: int
    ) -> dict[tuple[Plain, ...], list[tuple[int, Values]]]:
        way = self.ways[place]
        compared = self.compared
        narrow = {f"{name}__in": self._asked(name, wanted) for name in way}
        rows = self.rows(context).filter(**narrow)
        if way == ("external_id",):
            rows = rows.filter(HAS_EXTERNAL_ID)
        readers = plain_readers(self.model)
        there: dict[tuple[Plain, ...], list[tuple[int, Values]]] = {}
        for key, *cells in rows.values_list("pk", *compared):
            values = {name: readers[name](cell) for name, cell in zip(compared, cells, strict=True)}
            there.setdefault(tuple(values[name] for name in way), []).append((key, values))
        return there

    def _asked(self, name: str, wanted: list[Values]) -> list[Plain]:
        nothing = empty_value(self.model._meta.get_field(name))  # type: ignore[arg-type]  # noqa: SLF001  (public API)
        return list({nothing if values.get(name) is None else values.get(name) for values in wanted})

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The columns that are compared with what is there."""
        extra = [name for way in self.ways for name in way]
        return tuple(dict.fromkeys([*self.fields.values(), *self.references, *extra]))

    @property
    def references(self) -> tuple[str, ...]:
        """Columns that rows fill by what they name."""
        has = any(each.attname == "partnership_id" for each in self.model._meta.concrete_fields)  # noqa: SLF001
        return ("partnership_id",) if has else ()

    def compare(self, context: Context, record: Record) -> None:
        """Note what would change; a value that the file leaves out never erases what is there."""
        del context
        for name, new in record.values.items():
            old = record.found.get(name)
            if new != old and (new is not None or name in record.forced):
                record.changes[name] = (old, new)

    def store(self, context: Context, writer: Writer, created: Sequence[Record], changed: Sequence[Record]) -> None:
        """Write new and changed records, each kind in one statement."""
        del context
        partners = (each.found.get("partnership_id") or each.values.get("partnership_id") for each in changed)
        writer.partnership_ids.update(int(key) for key in partners if key)
        writer.insert(self.model, [each.values for each in created], [each.number for each in created])
        pairs = [
            ({name: old for name, (old, _) in found.items()}, {name: new for name, (_, new) in found.items()})
            for found in (each.changes for each in changed)
        ]
        ids = [each.found_id for each in changed if each.found_id is not None]
        writer.update(self.model, ids, pairs, [each.number for each in changed])

    def finish(self, context: Context, writer: Writer) -> None:
        """Do what the whole file causes elsewhere."""

    def name_of(self, values: Values) -> str:
        """Return what a person would call the row."""
        return " · ".join(str(values[name]) for name in self.label if values.get(name) is not None)


def reference_text(value: object) -> Plain:
    """Read a name or id that stands for another row."""
    text = unguarded(str(value))
    if len(text) > LONGEST_REFERENCE:
        raise UnableToKeep("TOO_LONG", _("is too long for a name"), _("Check that the columns are mapped rightly."))
    return text or None


def ambiguous(shown: str, count: int) -> UnableToUse:
    """Refuse a row that could be one of several."""
    message = _("fits %(count)d rows that are here") % {"count": count}
    return UnableToUse(None, UnableToKeep("AMBIGUOUS_ROW", message, _("Add the column with its id.")), shown)
