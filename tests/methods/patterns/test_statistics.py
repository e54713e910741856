"""Statistics beside published figures and beside scipy; worked examples X-01 to X-06.

Published: Wilson interval 0.2553–0.3662 for 81 of 263 (Newcombe, Statistics in Medicine 1998, 17:857–872, table I);
relative risk of the Physicians' Health Study, 104 of 11037 against 189 of 11034: 0.55 (0.43–0.70) (Agresti,
Categorical Data Analysis; the inverse, 1.82, has 1.43–2.31); Benjamini and Hochberg's own 15 p-values of the
myocardial infarction study (JRSS B 1995, 57:289–300, section 4), of which four are rejected at 0.05; survival of the
6-MP arm of Freireich's leukaemia trial, median 23 weeks (Kaplan–Meier, as in Kleinbaum and Klein, Survival Analysis);
Krippendorff's table of four observers and twelve units with gaps, 0.743 nominal, 0.815 ordinal and 0.849 interval
(Computing Krippendorff's Alpha-Reliability, 2011, sections C and D; it stands in K-07); Sen's own seven points with the
slope 4 (Journal of the American Statistical Association 1968, 63:1379–1389).
"""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from comotion.methods.kernel.agreement import alpha
from comotion.methods.kernel.survival import median_time
from comotion.methods.kernel.trend import theil_sen
from comotion.methods.patterns import batch
from comotion.methods.patterns.claims import Claimed, OwnEstimate, verdict_of
from comotion.methods.patterns.counts import Group, TwoGroups, fisher_exact, risk, share, wilson_interval
from comotion.methods.patterns.effects import cliffs_delta, hedges_g, ranks, ratio_of_means, spearman
from comotion.methods.patterns.estimates import Samples, comparison
from comotion.methods.patterns.false_discovery import PValues, adjust, false_discovery
from comotion.methods.patterns.leverage import LeverageInputs, LeveragePractice, headroom, leverage
from comotion.methods.patterns.strata import Strata, Stratum, stratified
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
QUICK = replace(SETTINGS, patterns=replace(SETTINGS.patterns, resamples=200, permutations=500, exact_splits=1000))


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def table(a, n1, c, n0):
    return TwoGroups(Group(a, n1), Group(c, n0))


def test_x_01_comparison():
    inputs, expected, tolerance = example("X-01")
    found = comparison(Samples(tuple(inputs["with_reviews"]), tuple(inputs["without"])), SETTINGS)
    estimate = found.estimated
    assert (inputs["seed"], inputs["resamples"]) == (SETTINGS.patterns.seed, SETTINGS.patterns.resamples)
    result = {
        "n": found.n,
        "mean_difference": estimate.value,
        "ratio_of_means": estimate.ratio,
        "hedges_g": found.hedges_g,
        "cliffs_delta": found.cliffs_delta,
        "permutation_p": estimate.p,
    }
    intervals = {"bootstrap_ci_ratio", "bootstrap_ci_difference"}
    assert near(result, {name: value for name, value in expected.items() if name not in intervals}, tolerance)
    assert (estimate.ratio_low, estimate.ratio_high) == pytest.approx(tuple(expected["bootstrap_ci_ratio"]), rel=0.05)
    assert (estimate.low, estimate.high) == pytest.approx(tuple(expected["bootstrap_ci_difference"]), rel=0.05)


def test_the_same_seed_gives_the_same_interval_in_any_order():
    first = comparison(Samples((210, 180, 150, 320, 95, 240), (90, 60, 130, 40, 110, 75)), SETTINGS)
    mixed = comparison(Samples((95, 240, 210, 320, 180, 150), (75, 110, 40, 130, 60, 90)), SETTINGS)
    assert mixed == first
    assert (first.estimated.low, first.estimated.high) == pytest.approx(
        (54.166666666666664, 176.66666666666666), rel=1e-12
    )
    other = replace(SETTINGS, patterns=replace(SETTINGS.patterns, seed=7))
    assert comparison(Samples((210, 180, 150, 320, 95, 240), (90, 60, 130, 40, 110, 75)), other) != first


