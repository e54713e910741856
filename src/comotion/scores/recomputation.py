"""A value computed again from an explanation's JSON alone: limits, weights, thresholds and inputs stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from comotion.methods.kernel.normalise import Limits, normalise
from comotion.methods.kernel.weighted_mean import number, weighted_mean
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings, default_settings
from comotion.methods.value.fairness import fairness
from comotion.methods.value.horizons import horizons
from comotion.methods.value.value_types import value_types
from comotion.scores.derived import RULES, as_input, raw_of
from comotion.scores.explained import Input
from comotion.scores.kpis_strategic import goals_share, grades_of, ledger_of

Node = Mapping[str, Any]


def recompute(explanation: Node) -> float | None:
    """Return the value of an explained figure, computed from its JSON and nothing else."""
    if explanation["recipe"].get("kind") == "count":
        return float(len(explanation["inputs"]))
    return scored_again(explanation).value


def recompute_raw(explanation: Node) -> float | None:
    """Return the raw value of an explained KPI, computed from its inputs and nothing else."""
    recipe = explanation["recipe"]
    if not explanation.get("inputs"):
        return None
    return _by_rule(recipe.get("rule", ""), [as_input(one) for one in explanation["inputs"]], _settings(recipe))


def scored_again(node: Node) -> Scored:
    """Return the figure of a node: from its parts, from its limits, or from its inputs."""
    recipe = node.get("recipe") or {}
    kind = recipe.get("kind", "leaf")
    if kind == "mean":
        return _mean(node, recipe)
    if kind == "kpi":
        return _kpi(node, recipe)
    return _number(node, recipe) if kind == "number" else number(node["value"], default_settings())


def _settings(recipe: Node) -> MethodSettings:
    return MethodSettings.from_json(recipe.get("settings", {}))


def _mean(node: Node, recipe: Node) -> Scored:
    parts = [(part["name"], part["weight"], _part(part)) for part in node["parts"]]
    if not parts:
        return number(None, default_settings())
    return weighted_mean(parts, _settings(recipe))


def _part(part: Node) -> Scored | None:
    return None if part["value"] is None else scored_again(part)


def _kpi(node: Node, recipe: Node) -> Scored:
    raw = _raw(node)
    if raw is None:
        return number(None, default_settings())
    return number(normalise(raw, Limits(**recipe["limits"]), recipe["target_score"]).score, default_settings())


def _number(node: Node, recipe: Node) -> Scored:
    """Return a figure on the scale of its recipe, with the coverage and bounds it was given."""
    raw = _raw(node)
    value = None if raw is None else min(max(raw * recipe.get("scale", 1.0), 0.0), 100.0)
    plain = number(value, default_settings())
    if value is None or node["coverage"] == 1.0:
        return plain
    bounds = {"low": node["low"], "high": node["high"]}
    return replace(plain, coverage=node["coverage"], status=node["status"], **bounds)


def _raw(node: Node) -> float | None:
    """Return the raw value: from the inputs where they stand here, else as it was derived."""
    if node.get("inputs") and node["recipe"].get("rule"):
        return recompute_raw(node)
    raw: float | None = node["raw"]
    return raw


def _by_rule(rule: str, inputs: Sequence[Input], settings: MethodSettings) -> float | None:
    if rule in RULES:
        return raw_of(rule, inputs)
    counted = [one for one in inputs if one.note not in ("TWO_SOURCES", "CONFLICTING_READINGS")]
    if rule == "horizon_score":
        return horizons(grades_of(counted), settings).horizon_score.value
    if rule == "fairness_index":
        return fairness(ledger_of(counted), settings).fairness_index.value
    if rule == "value_type_count":
        count = value_types(ledger_of(counted), settings).value_type_count
        return None if count is None else float(count)
    return goals_share(counted) if rule == "shared_goals" else None
