"""The sentence above a room's rhythm."""

from __future__ import annotations

import pytest

from comotion.narrative.rhythm import RhythmFacts, rhythm_sentence
from comotion.narrative.sentence import Segment, fits, plain

SAID = {
    RhythmFacts(known=False): "Nothing that was promised, decided or learnt here has been written down yet.",
    RhythmFacts(): "Every commitment is closed, every question decided, every insight answered.",
    RhythmFacts(open_commitments=1): "One commitment is open.",
    RhythmFacts(open_commitments=3, late_commitments=1): "Three commitments are open, one of them late.",
    RhythmFacts(open_decisions=1, oldest_days=1): "One question waits for a decision, the oldest for one day.",
    RhythmFacts(open_decisions=2): "Two questions wait for a decision.",
    RhythmFacts(waiting_insights=2, open_issues=1): "Two insights have had no answer. One issue is open.",
}


@pytest.mark.parametrize(("facts", "expected"), SAID.items(), ids=list(SAID.values()))
def test_rhythm_says_what_is_to_be_done(facts: RhythmFacts, expected: str) -> None:
    assert plain(rhythm_sentence(facts)) == expected


def test_late_commitments_lead_to_their_rows_and_the_longest_sentence_fits() -> None:
    said = rhythm_sentence(RhythmFacts(True, 40, 30, 20, 400, 30, 20))
    assert [part for part in said if part.key] == [Segment("30", "late")]
    assert fits(said)
