"""Dimensions of the portfolio assessment, potential, health, maturity and tier score of one partnership now."""

from __future__ import annotations

from dataclasses import dataclass, field

from comotion.methods.kernel.weighted_mean import number, weighted_mean
from comotion.methods.portfolio.tiers import TierInput, maturity, tier_score
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.value.alignment import roadmap_convergence, value_exchange
from comotion.methods.value.equation import ValueInputs, value_equation
from comotion.methods.vocabulary import DIMENSIONS
from comotion.partnerships.facts import StandingFact
from comotion.partnerships.periods import last_day
from comotion.scores import kpis_strategic as strategic
from comotion.scores.derived import Derived, missing
from comotion.scores.explained import Input
from comotion.scores.history import History
from comotion.scores.kpis import MonthKpis
from comotion.scores.records import Recipes, Record, mean_record, number_record

POTENTIAL_INPUTS = {
    "strategic_fit": "potential_fit",
    "resource_contribution_ours": "potential_our_contribution",
    "resource_contribution_theirs": "potential_partner_contribution",
    "implementation_complexity": "potential_complexity",
}


@dataclass(slots=True)
class Current:
    """The figures of one partnership now: to compute with, and as they are stored."""

    settings: MethodSettings
    scored: dict[str, Scored] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)

    def mean(
        self, name: str, figure: Scored, method: str, figures: dict[str, str], inputs: tuple[Input, ...] = ()
    ) -> Scored:
        """Keep a weighted mean."""
        self.scored[name] = figure
        self.records[name] = mean_record(figure, method, figures, self.settings, inputs)
        return figure

    def number(self, name: str, figure: Scored, derived: Derived, method: str, recipe: Record) -> Scored:
        """Keep a figure that a rule makes of inputs."""
        self.scored[name] = figure
        self.records[name] = number_record(figure, derived, method, {"kind": "number", **recipe})
        return figure


def current_figures(history: History, settings: MethodSettings, recipes: Recipes) -> Current:
    """Return the figures of the last month of a history."""
    found, card = history.months[-1], history.cards[-1]
    now = Current(settings)
    _strategic_alignment(now, history, found, recipes)
    _value_exchange(now, found, recipes)
    for name in ("operational_efficiency", "relationship_health"):
        same = weighted_mean([(name, 1.0, card.categories[name])], settings)
        now.mean(f"dimension.{name}", same, "mean", {name: f"category.{name}"})
    dimensions = [(name, 1.0, now.scored[f"dimension.{name}"]) for name in DIMENSIONS]
    now.mean(
        "health", weighted_mean(dimensions, settings), "phases", {name: f"dimension.{name}" for name in DIMENSIONS}
    )
    standing = history.records.partnership.standing
    potential = _potential(now, standing)
    ripe = maturity(standing.step, card.card, settings)
    now.mean("maturity", ripe, "tiers", {"scorecard": "scorecard"}, _judged(step=standing.step))
    row = TierInput(history.records.partnership.ref, potential, ripe)
    now.mean("tier_score", tier_score(row, settings), "tiers", {"potential": "potential", "maturity": "maturity"})
    return now


def _strategic_alignment(now: Current, history: History, found: MonthKpis, recipes: Recipes) -> None:
    settings, value = now.settings, history.records.value
    horizon = _horizon(now, found, recipes)
    goals = strategic.goal_inputs(value.goals)
    share = strategic.goals_by_method(value.goals)
    shared = number(None if share is None else 100.0 * share, settings)
    code = "" if share is not None else "GOALS_MISSING"
    stated = Derived(share, goals, code=code, rule="shared_goals")
    now.number("shared_goals", shared, stated, "alignment", {"scale": 100.0})
    themes = strategic.theme_inputs(value.themes, last_day(found.month))
    roadmap = roadmap_convergence(strategic.roadmap_themes(themes), settings)
    roadmap = roadmap if roadmap is not None else number(None, settings)
    now.mean("roadmap", roadmap, "alignment", {}, themes)
    weights = settings.alignment
    parts = [
        ("horizon_score", weights.horizon_score, horizon),
        ("shared_goals", weights.shared_goals, shared),
        ("roadmap_convergence", weights.roadmap_convergence, roadmap),
    ]
    figures = {"horizon_score": "horizon", "shared_goals": "shared_goals", "roadmap_convergence": "roadmap"}
    alignment = weighted_mean(parts, settings, notes=roadmap.notes)
    now.mean("dimension.strategic_alignment", alignment, "alignment", figures)


def _horizon(now: Current, found: MonthKpis, recipes: Recipes) -> Scored:
    derived = found.kpis.get("horizon_score", missing("NO_DATA"))
    if found.horizon is not None:
        return now.mean("horizon", found.horizon.horizon_score, "horizons", {}, found.horizon_inputs)
    return now.number(
        "horizon", number(_possible(derived.raw, 100.0), now.settings), derived, "horizons", recipes.rule(derived.rule)
    )


def _value_exchange(now: Current, found: MonthKpis, recipes: Recipes) -> None:
    settings = now.settings
    index = found.kpis.get("fairness_index", missing("NO_DATA"))
    figure = number(_possible(index.raw, 100.0), settings)
    if index.rule == "fairness_index" and found.exchange is not None and found.exchange.fairness is not None:
        figure = found.exchange.fairness.fairness_index
    now.number("fairness", figure, index, "fairness", recipes.rule(index.rule))
    types = found.kpis.get("value_type_count", missing("NO_DATA"))
    count = _possible(types.raw, 3.0)
    scaled = number(None if count is None else 100.0 * count / 3.0, settings)
    now.number("value_types", scaled, types, "types", {"scale": 100.0 / 3.0, **recipes.rule(types.rule)})
    figures = {"fairness_index": "fairness", "value_types": "value_types"}
    now.mean("dimension.value_exchange", value_exchange(figure, count, settings), "alignment", figures)


def _possible(raw: float | None, largest: float) -> float | None:
    """Return an entered reading within its scale: one mistyped figure must not stop the program's scores."""
    return None if raw is None else min(max(raw, 0.0), largest)


def _judged(**values: float | None) -> tuple[Input, ...]:
    return tuple(
        Input("judgement", name, value, source="standing") for name, value in values.items() if value is not None
    )


def _potential(now: Current, standing: StandingFact) -> Scored:
    """Return the value index of what both sides could commit, else the potential as it was given."""
    given = {name: getattr(standing, field_name) for name, field_name in POTENTIAL_INPUTS.items()}
    if any(value is not None for value in given.values()):
        contributions = {side: given[f"resource_contribution_{side}"] for side in ("ours", "theirs")}
        inputs = ValueInputs(given["strategic_fit"], contributions, given["implementation_complexity"])
        index = value_equation(inputs, now.settings).value_index
        if index.value is not None or standing.potential is None:
            return now.mean("potential", index, "equation", {}, _judged(**given))
    raw = standing.potential
    derived = Derived(raw, _judged(potential=raw), code="" if raw is not None else "NOT_JUDGED", rule="reading")
    return now.number("potential", number(raw, now.settings), derived, "equation", {})
