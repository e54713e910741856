"""Partnerships: the partner as a record, the room, its parties, the private standing, and the sponsors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from django.utils.translation import gettext as _

from comotion.core.references import new_reference
from comotion.identity.models import Organization
from comotion.imports.cells import Reader, UnableToKeep, plain_reader, plain_readers
from comotion.imports.context import Context, UnableToUse
from comotion.imports.loaders.linking import link_deals, link_partners
from comotion.imports.loaders.loader import Loader, Record, reference_text
from comotion.imports.loaders.sponsors import current_sponsors, write_sponsors
from comotion.imports.references import normal_name
from comotion.imports.writing import Values, Writer
from comotion.partnerships.enums import PartyState
from comotion.partnerships.models import Partnership, Party, Standing

ROOM = ("name", "started_date", "approach", "field")
PRIVATE = ("external_id", "website", "level", "potential", "potential_fit", "potential_our_contribution",
           "potential_partner_contribution", "potential_complexity", "effort", "partner_willing",
           "willing_asked_date", "step", "notes")  # fmt: skip
SPONSORS = ("our_sponsor", "partner_sponsor")


class Partnerships(Loader):
    """By the id of the source, else by name. What is the partner's own in a shared room is never changed.

    ``found`` holds the room's fields, the standing's, and ``standing_id`` and ``is_own`` beside them.
    """

    kind = "partnerships"
    model = Standing
    fields: ClassVar[dict[str, str]] = {
        **{name: name for name in (*ROOM, *PRIVATE, *SPONSORS)},
        "owner": "owner_name",
    }
    ways = (("external_id",), ("normal_name",))
    twins = ("name", "website", "level", "started_date", "owner_name", "external_id")

    @cached_property
    def readers(self) -> dict[str, Reader]:
        """How each field becomes plain: some are the room's, some the standing's."""
        models = {**dict.fromkeys(ROOM, Partnership), "owner": Standing, **dict.fromkeys(PRIVATE, Standing)}
        return {
            name: plain_reader(models[name]._meta.get_field(self.fields[name]))  # type: ignore[arg-type]  # noqa: SLF001
            if name in models else reference_text if name in SPONSORS else self.special(name)
            for name in self.columns
        }  # fmt: skip

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Compare names without their accidents, and link the owner where they are a member here."""
        record.values["normal_name"] = normal_name(str(record.values["name"]))
        if given.get("owner") is not None:
            record.values["owner_id"] = context.members.get(str(given["owner"]).casefold())
            record.forced.add("owner_id")

    def find(self, context: Context, records: Sequence[Record]) -> list[UnableToUse | None]:
        """Find partnerships by the index, then what is held about them in three queries."""
        refused = [self._locate(context, each) for each in records]
        ids = [each.found_id for each in records if each.found_id is not None]
        held = _held(context, ids)
        for each in records:
            if each.found_id is not None:
                each.found = held[each.found_id]
        return refused

    def names_here(self, context: Context) -> dict[int, str]:
        """Return what each partnership is called."""
        return context.index.names

    def details(self, context: Context, ids: Sequence[int]) -> dict[int, Values]:
        """Return everything held about some partnerships."""
        return _held(context, ids)

    def _locate(self, context: Context, record: Record) -> UnableToUse | None:
        index, external_id = context.index, record.values["external_id"]
        if external_id in index.by_external_id:
            record.found_id = index.by_external_id[str(external_id)]
            return None
        named = index.by_name.get(str(record.values["normal_name"]), [])
        fitting = [key for key in named if external_id is None or key not in index.external_ids]
        if len(fitting) > 1:
            message = _("names %(count)d partnerships here") % {"count": len(fitting)}
            problem = UnableToKeep("AMBIGUOUS_PARTNERSHIP", message, _("Add the column with its id."))
            return UnableToUse("name", problem, str(record.values["name"]))
        record.found_id = fitting[0] if fitting else None
        return None

    def compare(self, context: Context, record: Record) -> None:
        """Leave out what belongs to another organization."""
        super().compare(context, record)
        record.changes.pop("normal_name", None)
        if not record.found["is_own"]:
            for name in ROOM:
                record.changes.pop(name, None)

    def store(self, context: Context, writer: Writer, created: Sequence[Record], changed: Sequence[Record]) -> None:
        """Write partner, room, parties, standing and sponsors."""
        self._create(context, writer, created)
        self._change(context, writer, changed)
        write_sponsors(writer, [*created, *changed], context.at.date())

    def _create(self, context: Context, writer: Writer, created: Sequence[Record]) -> None:
        numbers = [each.number for each in created]
        us = context.organization_id
        records: list[Values] = [
            {"name": each.values["name"], "kept_by_id": us, "slug": f"record-{new_reference()}"} for each in created
        ]
        partners = writer.insert(Organization, records, numbers)
        rooms: list[Values] = [{name: each.values[name] for name in ROOM} for each in created]
        ids = writer.insert(Partnership, rooms, numbers)
        ours: list[Values] = [
            {"partnership_id": key, "organization_id": us, "state": str(PartyState.ACTIVE)} for key in ids
        ]
        theirs: list[Values] = [
            {"partnership_id": key, "organization_id": partner, "state": str(PartyState.RECORD), "position": 1}
            for key, partner in zip(ids, partners, strict=True)
        ]
        writer.insert(Party, ours + theirs, [*numbers, *numbers])
        for each, key in zip(created, ids, strict=True):
            each.found_id = key
            each.found = dict.fromkeys(SPONSORS) | {"is_own": True, "standing_id": None}
        self._stand(writer, created)
        for each in created:
            _index(context, each)

    def _stand(self, writer: Writer, records: Sequence[Record]) -> None:
        standings: list[Values] = [
            {"partnership_id": each.found_id, "owner_name": each.values["owner_name"],
             "owner_id": each.values.get("owner_id"), **{name: each.values[name] for name in PRIVATE}}
            for each in records
        ]  # fmt: skip
        writer.insert(Standing, standings, [each.number for each in records])

    def _change(self, context: Context, writer: Writer, changed: Sequence[Record]) -> None:
        without = [each for each in changed if each.found["standing_id"] is None]
        self._stand(writer, without)
        private = {*PRIVATE, "owner_name", "owner_id"}
        _write_changes(writer, Standing, [each for each in changed if each not in without], private, "standing_id")
        _write_changes(writer, Partnership, changed, set(ROOM), "id")
        renamed = {each.found_id: each for each in changed if "name" in each.changes and each.found_id is not None}
        partners = Party.objects.filter(
            partnership_id__in=renamed, state=PartyState.RECORD, organization__kept_by_id=context.organization_id
        )
        found = list(partners.values_list("organization_id", "organization__name", "partnership_id").order_by("pk"))
        pairs: list[tuple[Values, Values]] = [
            ({"name": name}, {"name": renamed[room].values["name"]}) for _key, name, room in found
        ]
        numbers = [renamed[room].number for _key, _name, room in found]
        writer.update(Organization, [key for key, _name, _room in found], pairs, numbers)
        for each in changed:
            _index(context, each)

    def finish(self, context: Context, writer: Writer) -> None:
        """Link deals that named these partners before they were here."""
        link_deals(context, writer)
        link_partners(context, writer)


