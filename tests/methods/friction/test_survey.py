"""Survey friction and candour: worked examples F-01 and F-03, invariants 1–4 and 7 of specification 02 e, errors of f."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.friction.answers import GivenAnswer, Respondent, Survey, counted_answers
from comotion.methods.friction.candour import candour, candour_gap
from comotion.methods.friction.comparison import Rounds, comparison
from comotion.methods.friction.questions import questions
from comotion.methods.friction.survey import survey_friction
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from comotion.methods.vocabulary import CAUSES
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
DAY = date(2025, 1, 8)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def survey_of(cells, *, mode="separate", asked=None, sides=("A", "B")):
    """Answers by ``side/level`` and statement; each value comes from a person of their own."""
    people, answers = {}, []
    for place, by_question in cells.items():
        side, level = place.split("/")
        for question, values in by_question.items():
            for number, value in enumerate(values):
                person = f"{place}/{number}"
                people[person] = Respondent(person, level, (side,))
                answers.append(GivenAnswer(person, question, "dont_know" if value is None else value, DAY, mode))
    return Survey(sides, tuple(people.values()), tuple(answers), asked)


def f_01():
    inputs = example("F-01")[0]
    return survey_of(inputs["answers"], asked=tuple(inputs["questions_weight_reverse"]))


def test_f_01_survey_friction_of_a_cause():
    inputs, expected, tolerance = example("F-01")
    found = survey_friction(f_01(), SETTINGS)
    result = {
        "questions": {name: one.score for name, one in found.questions.items()},
        "cause": found.causes["ownership_vacuum"],
    }
    assert near(result, expected, tolerance)
    bank = {name: [questions()[name].weight, questions()[name].reversed] for name in found.questions}
    assert bank == inputs["questions_weight_reverse"]
    assert found.causes["ownership_vacuum"].n == sum(one.score.n for one in found.questions.values()) == 33
    assert (found.questions["OV2"].dont_know_share, found.notes) == (1 / 10, ())


def test_f_03_candour_gap():
    inputs, expected, tolerance = example("F-03")
    assert near(candour_gap(inputs["separate"], inputs["joint"], SETTINGS), expected, tolerance)


def test_the_bank_has_27_statements():
    assert len(questions()) == 27
    assert [sum(one.cause == cause for one in questions().values()) for cause in CAUSES] == [9, 9, 9]
    everything = Survey(("A", "B"), (), ())
    found = survey_friction(everything, SETTINGS)
    assert tuple(found.questions) == tuple(questions())
    assert {one.value for one in found.causes.values()} == {None}
    assert found.questions["OV1"].dont_know_share is None


def test_answers_of_other_levels_are_noted_and_not_scored():
    survey = survey_of({"A/executive": {"OV3": [5], "OV1": [4]}, "B/executive": {"OV1": [4]}}, asked=("OV1", "OV3"))
    found = survey_friction(survey, SETTINGS)
    assert found.notes == ("NOT_ASKED_AT_LEVEL:OV3:executive",)
    assert found.questions["OV3"].score.n == 0


def test_of_two_answers_the_later_one_counts():
    survey = survey_of({"A/management": {"OV1": [1]}}, asked=("OV1",))
    later = replace(survey.answers[0], value=5, on=DAY + timedelta(days=1))
    both = replace(survey, answers=(later, *survey.answers))
    assert survey_friction(both, SETTINGS).cell_means() == {"OV1": {"A": {"management": 0}, "B": {}}}
    joint = replace(survey.answers[0], mode="joint")
    assert len(counted_answers(replace(survey, answers=(joint, *survey.answers)))[0]) == 2
    assert refusal(counted_answers, replace(survey, answers=survey.answers * 2)) == "DUPLICATE_ANSWER"


def test_joint_answers_fill_only_cells_without_separate_ones():
    separate = survey_of({"A/management": {"OV1": [1]}, "A/operational": {"OV1": [None]}}, asked=("OV1",))
    people = (*separate.respondents, Respondent("j1", "management", ("A",)), Respondent("j2", "executive", ("A",)))
    people = (*people, Respondent("j3", "operational", ("A",)))
    joint = tuple(GivenAnswer(person, "OV1", 5, DAY, "joint") for person in ("j1", "j2", "j3"))
    found = survey_friction(replace(separate, respondents=people, answers=(*separate.answers, *joint)), SETTINGS)
    assert found.cell_means()["OV1"]["A"] == {"executive": 0, "management": 100}
    assert found.questions["OV1"].joint_only == ("A/executive",)


def test_one_side_only_gives_scores_of_half_coverage_and_no_gap():
    cells = {f"A/{level}": {"OV1": [2, 4, 4]} for level in ("executive", "management", "operational")}
    found = survey_friction(survey_of(cells, asked=("OV1",)), SETTINGS)
    score = found.causes["ownership_vacuum"]
    assert (score.coverage, score.status) == (0.5, "provisional")
    assert score.value == pytest.approx(100 * (0.75 + 0.25 + 0.25) / 3)
    gap = found.gaps["ownership_vacuum"]
    assert (gap.side_gap, found.questions["OV1"].side_gap) == (None, None)


def test_noteworthy_gaps_are_findings():
    apart = {"A/executive": {"OV1": [5] * 3}, "A/operational": {"OV1": [2] * 3}}
    apart |= {"B/executive": {"OV1": [4] * 3}, "B/operational": {"OV1": [1] * 3}}
    found = survey_friction(survey_of(apart, asked=("OV1",)), SETTINGS)
    assert found.gaps["ownership_vacuum"].side_gap == pytest.approx(-25)
    assert found.gaps["ownership_vacuum"].level_gap == pytest.approx(75)
    assert found.findings == ("side_gap:ownership_vacuum", "level_gap:ownership_vacuum")
    few_people = {place: {"OV1": row["OV1"][:1]} for place, row in apart.items()}
    assert survey_friction(survey_of(few_people, asked=("OV1",)), SETTINGS).findings == ()


def test_a_cause_is_compared_on_statements_asked_at_every_compared_level():
    cells = {"A/executive": {"OV1": [5], "OV7": [1]}, "B/executive": {"OV1": [3], "OV7": [1]}}
    cells["A/management"] = {"OV1": [5], "OV3": [5], "OV7": [1]}
    cells["B/management"] = {"OV1": [3], "OV3": [1], "OV7": [1]}
    asked = ("OV1", "OV3", "OV7")
    found = survey_friction(survey_of(cells, asked=asked), SETTINGS).gaps["ownership_vacuum"]
    assert found.questions == ("OV1", "OV7")
    assert found.side_gap == pytest.approx((0 - 50) * 2 / 3)
    below = {place: row for place, row in cells.items() if "management" in place}
    assert survey_friction(survey_of(below, asked=asked), SETTINGS).gaps["ownership_vacuum"].questions == asked
    nowhere = survey_of({"A/executive": {"OV7": [1]}, "A/operational": {"OV3": [1]}}, asked=("OV3", "OV7"))
    gap = survey_friction(nowhere, SETTINGS).gaps["ownership_vacuum"]
    assert (gap.questions, gap.level_gap) == ((), None)


def test_a_cell_with_too_few_statements_is_left_out_of_the_gap():
    cells = {"A/executive": {"OV6": [5]}, "B/executive": {"OV1": [3], "OV2": [3], "OV6": [3]}}
    found = survey_friction(survey_of(cells, asked=("OV1", "OV2", "OV6")), SETTINGS).gaps["ownership_vacuum"]
    assert found.side_gap is None


values = st.sampled_from([1, 2, 3, 4, 5, None, "not_applicable"])
places = st.sampled_from([f"{side}/{level}" for side in "AB" for level in ("executive", "management", "operational")])
tables = st.dictionaries(
    places,
    st.dictionaries(
        st.sampled_from(["OV1", "OV3", "OV6", "SM2"]), st.lists(values, min_size=1, max_size=3), max_size=4
    ),
    min_size=1,
    max_size=6,
)
ASKED = ("OV1", "OV3", "OV6", "SM2")


def scores_of(found):
    return {name: one.score.value for name, one in found.questions.items()} | {
        cause: one.value for cause, one in found.causes.items()
    }


def same(left, right):
    return all(right[name] == (None if value is None else pytest.approx(value)) for name, value in left.items())


@few
@given(tables)
def test_scores_lie_in_range(table):
    found = survey_friction(survey_of(table, asked=ASKED), SETTINGS)
    assert all(value is None or 0 <= value <= 100 + 1e-9 for value in scores_of(found).values())


@few
@given(tables, st.data())
def test_more_agreement_moves_friction_the_way_of_its_statement(table, data):
    survey = survey_of(table, asked=ASKED)
    raisable = [at for at, one in enumerate(survey.answers) if isinstance(one.value, int) and one.value < 5]
    if not raisable:
        return
    at = data.draw(st.sampled_from(raisable))
    answers = list(survey.answers)
    answers[at] = replace(answers[at], value=answers[at].value + 1)
    before, after = (scores_of(survey_friction(one, SETTINGS)) for one in (survey, replace(survey, answers=answers)))
    sign = 1 if questions()[answers[at].question].reversed else -1
    for name, value in before.items():
        if value is not None:
            assert sign * after[name] >= sign * value - 1e-9


@few
@given(tables, st.data())
def test_duplicating_a_cell_changes_no_score(table, data):
    place = data.draw(st.sampled_from(sorted(table)))
    doubled = {**table, place: {name: rows * 2 for name, rows in table[place].items()}}
    before, after = (survey_friction(survey_of(one, asked=ASKED), SETTINGS) for one in (table, doubled))
    assert same(scores_of(before), scores_of(after))


@few
@given(tables)
def test_swapping_the_sides_changes_only_the_sign_of_their_gap(table):
    swapped = {("B" if place[0] == "A" else "A") + place[1:]: row for place, row in table.items()}
    before, after = (survey_friction(survey_of(one, asked=ASKED), SETTINGS) for one in (table, swapped))
    assert same(scores_of(before), scores_of(after))
    for cause, gap in before.gaps.items():
        assert after.gaps[cause].side_gap == (None if gap.side_gap is None else pytest.approx(-gap.side_gap))
        assert after.gaps[cause].level_gap == (None if gap.level_gap is None else pytest.approx(gap.level_gap))


@few
@given(tables, tables)
def test_joint_answers_change_no_score_where_every_cell_has_separate_ones(alone, together):
    separate, joint = survey_of(alone, asked=ASKED), survey_of(together, asked=ASKED, mode="joint")
    covered = {(one.respondent.rsplit("/", 1)[0], one.question) for one in separate.answers}
    more = [one for one in joint.answers if (one.respondent.rsplit("/", 1)[0], one.question) in covered]
    people = {one.id: one for one in (*separate.respondents, *joint.respondents)}
    both = replace(separate, respondents=tuple(people.values()), answers=(*separate.answers, *more))
    assert scores_of(survey_friction(both, SETTINGS)) == scores_of(survey_friction(separate, SETTINGS))


@few
@given(tables)
def test_the_order_of_answers_does_not_matter(table):
    survey = survey_of(table, asked=ASKED)
    turned = replace(survey, answers=survey.answers[::-1], respondents=survey.respondents[::-1])
    assert survey_friction(turned, SETTINGS) == survey_friction(survey, SETTINGS)


def test_candour_compares_statements_answered_in_both_settings():
    alone = survey_of({"A/management": {"OV1": [1, 2], "OV2": [1], "EC3": [3]}})
    people = (Respondent("j", "management", ("B",)),)
    joint = tuple(GivenAnswer("j", name, 4, DAY, "joint") for name in ("OV1", "EC3", "SM2"))
    found = candour(replace(alone, respondents=alone.respondents + people, answers=alone.answers + joint), SETTINGS)
    ownership = found.causes["ownership_vacuum"]
    assert (ownership.separate_mean, ownership.joint_mean, ownership.candour_gap) == (87.5, 25, 62.5)
    assert (ownership.separate_n, ownership.joint_n, ownership.flag) == (2, 1, True)
    assert found.causes["communication_echo_chamber"].candour_gap == -25
    assert found.causes["success_metric_mismatch"].candour_gap is None
    assert found.findings == ("guarded_in_joint_setting:ownership_vacuum",)


def test_a_gap_is_a_finding_from_15_points():
    assert [candour_gap([gap], [0], SETTINGS).flag for gap in (14.9, 15, 16)] == [False, True, True]


def test_surveys_that_cannot_be_are_refused():
    good = survey_of({"A/management": {"OV1": [1]}})
    answer = good.answers[0]
    assert refusal(counted_answers, replace(good, answers=(replace(answer, question="OV99"),))) == "UNKNOWN_ID"
    assert refusal(counted_answers, replace(good, asked=("X1",))) == "UNKNOWN_ID"
    assert refusal(counted_answers, replace(good, answers=(replace(answer, respondent="x"),))) == "UNKNOWN_ID"
    assert refusal(counted_answers, replace(good, answers=(replace(answer, value=6),))) == "OUT_OF_RANGE"
    assert refusal(counted_answers, replace(good, sides=("B",))) == "UNKNOWN_ID"
    assert refusal(counted_answers, replace(good, respondents=good.respondents * 2)) == "DUPLICATE_ID"
    assert refusal(Respondent, "u", "executive", ()) == "EMPTY_INPUT"
    assert refusal(Respondent, "u", "executive", ("A", "B")) == "AMBIGUOUS_SIDE"
    assert refusal(Respondent, "u", "executive", ("A", "B"), "C") == "UNKNOWN_ID"
    assert Respondent("u", "executive", ("A", "B"), "B").side == "B"


def compare(baseline, present):
    return comparison(Rounds(baseline, present), SETTINGS)


def test_rounds_are_compared_on_the_same_cells():
    before = {
        "OV1": {"A": {"executive": 50, "operational": 75}, "B": {"executive": 25}},
        "SM2": {"A": {"executive": 1}},
    }
    now = {"OV1": {"A": {"executive": 25, "management": 99}, "B": {"executive": 0}}, "OV6": {"A": {"executive": 10}}}
    found = compare(before, now)
    assert (found.questions["OV1"].before, found.questions["OV1"].now, found.questions["OV1"].change) == (
        37.5,
        12.5,
        -25,
    )
    assert found.questions["OV1"].cells == ("A/executive", "B/executive")
    assert found.left_out == ("OV6", "SM2")
    assert tuple(found.causes) == ("ownership_vacuum",)


def test_causes_are_compared_by_the_weight_of_their_statements():
    before = {"OV1": {"A": {"executive": 60}}, "OV6": {"A": {"executive": 30, "operational": 90}}}
    now = {"OV1": {"A": {"executive": 30}}, "OV6": {"A": {"executive": 30, "operational": 60}}}
    cause = compare(before, now).causes["ownership_vacuum"]
    assert (cause.before, cause.now, cause.change) == (60, 35, -25)
    assert cause.cells == ("A/executive", "A/operational")
    assert compare({}, {}).causes == {}


@few
@given(tables)
def test_a_round_compared_with_itself_does_not_change(table):
    found = survey_friction(survey_of(table, asked=ASKED), SETTINGS)
    means = found.cell_means()
    compared = compare(means, means)
    assert all(one.change == 0 for one in (*compared.questions.values(), *compared.causes.values()))
    for name, one in compared.questions.items():
        full = found.questions[name].score
        if full.coverage == 1:
            assert one.now == pytest.approx(full.value)


def test_rounds_that_cannot_be_are_refused():
    assert refusal(compare, {"X": {}}, {}) == "UNKNOWN_ID"
    assert refusal(compare, {}, {"OV1": {"A": {"executive": 101}}}) == "OUT_OF_RANGE"


def test_three_sides_weigh_the_same_however_many_answer():
    # OV1, agreement is healthy: 5 → 0, 3 → 50, 1 → 100; the mean of the sides is 50, whoever has most people
    cells = {"A/executive": {"OV1": [5, 5, 5, 5]}, "B/executive": {"OV1": [3]}, "C/executive": {"OV1": [1, 1]}}
    found = survey_friction(survey_of(cells, asked=("OV1",), sides=("A", "B", "C")), SETTINGS).questions["OV1"]
    every = {
        side: {level: {"OV1": [value]} for level in ("executive", "management", "operational")}
        for side, value in (("A", 5), ("B", 3), ("C", 1))
    }
    whole = {f"{side}/{level}": row for side, levels in every.items() for level, row in levels.items()}
    full = survey_friction(survey_of(whole, asked=("OV1",), sides=("A", "B", "C")), SETTINGS).questions["OV1"]
    assert (full.score.value, full.side_gap) == (50.0, 100.0)
    assert (found.score.value, found.score.coverage, found.side_gap) == (None, 0.0, 100.0)
