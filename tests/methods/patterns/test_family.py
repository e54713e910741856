"""Families, claims and words (specification 13 c1, c6, c7): planted truths are found, and chance is not."""

from dataclasses import replace
from datetime import date
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.data import table
from comotion.methods.patterns.claims import (
    Claimed,
    ClaimInputs,
    ClaimsInputs,
    OwnEstimate,
    claim,
    claimed_of,
    claims,
    share_is_testable,
    verdict_of,
)
from comotion.methods.patterns.counts import Group, TwoGroups, risk
from comotion.methods.patterns.declared import Family, PatternRow, Variable, default_family, edited
from comotion.methods.patterns.estimates import Estimated
from comotion.methods.patterns.family import FamilyInputs, estimates_by_name, family_of_patterns
from comotion.methods.patterns.words import (
    OTHER_REASONS,
    figure,
    forbidden_phrases,
    kept_sentence,
    next_step,
    open_sentence,
    related_sentence,
    thin_sentence,
)
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import few

SETTINGS = default_settings()
QUICK = replace(SETTINGS, patterns=replace(SETTINGS.patterns, resamples=200, permutations=400, exact_splits=400))
START, END = date(2025, 1, 1), date(2026, 1, 1)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def declared(practice="binary", outcome="numeric", **changes):
    return Family((Variable("reviews", practice),), (Variable("revenue", outcome),), START, END, START, **changes)


def rows_of(pairs, **given_fields):
    return tuple(
        PatternRow(f"p{number:03}", {"reviews": practice}, {"revenue": outcome}, **given_fields)
        for number, (practice, outcome) in enumerate(pairs)
    )


def only(rows, settings=QUICK, **kinds):
    return family_of_patterns(FamilyInputs(declared(**kinds), rows), settings).patterns[0]


STRONG = [(number % 2, 10.0 + number + 50 * (number % 2)) for number in range(16)]


def test_a_clear_difference_is_kept_and_put_into_words():
    found = only(rows_of(STRONG), SETTINGS)
    assert (found.status, found.kept, found.n_with, found.n_without) == ("ok", True, 8, 8)
    assert (found.estimated.measure, found.estimated.value, found.effect) == ("difference_of_means", 51.0, 1.0)
    assert found.estimated.p == found.p_adjusted == pytest.approx(2 / 12870)
    assert found.crude_difference == 51.0
    assert found.next_step == "candidate_for_trial"
    assert found.text.startswith("Partnerships with reviews had revenue higher by 51 (")
    assert found.text.endswith("n = 8 and 8). This is an association in our data; it may have other reasons.")
    assert found.hedges_g > 5


def test_a_lower_outcome_is_put_into_words_with_its_range_the_same_way_round():
    text = kept_sentence("reviews", "churn", (-5.0, -8.0, -2.0), (9, 7))
    assert text.startswith("Partnerships with reviews had churn lower by 5 (2 to 8; n = 9 and 7).")