@pytest.mark.parametrize("size", ["small", "larger"])
def test_x_02_risks(size):
    inputs, expected, tolerance = example("X-02")
    rows = inputs if size == "small" else inputs["larger"]
    groups = [Group(rows[name]["healthy"], rows[name]["n"]) for name in ("sponsored", "unsponsored")]
    found = risk(TwoGroups(*groups), SETTINGS)
    result = {
        "p1": found.share_with,
        "p2": found.share_without,
        "risk_difference": found.risk_difference,
        "risk_ratio": found.risk_ratio,
        "ci": [found.low, found.high],
        "fisher_p": found.p,
    }
    assert near(result, expected[size], tolerance)


def test_x_03_false_discovery():
    inputs, expected, tolerance = example("X-03")
    assert inputs["fdr"] == SETTINGS.patterns.false_discovery_rate
    assert near(false_discovery(PValues(tuple(inputs["p"])), SETTINGS), expected, tolerance)


def x_04():
    inputs, expected, tolerance = example("X-04")
    names = {"peer": "peer_links", "support": "support_hours"}
    practices = tuple(
        LeveragePractice(name, tuple(inputs[column]), inputs["effort"][name], inputs["headroom"][name])
        for name, column in names.items()
    )
    return LeverageInputs(tuple(inputs["satisfaction"]), practices), expected, tolerance


def test_x_04_leverage():
    inputs, expected, tolerance = x_04()
    found = leverage(inputs, SETTINGS)
    by_name = {candidate.name: candidate for candidate in found.candidates}
    pair = found.comparisons[0]
    result = {
        "rho_peer": by_name["peer"].effect,
        "rho_support": by_name["support"].effect,
        "difference": pair.difference,
        "leverage_score": {name: candidate.leverage_score for name, candidate in by_name.items()},
    }
    assert near(result, {name: value for name, value in expected.items() if name != "difference_ci"}, tolerance)
    assert (pair.low, pair.high) == pytest.approx(tuple(expected["difference_ci"]), rel=0.05)
    assert not pair.equal
    assert [candidate.called for candidate in found.candidates] == ["candidate_for_trial"] * 2


def test_x_05_verdicts():
    inputs, expected, tolerance = example("X-05")
    verdicts = [
        verdict_of(
            Claimed(case["claimed"], case["claimed"], case["null"]),
            OwnEstimate(case["est"], *case["ci"], enough=case["n_ok"]),
        )
        for case in inputs["cases"]
    ]
    assert near({"verdicts": verdicts}, expected, tolerance)


def test_x_06_strata():
    inputs, expected, tolerance = example("X-06")
    strata = {name: Stratum(tuple(w), tuple(o)) for name, (w, o) in inputs["strata_with_without"].items()}
    found = stratified(Strata(strata), SETTINGS)
    assert near(found, expected, tolerance)
    assert found.notes == ()


def test_strata_without_a_group_drop_out_and_confounding_is_noted():
    found = stratified(
        Strata({"a": Stratum((80.0, 82.0), (80.0,)), "b": Stratum((), (20.0, 22.0)), "c": Stratum((5.0,), ())}),
        SETTINGS,
    )
    assert (found.used, found.dropped, found.notes) == (("a",), ("b", "c"), ("CONFOUNDING_LIKELY",))
    assert found.stratified_difference == pytest.approx(1.0)
    nothing = stratified(Strata({"a": Stratum((1.0,), ())}), SETTINGS)
    assert (nothing.crude_difference, nothing.stratified_difference) == (None, None)
    split = stratified(Strata({"a": Stratum((1.0,), ()), "b": Stratum((), (2.0,))}), SETTINGS)
    assert (split.crude_difference, split.stratified_difference, split.notes) == (-1.0, None, ())
    assert refusal(Stratum, (math.nan,), ()) == "NOT_FINITE"


