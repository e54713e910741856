"""The card: worked example B-01, invariants 1–3 of specification 10 e, edge cases of f."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.configuration.scorecard import CategoryWeights, Kpi
from comotion.methods.kernel.bands import BandState
from comotion.methods.kernel.normalise import Limits
from comotion.methods.kernel.trend import Trend
from comotion.methods.scorecard.card import overall_band, scorecard
from comotion.methods.scorecard.readings import KpiReading, category_trends, current_readings
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from comotion.methods.vocabulary import CATEGORIES
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
KPIS = [kpi.id for kpi in SETTINGS.card.kpis]
readings = st.fixed_dictionaries({kpi: st.none() | st.floats(-100, 200) for kpi in KPIS})


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def on_target():
    return {kpi.id: kpi.limits.target for kpi in SETTINGS.card.kpis}


def with_card(**changes):
    return replace(SETTINGS, card=replace(SETTINGS.card, **changes))


def test_b_01_card_with_one_missing_kpi():
    inputs, expected, tolerance = example("B-01")
    kpis, values = [], {}
    for category, rows in inputs["kpis_id_weight_value_direction_floor_target_ceiling"].items():
        for name, weight, value, direction, floor, target, ceiling in rows:
            kpis.append(Kpi(name, category, "unit", Limits(direction, floor, target, ceiling), weight))
            values[name] = value
    weights = CategoryWeights(**inputs["category_weights"])
    found = scorecard(values, with_card(kpis=tuple(kpis), category_weights=weights))
    assert near({name: score.scored.value for name, score in found.kpis.items()}, expected["kpi_scores"], tolerance)
    assert near(found.categories, expected["categories"], tolerance)
    assert near(found.card, expected["scorecard"], tolerance)
    assert found.card.n == 10


def test_default_kpis_hold_the_table():
    categories = {category: sum(k.category == category for k in SETTINGS.card.kpis) for category in CATEGORIES}
    assert categories == dict.fromkeys(CATEGORIES, 4)
    latency = next(kpi for kpi in SETTINGS.card.kpis if kpi.id == "decision_latency_days")
    assert (latency.limits, latency.weight, latency.kind) == (Limits("lower", 28, 10, 3), 1, "leading")


def test_readings_on_target_score_75_or_100_without_ceiling():
    found = scorecard(on_target(), SETTINGS)
    assert {score.scored.value for score in found.kpis.values()} == {75.0, 100.0}
    assert found.card.status == "ok"
    assert found.card.config_hash == SETTINGS.config_hash


@few
@given(readings)
def test_a_full_card_is_the_exact_weighted_mean(values):
    full = {kpi: 0.0 if value is None else value for kpi, value in values.items()}
    found = scorecard(full, SETTINGS)
    weights = SETTINGS.card.category_weights.pairs()
    mean = sum(w * found.categories[name].value for name, w in weights.items()) / sum(weights.values())
    assert found.card.value == pytest.approx(mean, abs=1e-9)
    assert (found.card.coverage, found.card.low) == pytest.approx((1.0, found.card.high))


@few
@given(readings, st.sampled_from(KPIS), st.floats(0, 100))
def test_improving_one_kpi_never_lowers_the_card(values, name, more):
    kpi = next(kpi for kpi in SETTINGS.card.kpis if kpi.id == name)
    before = {**values, name: 1.0 if values[name] is None else values[name]}
    sign = 1 if kpi.limits.direction == "higher" else -1
    old, new = scorecard(before, SETTINGS), scorecard({**before, name: before[name] + sign * more}, SETTINGS)
    assert (old.card.value is None) == (new.card.value is None)
    if old.card.value is not None:
        assert new.card.value >= old.card.value - 1e-9


@few
@given(readings, st.sampled_from(KPIS))
def test_a_missing_kpi_never_changes_other_scores(values, name):
    old, new = scorecard(values, SETTINGS), scorecard({**values, name: None}, SETTINGS)
    assert {k: s for k, s in old.kpis.items() if k != name} == {k: s for k, s in new.kpis.items() if k != name}


def test_a_missing_category_makes_the_card_provisional():
    health = [kpi.id for kpi in SETTINGS.card.kpis if kpi.category == "relationship_health"]
    found = scorecard({**on_target(), **dict.fromkeys(health)}, SETTINGS)
    assert (found.card.coverage, found.card.status) == (pytest.approx(0.8), "provisional")
    assert found.categories["relationship_health"].value is None


def test_a_category_of_weight_zero_may_be_missing():
    weights = CategoryWeights(relationship_health=0)
    health = [kpi.id for kpi in SETTINGS.card.kpis if kpi.category == "relationship_health"]
    found = scorecard({**on_target(), **dict.fromkeys(health)}, with_card(category_weights=weights))
    assert (found.card.coverage, found.card.status) == (1.0, "ok")


def test_a_category_without_kpis_is_missing():
    kept = tuple(kpi for kpi in SETTINGS.card.kpis if kpi.category != "strategic_alignment")
    found = scorecard({}, with_card(kpis=kept))
    assert (found.categories["strategic_alignment"].low, found.categories["strategic_alignment"].high) == (0.0, 100.0)


def test_readings_outside_the_limits_are_marked():
    found = scorecard({"revenue_vs_plan": 2.5}, SETTINGS).kpis["revenue_vs_plan"]
    assert (found.raw, found.clamped, found.scored.value) == (2.5, True, 100.0)


def test_the_floor_rule_caps_the_band():
    weak = {kpi.id: kpi.limits.floor for kpi in SETTINGS.card.kpis if kpi.category == "relationship_health"}
    best = {kpi.id: kpi.limits.ceiling or kpi.limits.target for kpi in SETTINGS.card.kpis}
    lopsided = scorecard({**best, **weak}, SETTINGS)
    assert lopsided.card.value == pytest.approx(80)
    assert overall_band(lopsided, BandState(), SETTINGS).band == "workable"
    assert overall_band(lopsided, BandState(), with_card(floor_rule=False)).band == "strong"
    assert overall_band(scorecard(best, SETTINGS), BandState(), SETTINGS).band == "strong"
    assert overall_band(scorecard(weak, SETTINGS), BandState("strong"), SETTINGS).stale


def test_a_kpi_belongs_to_one_category():
    kpi = SETTINGS.card.kpis[0]
    assert refusal(with_card, kpis=(kpi, replace(kpi, category="strategic_alignment"))) == "KPI_IN_TWO_CATEGORIES"
    assert refusal(with_card, kpis=(kpi, kpi)) == "DUPLICATE_ID"
    assert refusal(replace, kpi, weight=-1) == "WEIGHTS_NEGATIVE"
    assert refusal(CategoryWeights, 0, 0, 0, 0) == "WEIGHTS_SUM_TO_ZERO"


def test_an_unknown_kpi_is_refused():
    assert refusal(scorecard, {"nonsense": 1.0}, SETTINGS) == "UNKNOWN_ID"
    assert refusal(scorecard, {"trust_survey": float("nan")}, SETTINGS) == "NOT_FINITE"


def reading(kpi, period, value, unit="points 0–100", side="joint"):
    return KpiReading(kpi, period, value, unit, side)


def test_the_newest_reading_that_is_not_too_old_counts():
    rows = (
        reading("trust_survey", 3, 50.0),
        reading("trust_survey", 4, 60.0),
        reading("trust_survey", 7, 99.0),
        reading("trust_survey", 5, 11.0, side="a"),
        reading("horizon_score", 2, 40.0),
    )
    found = current_readings(rows, 5, SETTINGS)
    assert set(found) == set(KPIS)
    assert (found["trust_survey"], found["horizon_score"]) == (60.0, None)
    assert current_readings(rows, 4, SETTINGS)["horizon_score"] == 40.0
    assert current_readings(rows[::-1], 5, SETTINGS)["trust_survey"] == 60.0
    assert current_readings(rows, 5, SETTINGS, side="a")["trust_survey"] == 11.0


def test_readings_that_cannot_be_are_refused():
    once = reading("trust_survey", 3, 50.0)
    assert refusal(current_readings, (once, once), 3, SETTINGS) == "DUPLICATE_READING"
    assert refusal(current_readings, (replace(once, unit="share"),), 3, SETTINGS) == "UNIT_MISMATCH"
    assert refusal(current_readings, (replace(once, kpi="x"),), 3, SETTINGS) == "UNKNOWN_ID"
    assert refusal(current_readings, (replace(once, value=float("nan")),), 3, SETTINGS) == "NOT_FINITE"


def test_category_trends_are_cut_where_a_definition_changed():
    history = {
        period: {"financial_performance": 50.0 + 4 * period, "relationship_health": None} for period in range(1, 6)
    }
    found = category_trends(history, 5, SETTINGS)
    assert found["financial_performance"] == Trend(4.0, "rising", 4)
    assert found["relationship_health"] == Trend(None, None, 0)
    cut = category_trends(history, 5, SETTINGS, series_from={"financial_performance": 4})
    assert cut["financial_performance"] == Trend(None, None, 2)
    assert category_trends({5: history[5]}, 5, SETTINGS)["financial_performance"].slope is None
