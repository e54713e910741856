"""The seven steps (specification 09 c1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.process.steps import CRITERIA, STEP_NAMES, StepFacts, Waiver, entry, steps, steps_after
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import few

SETTINGS = default_settings()
EVERY = [criterion for criteria in CRITERIA.values() for criterion in criteria]


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def met_through(step):
    return tuple(criterion for number in range(1, step + 1) for criterion in CRITERIA[number])


def test_a_partnership_stands_at_its_first_open_step():
    found = steps(StepFacts(met_through(3)), SETTINGS)
    assert (found.current_step, found.progress, found.debts) == (4, pytest.approx(400 / 7), ())
    assert [found.statuses[step] for step in (1, 3, 4)] == ["done", "done", "open"]
    assert found.unmet[4] == CRITERIA[4]
    assert steps(StepFacts(), SETTINGS).current_step == 1
    assert steps(StepFacts(met_through(7)), SETTINGS).progress == 100.0
    assert set(STEP_NAMES) == set(CRITERIA)


def test_waived_criteria_make_a_step_done_with_override():
    waiver = Waiver("approach_chosen", "the partner came with one", "head of partnerships")
    found = steps(StepFacts((*met_through(1), "shortlist_with_verdicts"), (waiver,)), SETTINGS)
    assert (found.statuses[2], found.current_step) == ("done_with_override", 3)
    assert entry(3, found).needs_override is False


def test_an_older_partnership_starts_at_the_highest_step_that_holds():
    found = steps(StepFacts((*CRITERIA[1], *CRITERIA[5]), existing=True), SETTINGS)
    assert found.current_step == 5
    assert found.debts == (*CRITERIA[2], *CRITERIA[3], *CRITERIA[4])
    assert steps(StepFacts(existing=True), SETTINGS).current_step == 1


def test_entry_needs_the_step_before_or_an_override():
    found = steps(StepFacts(met_through(1)), SETTINGS)
    assert entry(1, found).allowed
    assert entry(2, found).allowed
    refused = entry(3, found)
    assert (refused.allowed, refused.needs_override, refused.unmet) == (False, True, CRITERIA[2])
    assert entry(3, found, Waiver("approach_chosen", "pilot", "ana")).allowed


@few
@given(st.sets(st.sampled_from(EVERY)), st.integers(2, 7))
def test_entry_without_the_step_before_always_carries_an_override(met, step):
    found = steps(StepFacts(tuple(met)), SETTINGS)
    assert entry(step, found).allowed == (found.statuses[step - 1] != "open")


@few
@given(st.sets(st.sampled_from(EVERY)), st.sampled_from(EVERY), st.booleans())
def test_meeting_one_more_criterion_never_moves_back(met, more, existing):
    before = steps(StepFacts(tuple(met), existing=existing), SETTINGS)
    after = steps(StepFacts(tuple({*met, more}), existing=existing), SETTINGS)
    assert after.current_step >= before.current_step


def test_step_seven_leads_back_or_out():
    assert steps_after("improve") == steps_after("hold") == (4, 5, 6)
    assert steps_after("exit") == ()
    assert refusal(steps_after, "celebrate") == "UNKNOWN_ENUM"


def test_what_cannot_be_is_refused():
    assert refusal(steps, StepFacts(("nonsense",)), SETTINGS) == "UNKNOWN_ID"
    assert refusal(Waiver, "approach_chosen", " ", "ana") == "OVERRIDE_WITHOUT_REASON"
    assert refusal(entry, 8, steps(StepFacts(), SETTINGS)) == "OUT_OF_RANGE"
