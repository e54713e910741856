"""What one's own side could share in a room, what it shares, and what it keeps: bundle by bundle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.crypto import constant_time_compare
from django.utils.formats import date_format
from django.utils.translation import ngettext

from comotion.core.access import Owned
from comotion.core.visibility import Visibility
from comotion.measures.models import Reading
from comotion.partnerships.models import JointText, Partnership
from comotion.partnerships.moving import content_models, label_of
from comotion.partnerships.queries import parties_of
from comotion.partnerships.sharing import key_of, own_rows
from comotion.web.room.kinds import Line, Sides, kind_title, line_of
from comotion.web.shared.frame_tags import figure_name


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is shared and kept back together: one thing, or all readings of a measure that stand at one level."""

    key: str
    title: str
    note: str
    is_shared: bool
    rows: tuple[Owned, ...]


@dataclass(frozen=True, slots=True)
class BundleGroup:
    """Everything of one kind that is one's own."""

    title: str
    shared: tuple[Bundle, ...]
    kept: tuple[Bundle, ...]


def bundle_groups(partnership: Partnership) -> tuple[BundleGroup, ...]:
    """Return one's own content of a room by kind, what is shared beside what is kept back."""
    sides = Sides(parties_of(partnership))
    groups = [
        BundleGroup(
            kind_title(model),
            tuple(one for one in bundles if one.is_shared),
            tuple(one for one in bundles if not one.is_shared),
        )
        for model in content_models()
        if model is not JointText
        for bundles in [_bundles(model, partnership, sides)]
    ]
    return tuple(group for group in groups if group.shared or group.kept)


def _bundles(model: type[Owned], partnership: Partnership, sides: Sides) -> list[Bundle]:
    rows = list(own_rows(model, partnership).order_by("pk"))
    if model is Reading:
        return _by_measure(rows)
    return [_single(row, line_of(row, sides)) for row in rows]


def _single(row: Owned, line: Line) -> Bundle:
    key = key_of(label_of(row), str(row.pk), str(row.visibility))
    facts = [line.about, *(f"{term}: {said}" for term, said in line.facts)]
    return Bundle(
        key, line.title, "; ".join(part for part in facts[:4] if part), row.visibility == Visibility.SHARED, (row,)
    )


def _by_measure(rows: Iterable[Owned]) -> list[Bundle]:
    found: dict[tuple[str, int], list[Reading]] = defaultdict(list)
    for row in rows:
        assert isinstance(row, Reading)
        found[row.kpi, row.visibility].append(row)
    return [_measure(kpi, level, readings) for (kpi, level), readings in sorted(found.items())]


def _measure(kpi: str, level: int, readings: Sequence[Reading]) -> Bundle:
    days = [one.period_start for one in readings]
    words = ngettext("%(n)s reading", "%(n)s readings", len(readings)) % {"n": len(readings)}
    first, last = (date_format(day, "M Y") for day in (min(days), max(days)))
    note = f"{words}, {first}" if first == last else f"{words}, {first} – {last}"
    owner = readings[0]
    key = key_of(label_of(owner), kpi, str(level), str(owner.partnership_id), str(owner.owner_org_id))
    return Bundle(key, str(figure_name(kpi)), note, level == Visibility.SHARED, tuple(readings))


def chosen_bundles(partnership: Partnership, keys: Sequence[str]) -> list[Bundle]:
    """Return the bundles that keys name; one that names nothing of one's own here is answered like any missing page."""
    everything = [one for group in bundle_groups(partnership) for one in (*group.shared, *group.kept)]
    chosen = [one for one in everything if any(constant_time_compare(one.key, key) for key in keys)]
    if len(chosen) != len(set(keys)):
        raise Http404
    return chosen


def rows_in(bundles: Iterable[Bundle]) -> list[Owned]:
    """Return the rows of bundles."""
    return [row for bundle in bundles for row in bundle.rows]