def test_no_difference_stays_open():
    result = family_of_patterns(FamilyInputs(declared(), rows_of([(n % 2, float(n // 2)) for n in range(16)])), QUICK)
    assert (result.kept, result.open, result.not_enough_data) == ((), ("reviews × revenue",), ())
    assert result.patterns[0].text.startswith(
        "No clear difference between partnerships with and without reviews (n = 16)."
    )
    assert (result.family_size, result.other_reasons) == (1, OTHER_REASONS)
    assert set(estimates_by_name(result)) == {"reviews × revenue"}


@pytest.mark.parametrize(
    ("pairs", "kinds", "shortfall"),
    [
        (STRONG[:11], {}, (11, 12)),
        ([(1, 1.0)] * 4 + [(0, 2.0)] * 10, {}, (4, 5)),
        ([(n % 2, float(n < 4)) for n in range(14)], {"outcome": "binary"}, (4, 5)),
        ([(float(n), float(n)) for n in range(11)], {"practice": "numeric"}, (11, 12)),
        ([(1, float(n)) for n in range(14)], {}, (0, 5)),
        ([(3.0, float(n)) for n in range(14)], {"practice": "numeric"}, (1, 2)),
    ],
)
def test_too_few_cases_give_no_estimate(pairs, kinds, shortfall):
    found = only(rows_of(pairs), **kinds)
    assert (found.status, found.estimated, found.effect, found.shortfall) == ("not_enough_data", None, None, shortfall)
    assert found.text == f"Too few cases to say (n = {shortfall[0]}, needed {shortfall[1]})."
    assert ("NO_VARIATION" in found.notes) == (len({practice for practice, _ in pairs}) == 1)


def test_an_empty_portfolio_has_no_patterns():
    assert only(()).status == "not_enough_data"


def test_shares_have_a_risk_ratio():
    pairs = [(1, 1)] * 12 + [(1, 0)] * 8 + [(0, 1)] * 5 + [(0, 0)] * 15
    found = only(rows_of(pairs), outcome="binary").estimated
    expected = risk(TwoGroups(Group(12, 20), Group(5, 20)), QUICK)
    assert (found.measure, found.value) == ("difference_of_shares", pytest.approx(0.35))
    assert (found.ratio, found.ratio_low, found.ratio_high, found.p) == (
        expected.risk_ratio,
        expected.low,
        expected.high,
        expected.p,
    )


def test_repeated_shares_are_resampled_by_partnership():
    rows = tuple(
        PatternRow(
            f"p{unit:02}", {"reviews": unit % 2}, {"revenue": float((unit + unit % 2 + period) % 3 == 0)}, period=period
        )
        for unit in range(20)
        for period in range(3)
    )
    found = only(rows, outcome="binary")
    assert (found.estimated.measure, found.n_with, found.n_without) == ("difference_of_shares", 10, 10)
    assert found.estimated.low <= found.estimated.value <= found.estimated.high


def test_numbers_are_correlated_by_rank():
    pairs = [(float(n), float(n * n)) for n in range(14)]
    found = only(rows_of(pairs), practice="numeric")
    assert (found.estimated.measure, found.estimated.value, found.effect) == ("rank_correlation", 1.0, 1.0)
    assert (found.kept, found.n_with, found.n_without, found.crude_difference) == (True, 14, 0, None)
    assert found.text.startswith(
        "Partnerships with more reviews had revenue higher: correlation of ranks 1 (1 to 1; n = 14)."
    )
    falling = only(rows_of([(x, -y) for x, y in pairs]), practice="numeric")
    assert "had revenue lower" in falling.text


def test_missing_outcomes_are_left_out_counted_and_compared():
    pairs = [*STRONG, *[(1, None)] * 4, (None, 5.0)]
    found = only(rows_of(pairs))
    assert (found.left_out, found.n_with) == (5, 8)
    assert found.notes == ("UNEVEN_MISSING",)
    assert only(rows_of([*STRONG, (1, None), (0, None)])).notes == ()


def test_one_source_for_both_is_noted():
    family = Family(
        (Variable("reviews", "binary", "pulse"),), (Variable("revenue", "numeric", "pulse"),), START, END, START
    )
    assert family_of_patterns(FamilyInputs(family, rows_of(STRONG)), QUICK).patterns[0].notes == ("SAME_SOURCE",)


def test_what_is_held_similar_stands_beside_the_crude_figure():
    pairs = [(1, 80.0 + n) for n in range(6)] + [(0, 80.0 + n) for n in range(2)]
    lower = [(1, 20.0)] + [(0, 20.0 + n) for n in range(6)]
    rows = (
        *rows_of(pairs, stratum="strategic"),
        *(replace(row, unit=f"q{row.unit}", stratum=None) for row in rows_of(lower)),
        PatternRow("z", {"reviews": 1}, {"revenue": 50.0}, stratum="growth"),
    )
    family = replace(declared(), strata="tier")
    found = family_of_patterns(FamilyInputs(family, rows), QUICK).patterns[0]
    assert found.notes == ("CONFOUNDING_LIKELY", "STRATUM_DROPPED:growth")
    assert found.stratified_difference < found.crude_difference / 2


def test_rows_that_cannot_be_are_refused():
    def look(*rows, **kinds):
        return family_of_patterns(FamilyInputs(declared(**kinds), rows), QUICK)

    row = rows_of(STRONG)[0]
    assert refusal(look, row, row) == "DUPLICATE_PERIOD"
    assert refusal(look, replace(row, practised_on={"reviews": START})) == "TIME_ORDER"
    assert look(replace(row, practised_on={"reviews": date(2024, 12, 31)})).family_size == 1
    assert refusal(look, replace(row, practices={"reviews": 2})) == "OUT_OF_RANGE"
    assert refusal(look, replace(row, outcomes={"revenue": 0.5}), outcome="binary") == "OUT_OF_RANGE"
    assert refusal(look, replace(row, outcomes={"revenue": float("nan")})) == "NOT_FINITE"


def test_families_that_cannot_be_are_refused():
    assert refusal(replace, declared(), practices=()) == "EMPTY_INPUT"
    assert refusal(replace, declared(), outcomes=(Variable("reviews", "numeric"),)) == "DUPLICATE_ID"
    assert refusal(replace, declared(), outcomes_until=START) == "DATE_ORDER"
    assert refusal(replace, declared(), practices_until=date(2025, 1, 2)) == "TIME_ORDER"
    assert refusal(replace, declared(), practices=(Variable("boosts_revenue", "binary"),)) == "FORBIDDEN_PHRASE"


def test_the_default_family_has_nine_tests():
    family = default_family(START, END)
    assert (family.size, family.strata, len(family.content_hash)) == (9, "tier", 16)


def test_a_family_that_is_edited_after_a_look_is_a_new_one():
    family = default_family(START, END)
    changed = replace(family, strata="approach")
    assert edited(family, replace(family, id="other"), results_seen=True) == family
    before = edited(family, changed, results_seen=False)
    assert (before.id, before.strata, before.notes) == ("family", "approach", ())
    after = edited(family, changed, results_seen=True)
    assert (after.id, after.replaces, after.notes) == ("family+", "family", ("FAMILY_EDITED",))
    assert after.content_hash == changed.content_hash != family.content_hash


def portfolio(seed, size=40):
    """A portfolio in which reviews, metrics and sponsors really go with outcomes."""
    random = Random(seed)
    rows = []
    for number in range(size):
        having = {
            name: float(random.random() < 0.5) for name in ("clear_metrics", "executive_sponsor", "regular_reviews")
        }
        health = 50 + 15 * having["executive_sponsor"] + random.gauss(0, 8)
        outcomes = {
            "relationship_good": float(health >= 58),
            "revenue": 100 + 80 * having["regular_reviews"] + random.gauss(0, 20),
            "scorecard": 55 + 12 * having["clear_metrics"] + random.gauss(0, 6),
        }
        rows.append(PatternRow(f"p{number:03}", having, outcomes, random.choice(("strategic", "growth"))))
    return rows


def shuffled(rows, seed):
    practices = [row.practices for row in rows]
    Random(seed).shuffle(practices)
    return tuple(replace(row, practices=given_practices) for row, given_practices in zip(rows, practices, strict=True))


def test_planted_patterns_are_found():
    result = family_of_patterns(FamilyInputs(default_family(START, END), tuple(portfolio(1))), QUICK)
    assert {"executive_sponsor × relationship_good", "regular_reviews × revenue", "clear_metrics × scorecard"} <= set(
        result.kept
    )
    assert result.family_size == 9
    for pattern in result.patterns:
        assert forbidden_phrases(pattern.text) == ()
        assert pattern.p_adjusted >= pattern.estimated.p


def test_shuffled_practices_keep_no_more_than_the_stated_rate():
    rules = replace(SETTINGS.patterns, resamples=100, permutations=300, exact_splits=0)
    settings = replace(SETTINGS, patterns=rules)
    rows = portfolio(2, 28)
    results = [
        family_of_patterns(FamilyInputs(default_family(START, END), shuffled(rows, seed)), settings)
        for seed in range(200)
    ]
    rate = rules.false_discovery_rate
    tests = sum(result.family_size for result in results)
    assert sum(len(result.kept) for result in results) / tests <= rate
    families = sum(bool(result.kept) for result in results) / len(results)
    assert families <= rate + 2 * sqrt(rate * (1 - rate) / len(results))


def planted(practice_share, other_share, size, seed):
    """Own data in which a practice goes with an outcome at known rates."""
    random = Random(seed)
    pairs = [(n % 2, float(random.random() < (practice_share if n % 2 else other_share))) for n in range(size)]
    estimate = only(rows_of(pairs), outcome="binary").estimated
    return OwnEstimate(None, None, None, enough=False) if estimate is None else estimate.own(ratio=True)


def test_planted_truths_reach_each_of_the_seven_verdicts():
    own = {
        "CL26": planted(0.6, 0.2, 11, 3),
        "CL33": planted(0.6, 0.2, 400, 3),
        "CL17": planted(0.6, 0.4, 900, 3),
        "CL24": planted(0.30, 0.60, 400, 3),
        "CL32": planted(0.45, 0.35, 60, 5),
        "CL18": planted(0.50, 0.50, 600, 3),
        "CL01": planted(0.80, 0.20, 400, 3),
    }
    found = {row.id: row.verdict for row in claims(ClaimsInputs(own), SETTINGS).claims if row.id in own}
    assert found == {
        "CL01": "larger_than_claimed",
        "CL17": "smaller_than_claimed",
        "CL18": "no_clear_difference",
        "CL24": "opposite_direction",
        "CL26": "not_enough_data",
        "CL32": "inconclusive_includes_claim",
        "CL33": "compatible",
    }


def test_the_list_of_claims_is_whole_and_untested_ones_say_so():
    result = claims(ClaimsInputs(), SETTINGS)
    assert [row.id for row in result.claims] == [f"CL{number:02}" for number in range(1, 40)]
    testable = [row for row in result.claims if row.testable]
    assert {row.verdict for row in testable} == {"not_enough_data"}
    assert {row.verdict for row in result.claims if not row.testable} == {None}
    assert result.verdicts == {"not_enough_data": len(testable)}
    assert refusal(claims, ClaimsInputs({"CL08": OwnEstimate(1, 1, 1, enough=True)}), SETTINGS) == "UNKNOWN_ID"


def own(estimate, low, high):
    return OwnEstimate(estimate, low, high, enough=True)


@pytest.mark.parametrize(
    ("claimed", "estimate", "verdict"),
    [
        (Claimed(0.65, 0.65, 1), own(0.8, 0.7, 0.9), "smaller_than_claimed"),
        (Claimed(0.65, 0.65, 1), own(0.4, 0.3, 0.5), "larger_than_claimed"),
        (Claimed(0.65, 0.65, 1), own(1.5, 1.2, 1.9), "opposite_direction"),
        (Claimed(0.65, 0.65, 1), own(0.0, -0.1, 0.1), "larger_than_claimed"),
        (Claimed(1.3, 1.6, 1), own(1.2, 1.1, 1.35), "compatible"),
        (Claimed(1.3, 1.6, 1), own(1.15, 1.05, 1.25), "smaller_than_claimed"),
        (Claimed(1.3, 1.6, 1), own(2.0, 1.7, 2.4), "larger_than_claimed"),
        (Claimed(None, None, 1, "above_null"), own(1.5, 1.1, 2.0), "compatible"),
        (Claimed(None, None, 1, "above_null"), own(1.5, 0.9, 2.0), "inconclusive_includes_claim"),
        (Claimed(None, None, 1, "above_null"), own(0.8, 0.6, 1.0), "no_clear_difference"),
        (Claimed(None, None, 0, "above_null"), own(-2.0, -3.0, -1.0), "opposite_direction"),
        (Claimed(5.0, 5.0, 0), own(2.0, 1.0, 3.0), "smaller_than_claimed"),
        (Claimed(0.23, 0.23, None), own(0.3, 0.2, 0.4), "compatible"),
        (Claimed(0.23, 0.23, None), own(0.1, 0.05, 0.2), "smaller_than_claimed"),
        (Claimed(6.0, 12.0, None), own(18.0, 13.0, 24.0), "larger_than_claimed"),
        (Claimed(3, 3, 1), OwnEstimate(3.0, None, None, enough=True), "not_enough_data"),
    ],
)
def test_verdicts_by_hand(claimed, estimate, verdict):
    assert verdict_of(claimed, estimate) == verdict
    assert claim(ClaimInputs(claimed, estimate), SETTINGS).verdict == verdict


numbers = st.floats(0.05, 20)


@few
@given(
    st.sampled_from([row for row in table("claims")["claims"] if "measure" in row]),
    st.tuples(numbers, numbers, numbers).map(sorted),
    st.booleans(),
)
def test_every_claim_and_estimate_get_exactly_one_verdict(row, ends, enough):
    claimed = claimed_of(row)
    low, middle, high = ends
    found = verdict_of(claimed, OwnEstimate(middle, low, high, enough=enough))
    assert (found == "not_enough_data") == (not enough)
    if enough and claimed.null is None:
        assert found in {"compatible", "smaller_than_claimed", "larger_than_claimed"}


def test_claims_that_cannot_be_are_refused():
    assert refusal(Claimed, None, 1, 1) == "EMPTY_INPUT"
    assert refusal(Claimed, 2, 1, 1) == "OUT_OF_RANGE"
    assert refusal(Claimed, None, None, None, "above_null") == "EMPTY_INPUT"
    assert refusal(own, 1, 2, 1) == "OUT_OF_RANGE"
    assert refusal(share_is_testable, -1, SETTINGS) == "OUT_OF_RANGE"
    assert [share_is_testable(n, SETTINGS) for n in (11, 12)] == [False, True]


def test_an_estimate_answers_for_its_ratio_or_its_difference():
    estimate = Estimated("difference_of_means", 5.0, 1.0, 9.0, 1.5, 1.1, 2.0, 0.01)
    assert estimate.own(ratio=True) == own(1.5, 1.1, 2.0)
    assert estimate.own(ratio=False) == own(5.0, 1.0, 9.0)


names = st.sampled_from(("clear_metrics", "executive_sponsor", "regular_reviews", "peer_links"))
values = st.floats(-1e6, 1e6)


@few
@given(names, names, values, st.none() | values, st.none() | values, st.integers(0, 500))
def test_sentences_never_claim_more_than_an_association(practice, outcome, value, low, high, number):
    estimate = (value, low, high)
    texts = (
        kept_sentence(practice, outcome, estimate, (number, number)),
        related_sentence(practice, outcome, estimate, number),
        open_sentence(practice, number),
        thin_sentence(number, 12),
    )
    assert [forbidden_phrases(text) for text in texts] == [()] * 4
    assert ("no interval" in texts[0]) == (low is None or high is None)


@pytest.mark.parametrize(
    "phrase",
    ["causes", "caused", "drives", "driven by", "leads to", "results in", "because of", "due to", "thanks to", "boosts",
     "improves", "impact of", "effect of", "proves", "ensures", "guarantees"],
)  # fmt: skip
def test_forbidden_phrases_are_found(phrase):
    assert forbidden_phrases(f"This {phrase} growth.") == (phrase,)


def test_next_steps_and_figures():
    assert [next_step(name) for name in ("kept", "not_kept", "thin")] == [
        "candidate_for_trial",
        "stay_open",
        "collect_more_cases",
    ]
    assert refusal(next_step, "nonsense") == "UNKNOWN_ENUM"
    assert [figure(value) for value in (0.0651, -12.345, 99.96, 123456.0)] == ["0.0651", "-12.3", "100", "123000"]


def test_a_resample_that_fails_too_often_leaves_no_interval():
    rows = [(float(n == 0), float(n % 3)) for n in range(14)]
    found = only(rows_of(rows), practice="numeric").estimated
    assert (found.low, found.high, found.notes) == (None, None, ("NO_INTERVAL",))
    assert "no interval" in related_sentence("a", "b", (found.value, found.low, found.high), 14)
    mixed = tuple(
        PatternRow(f"p{unit:02}", {"reviews": float(period > 0)}, {"revenue": float(unit % 5 + period)}, period=period)
        for unit in range(12)
        for period in range(2)
    )
    assert only(mixed).estimated.notes == ()
    gap = tuple(
        replace(row, practices={"reviews": 1.0 if row.unit > "p05" else row.practices["reviews"]}) for row in mixed
    )
    assert only(gap).estimated.low is not None