def _held(context: Context, ids: Sequence[int]) -> dict[int, Values]:
    """Return everything held about some partnerships."""
    nothing: Values = {**dict.fromkeys((*PRIVATE, *SPONSORS, "owner_name", "owner_id")), "standing_id": None}
    held: dict[int, Values] = {}
    read = plain_readers(Partnership)
    for key, owner, *cells in Partnership.objects.filter(pk__in=ids).values_list("pk", "owner_org_id", *ROOM):
        room = {name: read[name](cell) for name, cell in zip(ROOM, cells, strict=True)}
        held[key] = nothing | room | {"id": key, "is_own": owner == context.organization_id}
    read = plain_readers(Standing)
    names = (*PRIVATE, "owner_name", "owner_id")
    standings = Standing.objects.filter(owner_org_id=context.organization_id, partnership_id__in=ids)
    for key, standing, *cells in standings.values_list("partnership_id", "pk", *names):
        held[key] |= {name: read[name](cell) for name, cell in zip(names, cells, strict=True)}
        held[key]["standing_id"] = standing
    for key, sponsors in current_sponsors(context.organization_id, ids).items():
        held[key] |= sponsors
    return held


def _write_changes(
    writer: Writer, model: type[Partnership | Standing], records: Sequence[Record], names: set[str], key: str
) -> None:
    """Write those of the changes that are fields of one model."""
    ids, pairs, numbers = [], [], []
    for each in records:
        mine = {name: change for name, change in each.changes.items() if name in names}
        if mine:
            ids.append(int(each.found[key] or 0))
            pairs.append(
                ({name: old for name, (old, _n) in mine.items()}, {name: new for name, (_o, new) in mine.items()})
            )
            numbers.append(each.number)
            writer.partnership_ids.add(int(each.found["id"] or 0))
    writer.update(model, ids, pairs, numbers)


def _index(context: Context, record: Record) -> None:
    """Make what was just written known to the rows that follow."""
    assert record.found_id is not None
    if record.found_id not in context.index.names or "name" in record.changes:
        context.index.add(record.found_id, str(record.values["name"]))
    if record.values["external_id"] is not None:
        context.index.identify(record.found_id, str(record.values["external_id"]))


LOADER = Partnerships()
