"""Sponsors as a list of partnerships names them: who it is now, of each side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from comotion.imports.loaders.loader import Record
from comotion.imports.writing import Values, Writer
from comotion.partnerships.enums import Side
from comotion.partnerships.models import Sponsor

FIELDS = {"our_sponsor": str(Side.OURS), "partner_sponsor": str(Side.THEIRS)}


def current_sponsors(organization_id: int, partnership_ids: Sequence[int]) -> dict[int, Values]:
    """Return the sponsors in office by partnership, with the ids of their rows."""
    found: dict[int, Values] = {}
    fields = {side: name for name, side in FIELDS.items()}
    sponsors = Sponsor.objects.filter(
        owner_org_id=organization_id, partnership_id__in=partnership_ids, until_date=None, side__in=fields
    )
    for key, partnership, side, name in sponsors.order_by("pk").values_list("pk", "partnership_id", "side", "name"):
        found.setdefault(partnership, {}).update({fields[side]: name, f"{fields[side]}_id": key})
    return found


def write_sponsors(writer: Writer, records: Sequence[Record], day: dt.date) -> None:
    """Put new sponsors into office; who held it before leaves it on ``day``."""
    coming: list[Values] = []
    numbers: list[int] = []
    leaving: list[tuple[int, int]] = []
    for each in records:
        for field, side in FIELDS.items():
            new, old = each.values[field], each.found.get(field)
            if new == old or (new is None and field not in each.forced):
                continue
            if old is not None:
                leaving.append((int(each.found[f"{field}_id"] or 0), each.number))
            if new is not None:
                since = day.isoformat() if old is not None else None
                coming.append({"partnership_id": each.found_id, "side": side, "name": new, "from_date": since})
                numbers.append(each.number)
            writer.partnership_ids.add(int(each.found_id or 0))
    left: list[tuple[Values, Values]] = [({"until_date": None}, {"until_date": day.isoformat()}) for _ in leaving]
    writer.update(Sponsor, [key for key, _number in leaving], left, [number for _key, number in leaving])
    writer.insert(Sponsor, coming, numbers)
