"""Writing an archive: a ZIP of JSON lines, one file a table, with a manifest that knows every checksum.

``docs/how-to/move-an-organization.md`` describes the format for those who read archives with programs of their own.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet

from comotion.core.principal import current_principal
from comotion.estate.sealing import sealed
from comotion.estate.tables import (
    Table,
    columns_of,
    every_row,
    is_bound,
    is_secret,
    label_of,
    links_of,
    members,
    options_of,
    organizations,
    references_of,
    tables,
)
from comotion.estate.versions import FORMAT, FORMAT_VERSION, applied, program_version
from comotion.identity.models import Organization, Person
from comotion.partnerships.enums import PartyState
from comotion.partnerships.models import Party

MANIFEST, SEALED, READ_ME = "manifest.json", "sealed.bin", "README.txt"
AT_ONCE = 500
RECORDS = {"record"}
"""References to a company that somebody else keeps as a record: that record is theirs."""
WORDS = """An archive of Comotion: everything of one organization.

manifest.json       what made it, when, and the checksum of every other file
tables/NAME.jsonl   one row a line, as JSON; numbers in fields that end in _id name rows of other tables
files/NAME/…        what rows keep as files
sealed.bin          what nobody of the organization may read one by one: answers that were promised to stay unnamed,
                    what belongs to single people, and secrets; it opens with the key of this archive only

