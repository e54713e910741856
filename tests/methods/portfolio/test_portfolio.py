"""Worked examples, invariants and edge cases of specification 11."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comotion.methods.configuration.portfolio import TierNumbers
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.portfolio.anchoring import AnchoringInputs, AnchoringQuarter, anchoring
from comotion.methods.portfolio.attention import AttentionInputs, ManagedPartnership, attention
from comotion.methods.portfolio.counts import CountRow, counts
from comotion.methods.portfolio.phases import PhaseInput, phases
from comotion.methods.portfolio.tiers import (
    Pin,
    TierInput,
    TierRows,
    maturity,
    sizes,
    tier_score,
    tiers,
    tiers_of_portfolio,
    valid_pin,
)
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from comotion.methods.vocabulary import DIMENSIONS, PHASES
from tests.methods.examples import example, few, near
from tests.methods.strategies import phase_rows, tier_rows

SETTINGS = default_settings()
NO_MARGIN = replace(SETTINGS, tiers=replace(SETTINGS.tiers, margin=0.0))


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def portfolio():
    rows = example("T-01")[0]["portfolio"]
    return [
        PhaseInput(**{("dimensions" if k == "dims" else k): v for k, v in row.items()}, age_months=24) for row in rows
    ]


def row(identifier="p", health=50.0, **changes):
    base = PhaseInput(identifier, dict.fromkeys(DIMENSIONS, health), 60.0, 2.0, True, True, 24)
    return replace(base, **changes)


def test_t_01_counts_of_the_portfolio():
    inputs, expected, _ = example("T-01")
    found = counts([CountRow(item["id"], item["dims"]) for item in inputs["portfolio"]], SETTINGS)
    assert {name: count.good for name, count in found.dimensions.items()} == expected["good_counts"]
    assert (found.good_on_all_four, found.good_on_any) == (expected["good_on_all_four"], expected["good_on_any"])
    assert (found.good_on_none, found.partnerships, found.coverage) == (8, 28, 1.0)
    assert found.weakest_dimension == "relationship_health"


def test_t_02_phases_of_the_portfolio():
    _, expected, tolerance = example("T-02")
    found = phases(portfolio(), SETTINGS)
    assert {name: result.phase for name, result in found.items()} == expected["phase"]
    assert {phase: sum(r.phase == phase for r in found.values()) for phase in PHASES} == expected["counts"]
    quick = {name: found[name].priority for name in expected["priority_of_quick_wins"]}
    assert near(quick, expected["priority_of_quick_wins"], tolerance)


def test_t_03_sizes_of_tiers():
    inputs, expected, _ = example("T-03")
    found = {str(n): sizes(n, SETTINGS) for n in inputs["n"]}
    assert {n: size and list(size) for n, size in found.items()} == expected["sizes"]


def test_t_04_tiers_change_only_beyond_the_margin():
    inputs, expected, _ = example("T-04")
    previous = {}
    for period in ("period_0", "period_1", "period_2"):
        rows = [TierInput(name, score, score, previous.get(name)) for name, score in inputs[period].items()]
        previous = {name: result.tier for name, result in tiers(rows, SETTINGS).items()}
        assert previous == expected[period]


@few
@given(phase_rows())
def test_phases_partition_the_portfolio_within_their_slots(rows):
    found = phases(rows, SETTINGS)
    assert list(found) == [item.id for item in rows]
    placed = [result.phase for result in found.values()]
    assert placed.count("quick_win") <= max(1, int(len(rows) / 7 + 0.5))
    assert placed.count("restructure") <= max(1, int(2 * len(rows) / 7 + 0.5))
    by_id = {item.id: item for item in rows}
    for name, result in found.items():
        if result.phase == "sunset_review":
            assert result.health.coverage >= 0.5
            assert by_id[name].age_months >= 12


@few
@given(phase_rows(), st.randoms())
def test_phases_ignore_the_order_of_input(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert phases(shuffled, SETTINGS) == phases(rows, SETTINGS)


@few
@given(phase_rows(), st.floats(0, 100), st.data())
def test_raising_potential_never_moves_to_a_later_phase(rows, more, data):
    assume(rows)
    at = data.draw(st.integers(0, len(rows) - 1))
    assume(rows[at].potential is not None)
    raised = [replace(r, potential=min(100, r.potential + more)) if n == at else r for n, r in enumerate(rows)]
    name = rows[at].id
    before, after = phases(rows, SETTINGS)[name].phase, phases(raised, SETTINGS)[name].phase
    assert PHASES.index(after) <= PHASES.index(before)


@few
@given(tier_rows())
def test_tiers_partition_the_portfolio_in_exact_sizes(rows):
    found = tiers(rows, SETTINGS)
    assert list(found) == [item.id for item in rows]
    rated = [result.tier for result in found.values() if result.tier != "unrated"]
    wanted = sizes(len(rated), SETTINGS)
    if wanted is None:
        assert set(rated) <= {"untiered"}
    else:
        assert tuple(rated.count(tier) for tier in ("strategic", "growth", "transactional")) == wanted
    assert all((r.score.coverage < 0.5 - 1e-9) == (r.tier == "unrated") for r in found.values())


@few
@given(tier_rows(), st.randoms())
def test_tiers_ignore_the_order_of_input(rows, random):
    assert tiers(random.sample(rows, len(rows)), SETTINGS) == tiers(rows, SETTINGS)


@few
@given(tier_rows())
def test_running_tiers_again_changes_nothing(rows):
    first = tiers(rows, SETTINGS)
    again = tiers([replace(item, previous=first[item.id].tier) for item in rows], SETTINGS)
    assert {name: r.tier for name, r in again.items()} == {name: r.tier for name, r in first.items()}


@few
@given(st.lists(st.floats(0, 100), min_size=10, max_size=25, unique_by=lambda score: round(score, 6)), st.data())
def test_without_margin_tiers_are_the_plain_ranking(scores, data):
    before = st.sampled_from([None, "strategic", "growth", "transactional"])
    rows = [TierInput(f"p{n:02}", score, score, data.draw(before)) for n, score in enumerate(scores)]
    found = tiers(rows, NO_MARGIN)
    ranked = sorted(rows, key=lambda item: -item.potential)
    strategic, growth, _ = sizes(len(rows), SETTINGS)
    expected = ["strategic"] * strategic + ["growth"] * growth
    assert [found[item.id].tier for item in ranked[: strategic + growth]] == expected


def test_an_empty_portfolio_gives_an_empty_result():
    assert phases([], SETTINGS) == {}
    assert tiers([], SETTINGS) == {}
    empty = counts([], SETTINGS)
    assert (empty.partnerships, empty.coverage, empty.weakest_dimension) == (0, None, None)


def test_what_cannot_be_is_refused():
    assert refusal(phases, [row(effort=6)], SETTINGS) == "OUT_OF_RANGE"
    assert refusal(phases, [row(potential=101)], SETTINGS) == "OUT_OF_RANGE"
    assert refusal(phases, [row(), row()], SETTINGS) == "DUPLICATE_ID"
    assert refusal(phases, [row(dimensions={"x": 1})], SETTINGS) == "UNKNOWN_ID"
    assert refusal(tiers, [TierInput("a", 1, 1), TierInput("a", 1, 1)], SETTINGS) == "DUPLICATE_ID"
    assert refusal(counts, [CountRow("a", {}), CountRow("a", {})], SETTINGS) == "DUPLICATE_ID"


def test_ended_partnerships_are_left_out():
    assert list(phases([row("a", ended=True), row("b")], SETTINGS)) == ["b"]
    assert counts([CountRow("a", {}, ended=True)], SETTINGS).partnerships == 0
    assert tiers([TierInput("a", 50, 50, active=False)], SETTINGS) == {}


def test_what_is_not_assessed_is_measured_first():
    found = phases([row("a", potential=None), row("b", effort=None), row("c", dimensions={})], SETTINGS)
    assert {name: (r.phase, r.reasons) for name, r in found.items()} == {
        "a": ("measure_first", ("POTENTIAL_MISSING",)),
        "b": ("measure_first", ("EFFORT_MISSING",)),
        "c": ("measure_first", ("COVERAGE_TOO_LOW",)),
    }


def test_a_young_partnership_is_never_sent_to_a_review():
    hopeless = row(potential=10, sponsor=False, partner_willing=None)
    assert phases([hopeless], SETTINGS)["p"].phase == "sunset_review"
    young = phases([replace(hopeless, age_months=11)], SETTINGS)["p"]
    assert (young.phase, young.guardrails) == ("overhaul", ("G10_TOO_EARLY_TO_JUDGE",))


def test_overhaul_needs_potential_and_somebody_who_carries_it():
    slots = [row("a", potential=90), row("b", potential=89)]

    def phase_of(**changes):
        return phases([*slots, row("z", **changes)], SETTINGS)["z"].phase

    assert phase_of(potential=36, sponsor=False, partner_willing=True) == "overhaul"
    assert phase_of(potential=36, sponsor=True, partner_willing=False) == "overhaul"
    assert phase_of(potential=36, sponsor=False, partner_willing=None) == "sunset_review"
    assert phase_of(potential=34) == "sunset_review"


def test_a_quick_win_needs_a_good_dimension_and_little_effort():
    dims = {"strategic_alignment": 70, "value_exchange": 39, "operational_efficiency": 50, "relationship_health": 50}
    assert phases([row(dimensions=dims)], SETTINGS)["p"].phase == "quick_win"
    assert phases([row(dimensions={**dims, "relationship_health": 39})], SETTINGS)["p"].phase == "restructure"
    assert phases([row(dimensions={**dims, "strategic_alignment": 69})], SETTINGS)["p"].phase == "restructure"
    assert phases([row(dimensions=dims, effort=4)], SETTINGS)["p"].phase == "restructure"
    assert phases([row(dimensions=dims, potential=59)], SETTINGS)["p"].phase == "restructure"


def test_a_stated_coverage_lowers_that_of_health():
    half = phases([row(coverage=0.6)], SETTINGS)["p"].health
    assert (half.value, half.coverage, half.status, half.low, half.high) == (50.0, 0.6, "provisional", 30.0, 70.0)
    assert phases([row(coverage=0.4)], SETTINGS)["p"].phase == "measure_first"


def test_counts_show_what_bounds_would_give():
    shaky = weighted_mean([("a", 6, 80.0), ("b", 4, None)], SETTINGS)
    found = counts([CountRow("p", {"value_exchange": shaky})], SETTINGS)
    one = found.dimensions["value_exchange"]
    assert (one.good, one.good_low, one.good_high, one.rated) == (1, 0, 1, 1)
    assert (found.good_on_any, found.good_on_none, found.coverage) == (1, 0, pytest.approx(0.15))


def test_maturity_is_the_mean_of_step_and_scorecard():
    assert maturity(7, 50.0, SETTINGS).value == 75.0
    assert maturity(None, 50.0, SETTINGS).coverage == 0.5
    assert refusal(maturity, 8, 50.0, SETTINGS) == "OUT_OF_RANGE"


def test_tier_score_weighs_potential_and_maturity():
    assert tier_score(TierInput("p", 80, 30), SETTINGS).value == pytest.approx(60)
    assert tiers([TierInput("p", None, 30)], SETTINGS)["p"].tier == "unrated"
    assert tiers([TierInput("p", 80, None)], SETTINGS)["p"].score.status == "provisional"


def ten(**changes):
    return [TierInput(f"p{n}", 90 - n, 90 - n, **changes.get(f"p{n}", {})) for n in range(10)]


def test_a_pin_takes_a_slot_of_its_tier():
    found = tiers(ten(p9={"pinned": "strategic"}), SETTINGS)
    assert [found[f"p{n}"].tier for n in (9, 0, 1, 2)] == ["strategic", "growth", "growth", "transactional"]
    assert found["p9"].reasons == ("PINNED",)
    too_many = ten(p8={"pinned": "strategic"}, p9={"pinned": "strategic"})
    assert refusal(tiers, too_many, SETTINGS) == "TOO_MANY_PINS"


def test_what_is_unrated_is_to_be_measured_within_a_quarter():
    rows = TierRows((TierInput("p1", None, None), TierInput("p2", 50.0, 50.0)), date(2025, 1, 6))
    found = tiers_of_portfolio(rows, SETTINGS)
    assert (found["p1"].tier, found["p1"].measure_by) == ("unrated", date(2025, 4, 7))
    assert found["p2"].measure_by is None
    assert tiers_of_portfolio(replace(rows, as_of=None), SETTINGS)["p1"].measure_by is None


def test_a_pin_ends_on_its_date():
    pin = Pin("growth", date(2025, 6, 1), "new market")
    assert valid_pin(pin, date(2025, 5, 31)) == "growth"
    assert valid_pin(pin, date(2025, 6, 1)) is None
    assert valid_pin(None, date(2025, 6, 1)) is None


def test_a_pin_holds_in_a_small_portfolio_and_without_data():
    found = tiers([TierInput("a", None, None, pinned="growth"), TierInput("b", 50, 50)], SETTINGS)
    assert [found[name].tier for name in "ab"] == ["growth", "untiered"]


def test_at_equal_scores_members_stay_then_potential_then_id_decides():
    equal = [TierInput(f"p{n}", 50, 50) for n in range(10)]
    first = tiers(equal, SETTINGS)
    assert [name for name, r in first.items() if r.tier == "strategic"] == ["p0"]
    member = [
        replace(item, previous="strategic") if item.id == "p7" else replace(item, potential=53, maturity=53)
        for item in equal
    ]
    assert tiers(member, SETTINGS)["p7"].tier == "strategic"
    potential = [replace(item, potential=60, maturity=35) if item.id == "p5" else item for item in equal]
    assert tiers(potential, SETTINGS)["p5"].tier == "strategic"


def test_attention_sums_hours_and_names_the_overloaded():
    rows = (
        ManagedPartnership("p1", "strategic", "ana", 1, 1),
        ManagedPartnership("p2", "growth", "ana", 3, 2),
        ManagedPartnership("p3", "growth", "ben", 3, 1),
        ManagedPartnership("p4", "transactional", None),
    )
    inputs = AttentionInputs(rows, TierNumbers(12, 4, 0.5), {"ana": 20, "cleo": 100})
    found = attention(inputs, SETTINGS)
    assert {name: (load.hours, load.findings) for name, load in found.load.items()} == {
        "ana": (24, ("OVERLOADED_MANAGER",)),
        "ben": (12, ()),
        "cleo": (0, ()),
    }
    assert found.touch_compliance == {"strategic": 1.0, "growth": 0.5, "transactional": None}
    assert refusal(attention, replace(inputs, capacity_hours={"ana": -1}), SETTINGS) == "OUT_OF_RANGE"
    wrong = replace(inputs, partnerships=(replace(rows[0], touches_held=2),))
    assert refusal(attention, wrong, SETTINGS) == "OUT_OF_RANGE"
    assert refusal(attention, replace(inputs, partnerships=rows[:1] * 2), SETTINGS) == "DUPLICATE_ID"


def test_anchoring_shows_a_trio_and_warns_when_all_three_fall():
    quarters = tuple(AnchoringQuarter(n, 0.5 - 0.05 * n, 0.4 - 0.02 * n, 0.9 - 0.1 * n) for n in range(1, 5))
    found = anchoring(AnchoringInputs(quarters), SETTINGS)
    assert found.findings == ("RESTS_ON_PARTNERSHIP_TEAM",)
    assert (found.leadership_meetings.latest, found.leadership_meetings.trend.label) == (pytest.approx(0.5), "falling")
    steady = tuple(replace(quarter, sales_people_referring=0.3) for quarter in quarters)
    assert anchoring(AnchoringInputs(steady), SETTINGS).findings == ()
    assert anchoring(AnchoringInputs(()), SETTINGS).sales_people_referring.latest is None
    too_much = (AnchoringQuarter(1, 1.5),)
    assert refusal(anchoring, AnchoringInputs(too_much), SETTINGS) == "OUT_OF_RANGE"
    twice = (AnchoringQuarter(1, 0.1), AnchoringQuarter(1, 0.2))
    assert refusal(anchoring, AnchoringInputs(twice), SETTINGS) == "DUPLICATE_PERIOD"
