"""Operating models: worked examples S-01 to S-05, invariants 1–4 of specification 06 e, preconditions, errors."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.choice.models import (
    Hypothesis,
    ModelFacts,
    ModelInputs,
    SideStaff,
    TeamMember,
    blocked_models,
    operating_model,
)
from comotion.methods.choice.recommend import decide
from comotion.methods.configuration.choice import OPERATING_MODELS, Choice, FitRule, MonthsToValue, OptionRules
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
FEATURES = ("technical_interdependence", "strategic_importance", "team_capacity", "uncertainty", "breadth")


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def choose(ratings, **given):
    return operating_model(ModelInputs({"both": ratings}, **given), SETTINGS).choice


def plain(choice):
    return {
        "scores": {name: score.value for name, score in choice.scores.items()},
        "recommended": choice.recommended,
        "close_call": choice.close_call,
        "near": choice.near,
        "best_if_unblocked": choice.best_if_unblocked,
    }


@pytest.mark.parametrize("identifier", ["S-01", "S-02", "S-03", "S-04", "S-05"])
def test_worked_examples_of_operating_models(identifier):
    inputs, expected, tolerance = example(identifier)
    assert near(plain(choose(inputs["features"], blocked=inputs["blocked"])), expected, tolerance)


features = st.fixed_dictionaries({name: st.integers(2, 10).map(lambda half: half / 2) for name in FEATURES})
blocks = st.dictionaries(st.sampled_from(OPERATING_MODELS), st.just(("CODE",)), max_size=3)


@few
@given(features, st.sampled_from(SETTINGS.choice.models), st.data())
def test_moving_towards_a_bound_never_lowers_the_score(ratings, option, data):
    rule = data.draw(st.sampled_from(option.rules))
    before = choose(ratings).scores[option.name].value
    step = 0.5 if rule.bound == "at_least" else -0.5
    moved = {**ratings, rule.feature: min(5.0, max(1.0, ratings[rule.feature] + step))}
    after = choose(moved).scores[option.name].value
    assert 0 <= before <= after + 1e-9 <= 100 + 1e-6


@few
@given(features, blocks)
def test_blocks_keep_scores_and_are_never_recommended(ratings, blocked):
    free, held = choose(ratings), choose(ratings, blocked=blocked)
    assert held.scores == free.scores
    assert held.recommended not in blocked
    assert not set(held.near) & set(blocked)


@few
@given(st.lists(st.floats(0, 100), min_size=3, max_size=3), st.permutations(OPERATING_MODELS))
def test_without_close_options_the_order_of_lightness_does_not_matter(scores, order):
    ranked = sorted(scores)
    if ranked[2] - ranked[1] <= 5 + 1e-6:
        return
    given_scores = dict(zip(OPERATING_MODELS, scores, strict=True))
    moved = {name: given_scores[name] for name in order}
    assert decide(moved, {}, SETTINGS).recommended == decide(given_scores, {}, SETTINGS).recommended


def test_a_missing_feature_is_left_out_and_makes_the_choice_provisional():
    found = choose({"technical_interdependence": 5, "strategic_importance": 4, "uncertainty": 2, "breadth": 1})
    pod = found.scores["embedded_pod"]
    assert (pod.value, pod.coverage, found.provisional) == (100.0, 0.8, False)
    partial = choose({"technical_interdependence": 5, "uncertainty": 2, "breadth": None})
    assert (partial.scores["embedded_pod"].coverage, partial.provisional) == (0.5, True)
    assert partial.flips["breadth"] is None
    nothing = choose({"breadth": 1})
    assert (nothing.recommended, nothing.verdict) == (None, "insufficient")


def test_nothing_fits_well_below_fifty():
    assert decide({"a": 49.0, "b": 40.0}, {}, SETTINGS).verdict == "no_good_fit"
    assert decide({"a": 50.0, "b": 40.0}, {}, SETTINGS).recommended == "a"


def test_all_blocked_gives_conditions_only():
    every = dict.fromkeys(OPERATING_MODELS, ("CODE",))
    found = choose(example("S-01")[0]["features"], blocked=every)
    assert (found.recommended, found.verdict, found.best_if_unblocked) == (None, "all_blocked", "embedded_pod")
    assert found.conditions == tuple(f"{name}:CODE" for name in OPERATING_MODELS)


def test_a_blocked_best_is_named_with_what_would_unblock_it():
    inputs = example("S-05")[0]
    assert choose(inputs["features"], blocked=inputs["blocked"]).conditions == ("embedded_pod:POD_STAFF_NOT_COMMITTED",)


def test_the_smallest_step_that_changes_the_choice_is_shown():
    found = choose(example("S-04")[0]["features"])
    # Uncertainty 3 gives 73.3 against 100; breadth 4 gives 86.7 against 90, still close; breadth 5 gives 80 against 90.
    assert (found.flips["uncertainty"].change, found.flips["uncertainty"].recommended) == (-1.0, "jvo_lite")
    assert (found.flips["breadth"].change, found.flips["breadth"].to) == (2.0, 5.0)
    assert found.flips["team_capacity"] is not None
    assert choose(example("S-03")[0]["features"]).flips["team_capacity"] is None


def test_sides_that_rate_differently_are_shown_with_their_own_choice():
    ratings = {
        "a": {"technical_interdependence": 5, "strategic_importance": 5, "team_capacity": 5, "uncertainty": 1, "breadth": 1},
        "b": {"technical_interdependence": 1, "strategic_importance": 5, "team_capacity": 4, "uncertainty": 2, "breadth": 5},
    }  # fmt: skip
    found = operating_model(ModelInputs(ratings), SETTINGS).choice
    assert found.by_side == {"a": "embedded_pod", "b": "jvo_lite"}
    assert found.notes == (
        "SIDES_DIFFER:breadth",
        "SIDES_DIFFER:technical_interdependence",
        "SIDES_CHOOSE_DIFFERENTLY",
    )
    assert found.scores["jvo_lite"].value == pytest.approx(100.0)
    one_side = operating_model(ModelInputs({"a": ratings["a"], "b": {}}), SETTINGS).choice
    assert one_side.scores == operating_model(ModelInputs({"a": ratings["a"]}), SETTINGS).choice.scores


START = date(2025, 1, 6)


def hypothesis(**changes):
    return Hypothesis(
        **{
            "statement": "clinics buy the bundle",
            "measure": "orders",
            "threshold": 5.0,
            "direction": "at_least",
            "start": START,
            "end": date(2025, 4, 6),
            **changes,
        }
    )


def staff(people, **names):
    return SideStaff(tuple(TeamMember(f"p{n}", share) for n, share in enumerate(people)), **names)


def test_models_are_free_when_their_people_are_named():
    side = staff([0.5, 1.0], manager="Ana", champion="Ben")
    assert blocked_models(ModelFacts({"a": side, "b": side}, 10_000, hypothesis()), SETTINGS) == {}


@pytest.mark.parametrize(
    ("facts", "model"),
    [
        (ModelFacts({"a": staff([0.5, 0.4]), "b": staff([0.5, 0.5])}), "embedded_pod"),
        (ModelFacts({"a": staff([0.5]), "b": staff([0.5, 0.5])}), "embedded_pod"),
        (ModelFacts({"a": staff([1] * 5), "b": staff([0.5, 0.5])}), "embedded_pod"),
        (ModelFacts({"a": staff([], manager="Ana"), "b": staff([])}), "jvo_lite"),
        (ModelFacts({}), "embedded_pod"),
        (ModelFacts({}), "jvo_lite"),
        (ModelFacts({"a": staff([], champion="Ana")}, None, hypothesis()), "catalyst_champion"),
        (ModelFacts({"a": staff([], champion="Ana")}, 1, None), "catalyst_champion"),
        (ModelFacts({"a": staff([], champion="Ana")}, 1, hypothesis(threshold=None)), "catalyst_champion"),
        (ModelFacts({"a": staff([], champion="Ana")}, 1, hypothesis(measure="")), "catalyst_champion"),
        (ModelFacts({"a": staff([], champion="Ana")}, 1, hypothesis(end=date(2025, 4, 7))), "catalyst_champion"),
        (ModelFacts({"a": staff([], champion="Ana"), "b": staff([])}, 1, hypothesis()), "catalyst_champion"),
        (ModelFacts({}, 1, hypothesis()), "catalyst_champion"),
    ],
)
def test_unmet_preconditions_block_a_model(facts, model):
    code = {
        "embedded_pod": "POD_STAFF_NOT_COMMITTED",
        "jvo_lite": "JVO_MANAGER_MISSING",
        "catalyst_champion": "CHAMPION_INCOMPLETE",
    }
    assert blocked_models(facts, SETTINGS)[model] == (code[model],)


def test_blocks_come_from_records_too():
    inputs = example("S-05")[0]
    pair = {"a": staff([0.2], manager="Ana"), "b": staff([0.5, 0.5], manager="Ben")}
    found = choose(inputs["features"], facts=ModelFacts(pair))
    assert (found.recommended, found.best_if_unblocked) == ("jvo_lite", "embedded_pod")


def test_what_cannot_be_is_refused():
    assert refusal(choose, {"breadth": 6}) == "OUT_OF_RANGE"
    assert refusal(choose, {"nonsense": 3}) == "UNKNOWN_ID"
    assert refusal(choose, {"breadth": 1}, blocked={"nonsense": ("X",)}) == "UNKNOWN_ID"
    assert refusal(operating_model, ModelInputs({}), SETTINGS) == "EMPTY_INPUT"
    assert refusal(hypothesis, end=date(2025, 1, 5)) == "DATE_ORDER"
    assert refusal(TeamMember, "Ana", 1.5) == "OUT_OF_RANGE"


def test_settings_that_cannot_work_are_refused():
    assert refusal(FitRule, "breadth", "at_least", 1, 1) == "OUT_OF_RANGE"
    assert refusal(FitRule, "breadth", "at_most", 5, 1) == "OUT_OF_RANGE"
    assert refusal(MonthsToValue, 3, 3) == "CUTS_NOT_ASCENDING"
    assert refusal(OptionRules, "x", (FitRule("breadth", "at_most", 2, 0),)) == "WEIGHTS_SUM_TO_ZERO"
    assert refusal(OptionRules, "x", (FitRule("breadth", "at_most", 2, 1),) * 2) == "DUPLICATE_ID"
    assert refusal(Choice, models=()) == "UNKNOWN_ID"
    assert refusal(Choice, approaches=()) == "UNKNOWN_ID"
