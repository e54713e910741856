"""Snapshots and early warnings in the database: what stands there, and one write for all that is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comotion.core.principal import current_principal
from comotion.methods.scorecard.warnings import WarningState
from comotion.partnerships.facts import owned_rows
from comotion.scores.models import EarlyWarning, Snapshot
from comotion.scores.months import same_inputs
from comotion.scores.warnings import Episode, state_of

KEY = ["owner_org", "partnership", "as_of", "config_hash", "inputs_hash"]
CHANGING = ("severity", "last_fired_date", "false_periods", "cleared_date", "readings")
BATCH = 1000


class StoredMonths:
    """The current snapshot of each partnership and month: the one computed last."""

    def __init__(self, partnerships: Collection[int] | None, since: dt.date) -> None:
        """Read the hashes of the months from ``since`` on."""
        rows = Snapshot.objects.filter(owned_rows(partnerships), as_of__gte=since).order_by("computed_at", "pk")
        self._hashes = {
            (key, as_of): (config, inputs)
            for key, as_of, config, inputs in rows.values_list("partnership_id", "as_of", "config_hash", "inputs_hash")
        }

    def has(self, partnership_id: int, as_of: dt.date, config_hash: str, inputs_hash: str) -> bool:
        """Say whether the same month stands there already, made from the same inputs with the same settings."""
        stored = self._hashes.get((partnership_id, as_of))
        return stored is not None and stored[0] == config_hash and same_inputs(stored[1], inputs_hash)


def write_snapshots(rows: Sequence[Snapshot]) -> None:
    """Write snapshots; one that stood there before and is true again becomes the current one."""
    values = [name.attname for name in Snapshot._meta.concrete_fields if not name.primary_key]  # noqa: SLF001
    kept = {"owner_org_id", "partnership_id", "as_of", "config_hash", "inputs_hash"}
    Snapshot.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=[name for name in values if name not in kept],
    )


@dataclass(slots=True)
class StoredWarnings:
    """The warnings that stand there, by partnership, and what a replay changes about them."""

    by_partnership: dict[int, list[EarlyWarning]] = field(default_factory=dict)
    created: list[EarlyWarning] = field(default_factory=list)
    changed: list[EarlyWarning] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, partnerships: Collection[int] | None) -> StoredWarnings:
        """Read the warnings of some partnerships, or of all."""
        found = cls()
        for row in EarlyWarning.objects.filter(owned_rows(partnerships)).order_by("opened_date", "pk"):
            found.by_partnership.setdefault(row.partnership_id, []).append(row)
        return found

    def before(self, partnership_id: int, day: dt.date) -> list[WarningState]:
        """Return how the warnings stood before a day: those opened earlier and not yet cleared then."""
        return [
            state_of(_episode(row), day)
            for row in self.by_partnership.get(partnership_id, ())
            if row.opened_date < day and (row.cleared_date is None or row.cleared_date >= day)
        ]

    def keep(self, partnership_id: int, episodes: Iterable[Episode], since: dt.date) -> None:
        """Note what has to be written so that the warnings from ``since`` on are exactly these episodes."""
        stored = {(row.code, row.opened_date): row for row in self.by_partnership.get(partnership_id, ())}
        wanted = {(one.code, one.opened_date): one for one in episodes}
        for key, one in wanted.items():
            row = stored.get(key)
            if row is None:
                self.created.append(_row(partnership_id, one))
            elif _episode(row) != one:
                for name in CHANGING:
                    setattr(row, name, getattr(one, name))
                self.changed.append(row)
        self.gone += [row.pk for key, row in stored.items() if key not in wanted and row.opened_date >= since]

    def write(self) -> None:
        """Write it: what is gone and cleared first, so that a code is open at most once."""
        if self.gone:
            for start in range(0, len(self.gone), BATCH):
                EarlyWarning.objects.filter(pk__in=self.gone[start : start + BATCH]).delete()
        if self.changed:
            EarlyWarning.objects.bulk_update(self.changed, CHANGING, batch_size=BATCH)
        if self.created:
            EarlyWarning.objects.bulk_create(self.created, batch_size=BATCH)


def _episode(row: EarlyWarning) -> Episode:
    return Episode(
        row.code,
        row.severity,
        row.opened_date,
        row.last_fired_date,
        row.false_periods,
        row.cleared_date,
        row.readings,
    )


def _row(partnership_id: int, one: Episode) -> EarlyWarning:
    values: Mapping[str, Any] = {name: getattr(one, name) for name in CHANGING}
    return EarlyWarning(
        owner_org_id=current_principal().organization_id,
        partnership_id=partnership_id,
        code=one.code,
        opened_date=one.opened_date,
        **values,
    )
