"""Incentives: worked examples I-01 and I-02, invariants of specification 04 e, errors of f."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.data import table
from comotion.methods.incentives.elements import CompElement, IncentiveRecords, RoleGroup, SharedGoal
from comotion.methods.incentives.evidence import PARTS, divergence, incentive_evidence
from comotion.methods.incentives.metrics import (
    COUNT,
    METRIC_CODES,
    MetricSet,
    MomentumMetric,
    metric_progress,
    momentum_metrics,
)
from comotion.methods.incentives.pool import (
    SCORE_MISSING,
    Funding,
    Participant,
    PoolInputs,
    PoolScore,
    Statement,
    bonus_pool,
)
from comotion.methods.incentives.what_if import WhatIf, what_if
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
GOAL = (SharedGoal("g"),)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def element(behaviour, weight, grade, **more):
    ratings = {} if grade is None else {"g": {"A": grade, "B": grade}}
    return CompElement(behaviour, weight, ratings, **more)


def groups_of(rows, joint):
    groups = {}
    for row in rows:
        groups.setdefault((row["org"], row["role_group"], row["counterpart"]), []).append(
            element(row["behaviour"], row["weight"], row["alignment"])
        )
    return tuple(
        RoleGroup(org, name, tuple(elements), counterpart, joint.get(f"{org}/{name}", 0.0))
        for (org, name, counterpart), elements in groups.items()
    )


def summary(found):
    return {
        "pull": found.pull,
        "mismatch": found.mismatch,
        "goal_mismatch": found.goal_mismatch.value,
        "divergence": found.divergence.value,
        "joint_gap": found.joint_gap.value,
        "incentive_evidence_friction": found.incentive_evidence_friction.value,
        "coverage": found.incentive_evidence_friction.coverage,
    }


def i_01():
    inputs = example("I-01")[0]
    before = groups_of(inputs["before"], {})
    return before, groups_of(inputs["after"], inputs["joint_share_after"])


def test_i_01_mismatch_before_and_after_a_joint_metric():
    inputs, expected, tolerance = example("I-01")
    before, after = i_01()
    found = what_if(WhatIf(IncentiveRecords(GOAL, before), after), SETTINGS)
    result = {"before": summary(found.before), "after": summary(found.after), "change": found.change}
    assert near(result, expected, tolerance)
    assert SETTINGS.incentives.joint_share_target == inputs["joint_share_target"]
    assert found.before.findings == PARTS
    assert found.after.unexplained_share["B/sales"] == pytest.approx(0)


def test_single_edits_are_listed_by_their_effect():
    before, after = i_01()
    found = what_if(WhatIf(IncentiveRecords(GOAL, before), after), SETTINGS)
    listed = [(change.group, change.element, change.edit) for change in found.changes]
    assert listed[:2] == [("A/sales", "", "joint_share"), ("B/sales", "", "joint_share")]
    assert {edit for _, _, edit in listed} == {"joint_share", "added", "changed"}
    assert len(listed) == 8
    effects = [abs(change.effect) for change in found.changes]
    assert effects == sorted(effects, reverse=True)
    assert found.changes[0].effect == pytest.approx(-20 / 3)


def test_an_element_that_is_dropped_is_an_edit_with_an_effect():
    records = IncentiveRecords(GOAL, (RoleGroup("A", "x", (element("m", 0.5, 2), element("n", 0.5, -2)), None, 0.1),))
    edited = (RoleGroup("A", "x", (element("m", 0.5, 2),), None, 0.1),)
    found = what_if(WhatIf(records, edited), SETTINGS)
    assert [(change.element, change.edit) for change in found.changes] == [("comp_plan/n", "removed")]
    assert found.change == found.changes[0].effect == pytest.approx(-50 * 0.5 / 0.7)
    unknown = what_if(WhatIf(replace(records, groups=(RoleGroup("A", "x"),)), edited), SETTINGS)
    assert [change.effect for change in unknown.changes] == [None, None]
    assert unknown.change is None


def one_group(*elements, share=0.0):
    return incentive_evidence(IncentiveRecords(GOAL, (RoleGroup("A", "x", elements, None, share),)), SETTINGS)


@pytest.mark.parametrize(("grade", "mismatch"), [(2, 0), (0, 50), (-2, 100), (1, 25), (-1, 75)])
def test_mismatch_follows_alignment(grade, mismatch):
    found = one_group(element("m", 0.3, grade), element("n", 0.4, grade))
    assert found.mismatch == {"A/x": mismatch}
    assert found.unexplained_share["A/x"] == pytest.approx(0.3)


def test_several_goals_count_by_their_weights():
    ratings = {"g": {"A": 2, "B": 2}, "h": {"A": -2, "B": 0}}
    goals = (SharedGoal("g", 3), SharedGoal("h", 1))
    group = RoleGroup("A", "x", (CompElement("m", 1, ratings),), None, 0.05)
    found = incentive_evidence(IncentiveRecords(goals, (group,)), SETTINGS)
    assert found.goal_mismatch.value == pytest.approx((3 * 0 + 75) / 4)
    assert found.mismatch["A/x"] == pytest.approx(18.75)
    assert found.joint_gap.value == pytest.approx(50)
    assert found.findings == ("ALIGNMENT_DISPUTED:A/x/m", "joint_gap")


def test_grades_that_are_missing_lower_the_coverage():
    found = one_group(element("m", 0.8, 1), element("n", 0.2, None))
    assert (found.goal_mismatch.value, found.goal_mismatch.coverage) == (25, pytest.approx(0.8))


def test_one_side_only_leaves_divergence_out():
    found = one_group(element("m", 1, 0), share=0.1)
    assert (found.divergence, found.incentive_evidence_friction.coverage) == (None, 0.7)
    nothing = incentive_evidence(IncentiveRecords(GOAL, ()), SETTINGS)
    assert (nothing.goal_mismatch, nothing.incentive_evidence_friction.value) == (None, None)


def test_what_a_side_keeps_back_lowers_coverage_and_shows_nothing():
    secret = RoleGroup("B", "x", (element("m", 1, -2, shared=False),), "x", 0.0)
    empty = RoleGroup("B", "x", (), "x")
    mine = RoleGroup("A", "x", (element("m", 1, 2),), "x", 0.1)
    kept, unknown = (incentive_evidence(IncentiveRecords(GOAL, (mine, other)), SETTINGS) for other in (secret, empty))
    assert kept == unknown
    assert (kept.goal_mismatch.value, kept.goal_mismatch.coverage) == (0, 0.5)
    own = incentive_evidence(IncentiveRecords(GOAL, (mine, secret), audience="B"), SETTINGS)
    assert (own.mismatch, own.divergence.value) == ({"A/x": 0, "B/x": 100}, 0)


elements = st.builds(element, st.sampled_from("mnop"), st.floats(0.01, 0.2), st.integers(-2, 2))
profiles = st.lists(elements, min_size=1, max_size=4, unique_by=lambda one: one.name).map(tuple)


@few
@given(profiles, st.floats(0.1, 1))
def test_scaling_the_weights_of_a_group_changes_nothing(rows, factor):
    scaled = tuple(replace(one, weight=one.weight * factor) for one in rows)
    before, after = one_group(*rows), one_group(*scaled)
    assert after.pull["A/x"] == pytest.approx(before.pull["A/x"])
    assert 0 <= before.mismatch["A/x"] <= 100 + 1e-9
    other = RoleGroup("B", "y", (element("m", 0.5, 0), element("n", 0.5, 0)))
    apart = [divergence(RoleGroup("A", "x", one), other) for one in (rows, scaled)]
    assert apart[0] == pytest.approx(apart[1])


@few
@given(profiles, profiles)
def test_divergence_is_symmetric(left, right):
    a, b = RoleGroup("A", "x", left), RoleGroup("B", "x", right)
    assert divergence(a, b) == pytest.approx(divergence(b, a))
    assert divergence(a, replace(a, organization="C")) == pytest.approx(0)
    assert 0 <= divergence(a, b) <= 100


def test_divergence_of_profiles_without_anything_in_common_is_full():
    a = RoleGroup("A", "x", (element("m", 0.4, 0), element("m", 0.2, 0, kind="mbo")))
    assert divergence(a, RoleGroup("B", "x", (element("n", 1, 0),))) == 100
    assert divergence(a, RoleGroup("B", "x", (element("n", 0.5, 0), element("m", 0.5, 0)))) == 50
    assert divergence(a, RoleGroup("B", "x")) is None


@few
@given(profiles, st.data())
def test_replacing_part_of_an_element_by_a_good_one_never_raises_mismatch(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    moved = data.draw(st.floats(0, 1)) * rows[at].weight
    changed = [replace(one, weight=one.weight - moved) if n == at else one for n, one in enumerate(rows)]
    before, after = one_group(*rows), one_group(*changed, element("joint", moved, 2))
    assert after.goal_mismatch.value <= before.goal_mismatch.value + 1e-9


def test_incentives_that_cannot_be_are_refused():
    assert refusal(element, "m", 1, 3) == "OUT_OF_RANGE"
    assert refusal(element, "m", 1.2, 0) == "OUT_OF_RANGE"
    assert refusal(one_group, element("m", 0.6, 0), element("n", 0.5, 0)) == "WEIGHTS_EXCEED_ONE"
    assert refusal(one_group, element("m", 0, 0)) == "WEIGHTS_SUM_TO_ZERO"
    assert refusal(RoleGroup, "A", "x", (element("m", 0.1, 0),) * 2) == "DUPLICATE_ID"
    assert refusal(RoleGroup, "A", "x", joint_incentive_share=2) == "OUT_OF_RANGE"
    group = RoleGroup("A", "x", (element("m", 0.1, 0),))
    assert refusal(incentive_evidence, IncentiveRecords((), (group,)), SETTINGS) == "EMPTY_INPUT"
    assert refusal(incentive_evidence, IncentiveRecords(GOAL * 2, (group,)), SETTINGS) == "DUPLICATE_ID"
    assert refusal(incentive_evidence, IncentiveRecords(GOAL, (group,) * 2), SETTINGS) == "DUPLICATE_ID"
    assert refusal(incentive_evidence, IncentiveRecords((SharedGoal("h"),), (group,)), SETTINGS) == "UNKNOWN_ID"
    assert refusal(what_if, WhatIf(IncentiveRecords(GOAL, ()), (group,)), SETTINGS) == "UNKNOWN_ID"
    heavy = RoleGroup("A", "x", (element("m", 0.6, 0), element("n", 0.6, 0)))
    assert refusal(what_if, WhatIf(IncentiveRecords(GOAL, (group,)), (heavy,)), SETTINGS) == "WEIGHTS_EXCEED_ONE"


GOOD = MomentumMetric(
    "m",
    "demos held together",
    "demos",
    baseline=2,
    target=6,
    owner="Ana",
    due=date(2025, 6, 30),
    cadence_days=31,
    influenced_by=("A", "B"),
    agreed_by=("A", "B"),
    sits_beside=("pipeline_coverage",),
    behaviour_level=True,
    behaviour_reason="an invitation changes it",
)


def metrics(*rows, readings=None):
    return momentum_metrics(MetricSet(("A", "B"), rows, readings or {}), SETTINGS)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"definition": " "}, "METRIC_INCOMPLETE"),
        ({"baseline": None}, "METRIC_INCOMPLETE"),
        ({"due": None}, "METRIC_INCOMPLETE"),
        ({"owner": ""}, "METRIC_INCOMPLETE"),
        ({"agreed_by": ("A",)}, "METRIC_NOT_SHARED"),
        ({"influenced_by": ("A", "A")}, "METRIC_NOT_SHARED"),
        ({"cadence_days": 32}, "METRIC_TOO_SLOW"),
        ({"cadence_days": None}, "METRIC_TOO_SLOW"),
        ({"sits_beside": ()}, "METRIC_WITHOUT_CORE_KPI"),
        ({"behaviour_level": False}, "METRIC_NOT_BEHAVIOUR"),
        ({"behaviour_reason": ""}, "METRIC_NOT_BEHAVIOUR"),
    ],
)
def test_a_metric_that_lacks_something_is_named(change, code):
    found = metrics(replace(GOOD, **change), replace(GOOD, id="n"))
    assert found.findings == {"m": (code,), "n": ()}
    assert found.set_findings == ()


@pytest.mark.parametrize(("count", "codes"), [(1, (COUNT,)), (2, ()), (3, ()), (4, (COUNT,))])
def test_two_to_three_metrics_stand_in_a_quarter(count, codes):
    assert metrics(*(replace(GOOD, id=f"m{at}") for at in range(count))).set_findings == codes


def test_an_empty_metric_lacks_everything():
    assert metrics(MomentumMetric("m")).findings["m"] == METRIC_CODES


def test_progress_runs_from_the_baseline_to_the_target():
    found = metrics(GOOD, replace(GOOD, id="n"), readings={"m": 4})
    assert (found.progress["m"].score, found.progress["n"]) == (50, None)
    lower = replace(GOOD, direction="lower", baseline=10, target=4, ceiling=2)
    assert metric_progress(lower, 7, SETTINGS).score == 37.5
    assert metric_progress(replace(lower, floor=12), 12, SETTINGS).score == 0
    assert metric_progress(replace(GOOD, target=None), 4, SETTINGS) is None
    assert metric_progress(replace(GOOD, baseline=None), 4, SETTINGS) is None
    assert refusal(metric_progress, replace(GOOD, target=1), 4, SETTINGS) == "KPI_LIMITS_ORDER"


def test_metrics_that_cannot_be_are_refused():
    assert refusal(metrics, GOOD, GOOD) == "DUPLICATE_ID"
    assert refusal(metrics, replace(GOOD, agreed_by=("C",))) == "UNKNOWN_ID"
    assert refusal(metrics, GOOD, readings={"x": 1}) == "UNKNOWN_ID"


FUNDING = (Funding("A", 5000001, "EUR"), Funding("B", 5000000, "EUR"))
METRICS = ("closed_deals", "handover_quality", "implementation_success")


def confirmed(scores):
    return tuple(PoolScore(metric, score, "A", "B") for metric, score in scores.items())


def people(points):
    return tuple(Participant(name, name.split(":")[0], count) for name, count in points.items())


def pool(scores, points, funding=FUNDING, **more):
    return bonus_pool(PoolInputs(funding, people(points), confirmed(scores), **more), SETTINGS)


def test_i_02_shared_bonus_pool():
    inputs, expected, tolerance = example("I-02")
    result = {}
    for name in ("case_1", "case_2"):
        found = pool(inputs[name], inputs["points"])
        assert found.pool == inputs["pool_cents"]
        result[name] = {
            "factor": found.factor,
            "gated": found.gated,
            "payout_cents": found.payout,
            "side_payout_cents": found.side_payouts,
            "shares": {who: share for shares in found.shares.values() for who, share in shares.items()},
        }
    assert near(result, expected, tolerance)
    assert SETTINGS.pool.weights.pairs() == inputs["weights"]


def test_unpaid_money_returns_by_funding():
    found = pool(dict.fromkeys(METRICS, 50), {"A:x": 1, "B:y": 3}, (Funding("A", 75, "EUR"), Funding("B", 26, "EUR")))
    assert (found.payout, found.side_payouts) == (50, {"A": 13, "B": 37})
    assert found.statements == {"A": Statement(75, 13, 38), "B": Statement(26, 37, 13)}
    assert pool(dict.fromkeys(METRICS, 120), {"A:x": 1}).factor == 1.0


def test_missing_or_unconfirmed_scores_block_the_payout():
    rows = (PoolScore("closed_deals", 90, "A", "B"), PoolScore("handover_quality", 90, "A", "A"))
    found = bonus_pool(PoolInputs(FUNDING, people({"A:x": 1}), rows), SETTINGS)
    assert found.findings == (f"{SCORE_MISSING}:handover_quality", f"{SCORE_MISSING}:implementation_success")
    assert (found.payout, found.side_payouts, found.factor) == (None, {}, None)


def test_a_pool_may_have_terms_of_its_own():
    weights = {"closed_deals": 1.0, "renewals": 1.0}
    points = {"A:x": 1, "B:y": 0}
    found = pool(
        {"closed_deals": 100, "renewals": 30}, points, weights=weights, quality=("renewals",), gate=40, cap=0.2
    )
    assert (found.factor, found.gated) == (0.2, True)
    assert found.shares == {"A": {"A:x": 2000000}, "B": {"B:y": 0}}
    assert pool({"closed_deals": 100, "renewals": 40}, points, weights=weights, quality=(), cap=0.2).factor == 0.7


scores = st.fixed_dictionaries({metric: st.integers(-10, 120) for metric in METRICS})
points = st.dictionaries(st.sampled_from(["A:1", "A:2", "A:3", "B:1", "B:2"]), st.integers(0, 50), min_size=1).filter(
    lambda found: any(found.values())
)


@few
@given(scores, points, st.integers(1, 10**7), st.integers(0, 10**7))
def test_shares_add_up_to_the_payout(given_scores, given_points, mine, theirs):
    found = pool(given_scores, given_points, (Funding("A", mine, "EUR"), Funding("B", theirs, "EUR")))
    assert 0 <= found.payout <= found.pool
    assert sum(found.side_payouts.values()) == found.payout
    for side, shares in found.shares.items():
        assert sum(shares.values()) == found.side_payouts[side]
        assert all(share >= 0 for share in shares.values())
    assert sum(one.paid + one.returned for one in found.statements.values()) == found.pool


@few
@given(scores, points, st.sampled_from(METRICS), st.integers(0, 50))
def test_raising_a_score_never_lowers_the_payout(given_scores, given_points, metric, more):
    raised = {**given_scores, metric: given_scores[metric] + more}
    assert pool(raised, given_points).payout >= pool(given_scores, given_points).payout


@few
@given(scores, points)
def test_shares_of_a_side_know_the_other_side_by_its_sum_only(given_scores, given_points):
    other = sum(count for name, count in given_points.items() if name.startswith("B"))
    merged = {name: count for name, count in given_points.items() if name.startswith("A")} | {"B:all": other}
    before, after = pool(given_scores, given_points), pool(given_scores, merged)
    assert before.shares.get("A", {}) == after.shares.get("A", {})


def test_pools_that_cannot_be_are_refused():
    full = dict.fromkeys(METRICS, 80)
    assert refusal(pool, full, {"A:x": 0, "B:y": 0}) == "WEIGHTS_SUM_TO_ZERO"
    assert refusal(pool, full, {"A:x": -1, "B:y": 2}) == "WEIGHTS_NEGATIVE"
    assert refusal(pool, full, {"A:x": 1}, ()) == "EMPTY_INPUT"
    assert refusal(pool, full, {"A:x": 1}, (FUNDING[0], Funding("B", 1, "USD"))) == "UNIT_MISMATCH"
    assert refusal(pool, full, {"A:x": 1}, FUNDING[:1] * 2) == "DUPLICATE_ID"
    assert refusal(pool, full, {"A:x": 1}, (Funding("A", 0, "EUR"),)) == "WEIGHTS_SUM_TO_ZERO"
    assert refusal(pool, full, {"A:x": 1}, gate=120) == "OUT_OF_RANGE"
    assert refusal(pool, full, {"A:x": 1}, weights={"closed_deals": 0.0}) == "WEIGHTS_SUM_TO_ZERO"
    assert refusal(pool, {**full, "closed_deals": float("nan")}, {"A:x": 1}) == "NOT_FINITE"
    assert refusal(Funding, "A", -1, "EUR") == "OUT_OF_RANGE"
    twice = (Participant("x", "A", 1), Participant("x", "B", 1))
    assert refusal(bonus_pool, PoolInputs(FUNDING, twice, confirmed(full)), SETTINGS) == "DUPLICATE_ID"


def test_every_code_has_an_action():
    rows = {row["id"] for row in table("friction-actions")["actions"]}
    assert {*PARTS, *METRIC_CODES, COUNT, SCORE_MISSING, "ALIGNMENT_DISPUTED"} <= rows
