"""Figures as they are stored: one JSON object each, from which alone the value can be explained and recomputed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from comotion.methods.configuration.scorecard import Kpi
from comotion.methods.kernel.normalise import Limits
from comotion.methods.kernel.weighted_mean import mean_of_parts
from comotion.methods.momentum.index import momentum_index
from comotion.methods.portfolio.phases import phases_of_portfolio
from comotion.methods.portfolio.tiers import tiers_of_portfolio
from comotion.methods.publishing import MARK
from comotion.methods.scorecard.card import card_of_readings
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.value.alignment import strategic_alignment
from comotion.methods.value.equation import value_equation
from comotion.methods.value.fairness import fairness
from comotion.methods.value.horizons import horizons
from comotion.methods.value.value_types import value_types
from comotion.scores.derived import Derived
from comotion.scores.explained import Input

Record = dict[str, Any]
_OPTIONAL = tuple(
    (name, value) for name, value in asdict(Input("", "", None)).items() if name not in ("kind", "name", "value")
)
"""What an input may say, with what it says by default."""
_METHODS: Mapping[str, Callable[..., Any]] = {
    "card": card_of_readings,
    "mean": mean_of_parts,
    "alignment": strategic_alignment,
    "horizons": horizons,
    "fairness": fairness,
    "types": value_types,
    "equation": value_equation,
    "momentum": momentum_index,
    "phases": phases_of_portfolio,
    "tiers": tiers_of_portfolio,
}


def method_of(name: str) -> dict[str, str]:
    """Return name and version of a published method."""
    mark = getattr(_METHODS[name], MARK)
    return {"method": mark.name, "version": mark.version}


@cache
def versions() -> str:
    """Return all methods with their versions: a new version makes new snapshots."""
    return ",".join(f"{method_of(name)['method']}:{method_of(name)['version']}" for name in sorted(_METHODS))


def input_json(one: Input) -> dict[str, Any]:
    """Return an input without what it does not say."""
    content = {"kind": one.kind, "name": one.name, "value": one.value}
    for name, default in _OPTIONAL:
        value = getattr(one, name)
        if value != default:
            content[name] = value
    return content


def inputs_json(inputs: Iterable[Input]) -> list[dict[str, Any]]:
    """Return inputs as JSON."""
    return [input_json(one) for one in inputs]


def figure_json(scored: Scored) -> Record:
    """Return value, coverage, status, bounds and count."""
    return {
        "value": scored.value,
        "coverage": scored.coverage,
        "status": scored.status,
        "low": scored.low,
        "high": scored.high,
        "n": scored.n,
    }


def thresholds(settings: MethodSettings) -> dict[str, Any]:
    """Return the settings a weighted mean needs, as ``MethodSettings.from_json`` reads them."""
    return {"coverage": {"ok": settings.coverage.ok, "minimum": settings.coverage.minimum}}


def mean_record(
    scored: Scored, method: str, figures: Mapping[str, str], settings: MethodSettings, inputs: Sequence[Input] = ()
) -> Record:
    """Return a weighted mean; ``figures`` names, for each part, the figure under which it stands itself."""
    parts = [
        {
            "name": part.name,
            "figure": figures.get(part.name, ""),
            "weight": part.weight,
            "value": part.value,
            "coverage": part.coverage,
            "contribution": part.contribution,
        }
        for part in scored.parts
    ]
    record = {**figure_json(scored), "parts": parts, **method_of(method)}
    record["recipe"] = {"kind": "mean", "settings": thresholds(settings)}
    return _with_words(record, scored.notes, inputs)


def _with_words(record: Record, notes: Sequence[str], inputs: Sequence[Input]) -> Record:
    if notes:
        record["notes"] = list(notes)
    if inputs:
        record["inputs"] = inputs_json(inputs)
    return record


def number_record(
    scored: Scored, derived: Derived, method: str, recipe: Mapping[str, Any], *, unit: str = ""
) -> Record:
    """Return a figure that a rule makes of inputs: a raw value, by itself or on a scale."""
    record: Record = {**figure_json(scored), "raw": derived.raw, "unit": unit, **method_of(method)}
    record["recipe"] = {"rule": derived.rule, **recipe}
    if derived.code:
        record["code"] = derived.code
    return _with_words(record, tuple(dict.fromkeys((*scored.notes, *derived.notes))), derived.inputs)


def limits_json(limits: Limits) -> dict[str, Any]:
    """Return limits without those that do not apply."""
    return {name: value for name in Limits.__slots__ if (value := getattr(limits, name)) is not None}


def is_clamped(raw: float | None, limits: Limits) -> bool:
    """Say whether a raw value lies outside its limits."""
    if raw is None:
        return False
    steps = limits.band() if limits.direction == "band" else limits.steps()
    return not min(steps) <= raw <= max(steps)


def kpi_record(
    kpi: Kpi, derived: Derived, score: float | None, recipes: Recipes, inputs: list[dict[str, Any]]
) -> Record:
    """Return one KPI: its raw value, the limits it is held against, the score that gives, and its inputs as JSON."""
    record: Record = {**_leaf(score), "raw": derived.raw, **recipes.kpi(kpi, derived.rule)}
    if derived.code:
        record["code"] = derived.code
    if is_clamped(derived.raw, kpi.limits):
        record["clamped"] = True
    if derived.notes:
        record["notes"] = list(derived.notes)
    if inputs:
        record["inputs"] = inputs
    return record


def component_record(
    derived: Derived, score: float | None, method: str, recipe: Mapping[str, Any], *, unit: str = ""
) -> Record:
    """Return one component of an index: its raw value, the score its limits give, and its inputs."""
    record: Record = {**_leaf(score), "raw": derived.raw, "unit": unit, **method_of(method), "recipe": dict(recipe)}
    if derived.code:
        record["code"] = derived.code
    return _with_words(record, derived.notes, derived.inputs)


def _leaf(score: float | None) -> Record:
    if score is None:
        return {"value": None, "coverage": 0.0, "status": "insufficient", "low": 0.0, "high": 100.0, "n": 0}
    return {"value": score, "coverage": 1.0, "status": "ok", "low": score, "high": score, "n": 1}


class Recipes:
    """The recipes of all KPIs under one version of the settings, each written once."""

    def __init__(self, settings: MethodSettings) -> None:
        """Keep the settings as JSON."""
        self._settings = settings
        self._content = settings.as_json()
        self._recipes: dict[tuple[str, str], dict[str, Any]] = {}
        self._card = method_of("card")

    def kpi(self, kpi: Kpi, rule: str) -> dict[str, Any]:
        """Return method, version and recipe of a KPI whose raw value came by a rule."""
        known = self._recipes.get((kpi.id, rule))
        if known is None:
            recipe = {
                "kind": "kpi",
                "rule": rule,
                "limits": limits_json(kpi.limits),
                "target_score": self._settings.card.target_score,
                **self.rule(rule),
            }
            known = {"unit": kpi.unit, **self._card, "recipe": recipe}
            self._recipes[kpi.id, rule] = known
        return known

    def rule(self, rule: str) -> dict[str, Any]:
        """Return the settings that a rule needs beside its inputs."""
        group = {"horizon_score": "horizons", "fairness_index": "fairness", "value_type_count": "fairness"}.get(rule)
        if group is None:
            return {}
        return {"settings": {group: self._content[group], **thresholds(self._settings)}}
