"""The sentence over Today: which partnerships need me, and what I promised and have not done."""

from __future__ import annotations

from dataclasses import dataclass

from comotion.narrative.names import warning_name
from comotion.narrative.sentence import Segment, Sentence, compose, joined, longest_fitting
from comotion.narrative.wording import ENGLISH, NARROW, Wording, capitalised

_CLAUSES = {
    "HIDDEN_EROSION": "{name} is losing trust behind rising revenue",
    "DIVERGENCE": "{name} earns far better than it works together",
    "CATEGORY_FLOOR": "{name} has a score below the floor",
    "PERCEPTION_SPLIT": "the two sides of {name} see it differently",
    "GOING_DARK": "{name} has stopped answering",
    "RHYTHM_SLIP": "{name} has missed its reviews",
    "LAG_GROWTH": "answers at {name} take longer and longer",
    "SPONSOR_GONE": "{name} has lost touch with a sponsor",
    "FAIRNESS_DRIFT": "{name} is growing less fair",
    "NEAR_TERM_ONLY": "{name} lives from today alone",
    "PARTICIPATION_FALLING": "one side of {name} takes part less",
}


@dataclass(frozen=True, slots=True)
class Warned:
    """A partnership with its gravest open warning, and the key under which a page links it."""

    name: str
    key: str
    code: str


@dataclass(frozen=True, slots=True)
class TodayFacts:
    """What the sentence is made of: the partnerships with open warnings, the gravest first, and my commitments.

    Of ``partnerships`` in all, ``unjudged`` have too little data for a total; ``begin_with`` names the measure that
    most of those lack.
    """

    warned: tuple[Warned, ...] = ()
    late: int = 0
    oldest_late_days: int = 0
    due_this_week: int = 0
    next_meeting: str = ""
    partnerships: int = 0
    unjudged: int = 0
    begin_with: str = ""


def today_sentence(facts: TodayFacts, wording: Wording = ENGLISH) -> Sentence:
    """Say what needs me today.

    Links: the keys of the partnerships, ``late``, ``due``, ``meeting``, ``unjudged``.
    """
    late = _late(facts, wording)
    if not facts.warned:
        calm, ahead = _calm(facts, wording), late or _ahead(facts, wording)
        return longest_fitting(joined(calm, ahead, _begin(facts, wording)), joined(calm, ahead))
    return longest_fitting(
        joined(_warned(facts, 2, wording), late),
        joined(_warned(facts, 1, wording), late),
        _warned(facts, 1, wording),
    )


def _calm(facts: TodayFacts, wording: Wording) -> Sentence:
    """Say that nothing warns, or, where nothing could, that nothing is known: silence without data is no calm."""
    if not facts.unjudged or facts.unjudged < facts.partnerships:
        return compose(wording.translate("None of your partnerships has an open warning."))
    one, many = "{all} has too little data to be judged yet.", "None of your {count} partnerships can be judged yet."
    text = wording.plural(facts.partnerships, one, many)
    whole = Segment(wording.translate("Your one partnership"), "unjudged")
    return compose(text, all=whole, count=Segment(wording.number(facts.partnerships), "unjudged"))


def _begin(facts: TodayFacts, wording: Wording) -> Sentence:
    """Say of how many too little is known, and with which measure to begin."""
    parts: list[Sentence] = []
    if 0 < facts.unjudged < facts.partnerships:
        one, many = "{count} has too little data to be judged.", "{count} have too little data to be judged."
        count = Segment(capitalised(wording.few(facts.unjudged)), "unjudged")
        parts.append(compose(wording.plural(facts.unjudged, one, many), count=count))
    if facts.unjudged and facts.begin_with:
        parts.append(compose(wording.translate("Begin with {measure}."), measure=facts.begin_with))
    return joined(*parts)


def warned_sentence(warned: Warned, wording: Wording = ENGLISH) -> Sentence:
    """Say of one partnership what its gravest warning means.

    Examples
    --------
    >>> "".join(part.text for part in warned_sentence(Warned("Halden", "halden", "RHYTHM_SLIP")))
    'Halden has missed its reviews.'

    """
    return compose("{clause}.", clause=_clause(warned, wording))


def _clause(warned: Warned, wording: Wording) -> Sentence:
    clause = _CLAUSES.get(warned.code)
    name = Segment(warned.name, warned.key)
    if clause is None:
        text = wording.translate("{name} has an open warning, {warning}")
        return compose(text, name=name, warning=warning_name(warned.code, wording))
    return compose(wording.translate(clause), name=name)


def _warned(facts: TodayFacts, named: int, wording: Wording) -> Sentence:
    one, many = "One partnership needs you: {clauses}.", "{count} partnerships need you: {clauses}."
    text = wording.plural(len(facts.warned), one, many)
    clauses = [_clause(warned, wording) for warned in facts.warned[:named]]
    count = capitalised(wording.few(len(facts.warned)))
    if len(clauses) == 1:
        return compose(text, count=count, clauses=clauses[0])
    both = compose(wording.translate("{first}, and {second}"), first=clauses[0], second=clauses[1])
    return compose(text, count=count, clauses=both)


def _late(facts: TodayFacts, wording: Wording) -> Sentence:
    if not facts.late:
        return ()
    unit = wording.plural(facts.oldest_late_days, "day", "days")
    days = Segment(f"{wording.number(facts.oldest_late_days)}{NARROW}{unit}", "late")
    one = "One of your commitments is late by {days}."
    many = "{count} of your commitments are late, the oldest by {days}."
    text = wording.plural(facts.late, one, many)
    return compose(text, count=capitalised(wording.few(facts.late)), days=days)


def _ahead(facts: TodayFacts, wording: Wording) -> Sentence:
    if facts.due_this_week:
        one, many = "{count} of your commitments is due this week.", "{count} of your commitments are due this week."
        text = wording.plural(facts.due_this_week, one, many)
        return compose(text, count=Segment(capitalised(wording.few(facts.due_this_week)), "due"))
    if facts.next_meeting:
        text = wording.translate("Next is {meeting}.")
        return compose(text, meeting=Segment(facts.next_meeting, "meeting"))
    return ()
