"""Candidates: worked examples P-01 to P-04, invariants of specification 07 e, errors of f."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.configuration.selection import PARTNER_DIMENSIONS, Selection
from comotion.methods.scored import InvalidInput
from comotion.methods.selection.culture import (
    CULTURE_ITEMS,
    BridgeMeasure,
    CultureProfile,
    CultureProfiles,
    bridge_plan_complete,
    culture,
)
from comotion.methods.selection.disputes import disputes
from comotion.methods.selection.funnel import FunnelInputs, funnel
from comotion.methods.selection.overlap import (
    CustomerCounts,
    ExecutiveConnection,
    customer_overlap,
    executive_reach,
)
from comotion.methods.selection.panel import PanelScore, PanelScores, panel, partner_score
from comotion.methods.selection.verdict import AssessedCandidate, exclusion_of, verdict_of
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def compare(**profiles):
    """Profiles by side and describer, as ``a_by_b``; ``a`` alone means by itself."""
    given_profiles = tuple(
        CultureProfile(
            name[0], name[-1], items if isinstance(items, dict) else dict(zip(CULTURE_ITEMS, items, strict=False))
        )
        for name, items in profiles.items()
    )
    return culture(CultureProfiles(("a", "b"), given_profiles), SETTINGS)


def test_p_01_culture():
    inputs, expected, tolerance = example("P-01")
    assert near(compare(**inputs), expected, tolerance)


def test_culture_needs_all_five_items_for_a_score():
    found = compare(a=(3, 3, 3, 3, 3), b=(3, 3, 3, 3))
    assert (found.aligned, found.known, found.score, found.status, found.bridge_needed) == (
        4,
        4,
        None,
        "insufficient",
        False,
    )
    assert compare(a=(1,) * 5, b=(5,) * 5).score == 1
    assert compare(a=(1,) * 5, b=(5,) * 5).bridge_needed is True
    assert compare(a=(3, 3, 3), b=(3, 3, 3)).bridge_needed is None


def test_an_estimate_stands_in_until_a_side_describes_itself():
    estimated = compare(a=(3,) * 5, b_by_a=(3,) * 5)
    assert (estimated.score, estimated.status, estimated.estimated) == (5, "provisional", ("b",))
    own = compare(a=(3,) * 5, b=(3, 3, 3, 3, 1), b_by_a=(3, 5, 3, 3, 3))
    assert (own.score, own.status, own.estimated) == (4, "ok", ())
    assert own.self_image_gaps == {
        "a": (),
        "b": ("SELF_IMAGE_GAP:communication_style", "SELF_IMAGE_GAP:customer_focus"),
    }
    assert compare(a=(3,) * 5).known == 0


profile = st.fixed_dictionaries({item: st.none() | st.integers(1, 5) for item in CULTURE_ITEMS})


@few
@given(profile, profile)
def test_alignment_is_symmetric(left, right):
    there, back = compare(a=left, b=right), compare(a=right, b=left)
    assert (there.aligned, there.known, there.gaps, there.score) == (back.aligned, back.known, back.gaps, back.score)


def test_a_bridge_plan_covers_every_gap():
    whole = BridgeMeasure("decision_speed", "small empowered teams", "Ana", date(2025, 3, 1))
    assert bridge_plan_complete(("decision_speed",), (whole,))
    assert not bridge_plan_complete(("decision_speed", "risk_tolerance"), (whole,))
    assert not bridge_plan_complete(("decision_speed",), (replace(whole, owner=None),))
    assert not bridge_plan_complete(("decision_speed",), (replace(whole, on=None),))
    assert not bridge_plan_complete((), (whole,))


def test_culture_refuses_what_cannot_be():
    assert refusal(compare, a=(6,)) == "OUT_OF_RANGE"
    assert refusal(compare, a={"nonsense": 3}) == "UNKNOWN_ID"
    assert refusal(compare, a=(3,), c=(3,)) == "UNKNOWN_ID"
    twice = (CultureProfile("a", "a", {}), CultureProfile("a", "a", {"risk_tolerance": 2}))
    assert refusal(culture, CultureProfiles(("a", "b"), twice), SETTINGS) == "DUPLICATE_ID"
    assert refusal(culture, CultureProfiles(("a",), ()), SETTINGS) == "EMPTY_INPUT"


def score(candidate, rater, dimension, value, number=1):
    return PanelScore(candidate, rater, dimension, value, "reference call", number)


def p_02():
    rows = example("P-02")[0]["panel"]
    return tuple(score("c", rater, dim, value) for dim, by_rater in rows.items() for rater, value in by_rater.items())


def test_p_02_panel():
    inputs, expected, tolerance = example("P-02")
    found = panel(PanelScores(p_02()), SETTINGS)
    one = found.candidates["c"]
    candidate = AssessedCandidate("c", one.medians, inputs["culture_aligned"], inputs["bridge_plan"])
    result = {
        "medians": one.medians,
        "range_flags": one.range_flags,
        "partner_score": one.partner_score.value,
        "alpha": found.alpha.alpha,
        "alpha_reason": found.alpha.notes[0],
        "verdict": verdict_of(candidate, SETTINGS),
    }
    assert near(result, expected, tolerance)
    assert not found.provisional


@given(st.permutations(p_02()))
def test_the_order_of_scores_and_the_names_of_raters_change_nothing(order):
    renamed = tuple(replace(given_score, rater=f"x{given_score.rater}") for given_score in order)
    assert panel(PanelScores(renamed), SETTINGS) == panel(PanelScores(p_02()), SETTINGS)


def test_one_rater_is_accepted_as_provisional():
    alone = tuple(score("c", "r1", dimension, 4) for dimension in PARTNER_DIMENSIONS)
    found = panel(PanelScores(alone), SETTINGS)
    assert (found.provisional, found.candidates["c"].raters) == (True, 1)
    given_score = found.candidates["c"].partner_score
    assert (given_score.value, given_score.status, given_score.notes) == (75.0, "provisional", ("TOO_FEW_RATERS",))
    partly = panel(PanelScores(alone[:3]), SETTINGS).candidates["c"].partner_score
    assert (partly.value, partly.coverage, partly.status) == (75.0, 0.75, "provisional")


def test_a_panel_that_does_not_agree_scores_two_candidates_again():
    wild = tuple(
        score(f"c{number}", rater, dimension, value)
        for number in range(1, 4)
        for dimension in PARTNER_DIMENSIONS
        for rater, value in (("r1", 3), ("r2", 3 if number == 2 else (5 if dimension == "strategic_fit" else 1)))
    )
    found = panel(PanelScores(wild), SETTINGS)
    assert found.alpha.reading == "recalibrate"
    assert (found.provisional, found.recalibrate_on) == (True, ("c1", "c3"))


def test_the_latest_round_counts_and_both_are_kept():
    talked = (
        score("c", "r1", "market_position", 2),
        score("c", "r2", "market_position", 5),
        score("c", "r1", "market_position", 3, 2),
        score("c", "r2", "market_position", 4, 2),
        score("c", "r1", "strategic_fit", 1),
        score("c", "r2", "strategic_fit", 3),
        score("d", "r1", "strategic_fit", 3),
        score("d", "r2", "strategic_fit", 3),
        score("e", "r1", "strategic_fit", 3, 2),
    )
    assert panel(PanelScores(talked), SETTINGS).candidates["c"].medians["market_position"] == 3.5
    found = disputes(PanelScores(talked), SETTINGS)
    assert [(one.candidate, one.dimension, one.settled) for one in found.disputes] == [
        ("c", "strategic_fit", None),
        ("c", "market_position", True),
    ]
    assert (found.disputes[1].median_before, found.disputes[1].median_after, found.waiting) == (3.5, 3.5, 1)
    apart = (*talked[:2], score("c", "r1", "market_position", 1, 2))
    assert disputes(PanelScores(apart), SETTINGS).disputes[0].settled is False


def test_scores_that_cannot_be_are_refused():
    assert refusal(score, "c", "r", "strategic_fit", 6) == "OUT_OF_RANGE"
    assert refusal(score, "c", "r", "strategic_fit", 3.5) == "OUT_OF_RANGE"
    assert refusal(score, "c", "r", "nonsense", 3) == "UNKNOWN_ENUM"
    assert refusal(PanelScore, "c", "r", "strategic_fit", 3, " ") == "EVIDENCE_REQUIRED"
    twice = (score("c", "r", "strategic_fit", 3), score("c", "r", "strategic_fit", 4))
    assert refusal(panel, PanelScores(twice), SETTINGS) == "DUPLICATE_ID"
    assert refusal(partner_score, {"nonsense": 3}, SETTINGS) == "UNKNOWN_ENUM"
    assert refusal(Selection, priority_score=40) == "OUT_OF_RANGE"


def candidates_of_p_03():
    return tuple(AssessedCandidate(**row) for row in example("P-03")[0]["candidates"])


def test_p_03_funnel():
    inputs, expected, tolerance = example("P-03")
    found = funnel(FunnelInputs(candidates_of_p_03(), inputs["capacity"], inputs["wildcard_slots"]), SETTINGS)
    result = {
        "verdicts": found.verdicts,
        "scores": {name: figure.value for name, figure in found.scores.items()},
        "shortlist": found.shortlist,
        "funnel": found.funnel,
        "article_ratio_12_of_87": 12 / 87,
    }
    assert near(result, expected, tolerance)
    assert found == funnel(FunnelInputs(candidates_of_p_03(), 3), SETTINGS)
    assert [stage.reasons for stage in found.stages] == [
        {},
        {"DIRECT_COMPETITOR": 1},
        {"pass": 2, "watch": 2},
        {"BEYOND_CAPACITY": 1},
    ]
    assert [stage.ratio for stage in found.stages] == [None, pytest.approx(8 / 9), 0.5, 0.75]


def candidate(identifier="c", fit=5, aligned=4, **changes):
    scores = dict.fromkeys(PARTNER_DIMENSIONS, 4) | {"strategic_fit": fit}
    return AssessedCandidate(identifier, scores, aligned, **changes)


def test_a_watch_candidate_may_take_a_wildcard_place():
    odd = candidate("z", fit=2, wildcard=True)
    found = funnel(FunnelInputs((candidate("a"), candidate("b"), candidate("c"), odd), 3), SETTINGS)
    assert (found.shortlist, found.wildcards, found.verdicts["z"]) == (("a", "b", "z"), ("z",), "watch")
    assert found.funnel == {"identified": 4, "eligible": 4, "priority": 4, "shortlisted": 3}


def test_unused_wildcard_places_return_to_the_ranking():
    found = funnel(FunnelInputs(tuple(candidate(name) for name in "abc"), 3), SETTINGS)
    assert (found.shortlist, found.wildcards) == (("a", "b", "c"), ())
    assert funnel(FunnelInputs((candidate(),), 0), SETTINGS).shortlist == ()
    assert funnel(FunnelInputs((candidate(wildcard=True),), 1, 5), SETTINGS).wildcards == ("c",)
    assert funnel(FunnelInputs((), 3), SETTINGS).funnel["identified"] == 0


def test_exclusion_keeps_its_reason():
    assert exclusion_of(candidate(linked_objectives=0)) == "NO_LINKED_OBJECTIVE"
    assert exclusion_of(candidate(linked_objectives=0, excluded="COMPLIANCE")) == "COMPLIANCE"
    assert exclusion_of(candidate(linked_objectives=2)) is None
    assert verdict_of(candidate(excluded="COMPLIANCE"), SETTINGS) == "excluded"


def test_priority_needs_culture_or_a_bridge():
    assert verdict_of(candidate(), SETTINGS) == "priority"
    assert verdict_of(candidate(aligned=3), SETTINGS) == "watch"
    assert verdict_of(candidate(aligned=3, bridge_plan=True), SETTINGS) == "priority"
    assert verdict_of(candidate(aligned=2, bridge_plan=True), SETTINGS) == "watch"
    assert verdict_of(candidate(aligned=None, bridge_plan=True), SETTINGS) == "watch"


scores_of = st.fixed_dictionaries({name: st.none() | st.integers(1, 5) for name in PARTNER_DIMENSIONS})


@st.composite
def pools(draw):
    count = draw(st.integers(0, 10))
    return tuple(
        AssessedCandidate(
            f"c{number}",
            draw(scores_of),
            draw(st.none() | st.integers(0, 5)),
            draw(st.booleans()),
            draw(st.none() | st.just("COMPLIANCE")),
            draw(st.booleans()),
        )
        for number in range(count)
    )


ORDER = ("excluded", "pass", "watch", "priority")


@few
@given(pools(), st.integers(0, 6), st.randoms())
def test_the_funnel_only_narrows(pool, capacity, random):
    found = funnel(FunnelInputs(pool, capacity), SETTINGS)
    numbers = [stage.number for stage in found.stages]
    assert numbers == sorted(numbers, reverse=True)
    assert len(found.shortlist) == len(set(found.shortlist)) <= capacity
    assert all(found.verdicts[name] in {"priority", "watch"} for name in found.shortlist)
    mixed = list(pool)
    random.shuffle(mixed)
    again = funnel(FunnelInputs(tuple(mixed), capacity), SETTINGS)
    assert (again.shortlist, again.funnel) == (found.shortlist, found.funnel)


@few
@given(scores_of, st.sampled_from(PARTNER_DIMENSIONS), st.none() | st.integers(0, 5), st.booleans())
def test_raising_a_dimension_never_worsens_the_verdict(scores, dimension, aligned, bridge):
    before = verdict_of(AssessedCandidate("c", scores, aligned, bridge), SETTINGS)
    if None in scores.values():
        assert before != "priority"
    if scores[dimension] in (None, 5):
        return
    raised = {**scores, dimension: scores[dimension] + 1}
    after = verdict_of(AssessedCandidate("c", raised, aligned, bridge), SETTINGS)
    assert ORDER.index(after) >= ORDER.index(before)


def test_the_funnel_refuses_what_cannot_be():
    assert refusal(funnel, FunnelInputs((candidate(), candidate()), 3), SETTINGS) == "DUPLICATE_ID"
    assert refusal(funnel, FunnelInputs((), -1), SETTINGS) == "OUT_OF_RANGE"
    assert refusal(funnel, FunnelInputs((candidate(fit=7),), 1), SETTINGS) == "OUT_OF_RANGE"
    assert refusal(candidate, aligned=6) == "OUT_OF_RANGE"


def test_p_04_overlap():
    inputs, expected, tolerance = example("P-04")
    assert near(customer_overlap(CustomerCounts(**inputs), SETTINGS), expected, tolerance)


def test_overlap_is_missing_without_customers_and_counts_must_agree():
    nobody = customer_overlap(CustomerCounts(0, 200, 0), SETTINGS)
    assert (nobody.overlap_coefficient, nobody.jaccard) == (None, None)
    assert refusal(customer_overlap, CustomerCounts(10, 20, 11), SETTINGS) == "COUNT_INCONSISTENT"
    assert refusal(customer_overlap, CustomerCounts(-1, 20, 0), SETTINGS) == "OUT_OF_RANGE"
    talks = (ExecutiveConnection("CEO", "CTO", 3), ExecutiveConnection("VP Sales", "VP Sales", 2))
    found = customer_overlap(CustomerCounts(10, 10, 10, talks), SETTINGS)
    assert (found.jaccard, found.executive_reach, found.roles) == (1.0, 5.0, ("CEO – CTO", "VP Sales – VP Sales"))
    assert executive_reach(()) == 0.0
    assert refusal(ExecutiveConnection, "CEO", "CTO", 4) == "OUT_OF_RANGE"