def test_wilson_as_published_and_beside_scipy():
    assert wilson_interval(81, 263, 0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    for events, n in ((0, 20), (1, 29), (15, 148), (29, 29)):
        expected = stats.binomtest(events, n).proportion_ci(method="wilson")
        assert wilson_interval(events, n, 0.95) == pytest.approx((expected.low, expected.high), abs=1e-12)
    found = share(Group(3, 42), SETTINGS)
    assert (found.share, found.n) == (pytest.approx(3 / 42), 42)


def test_katz_as_published_and_beside_scipy():
    found = risk(table(189, 11034, 104, 11037), SETTINGS)
    assert (round(found.risk_ratio, 2), round(found.low, 2), round(found.high, 2)) == (1.82, 1.43, 2.31)
    expected = stats.contingency.relative_risk(189, 11034, 104, 11037)
    ends = expected.confidence_interval(0.95)
    assert (found.risk_ratio, found.low, found.high) == pytest.approx((expected.relative_risk, ends.low, ends.high))


def test_a_cell_of_zero_gets_one_half_everywhere():
    found = risk(table(0, 10, 5, 10), SETTINGS)
    assert found.risk_ratio == pytest.approx((0.5 / 11) / (5.5 / 11))
    assert found.risk_difference == -0.5
    assert risk(table(10, 10, 5, 10), SETTINGS).risk_ratio == pytest.approx(10.5 / 5.5)


@few
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_fisher_beside_scipy(n1, n0, data):
    a, c = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n0))
    expected = stats.fisher_exact([[a, n1 - a], [c, n0 - c]]).pvalue
    assert fisher_exact(table(a, n1, c, n0)) == pytest.approx(expected, abs=1e-9)


def test_benjamini_and_hochberg_as_published_and_beside_scipy():
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert sum(value <= 0.05 for value in adjust(p)) == 4
    assert adjust(p) == pytest.approx(tuple(stats.false_discovery_control(p)))
    assert adjust([]) == ()


@few
@given(st.lists(st.floats(0, 1), max_size=12))
def test_adjusted_p_values_are_larger_and_keep_the_order(p):
    adjusted = adjust(p)
    assert all(after >= before for before, after in zip(p, adjusted, strict=True))
    by_before = [after for _, after in sorted(zip(p, adjusted, strict=True))]
    assert by_before == sorted(by_before)
    if p:
        assert adjusted == pytest.approx(tuple(stats.false_discovery_control(p)))


def test_kaplan_meier_as_published():
    events = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    assert median_time(events, censored).median == 23


@few
@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=15))
def test_kaplan_meier_beside_scipy(items):
    closed = [time for time, done in items if done]
    still_open = [time for time, done in items if not done]
    found = median_time(closed, still_open).median
    survival = stats.ecdf(stats.CensoredData(uncensored=closed, right=still_open)).sf
    expected = next(
        (t for t, s in zip(survival.quantiles, survival.probabilities, strict=True) if s <= 0.5 + 1e-9), None
    )
    assert found == (None if expected is None else int(expected))


@few
@given(st.lists(st.integers(-50, 50), min_size=3, max_size=10))
def test_theil_sen_beside_scipy(values):
    expected = stats.theilslopes(values, range(len(values))).slope
    assert theil_sen(list(enumerate(values))) == pytest.approx(expected)


def test_theil_sen_as_published():
    times, values = (1, 2, 3, 4, 10, 12, 18), (9, 15, 19, 20, 45, 55, 78)
    assert theil_sen(list(zip(times, values, strict=True))) == 4


def test_krippendorff_as_published():
    rows = example("K-07")[0]["raters_by_unit"]
    raters = [[None if cell == "." else float(cell) for cell in row.split()] for row in rows]
    units = list(zip(*raters, strict=True))
    found = {metric: round(alpha(units, SETTINGS, metric).alpha, 3) for metric in ("nominal", "ordinal", "interval")}
    assert found == {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849}


columns_of = st.lists(st.integers(-20, 20), min_size=2, max_size=12)


@few
@given(columns_of, columns_of)
def test_effect_sizes_beside_scipy(left, right):
    wins = stats.mannwhitneyu(left, right).statistic
    assert cliffs_delta(left, right) == pytest.approx(2 * wins / (len(left) * len(right)) - 1)
    assert ranks(left) == list(stats.rankdata(left))
    size = min(len(left), len(right))
    if len(set(left[:size])) > 1 and len(set(right[:size])) > 1:
        assert spearman(left[:size], right[:size]) == pytest.approx(
            stats.spearmanr(left[:size], right[:size]).statistic
        )
    else:
        assert spearman(left[:size], right[:size]) is None


