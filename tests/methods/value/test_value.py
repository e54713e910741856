"""Worked examples, invariants and edge cases of specification 08."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from comotion.methods.value.alignment import (
    AlignmentInputs,
    GoalPair,
    RoadmapTheme,
    roadmap_convergence,
    shared_goal_share,
    strategic_alignment,
    value_exchange,
)
from comotion.methods.value.equation import ValueInputs, value_equation
from comotion.methods.value.fairness import Valuation, fairness, fairness_band, fairness_of
from comotion.methods.value.horizons import HorizonGrades, horizons
from comotion.methods.value.ledger import Ledger, LedgerEntry
from comotion.methods.value.program import ClassedPartnership, ProgramRows, profit_shares, program_result
from comotion.methods.value.roi import (
    InfluencedDeal,
    InfluencedShares,
    RoiInputs,
    influenced_amounts,
    profit_class,
    roi,
)
from comotion.methods.value.value_types import (
    ExchangePlan,
    ExchangeQuarter,
    exchange_map,
    suggested_types,
    value_types,
)
from tests.methods.examples import example, few, near
from tests.methods.strategies import amounts

SETTINGS = default_settings()
grades = st.integers(0, 4)
steps = st.floats(1, 5)
splits = st.dictionaries(st.sampled_from("ABCD"), amounts, min_size=2, max_size=4)
CLASSES = ["highly_profitable", "profitable", "too_early", "attribution_dependent", "unprofitable"]


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def entry(name, side, direction, a, b, *, kind="financial", confirmed=("A", "B"), **more):
    by = {"A": a, "B": b}
    given_amounts = {side: amount for side, amount in by.items() if amount is not None}
    return LedgerEntry(name, side, direction, kind, given_amounts, confirmed, **more)


def ledger(*entries, sides=("A", "B"), **more):
    return Ledger(sides, tuple(entries), **more)


FAIR = (
    entry("c1", "A", "contribution", 600, 500),
    entry("c2", "B", "contribution", 400, 500),
    entry("r1", "A", "return", 450, 480),
    entry("r2", "B", "return", 550, 520),
)


def test_v_01_horizons_with_equal_scores_tell_different_stories():
    inputs, expected, tolerance = example("V-01")
    results = [horizons(HorizonGrades(**case), SETTINGS) for case in inputs["cases"]]
    found = [
        {"horizon_score": r.horizon_score.value, "spanned": r.spanned, "horizon_class": r.horizon_class}
        for r in results
    ]
    assert near(found, expected["results"], tolerance)


def value_inputs(case):
    sides = {"a": case["resource_contribution_a"], "b": case["resource_contribution_b"]}
    return ValueInputs(case["strategic_fit"], sides, case["implementation_complexity"])


def test_v_02_value_equation_and_what_one_step_changes():
    inputs, expected, tolerance = example("V-02")
    results = [value_equation(value_inputs(case), SETTINGS) for case in inputs["cases"]]
    found = [
        {
            "resource_contribution": r.resource_contribution,
            "partnership_value": r.partnership_value,
            "value_index": r.value_index.value,
        }
        for r in results
    ]
    assert near(found, expected["results"], tolerance)
    assert near(results[0].sensitivity, expected["sensitivity_case_1"], tolerance)
    assert set(results[0].sensitivity) == set(expected["sensitivity_case_1"])


def test_v_03_fairness_by_each_valuation():
    inputs, expected, tolerance = example("V-03")
    by_a = fairness_of(Valuation(**inputs["a_values"]))
    by_b = fairness_of(Valuation(**inputs["b_values"]))
    three = fairness_of(Valuation(**inputs["three_party"]))
    found = {"by_a": by_a, "by_b": by_b, "three_party": three}
    assert near(found, {name: expected[name] for name in found}, tolerance)
    reported = fairness(ledger(*FAIR), SETTINGS)
    assert near(reported.fairness_index.value, expected["fairness_index"], tolerance)
    assert near(reported.valuation_gap, expected["valuation_gap"], tolerance)
    assert (reported.gap_noteworthy, reported.gainer, reported.band) == (True, "B", "fair")


def roi_inputs(case, margin, **more):
    months = ("2025-01",)
    return RoiInputs(
        months=months,
        gross_margin=margin,
        sourced={"2025-01": case["sourced"]},
        influenced={"2025-01": case["influenced"]},
        costs={kind: {"2025-01": amount} for kind, amount in case["costs"].items()},
        age_months=30,
        **more,
    )


def test_v_04_roi_range_and_profit_class():
    inputs, expected, tolerance = example("V-04")
    policy = InfluencedShares(**inputs["influenced_share"])
    results = [
        roi(roi_inputs(inputs[case], inputs["gross_margin"], shares=policy), SETTINGS) for case in ("case_1", "case_2")
    ]
    assert near(results[0], expected["case_1"], tolerance)
    assert near(results[1], expected["case_2"], tolerance)
    assert [result.profit_class for result in results] == expected["profit_class"]


@few
@given(grades, grades, grades, st.sampled_from(["h1", "h2", "h3"]))
def test_horizon_score_rises_with_each_grade(h1, h2, h3, name):
    before = HorizonGrades(h1, h2, h3)
    assume(getattr(before, name) < 4)
    after = replace(before, **{name: getattr(before, name) + 1})
    assert horizons(after, SETTINGS).horizon_score.value > horizons(before, SETTINGS).horizon_score.value


@few
@given(grades, grades, grades)
def test_horizon_class_depends_only_on_what_is_spanned(h1, h2, h3):
    flat = HorizonGrades(*(4 if grade >= 2 else 0 for grade in (h1, h2, h3)))
    assert horizons(HorizonGrades(h1, h2, h3), SETTINGS).horizon_class == horizons(flat, SETTINGS).horizon_class


def test_every_combination_of_horizons_has_its_class():
    found = {
        (a, b, c): horizons(HorizonGrades(a, b, c), SETTINGS).horizon_class
        for a in (1, 2)
        for b in (1, 2)
        for c in (1, 2)
    }
    assert found == {
        (2, 2, 2): "full_span",
        (2, 2, 1): "near_and_next",
        (2, 1, 2): "gap_in_the_middle",
        (2, 1, 1): "today_only",
        (1, 2, 2): "future_only",
        (1, 2, 1): "future_only",
        (1, 1, 2): "future_only",
        (1, 1, 1): "none",
    }


def test_a_missing_grade_leaves_the_class_open_unless_the_others_decide():
    open_class = horizons(HorizonGrades(4, 1, None), SETTINGS)
    assert (open_class.horizon_class, open_class.horizon_score.coverage) == (None, 0.75)
    assert horizons(HorizonGrades(0, 3, None), SETTINGS).horizon_class == "future_only"
    assert refusal(horizons, HorizonGrades(5, 0, 0), SETTINGS) == "OUT_OF_RANGE"


@few
@given(steps, steps, steps, steps, st.floats(0, 1))
def test_value_index_moves_with_its_inputs_and_stays_in_range(fit, a, b, complexity, more):
    base = ValueInputs(fit, {"a": a, "b": b}, complexity)
    index = value_equation(base, SETTINGS).value_index.value
    assert 0 <= index <= 100
    swapped = value_equation(replace(base, resource_contributions={"a": b, "b": a}), SETTINGS).value_index.value
    assert swapped == pytest.approx(index, abs=1e-9)
    better = replace(base, strategic_fit=min(5, fit + more), resource_contributions={"a": min(5, a + more), "b": b})
    assert value_equation(better, SETTINGS).value_index.value >= index - 1e-9
    harder = replace(base, implementation_complexity=min(5, complexity + more))
    assert value_equation(harder, SETTINGS).value_index.value <= index + 1e-9


def test_a_missing_value_input_lowers_coverage():
    found = value_equation(ValueInputs(4, {"a": 4, "b": None}, 2), SETTINGS)
    assert (found.partnership_value, found.resource_contribution) == (None, None)
    assert found.value_index.coverage == pytest.approx(5 / 6)
    assert value_equation(ValueInputs(None, {"a": None}, 2), SETTINGS).value_index.value is None
    assert value_equation(ValueInputs(None, {"a": None}, 2), SETTINGS).sensitivity == {}


def test_value_inputs_out_of_range_are_refused():
    assert refusal(value_equation, ValueInputs(6, {"a": 1}, 1), SETTINGS) == "OUT_OF_RANGE"
    assert refusal(value_equation, ValueInputs(1, {"a": 0.5}, 1), SETTINGS) == "OUT_OF_RANGE"
    assert refusal(value_equation, ValueInputs(1, {}, 1), SETTINGS) == "EMPTY_INPUT"


@few
@given(splits, splits, st.floats(0.1, 10))
def test_fairness_lies_in_range_and_ignores_the_scale(given_amounts, returned, factor):
    found = fairness_of(Valuation(given_amounts, returned)).fairness_index
    assert 0 <= found <= 100
    scaled = Valuation({s: factor * a for s, a in given_amounts.items()}, {s: factor * a for s, a in returned.items()})
    assert fairness_of(scaled).fairness_index == pytest.approx(found, abs=1e-7)


@few
@given(splits, st.floats(0.1, 10))
def test_fairness_is_100_exactly_where_returns_follow_contributions(given_amounts, factor):
    found = fairness_of(Valuation(given_amounts, {s: factor * a for s, a in given_amounts.items()}))
    assert found.fairness_index == pytest.approx(100, abs=1e-9)
    side = min(given_amounts)
    skewed = {s: (2 if s == side else 1) * a for s, a in given_amounts.items()}
    assume(given_amounts[side] / sum(given_amounts.values()) > 1e-4)
    assert fairness_of(Valuation(given_amounts, skewed)).fairness_index < 100


@few
@given(amounts, amounts, amounts, amounts)
def test_swapping_sides_swaps_ratios_and_keeps_the_index(ca, cb, ra, rb):
    one = fairness_of(Valuation({"A": ca, "B": cb}, {"A": ra, "B": rb}))
    other = fairness_of(Valuation({"A": cb, "B": ca}, {"A": rb, "B": ra}))
    assert other.fairness_index == pytest.approx(one.fairness_index, abs=1e-9)
    assert other.equity_ratio["A"] == pytest.approx(one.equity_ratio["B"])


def test_nothing_to_compare_gives_no_fairness():
    only_given = fairness(ledger(*FAIR[:2]), SETTINGS)
    assert only_given.fairness_index.value is None
    assert only_given.fairness_index.notes == ("NOTHING_TO_COMPARE",)
    assert (only_given.gainer, only_given.valuation_gap, only_given.band) == (None, None, None)
    assert fairness_of(Valuation({"A": 0}, {"A": 1})).fairness_index is None


def test_a_side_without_contribution_has_no_ratio():
    found = fairness_of(Valuation({"A": 10}, {"A": 5, "B": 5}))
    assert (found.equity_ratio, found.fairness_index, found.jain) == ({"A": 0.5, "B": None}, 50.0, None)


def test_entries_that_one_side_confirms_are_listed_and_left_out():
    extra = entry("x", "A", "return", 250, 250, confirmed=("A",))
    found = fairness(ledger(*FAIR, extra), SETTINGS)
    assert found.excluded == ("x",)
    assert found.by_valuer["A"].fairness_index == 85.0
    assert found.fairness_index.coverage == pytest.approx(2000 / 2250)
    assert found.fairness_index.low <= 85.0 <= found.fairness_index.high


def test_an_entry_that_a_side_did_not_value_is_weighed_by_the_others():
    silent = entry("x", "A", "return", 500, None)
    found = fairness(ledger(*FAIR, silent), SETTINGS)
    assert found.by_valuer["B"].fairness_index == 98.0
    assert found.fairness_index.coverage == pytest.approx(2000 / 2500)


def test_a_side_that_values_nothing_leaves_no_reported_index():
    found = fairness(ledger(*(replace(item, amounts={"A": item.amounts["A"]}) for item in FAIR)), SETTINGS)
    assert (found.fairness_index.value, found.fairness_index.coverage) == (None, 0.0)


def test_bands_of_fairness_start_at_their_cuts():
    assert [fairness_band(value, SETTINGS) for value in (69.9, 70, 84.9, 85)] == ["skewed", "watch", "watch", "fair"]


def test_ledgers_that_cannot_be_compared_are_refused():
    assert refusal(fairness, ledger(entry("x", "A", "return", -1, 1)), SETTINGS) == "OUT_OF_RANGE"
    assert refusal(fairness, ledger(FAIR[0], FAIR[0]), SETTINGS) == "DUPLICATE_ID"
    assert refusal(fairness, ledger(replace(FAIR[0], side="C")), SETTINGS) == "UNKNOWN_ID"
    assert refusal(fairness, ledger(sides=()), SETTINGS) == "EMPTY_INPUT"
    euros = replace(FAIR[0], unit="EUR")
    assert refusal(fairness, ledger(euros), SETTINGS) == "UNIT_MISMATCH"
    one_sided = ledger(euros, rates={"EUR": 2.0}, rates_agreed_by=("A",))
    assert refusal(fairness, one_sided, SETTINGS) == "UNIT_MISMATCH"


def test_an_agreed_rate_converts_amounts():
    halved = replace(FAIR[0], unit="EUR", amounts={"A": 300, "B": 250})
    both = ledger(halved, *FAIR[1:], rates={"EUR": 2.0}, rates_agreed_by=("A", "B"))
    assert fairness(both, SETTINGS).fairness_index.value == pytest.approx(85)


def test_a_value_type_needs_its_share_and_both_sides():
    entries = (
        entry("f1", "A", "return", 90, 90),
        entry("f2", "B", "contribution", 10, 10),
        entry("s1", "B", "return", 6, 6, kind="strategic"),
        entry("s2", "A", "contribution", 1, 1, kind="strategic"),
        entry("o1", "A", "return", 4, 4, kind="operational"),
        entry("o2", "B", "contribution", 1, 1, kind="operational"),
    )
    found = value_types(ledger(*entries), SETTINGS)
    assert (found.value_type_count, found.present, found.missing) == (2, ("financial", "strategic"), ("operational",))
    alone = value_types(ledger(*entries[:4], replace(entries[4], amounts={"A": 10})), SETTINGS)
    assert alone.missing == ("operational",)
    assert suggested_types(found, {"operational": ["shared support"]}) == {"operational": ("shared support",)}
    assert value_types(ledger(entries[1]), SETTINGS).value_type_count is None


def test_exchange_map_sets_planned_beside_actual():
    start, end = date(2025, 1, 1), date(2025, 4, 1)
    plans = (
        ExchangePlan("A", "return", "financial", "revenue", 200, start, date(2025, 12, 31)),
        ExchangePlan("B", "contribution", "financial", "budget", 50, date(2024, 1, 1), date(2024, 12, 31)),
        ExchangePlan("A", "contribution", "operational", "people", 100, start, end),
        ExchangePlan("B", "contribution", "operational", "people", 100, start, end),
        ExchangePlan("B", "return", "strategic", "access", 200, start, end),
    )
    entries = (
        entry("r", "A", "return", 100, 140, on=date(2025, 2, 1)),
        entry("late", "A", "return", 900, 900, on=end),
        entry("free", "B", "return", 30, 30, kind="operational", on=start),
    )
    found = exchange_map(ExchangeQuarter(ledger(*entries), plans, start, end), SETTINGS)
    cells = {(c.side, c.direction, c.value_type): (c.planned, c.actual, c.delivery_share) for c in found.cells}
    assert len(cells) == 12
    assert cells["A", "return", "financial"] == (200, 120, 0.6)
    assert cells["B", "return", "operational"] == (None, 30, None)
    assert cells["B", "contribution", "financial"] == (None, None, None)
    assert cells["A", "contribution", "operational"] == (100, None, 0.0)
    assert found.planned_fairness.fairness_index == 100.0


def test_exchange_plans_that_cannot_be_are_refused():
    start, end = date(2025, 1, 1), date(2025, 4, 1)
    assert refusal(ExchangePlan, "A", "return", "financial", "x", 1, end, start) == "DATE_ORDER"
    assert refusal(ExchangePlan, "A", "return", "financial", "x", -1, start, end) == "OUT_OF_RANGE"
    euros = ExchangePlan("A", "return", "financial", "x", 1, start, end, unit="EUR")
    assert refusal(exchange_map, ExchangeQuarter(ledger(), (euros,), start, end), SETTINGS) == "UNIT_MISMATCH"
    assert refusal(exchange_map, ExchangeQuarter(ledger(), (), end, start), SETTINGS) == "DATE_ORDER"


CASE = {
    "sourced": 100.0,
    "influenced": 100.0,
    "costs": dict.fromkeys(("people", "engineering", "marketing", "legal"), 10.0),
}


@few
@given(amounts, amounts, st.floats(0, 1), amounts)
def test_roi_is_ordered_by_influenced_share(sourced, influenced, margin, cost):
    found = roi(
        roi_inputs({**CASE, "sourced": sourced, "influenced": influenced, "costs": {"people": cost}}, margin), SETTINGS
    )
    assert found.low <= found.base <= found.high


@few
@given(amounts, amounts, st.floats(0, 60), amounts, amounts)
def test_raising_cost_never_improves_the_class(sourced, influenced, age, cost, more):
    classes = []
    for people in (cost, cost + more):
        case = {**CASE, "sourced": sourced, "influenced": influenced, "costs": {**CASE["costs"], "people": people}}
        classes.append(CLASSES.index(roi(replace(roi_inputs(case, 0.5), age_months=age), SETTINGS).profit_class))
    assert classes[1] >= classes[0]


@pytest.mark.parametrize(
    ("returns", "coverage", "age", "expected"),
    [
        ((0.5, 1.0, 2.0), 0.8, 30, "highly_profitable"),
        ((0.1, 0.9, 2.0), 1.0, 30, "profitable"),
        ((0.5, 1.0, 2.0), 0.79, 30, "unquantified"),
        ((-0.1, 1.2, 2.0), 1.0, 11, "too_early"),
        ((-0.1, 1.2, 2.0), 1.0, 12, "attribution_dependent"),
        ((-0.3, -0.2, 0.0), 1.0, 12, "unprofitable"),
        ((None, None, None), 1.0, 12, "unquantified"),
    ],
)
def test_profit_class_is_the_first_that_matches(returns, coverage, age, expected):
    assert profit_class(returns, coverage, age, SETTINGS) == expected


def test_roi_coverage_counts_months_and_not_other_amounts():
    inputs = RoiInputs(
        months=("2025-01", "2025-02"),
        gross_margin=0.5,
        sourced={"2025-01": 100, "2025-02": 0},
        influenced={"2025-01": 100},
        costs={"people": {"2025-01": 10, "2025-02": 0}, "legal": {"2025-01": 0}, "other": {"2025-01": 5}},
        age_months=24,
        other_benefits=7,
    )
    found = roi(inputs, SETTINGS)
    assert (found.coverage_costs, found.coverage_benefits, found.cost) == (3 / 8, 3 / 4, 15)
    assert (found.base_benefit, found.revenue, found.profit_class) == (72.0, 130.0, "unquantified")


def test_no_cost_recorded_gives_no_roi():
    found = roi(roi_inputs({**CASE, "costs": dict.fromkeys(CASE["costs"], 0.0)}, 0.5), SETTINGS)
    assert (found.low, found.notes, found.profit_class) == (None, ("COST_ZERO",), "unquantified")


def test_roi_inputs_that_cannot_be_are_refused():
    good = roi_inputs(CASE, 0.5)
    assert refusal(roi, replace(good, months=()), SETTINGS) == "EMPTY_INPUT"
    assert refusal(roi, replace(good, sourced={"2024-01": 1}), SETTINGS) == "UNKNOWN_ID"
    assert refusal(roi, replace(good, sourced={"2025-01": -1}), SETTINGS) == "OUT_OF_RANGE"
    assert refusal(roi, replace(good, gross_margin=1.5), SETTINGS) == "OUT_OF_RANGE"
    assert refusal(roi, replace(good, cost_unit="USD"), SETTINGS) == "UNIT_MISMATCH"
    assert refusal(InfluencedShares, 0.5, 0.3, 0.6) == "SHARES_NOT_ORDERED"
    assert refusal(InfluencedShares, 0.5, 0.6, 1.6) == "OUT_OF_RANGE"


def test_a_deal_is_credited_once_over_all_partnerships():
    deals = (InfluencedDeal("d1", 100, {"p1": 0.5, "p2": 0.5}), InfluencedDeal("d2", 40, {"p1": 0.25}))
    assert influenced_amounts(deals) == {"p1": 60.0, "p2": 50.0}
    assert refusal(InfluencedDeal, "d", 100, {"p1": 0.7, "p2": 0.4}) == "OUT_OF_RANGE"


def test_profit_shares_of_a_program():
    rows = (
        ClassedPartnership("p1", "highly_profitable", 700),
        ClassedPartnership("p2", "profitable", 150),
        ClassedPartnership("p3", "unquantified", 150),
        ClassedPartnership("p4", "unprofitable", -50),
    )
    found = profit_shares(ProgramRows(rows), SETTINGS)
    assert (found.active, found.quantified_share, found.benefit_concentration) == (4, 0.75, 2)
    assert found.highly_profitable_share == pytest.approx(1 / 3)
    empty = profit_shares(ProgramRows(()), SETTINGS)
    assert (empty.quantified_share, empty.highly_profitable_share, empty.benefit_concentration) == (None, None, None)
    assert refusal(profit_shares, ProgramRows(rows[:1] * 2), SETTINGS) == "DUPLICATE_ID"


def test_program_result_compares_with_the_year_before_and_other_channels():
    found = program_result(300, 250, {"direct": 900, "web": 120})
    assert (found.growth, found.rank, found.channels) == (pytest.approx(0.2), 2, 3)
    assert program_result(300, 0, {}).growth is None


def test_strategic_alignment_of_goals_and_roadmap():
    goals = {"a": ("g1", "g2"), "b": ("h1",)}
    pairs = (GoalPair("a", "g1", "b", "h1", ("a", "b")), GoalPair("a", "g2", "b", "h1", ("a",)))
    themes = (RoadmapTheme("t1", {"a": 1, "b": 0}), RoadmapTheme("t2", {"a": 1, "b": -1}))
    assert shared_goal_share(goals, pairs) == 0.75
    roadmap = roadmap_convergence(themes, SETTINGS)
    assert (roadmap.value, roadmap.notes) == (62.5, ("THEME_DISPUTED:t2",))
    found = strategic_alignment(AlignmentInputs(HorizonGrades(3, 3, 2), goals, pairs, themes), SETTINGS)
    assert found.value == pytest.approx(0.4 * 68.75 + 0.3 * 75 + 0.3 * 62.5)
    assert found.notes == ("THEME_DISPUTED:t2",)


def test_alignment_without_goals_or_themes_is_provisional_at_most():
    assert shared_goal_share({"a": ("g",), "b": ()}, ()) is None
    assert roadmap_convergence((), SETTINGS) is None
    half = roadmap_convergence((RoadmapTheme("t", {"a": 1, "b": None}), RoadmapTheme("u", {"a": 1, "b": 1})), SETTINGS)
    assert (half.value, half.coverage) == (100.0, 0.5)
    found = strategic_alignment(AlignmentInputs(HorizonGrades(4, 4, 4), {"a": ("g",)}), SETTINGS)
    assert (found.value, found.coverage) == (None, 0.4)


def test_three_sides_share_goals_by_the_sides_that_list_them():
    goals = {"a": ("g",), "b": ("h",), "c": ("i",)}
    assert shared_goal_share(goals, (GoalPair("a", "g", "b", "h", ("a", "b")),)) == pytest.approx(1 / 3)


def test_alignment_inputs_that_cannot_be_are_refused():
    assert refusal(shared_goal_share, {"a": ("g", "g"), "b": ("h",)}, ()) == "DUPLICATE_ID"
    pair = GoalPair("a", "x", "b", "h", ("a", "b"))
    assert refusal(shared_goal_share, {"a": ("g",), "b": ("h",)}, (pair,)) == "UNKNOWN_ID"
    assert refusal(roadmap_convergence, (RoadmapTheme("t", {"a": 0.5}),), SETTINGS) == "OUT_OF_RANGE"


def test_value_exchange_is_the_mean_of_fairness_and_types():
    assert value_exchange(85.0, 2, SETTINGS).value == pytest.approx((85 + 200 / 3) / 2)
    assert value_exchange(None, 3, SETTINGS).coverage == 0.5
