"""The sentence over a portfolio: who earns better than they work together, and who cannot be judged."""

from __future__ import annotations

from dataclasses import dataclass

from comotion.narrative.sentence import Segment, Sentence, compose, joined, longest_fitting
from comotion.narrative.wording import ENGLISH, Wording, capitalised


@dataclass(frozen=True, slots=True)
class NamedPartnership:
    """A partnership by name, and the key under which a page links it."""

    name: str
    key: str

    def segment(self) -> Segment:
        """Return its name as a link."""
        return Segment(self.name, self.key)


@dataclass(frozen=True, slots=True)
class PortfolioFacts:
    """What the sentence is made of.

    ``scored`` have a total, ``ahead`` of them earn better than they work
    together, ``apart`` by 25 points or more (the furthest first), ``unjudged`` have too little data; ``begin_with``
    names the measure that most of those lack.
    """

    partnerships: int
    scored: int
    ahead: int
    apart: tuple[NamedPartnership, ...]
    unjudged: int
    begin_with: str = ""


def portfolio_sentence(facts: PortfolioFacts, wording: Wording = ENGLISH) -> Sentence:
    """Say what a good analyst would say first; empty where there are no partnerships.

    Links: the keys of the partnerships named, and ``unjudged``.
    """
    if not facts.partnerships:
        return ()
    if not facts.scored:
        return _too_early(facts, wording)
    head, tail = _ahead(facts, wording), _unjudged(facts, wording)
    return longest_fitting(
        joined(head, _with_tail(_apart(facts, wording, named=2), tail, wording)),
        joined(head, _with_tail(_apart(facts, wording, named=1), tail, wording)),
        head,
    )


def _too_early(facts: PortfolioFacts, wording: Wording) -> Sentence:
    one = "The one partnership has too little data to be judged yet; its readings are what is missing."
    many = "None of {all} partnerships has enough data to be judged yet; readings are what is missing."
    if facts.begin_with:
        one = "The one partnership has too little data to be judged yet; begin with {measure}."
        many = "None of {all} partnerships has enough data to be judged yet; begin with {measure}."
    text, count = wording.plural(facts.partnerships, one, many), wording.number(facts.partnerships)
    return compose(text, all=count, measure=facts.begin_with)


def _ahead(facts: PortfolioFacts, wording: Wording) -> Sentence:
    if not facts.ahead:
        text = wording.translate("No partnership earns better than it works together.")
        return compose(text)
    one = "{ahead} of {all} scored partnerships earns better than it works together."
    many = "{ahead} of {all} scored partnerships earn better than they work together."
    text = wording.plural(facts.ahead, one, many)
    return compose(text, ahead=wording.number(facts.ahead), all=wording.number(facts.scored))


def _apart(facts: PortfolioFacts, wording: Wording, *, named: int) -> Sentence:
    if not facts.apart:
        return ()
    shown = facts.apart[:named]
    others = len(facts.apart) - len(shown)
    names = _names(shown, others, wording)
    one, many = "{names} is now 25 points or more apart", "{names} are now 25 points or more apart"
    return compose(wording.plural(len(facts.apart), one, many), names=names)


def _names(shown: tuple[NamedPartnership, ...], others: int, wording: Wording) -> Sentence:
    first = shown[0].segment()
    if others:
        rest = wording.plural(others, "{first} and one other", "{first} and {count} others")
        head = compose("{a}, {b}", a=first, b=shown[1].segment()) if len(shown) > 1 else (first,)
        return compose(rest, first=head, count=wording.few(others))
    if len(shown) == 1:
        return (first,)
    return compose(wording.translate("{first} and {second}"), first=first, second=shown[1].segment())


def _unjudged(facts: PortfolioFacts, wording: Wording) -> Sentence:
    if not facts.unjudged:
        return ()
    one, many = "{count} has too little data to be judged", "{count} have too little data to be judged"
    text = wording.plural(facts.unjudged, one, many)
    return compose(text, count=Segment(wording.few(facts.unjudged), "unjudged"))


def _with_tail(middle: Sentence, tail: Sentence, wording: Wording) -> Sentence:
    if middle and tail:
        return compose(wording.translate("{middle}; {tail}."), middle=middle, tail=tail)
    if not middle and not tail:
        return ()
    alone = middle or tail
    first = Segment(capitalised(alone[0].text), alone[0].key)
    return compose("{all}.", all=(first, *alone[1:]))