@few
@given(columns_of, columns_of)
def test_swapping_groups_flips_signs_and_inverts_ratios(left, right):
    assert cliffs_delta(left, right) == pytest.approx(-cliffs_delta(right, left))
    assert -1 <= cliffs_delta(left, right) <= 1
    g, back = hedges_g(left, right), hedges_g(right, left)
    assert (g is None) == (back is None)
    if g is not None:
        assert g == pytest.approx(-back, abs=1e-9)
    ratio, inverse = ratio_of_means(left, right), ratio_of_means(right, left)
    assert (ratio is None) == (inverse is None)
    if ratio is not None:
        assert ratio * inverse == pytest.approx(1.0)
    grown = [[math.exp(value / 5) for value in group] for group in (left, right)]
    assert cliffs_delta(*grown) == pytest.approx(cliffs_delta(left, right))


@few
@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=2, max_size=12))
def test_rho_lies_in_range_and_ignores_how_the_outcome_is_scaled(pairs):
    left, right = zip(*pairs, strict=True)
    rho = spearman(left, right)
    grown = spearman(left, [math.exp(value / 5) for value in right])
    assert grown == (None if rho is None else pytest.approx(rho))
    assert rho is None or -1 <= rho <= 1


@few
@given(columns_of, columns_of)
def test_swapping_groups_keeps_p(left, right):
    there = comparison(Samples(tuple(left), tuple(right)), QUICK).estimated
    back = comparison(Samples(tuple(right), tuple(left)), QUICK).estimated
    assert there.value == pytest.approx(-back.value)
    splits = math.comb(len(left) + len(right), len(left))
    assert there.p == pytest.approx(back.p, abs=1e-12 if splits <= 1000 else 0.15)


def test_hedges_g_needs_spread():
    assert hedges_g([1.0], [2.0, 3.0]) is None
    assert hedges_g([1.0, 1.0], [2.0, 2.0]) is None


def test_exact_permutations_beside_scipy():
    left, right = [5.0, 9.0, 11.0, 12.0, 3.0], [1.0, 2.0, 8.0, 4.0]
    expected = stats.permutation_test(
        (left, right),
        lambda x, y, axis: np.abs(np.mean(x, axis=axis) - np.mean(y, axis=axis)),
        vectorized=True,
        n_resamples=np.inf,
        alternative="greater",
    ).pvalue
    found = comparison(Samples(tuple(left), tuple(right)), SETTINGS).estimated.p
    assert found == pytest.approx(expected)
    near_by = replace(SETTINGS, patterns=replace(SETTINGS.patterns, exact_splits=0))
    assert comparison(Samples(tuple(left), tuple(right)), near_by).estimated.p == pytest.approx(expected, abs=0.01)


def test_a_ratio_is_missing_below_zero_and_resamples_may_fail():
    negative = comparison(Samples((1.0, 2.0, -3.0), (1.0, 2.0)), QUICK).estimated
    assert (negative.ratio, negative.ratio_low) == (None, None)
    rare = comparison(Samples((1.0, 2.0, 3.0), (0.0, 0.0, 0.0, 1.0)), QUICK).estimated
    assert rare.ratio == 8.0
    assert (rare.ratio_low, rare.ratio_high) == (None, None)
    assert refusal(comparison, Samples((), (1.0,)), SETTINGS) == "EMPTY_INPUT"


def test_whole_partnerships_are_drawn_and_permuted():
    units = [f"p{number}" for number in range(12) for _ in range(4)]
    practice = [float(number % 2) for number in range(12) for _ in range(4)]
    outcome = [10.0 * (number % 3) + 5 * (number % 2) for number in range(12) for _ in range(4)]
    periods = list(range(4)) * 12
    repeated = batch.columns(units, practice, outcome, periods)
    once = batch.columns(units[::4], practice[::4], outcome[::4])
    rules = SETTINGS.patterns
    assert batch.difference_p(repeated, rules) == batch.difference_p(once, rules)
    pooled = batch.columns([str(n) for n in range(48)], practice, outcome)
    assert batch.difference_p(pooled, rules) < batch.difference_p(once, rules)
    wide = batch.interval(np.subtract(*batch.resampled_means(repeated, rules)), rules)
    narrow = batch.interval(np.subtract(*batch.resampled_means(pooled, rules)), rules)
    assert wide[1] - wide[0] > narrow[1] - narrow[0]
    assert wide == batch.interval(np.subtract(*batch.resampled_means(once, rules)), rules)


