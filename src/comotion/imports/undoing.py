"""Taking a run back: its changes read backwards, each compared with what stands there now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext as _

from comotion.imports.models import ChangeAction, ImportChange, ImportRun
from comotion.imports.packing import unpack
from comotion.imports.writing import (
    Values,
    first_reference,
    named_partnerships,
    remove_rows,
    restore_rows,
    rewrite_rows,
    row_values,
    stored,
)

COMPUTED = frozenset({"scores.snapshot", "scores.earlywarning", "portfolio.portfoliorow"})


class UnableToUndo(ValueError):
    """The run stays; the message says what builds on it."""


def _rows_of(kept: dict[str, Any]) -> tuple[list[Values], list[Values]]:
    count = len(kept["ids"])
    return row_values(kept["before"], count), row_values(kept["after"], count)


def take_back(run: ImportRun, progress: Callable[[int, int], None]) -> set[int]:
    """Restore what was there before the run; return the partnerships whose figures may differ."""
    touched: set[int] = set()
    changes = ImportChange.objects.filter(run=run)
    done, total = 0, changes.aggregate(rows=Sum("rows"))["rows"] or 0
    for key in list(changes.order_by("-sequence").values_list("pk", flat=True)):
        change = changes.get(pk=key)
        touched |= _take_back(change)
        done += change.rows
        progress(done, total)
    return touched


def _take_back(change: ImportChange) -> set[int]:
    """Restore what one change changed."""
    model = apps.get_model(change.model)
    kept = unpack(change.content)
    ids = kept["ids"]
    before, after = _rows_of(kept)
    if change.action == ChangeAction.REMOVED:
        restore_rows(model, ids, before)
        return _partnerships(model, ids, before)
    now = stored(model, ids)
    _require_untouched(ids, after, now)
    touched = _partnerships(model, ids, list(now.values()))
    if change.action == ChangeAction.CHANGED:
        rewrite_rows(model, ids, before)
        return touched | _partnerships(model, ids, before)
    _require_alone(model, ids, now)
    remove_rows(model, ids)
    return touched


def _partnerships(model: type[models.Model], ids: list[int], rows: list[Values]) -> set[int]:
    if model._meta.label_lower == "partnerships.partnership":  # noqa: SLF001  (public API)
        return set(ids)
    named = named_partnerships(rows)
    if model._meta.label_lower == "surveys.pulseanswer":  # noqa: SLF001  (public API)
        rounds = apps.get_model("surveys.PulseRound")
        wanted = [key for row in rows if isinstance(key := row.get("round_id"), int)]
        named |= named_partnerships(list(stored(rounds, wanted, ["partnership_id"]).values()))
    return named


def _require_untouched(ids: list[int], after: list[Values], now: dict[int, Values]) -> None:
    """Refuse where a row is gone, or where a field says something else than the run wrote."""
    for key, wrote in zip(ids, after, strict=True):
        if key not in now:
            raise UnableToUndo(_("A row that this import wrote has been deleted since, so it cannot be undone."))
        stood = ((name, None if value == "" else value) for name, value in wrote.items())
        later = next((name for name, value in stood if now[key][name] != value), None)
        if later is not None:
            raise UnableToUndo(
                _("“%(name)s” was changed after this import (%(field)s); undo that first.")
                % {"name": _called(now[key]), "field": later.removesuffix("_id").replace("_", " ")}
            )


def _require_alone(model: type[models.Model], ids: list[int], now: dict[int, Values]) -> None:
    """Refuse where rows that came later refer to a row that would go."""
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001  (public API)
        source = relation.related_model if relation.auto_created and not relation.concrete else None
        if not isinstance(source, type) or source._meta.label_lower in COMPUTED:  # noqa: SLF001  (public API)
            continue
        _require_unreferenced(source, relation.field, ids, now)  # type: ignore[union-attr]


def _require_unreferenced(source: type[models.Model], field: Any, ids: list[int], now: dict[int, Values]) -> None:
    key = first_reference(source, field.attname, ids)
    if key is not None:
        raise UnableToUndo(
            _("Later rows belong to “%(name)s” (%(what)s), so this import cannot be undone before them.")
            % {"name": _called(now[key]), "what": source._meta.verbose_name}  # noqa: SLF001  (public API)
        )


def _called(row: Values) -> str:
    for name in ("name", "goal", "theme", "description", "program", "label", "external_id", "kpi", "kind"):
        if row.get(name):
            return str(row[name])
    return "…"
