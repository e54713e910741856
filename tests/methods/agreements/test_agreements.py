"""Agreements: worked examples A-01 and A-02, invariants 1, 3 and 5 of specification 09 e, errors of f."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.agreements.chain import Agreement, AgreementChain, clauses_in_force
from comotion.methods.agreements.clauses import (
    AgreementText,
    Clause,
    ClauseWording,
    agreement_clarity,
    enabling_share,
    needed_clauses,
    wording_grade,
)
from comotion.methods.agreements.data_assets import DataAsset, DataAssets, data_ownership, lacking
from comotion.methods.agreements.smart import Goal, Goals, check_goal, goals
from comotion.methods.choice.due_diligence import LINES, DueDiligenceLine
from comotion.methods.configuration.agreements import Clarity, Guardrails
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
STAGES = {"original": date(2024, 1, 1), "supplement_1": date(2024, 6, 1), "supplement_2": date(2024, 9, 1)}
RIGHTS = {
    "B read": {"B": "read"},
    "shared": {"A": "use", "B": "use"},
    "each side alone for own contacts": {"A": "own contacts", "B": "own contacts"},
}


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def a_01(stage):
    inputs = example("A-01")[0]
    clauses = tuple(
        Clause(key, grade, weight=weight) for key, (weight, grade) in inputs["clauses_weight_grade"][stage].items()
    )
    assets = tuple(
        DataAsset(row["asset"], row["owner"], RIGHTS[row["rights"]], row["exit"])
        for row in inputs["data_assets"].get(stage, [])
    )
    return AgreementText("technology_integration", clauses, ("A", "B"), assets)


@pytest.mark.parametrize("stage", STAGES)
def test_a_01_clarity(stage):
    _, expected, tolerance = example("A-01")
    found = agreement_clarity(a_01(stage), SETTINGS)
    assert near(found, expected[stage], tolerance)
    coverage = expected["data_ownership_coverage"].get(stage)
    assert near(found.data_ownership_coverage, coverage, tolerance)


@pytest.mark.parametrize("stage", ["supplement_1", "supplement_2"])
def test_a_01_grade_of_the_data_clause_follows_the_assets(stage):
    text = a_01(stage)
    found = data_ownership(DataAssets(text.sides, text.data_assets), SETTINGS)
    assert found.grade == next(clause.grade for clause in text.clauses if clause.key == "data_ownership")


def test_a_01_supplements_replace_clauses_without_reopening_the_rest():
    before = None
    chain = []
    for stage, day in STAGES.items():
        changed = [clause for clause in a_01(stage).clauses if before is None or clause not in a_01(before).clauses]
        chain.append(Agreement(stage, day, tuple(changed), parent=before))
        before = stage
    for stage, day in STAGES.items():
        valid = clauses_in_force(AgreementChain(tuple(reversed(chain)), day), SETTINGS).clauses
        text = replace(a_01(stage), clauses=tuple(found.clause for found in valid.values()))
        assert agreement_clarity(text, SETTINGS) == agreement_clarity(a_01(stage), SETTINGS)
    assert valid["data_ownership"].agreement == "supplement_2"
    assert valid["value_exchange"].agreement == "original"


def test_a_02_smart_and_shared():
    inputs, expected, tolerance = example("A-02")
    row = dict(inputs["goal"])
    goal = Goal("g", **{**row, "start": date.fromisoformat(row["start"]), "due": date.fromisoformat(row["due"])})
    assert near(check_goal(goal, ("A", "B")), expected, tolerance)


GOAL = Goal(
    "g", "launch connector", "Ana", "customers", 0, 40, 0, 60, {"a": "reach"}, date(2025, 1, 6), date(2025, 6, 30), ("a", "b")
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"verb_object": "growth"}, "GOAL_NOT_SPECIFIC"),
        ({"owner": " "}, "GOAL_NOT_SPECIFIC"),
        ({"unit": None}, "GOAL_NOT_MEASURABLE"),
        ({"baseline": None}, "GOAL_NOT_MEASURABLE"),
        ({"target": 61}, "GOAL_NOT_ACHIEVABLE"),
        ({"floor": None}, "GOAL_NOT_ACHIEVABLE"),
        ({"relevance": {"a": " "}}, "GOAL_NOT_RELEVANT"),
        ({"relevance": {"c": "theirs"}}, "GOAL_NOT_RELEVANT"),
        ({"due": date(2025, 1, 6)}, "GOAL_NOT_TIME_BOUND"),
        ({"start": None}, "GOAL_NOT_TIME_BOUND"),
        ({"agreed_by": ("b",)}, "GOAL_NOT_AGREED_BY_BOTH"),
    ],
)
def test_each_check_has_its_finding(changes, finding):
    assert check_goal(replace(GOAL, **changes), ("a", "b")).findings == (finding,)


def test_smart_share_counts_goals_that_pass_all_six():
    found = goals(Goals(("a", "b"), (GOAL, replace(GOAL, id="h", unit=None))), SETTINGS)
    assert (found.smart_share, found.goals["h"].smart) == (0.5, False)
    assert goals(Goals(("a", "b"), ()), SETTINGS).smart_share is None
    assert goals(Goals(("a", "b", "c"), (GOAL,)), SETTINGS).goals["g"].findings == ("GOAL_NOT_AGREED_BY_BOTH",)
    falling = replace(GOAL, floor=60, target=20, ceiling=10)
    assert check_goal(falling, ("a", "b")).passes
    assert refusal(goals, Goals(("a", "b"), (GOAL, GOAL)), SETTINGS) == "DUPLICATE_ID"
    assert refusal(replace, GOAL, target=float("nan")) == "NOT_FINITE"


def text(approach="co_marketing", grade=2, **grades):
    clauses = (Clause(key, grades.get(key, grade)) for key in needed_clauses(approach))
    return AgreementText(approach, tuple(clauses), ("a", "b"))


def test_every_approach_needs_its_clauses():
    assert [
        len(needed_clauses(name)) for name in ("co_marketing", "technology_integration", "strategic_investment")
    ] == [7, 7, 7]
    assert refusal(needed_clauses, "nonsense") == "UNKNOWN_ENUM"


def test_low_clarity_and_absent_elements_stand_against_signing():
    vague = agreement_clarity(text(grade=1), SETTINGS)
    assert (vague.agreement_clarity.value, vague.blockers, vague.signable) == (50.0, ("CLARITY_TOO_LOW",), False)
    # 16 of weight: brand 0 of weight 1 costs 6.25 of 100 and blocks nothing.
    assert agreement_clarity(text(brand_use=0), SETTINGS).agreement_clarity.value == 93.75
    assert agreement_clarity(text(brand_use=0), SETTINGS).signable
    assert agreement_clarity(text(exit_provisions=0), SETTINGS).blockers == ("EXIT_PROVISIONS_ABSENT",)


def test_a_clause_that_does_not_apply_is_left_out():
    found = agreement_clarity(
        replace(text(), clauses=(*text().clauses[:-1], Clause("brand_use", "not_applicable", "none used"))), SETTINGS
    )
    assert (found.agreement_clarity.value, found.agreement_clarity.coverage, found.blockers) == (100.0, 1.0, ())
    nothing = tuple(Clause(key, "not_applicable", "pilot") for key in needed_clauses("co_marketing"))
    assert agreement_clarity(AgreementText("co_marketing", nothing), SETTINGS).agreement_clarity.value is None


def test_an_investment_needs_its_due_diligence():
    assert agreement_clarity(text("strategic_investment"), SETTINGS).blockers == ("DUE_DILIGENCE_OPEN",)
    lines = tuple(DueDiligenceLine(line, "done", "Ana") for line in LINES)
    assert agreement_clarity(replace(text("strategic_investment"), due_diligence=lines), SETTINGS).signable


def test_a_data_clause_without_complete_assets_counts_as_vague():
    bare = replace(text(), data_assets=(DataAsset("events", "a"),))
    found = agreement_clarity(bare, SETTINGS)
    assert (found.agreement_clarity.value, found.findings) == (93.75, ("DATA_ASSETS_INCOMPLETE",))
    settled = replace(text(), data_assets=(DataAsset("events", "a", {"b": "read"}, "delete"),))
    assert agreement_clarity(settled, SETTINGS).findings == ()


def test_protection_heavy_agreements_get_advice():
    marked = (
        Clause("value_exchange", 2, purpose="enabling"),
        Clause("exit_provisions", 2, purpose="protective"),
        Clause("conflict_resolution", 2, purpose="protective"),
        Clause("brand_use", 2),
    )
    assert enabling_share(marked) == pytest.approx(3 / 9)
    assert enabling_share(marked[3:]) is None
    found = agreement_clarity(AgreementText("co_marketing", marked), SETTINGS)
    assert found.findings == ("PROTECTION_HEAVY",)
    even = (*marked[:2], Clause("lead_sharing", 1, purpose="enabling"))
    assert agreement_clarity(AgreementText("co_marketing", even), SETTINGS).enabling_share == pytest.approx(4 / 7)


def test_the_wording_of_a_clause_gives_its_grade():
    assert wording_grade(ClauseWording(who=True, what=True, unit=True, when=True)) == 2
    assert wording_grade(ClauseWording(what=True)) == 1
    assert wording_grade(ClauseWording()) == 0


def test_clauses_that_cannot_be_are_refused():
    assert refusal(Clause, "value_exchange", 3) == "OUT_OF_RANGE"
    assert refusal(Clause, "value_exchange", 1.5) == "OUT_OF_RANGE"
    assert refusal(Clause, "value_exchange", "not_applicable", " ") == "REASON_REQUIRED"
    unknown = AgreementText("co_marketing", (Clause("nonsense", 1),))
    assert refusal(agreement_clarity, unknown, SETTINGS) == "UNKNOWN_ID"
    twice = AgreementText("co_marketing", (Clause("brand_use", 1),) * 2)
    assert refusal(agreement_clarity, twice, SETTINGS) == "DUPLICATE_ID"
    assert refusal(Clarity, signable_from=101) == "OUT_OF_RANGE"
    assert refusal(Guardrails, signed_days=-1) == "OUT_OF_RANGE"


KEYS = list(needed_clauses("technology_integration"))


@few
@given(
    st.fixed_dictionaries({key: st.none() | st.integers(0, 2) for key in KEYS}), st.sampled_from(KEYS), st.booleans()
)
def test_a_higher_grade_never_lowers_clarity_nor_removes_signability(grades, key, complete):
    assets = (DataAsset("events", "a", {"b": "read"}, "delete" if complete else None),)
    given_text = AgreementText(
        "technology_integration", tuple(Clause(name, grade) for name, grade in grades.items()), ("a", "b"), assets
    )
    before = agreement_clarity(given_text, SETTINGS)
    if grades[key] in (None, 2):
        return
    raised = {**grades, key: grades[key] + 1}
    after = agreement_clarity(
        replace(given_text, clauses=tuple(Clause(name, grade) for name, grade in raised.items())), SETTINGS
    )
    assert after.signable or not before.signable
    if before.agreement_clarity.value is not None:
        assert after.agreement_clarity.value >= before.agreement_clarity.value - 1e-9


CHAIN = (
    Agreement("o", date(2024, 1, 1), (Clause("value_exchange", 1), Clause("brand_use", 0))),
    Agreement("s1", date(2024, 3, 1), (Clause("brand_use", 1),), "o", date(2024, 9, 1)),
    Agreement("s2", date(2024, 3, 1), (Clause("brand_use", 2, effective_from=date(2024, 4, 1)),), "s1"),
)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 12, 31), {}),
        (date(2024, 2, 1), {"brand_use": "o", "value_exchange": "o"}),
        (date(2024, 3, 1), {"brand_use": "s1", "value_exchange": "o"}),
        (date(2024, 4, 1), {"brand_use": "s2", "value_exchange": "o"}),
        (date(2024, 9, 1), {"brand_use": "s2", "value_exchange": "o"}),
    ],
)
def test_the_latest_agreement_in_force_sets_each_clause(on, expected):
    found = clauses_in_force(AgreementChain(CHAIN, on), SETTINGS).clauses
    assert {key: valid.agreement for key, valid in found.items()} == expected


@given(st.permutations(CHAIN), st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_the_valid_clause_does_not_depend_on_the_order_of_storage(order, on):
    stored = clauses_in_force(AgreementChain(tuple(order), on), SETTINGS)
    assert stored == clauses_in_force(AgreementChain(CHAIN, on), SETTINGS)


def test_chains_that_cannot_be_are_refused():
    def chain(*agreements):
        return AgreementChain(agreements, date(2024, 5, 1))

    loop = (replace(CHAIN[0], parent="s2"), *CHAIN[1:])
    assert refusal(clauses_in_force, chain(*loop), SETTINGS) == "AGREEMENT_CYCLE"
    early = replace(CHAIN[1], effective_from=date(2023, 1, 1))
    assert refusal(clauses_in_force, chain(CHAIN[0], early), SETTINGS) == "DATE_ORDER"
    assert refusal(clauses_in_force, chain(CHAIN[1]), SETTINGS) == "UNKNOWN_ID"
    assert refusal(clauses_in_force, chain(CHAIN[0], CHAIN[0]), SETTINGS) == "DUPLICATE_ID"
    assert refusal(replace, CHAIN[1], effective_to=date(2024, 3, 1)) == "DATE_ORDER"
    assert refusal(replace, CHAIN[0], clauses=CHAIN[0].clauses * 2) == "DUPLICATE_ID"


ASSET = DataAsset("events", "a", {"b": "read"}, "delete after 30 days")


def test_an_asset_needs_owner_rights_and_an_end():
    assert lacking(ASSET, ("a", "b")) == ()
    assert lacking(replace(ASSET, owner="joint"), ("a", "b")) == ("rights",)
    assert lacking(replace(ASSET, owner="joint", rights={"a": "own", "b": "own"}), ("a", "b")) == ()
    assert lacking(DataAsset("x"), ("a", "b")) == ("owner", "rights", "exit_handling")
    assert lacking(replace(ASSET, rights={}), ("a",)) == ("rights",)
    assert refusal(lacking, replace(ASSET, owner="c"), ("a", "b")) == "UNKNOWN_ID"
    assert refusal(lacking, replace(ASSET, rights={"c": "read"}), ("a", "b")) == "UNKNOWN_ID"


def test_no_shared_data_must_be_said():
    assert data_ownership(DataAssets(("a", "b"), ()), SETTINGS).grade == 0
    assert data_ownership(DataAssets(("a", "b"), (), says_none=True), SETTINGS).grade == 2
    assert refusal(data_ownership, DataAssets(("a", "b"), (ASSET, ASSET)), SETTINGS) == "DUPLICATE_ID"


@few
@given(st.lists(st.booleans(), max_size=6))
def test_an_asset_without_owner_never_raises_coverage(complete):
    assets = tuple(
        replace(ASSET, name=str(n), exit_handling="delete" if whole else None) for n, whole in enumerate(complete)
    )
    before = data_ownership(DataAssets(("a", "b"), assets), SETTINGS).data_ownership_coverage
    added = (*assets, DataAsset("more", None, {"a": "use", "b": "use"}, "delete"))
    after = data_ownership(DataAssets(("a", "b"), added), SETTINGS).data_ownership_coverage
    assert after <= (1.0 if before is None else before)
