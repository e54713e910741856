"""The sentence over a room, what the other side reads instead, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass

from comotion.narrative.sentence import Segment, Sentence, compose, joined, longest_fitting
from comotion.narrative.wording import ENGLISH, NARROW, Wording, capitalised

QUARTER_DAYS = 100
RISE = 3.0


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What the sentence is made of.

    ``relationship`` and ``financial`` are the monthly scores, oldest first, the missing ones left out;
    ``days_since_review`` counts from the last quarterly review (None: none was ever held); ``missing`` names the
    inputs without a reading; ``open_commitments`` (None: nobody keeps commitments here) and ``late_commitments`` are
    shared with the other side.
    """

    relationship: tuple[float, ...] = ()
    financial: tuple[float, ...] = ()
    days_since_review: int | None = None
    open_commitments: int | None = None
    late_commitments: int = 0
    missing: tuple[str, ...] = ()


def room_sentence(facts: RoomFacts, wording: Wording = ENGLISH) -> Sentence:
    """Say what changed in a partnership; private, as it is built from an organization's own scores.

    Links: ``relationship_before``, ``relationship``, ``review``, ``late``, ``missing``.
    """
    scores = _scores(facts, wording)
    if not scores:
        return joined(_no_score(facts, wording), shared_sentence(facts, wording))
    review = _review(facts, wording)
    full = compose(wording.translate("{scores}; {review}."), scores=scores, review=review) if review else ()
    return longest_fitting(full or compose("{scores}.", scores=scores), compose("{scores}.", scores=scores))


def _no_score(facts: RoomFacts, wording: Wording) -> Sentence:
    if not facts.missing:
        return compose(wording.translate("There are too few readings for a score yet."))
    text = wording.translate("There are too few readings for a score yet; begin with {measure}.")
    return compose(text, measure=Segment(facts.missing[0], "missing"))


def _falls(scores: tuple[float, ...]) -> int:
    """Return how many months running the last score has fallen."""
    count = 0
    for before, after in zip(reversed(scores[:-1]), reversed(scores), strict=False):
        if after >= before:
            break
        count += 1
    return count


def _scores(facts: RoomFacts, wording: Wording) -> Sentence:
    if not facts.relationship:
        return ()
    now = Segment(wording.whole_score(facts.relationship[-1]), "relationship")
    if len(facts.relationship) == 1:
        return compose(wording.translate("Relationship health stands at {now}"), now=now)
    falls = _falls(facts.relationship)
    if falls > 1:
        return _falling(facts, falls, now, wording)
    return _moved(facts.relationship, now, wording)


def _falling(facts: RoomFacts, falls: int, now: Segment, wording: Wording) -> Sentence:
    start = Segment(wording.whole_score(facts.relationship[-1 - falls]), "relationship_before")
    grew = _grew(facts.financial, falls)
    plain = "Relationship health has fallen {months} months running, from {start} to {now}"
    behind = "Relationship health has fallen {months} months running, from {start} to {now}, while revenue grew"
    text = wording.translate(behind if grew else plain)
    return compose(text, months=wording.few(falls), start=start, now=now)


def _grew(financial: tuple[float, ...], months: int) -> bool:
    return len(financial) > months and financial[-1] - financial[-1 - months] >= RISE


def _moved(scores: tuple[float, ...], now: Segment, wording: Wording) -> Sentence:
    change = scores[-1] - scores[0]
    start = Segment(wording.whole_score(scores[0]), "relationship_before")
    if change >= RISE:
        return compose(wording.translate("Relationship health has risen from {start} to {now}"), start=start, now=now)
    if change <= -RISE:
        return compose(wording.translate("Relationship health has fallen from {start} to {now}"), start=start, now=now)
    return compose(wording.translate("Relationship health holds at {now}"), now=now)


def _review(facts: RoomFacts, wording: Wording) -> Sentence:
    if facts.days_since_review is None:
        return compose(wording.translate("no quarterly review has been held"))
    one, many = f"{{count}}{NARROW}day", f"{{count}}{NARROW}days"
    days = wording.plural(facts.days_since_review, one, many).format(count=wording.number(facts.days_since_review))
    return compose(wording.translate("the last quarterly review was {days} ago"), days=Segment(days, "review"))


def shared_sentence(facts: RoomFacts, wording: Wording = ENGLISH) -> Sentence:
    """Say what both sides may read: commitments and the last review, and no score.

    Links: ``late``, ``review``.
    """
    review = _review(facts, wording)
    parts = compose("{review}.", review=review)
    if facts.open_commitments is not None:
        parts = compose("{open}; {review}.", open=_commitments(facts, wording), review=review)
    return (Segment(capitalised(parts[0].text), parts[0].key), *parts[1:])


def _commitments(facts: RoomFacts, wording: Wording) -> Sentence:
    if not facts.open_commitments:
        return compose(wording.translate("no commitment is open"))
    one, many = "one commitment is open", "{count} commitments are open"
    text = wording.plural(facts.open_commitments, one, many)
    open_part = compose(text, count=wording.few(facts.open_commitments))
    if not facts.late_commitments:
        return compose(wording.translate("{open}, none of them late"), open=open_part)
    late = Segment(wording.few(facts.late_commitments), "late")
    return compose(wording.translate("{open}, {late} of them late"), open=open_part, late=late)


def what_to_ask(facts: RoomFacts, wording: Wording = ENGLISH) -> tuple[Sentence, ...]:
    """Return the questions to take into the next meeting, the most pressing first; at most three."""
    questions: list[Sentence] = []
    if _falls(facts.relationship) > 1:
        text = "What has changed for the people who work together since {score} was measured?"
        score = Segment(wording.whole_score(facts.relationship[-1 - _falls(facts.relationship)]), "relationship_before")
        questions.append(compose(wording.translate(text), score=score))
    if facts.late_commitments:
        one, many = "What keeps the late commitment?", "What keeps the {count} late commitments?"
        text = wording.plural(facts.late_commitments, one, many)
        questions.append(compose(text, count=Segment(wording.few(facts.late_commitments), "late")))
    if facts.days_since_review is None or facts.days_since_review > QUARTER_DAYS:
        questions.append(compose(wording.translate("On which day can both sponsors hold the quarterly review?")))
    if facts.missing:
        text = wording.translate("Who can give the reading of {name}?")
        questions.append(compose(text, name=Segment(facts.missing[0], "missing")))
    return tuple(questions[:3])