“comotion organization import ARCHIVE” brings it into an empty installation of the same version.
"""
FORGOTTEN = {"identity.Person": ("last_login",), "identity.Organization": ("closes_at",)}
"""What is true of this installation only: when somebody signed in last, and that the organization goes here."""
Row = dict[str, Any]
Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class ArchiveWriter:
    """Writes one archive, table by table."""

    target: IO[bytes]
    ref: str
    zip: zipfile.ZipFile = field(init=False)
    entries: dict[str, Row] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    closed_lines: list[bytes] = field(default_factory=list)
    known: dict[str, set[int]] = field(default_factory=dict)
    mentioned: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        """Open the ZIP."""
        self.zip = zipfile.ZipFile(self.target, "w", zipfile.ZIP_DEFLATED)

    def write(self, *, at: dt.datetime, progress: Progress) -> dict[str, int]:
        """Write everything of whoever acts; return the rows of each table that can be read."""
        found = list(tables())
        own, people = set(organizations().values_list("pk", flat=True)), set(members().values_list("pk", flat=True))
        self.known = {label_of(Organization): own, label_of(Person): people}
        for table in found:
            self.known[table.label] = _numbers(table)
        for done, table in enumerate(found):
            progress(done, len(found) + 2, table.label)
            self._table(table)
        self._cards()
        self._finish(at)
        progress(len(found) + 2, len(found) + 2, "")
        return self.counts

    def _table(self, table: Table) -> None:
        many = self._linked(table.model)
        self._lines(table.label, self._open(table, many))
        for values in _rows(table.sealed_rows):
            row = self._row(table.model, values, many, _in_place)
            if row is not None:
                self._close(table.label, row)

    def _open(self, table: Table, many: dict[str, dict[int, list[int]]]) -> Iterator[Row]:
        secret = [one.attname for one in columns_of(table.model) if is_secret(one)]
        for values in _rows(table.open_rows):
            row = self._row(table.model, values, many, self._file)
            if row is None:
                continue
            hidden = {name: row.pop(name) for name in secret if name in row}
            if hidden:
                self._close(table.label, {"id": row["id"]} | hidden)
            yield row

    def _row(
        self, model: type[Any], values: Row, many: dict[str, dict[int, list[int]]], keep: Callable[[str, bytes], Row]
    ) -> Row | None:
        """Return a row as it is written; None where it belongs to something that is not the organization's to have."""
        for reference in references_of(model):
            if not self._may_name(reference, values[reference.attname]):
                if not reference.null:
                    return None
                values[reference.attname] = None
        if model is Party and values["organization_id"] not in self.known[label_of(Organization)]:
            values["state"] = PartyState.RECORD.value
        values |= dict.fromkeys(FORGOTTEN.get(label_of(model), ()))
        for bound in filter(is_bound, columns_of(model)):
            values.pop(bound.attname)
        path = f"files/{label_of(model)}/{values['id']}"
        row = {
            name: keep(f"{path}-{name}", bytes(value)) if _is_binary(value) else plain(value)
            for name, value in values.items()
        }
        return row | {name: sorted(linked.get(values["id"], ())) for name, linked in many.items()}

    def _may_name(self, reference: Any, number: int | None) -> bool:
        """Say whether the row that is referred to travels too; people and companies do, at least as a card."""
        label = label_of(reference.remote_field.model)
        if number is None or not reference.db_constraint or number in self.known.get(label, ()):
            return True
        if reference.remote_field.model not in {Organization, Person} or reference.name in RECORDS:
            return False
        self.mentioned[label].add(number)
        return True

    def _file(self, path: str, content: bytes) -> Row:
        self._put(path, [content])
        return {"file": path}

    def _linked(self, model: type[Any]) -> dict[str, dict[int, list[int]]]:
        """Return for each field that links with several rows: number → numbers of rows that travel too."""
        found: dict[str, dict[int, list[int]]] = {}
        for link in links_of(model):
            one, other = link.m2m_column_name(), link.m2m_reverse_name()
            pairs = options_of(link.remote_field.through).default_manager.values_list(one, other)
            linked = found[link.name] = defaultdict(list)
            for number, several in pairs.iterator(chunk_size=AT_ONCE):
                if number in self.known[label_of(model)] and several in self.known[label_of(link.related_model)]:
                    linked[number].append(several)
        return found

    def _close(self, label: str, row: Row) -> None:
        self.closed_lines.append(as_line({"table": label, "row": row}))

    def _cards(self) -> None:
        """Write the organization with its records and people, and a card of every other one that rows name."""
        own = current_principal().organization_id
        for model, rows in ((Organization, organizations()), (Person, members())):
            label = label_of(model)
            table = Table(model, rows)
            others = sorted(self.mentioned[label] - self.known[label])
            named = every_row(model).filter(pk__in=others).order_by("pk").values_list("pk", "name")
            card = _organization_card if model is Organization else _person_card
            self._lines(label, [*self._open(table, {}), *(card(pk, name, own) for pk, name in named)])

    def _lines(self, label: str, rows: Iterable[Row]) -> None:
        lines = [as_line(row) for row in rows]
        self._put(f"tables/{label}.jsonl", lines)
        self.counts[label] = len(lines)

    def _put(self, name: str, chunks: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self.zip.open(name, "w", force_zip64=True) as entry:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                entry.write(chunk)
        self.entries[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def _finish(self, at: dt.datetime) -> None:
        own = Organization.objects.get(pk=current_principal().organization_id)
        self._put(SEALED, [sealed(b"".join(self.closed_lines), self.ref)])
        self._put(READ_ME, [WORDS.encode()])
        manifest = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "archive": self.ref,
            "made_at": at.isoformat(),
            "made_by": program_version(),
            "organization": {"id": own.pk, "slug": own.slug, "name": own.name},
            "migrations": applied(),
            "tables": dict(sorted(self.counts.items())),
            "entries": dict(sorted(self.entries.items())),
        }
        self.zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        self.zip.close()


def _numbers(table: Table) -> set[int]:
    closed = table.sealed_rows.values_list("pk", flat=True) if table.sealed_rows is not None else ()
    return {*table.open_rows.values_list("pk", flat=True), *closed}


def _rows(rows: QuerySet[Any] | None) -> Iterator[Row]:
    """Yield rows as dictionaries under the names of their columns."""
    if rows is not None:
        names = [one.attname for one in columns_of(rows.model)]
        yield from rows.order_by("pk").values(*names).iterator(chunk_size=AT_ONCE)


def _in_place(_path: str, content: bytes) -> Row:
    return {"base64": base64.b64encode(content).decode()}


def _empty(model: type[Any]) -> Row:
    """Return a row that says nothing."""
    fields = [one for one in columns_of(model) if not is_secret(one) and not is_bound(one)]
    return {one.attname: plain(one.get_default()) for one in fields}


def _organization_card(number: int, name: str, own: int) -> Row:
    """Return what is written of another company: its name; where it is brought, nobody of it has joined yet."""
    return _empty(Organization) | {"id": number, "slug": f"record-{number}", "name": name, "kept_by_id": own}


def _person_card(number: int, name: str, own: int) -> Row:
    """Return what is written of somebody of another company: the name."""
    del own
    address = f"person-{number}@elsewhere.invalid"
    return _empty(Person) | {"id": number, "name": name, "email": address, "is_active": False}


def _is_binary(value: Any) -> bool:
    return isinstance(value, bytes | memoryview)


def plain(value: Any) -> Any:
    """Return a value as JSON has it; moments keep every digit."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def as_line(row: Row) -> bytes:
    """Return a row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"
