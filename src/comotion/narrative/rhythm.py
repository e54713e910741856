"""The sentence above a room's rhythm: what is promised, what waits to be decided, what was not answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comotion.narrative.sentence import Segment, Sentence, compose, joined
from comotion.narrative.wording import ENGLISH, Wording, capitalised


@dataclass(frozen=True, slots=True)
class RhythmFacts:
    """Open and late commitments, open decisions with the age of the oldest, insights without an answer, open points.

    ``known`` says whether anything was ever written down here.
    """

    known: bool = True
    open_commitments: int = 0
    late_commitments: int = 0
    open_decisions: int = 0
    oldest_days: int | None = None
    waiting_insights: int = 0
    open_issues: int = 0


def rhythm_sentence(facts: RhythmFacts, wording: Wording = ENGLISH) -> Sentence:
    """Say what is to be done here, the late promises first.

    Examples
    --------
    >>> from comotion.narrative.sentence import plain
    >>> plain(rhythm_sentence(RhythmFacts(open_commitments=3, late_commitments=1, open_decisions=1, oldest_days=9)))
    'Three commitments are open, one of them late. One question waits for a decision, the oldest for 9 days.'

    """
    if not facts.known:
        return compose(
            wording.translate("Nothing that was promised, decided or learnt here has been written down yet.")
        )
    found = (_promised(facts, wording), _asked(facts, wording), *_waiting(facts, wording))
    parts = [part for part in found if part is not None]
    if not parts:
        return compose(wording.translate("Every commitment is closed, every question decided, every insight answered."))
    return joined(*parts)


def _promised(facts: RhythmFacts, wording: Wording) -> Sentence | None:
    if not facts.open_commitments:
        return None
    one, many = "One commitment is open{late}.", "{count} commitments are open{late}."
    late: Sentence | str = ""
    if facts.late_commitments:
        late = compose(
            wording.translate(", {count} of them late"), count=Segment(wording.few(facts.late_commitments), "late")
        )
    count = capitalised(wording.few(facts.open_commitments))
    return compose(wording.plural(facts.open_commitments, one, many), count=count, late=late)


def _asked(facts: RhythmFacts, wording: Wording) -> Sentence | None:
    if not facts.open_decisions:
        return None
    one, many = "One question waits for a decision{oldest}.", "{count} questions wait for a decision{oldest}."
    oldest: Sentence | str = ""
    if facts.oldest_days is not None:
        text = wording.plural(facts.oldest_days, ", the oldest for one day", ", the oldest for {count} days")
        oldest = compose(text, count=wording.number(facts.oldest_days))
    count = capitalised(wording.few(facts.open_decisions))
    return compose(wording.plural(facts.open_decisions, one, many), count=count, oldest=oldest)


def _waiting(facts: RhythmFacts, wording: Wording) -> Iterator[Sentence]:
    found = (
        (facts.waiting_insights, "One insight has had no answer.", "{count} insights have had no answer."),
        (facts.open_issues, "One issue is open.", "{count} issues are open."),
    )
    for count, one, many in found:
        if count:
            yield compose(wording.plural(count, one, many), count=capitalised(wording.few(count)))