def test_a_practice_that_changes_is_permuted_in_blocks():
    units = [f"p{number:02}" for number in range(12) for _ in range(2)]
    practice = [float(period >= number % 2) for number in range(12) for period in range(2)]
    outcome = [float(7 * number % 11) + 4 * value for number, value in zip(range(24), practice, strict=True)]
    data = batch.columns(units, practice, outcome, [0, 1] * 12)
    assert not data.constant()
    found = batch.difference_p(data, QUICK.patterns)
    assert 0 < found <= 1
    assert found == batch.difference_p(data, QUICK.patterns)
    means = batch.resampled_means(data, QUICK.patterns)
    assert np.isfinite(means).all()
    uneven = batch.columns([*units, "q"], [*practice, 1.0], [*outcome, 3.0], [*([0, 1] * 12), 0])
    assert 0 < batch.difference_p(uneven, QUICK.patterns) <= 1


def test_intervals_need_nearly_all_resamples():
    rules = SETTINGS.patterns
    values = np.arange(100.0)
    values[:5] = np.nan
    assert batch.interval(values, rules) == pytest.approx((7.35, 96.65))
    values[:6] = np.nan
    assert batch.interval(values, rules) is None
    assert batch.interval(np.full(10, np.nan), rules) is None


def test_large_matrices_are_drawn_in_parts(monkeypatch):
    data = batch.columns(
        [str(n) for n in range(20)], [float(n % 2) for n in range(20)], [float(n * n % 7) for n in range(20)]
    )
    whole = batch.resampled_means(data, QUICK.patterns), batch.difference_p(data, QUICK.patterns)
    monkeypatch.setattr(batch, "_CELLS", 100)
    parts = batch.resampled_means(data, QUICK.patterns), batch.difference_p(data, QUICK.patterns)
    assert np.array_equal(whole[0], parts[0])
    assert parts[1] == pytest.approx(whole[1], abs=0.1)


def test_headroom_is_the_share_that_lacks_the_practice():
    assert headroom([1.0, 0.0, 0.0, 1.0, 0.0]) == 0.6
    assert headroom([5.0, 1.0, 3.0]) == pytest.approx(1 / 3)


def test_leverage_of_practices_of_yes_and_no():
    outcome = tuple(float(n) for n in range(12))
    having = tuple(float(n >= 6) for n in range(12))
    other = tuple(float(n < 6) for n in range(12))
    found = leverage(
        LeverageInputs(outcome, (LeveragePractice("a", having, 2), LeveragePractice("b", other, 2))), QUICK
    )
    assert [(c.name, c.effect, c.headroom, c.leverage_score) for c in found.candidates] == [
        ("a", 1.0, 0.5, 0.25),
        ("b", -1.0, 0.5, 0.25),
    ]
    assert (found.comparisons[0].difference, found.comparisons[0].equal) == (0.0, True)
    alone = leverage(LeverageInputs(outcome, (LeveragePractice("a", having, 2),)), QUICK)
    assert alone.comparisons == ()


def test_leverage_refuses_what_cannot_be():
    outcome = (1.0, 2.0)

    def rank(*values, **given_effort):
        return leverage(LeverageInputs(outcome, (LeveragePractice("a", values, given_effort.get("effort", 1)),)), QUICK)

    assert refusal(rank, 1.0) == "COUNT_INCONSISTENT"
    assert refusal(rank, 1.0, 1.0) == "NO_VARIATION"
    assert refusal(rank, 1.0, 2.0, effort=6) == "OUT_OF_RANGE"
    assert refusal(LeveragePractice, "a", (), 1, 2.0) == "OUT_OF_RANGE"
    assert refusal(leverage, LeverageInputs((), ()), QUICK) == "EMPTY_INPUT"
    twice = (LeveragePractice("a", outcome, 1),) * 2
    assert refusal(leverage, LeverageInputs(outcome, twice), QUICK) == "DUPLICATE_ID"


def test_groups_that_cannot_be_are_refused():
    assert refusal(Group, 1, 0) == "EMPTY_INPUT"
    assert refusal(Group, 3, 2) == "OUT_OF_RANGE"
    assert refusal(adjust, [1.5]) == "OUT_OF_RANGE"
