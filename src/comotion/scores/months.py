"""One month's figures as they are stored, with the hashes that say whether anything changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from comotion.methods.kernel.normalise import normalise
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES
from comotion.scores.cards import Card
from comotion.scores.derived import Derived
from comotion.scores.dimensions import Current
from comotion.scores.history import FEED_FORWARD, measured, momentum_of
from comotion.scores.kpis import MonthKpis
from comotion.scores.records import (
    Recipes,
    Record,
    component_record,
    inputs_json,
    kpi_record,
    limits_json,
    mean_record,
    versions,
)

NO_JUDGEMENT = "-"


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month: the figures, the Momentum Index, and the hash of what it was made from."""

    found: MonthKpis
    card: Card
    momentum: Scored
    inputs: dict[str, list[dict[str, Any]]]
    inputs_hash: str

    @property
    def is_empty(self) -> bool:
        """Say whether no KPI had a value."""
        return all(derived.raw is None for derived in self.found.kpis.values())


def month_figures(found: MonthKpis, card: Card, current: Current | None, settings: MethodSettings) -> MonthFigures:
    """Return one month; ``current`` holds the judgements and undated records that only count now."""
    inputs = {kpi: inputs_json(derived.inputs) for kpi, derived in found.kpis.items()}
    dated = [[kpi, derived.raw, derived.notes, derived.code, inputs[kpi]] for kpi, derived in found.kpis.items()]
    if found.closure is not None:
        answered = inputs_json(found.closure.inputs)
        dated.append([FEED_FORWARD, found.closure.raw, found.closure.notes, found.closure.code, answered])
    judged = NO_JUDGEMENT if current is None else _digest(_judgements(current))[:20]
    inputs_hash = f"{_digest([versions(), dated])[:40]}.{judged}"
    return MonthFigures(found, card, momentum_of(found, settings), inputs, inputs_hash)


def _judgements(current: Current) -> list[Any]:
    return [[name, record["value"], record.get("inputs")] for name, record in sorted(current.records.items())]


def _digest(content: Any) -> str:
    return sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def same_inputs(stored: str, computed: str) -> bool:
    """Say whether a stored month was made from the same inputs.

    A month that is over keeps the judgements it was scored with: only what is dated is compared.
    """
    if computed.endswith(f".{NO_JUDGEMENT}"):
        return stored.partition(".")[0] == computed.partition(".")[0]
    return stored == computed


def stored_figures(
    month: MonthFigures, current: Current | None, recipes: Recipes, settings: MethodSettings
) -> dict[str, Record]:
    """Return all figures of a month by name."""
    card = month.card
    names: dict[str, str] = {category: f"category.{category}" for category in CATEGORIES}
    kpi_names = {kpi.id: f"kpi.{kpi.id}" for kpi in settings.card.kpis}
    figures = {"scorecard": mean_record(card.card, "card", names, settings)}
    for category, figure in card.categories.items():
        figures[names[category]] = mean_record(figure, "card", kpi_names, settings)
    for kpi in settings.card.kpis:
        derived = month.found.kpis[kpi.id]
        record = kpi_record(kpi, derived, card.kpis[kpi.id], recipes, month.inputs[kpi.id])
        figures[kpi_names[kpi.id]] = record
    if month.found.closure is not None:
        figures[FEED_FORWARD] = _closure_record(month.found.closure, settings)
    figures["momentum_index"] = _momentum_record(month, settings, figures)
    return figures | (current.records if current else {})


def _momentum_record(month: MonthFigures, settings: MethodSettings, figures: dict[str, Record]) -> Record:
    names = {FEED_FORWARD: FEED_FORWARD} if FEED_FORWARD in figures else {}
    record = mean_record(month.momentum, "momentum", names, settings)
    for part in record["parts"]:
        derived = measured(month.found, part["name"])
        if derived is not None and derived.raw is not None:
            part["raw"] = derived.raw
            part["recipe"] = _component_recipe(part["name"], "", settings)
    return record


def _closure_record(closure: Derived, settings: MethodSettings) -> Record:
    """Return the share of insights that were answered, with each of them, so that it opens like a KPI."""
    recipe = _component_recipe(FEED_FORWARD, closure.rule, settings)
    limits = settings.momentum.feed_forward.limits
    score = None if closure.raw is None else normalise(closure.raw, limits, settings.card.target_score).score
    return component_record(closure, score, "momentum", recipe, unit="share")


def _component_recipe(name: str, rule: str, settings: MethodSettings) -> dict[str, Any]:
    limits = dict(settings.momentum.components())[name].limits
    return {
        "kind": "kpi",
        "rule": rule,
        "limits": limits_json(limits),
        "target_score": settings.card.target_score,
    }
