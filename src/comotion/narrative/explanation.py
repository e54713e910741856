"""The sentence of an explanation: what a figure is made of, what is missing, how far that could move it."""

from __future__ import annotations

from dataclasses import dataclass

from comotion.methods.scored import Scored
from comotion.narrative.sentence import Sentence, compose, joined
from comotion.narrative.wording import ENGLISH, Wording, capitalised

_PARTS = {
    "categories": ("one category", "{count} categories"),
    "dimensions": ("one dimension", "{count} dimensions"),
    "components": ("one component", "{count} components"),
    "readings": ("one reading", "{count} readings"),
    "answers": ("one group of answers", "{count} groups of answers"),
    "parts": ("one part", "{count} parts"),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure with what its parts are called, and how many of its inputs are there and missing.

    ``kind`` is ``categories``, ``dimensions``, ``components``, ``readings``, ``answers`` or ``parts``.
    """

    figure: Scored
    kind: str = "parts"
    parts: int = 0
    inputs: int = 0
    missing: int = 0


def explanation_sentence(explained: Explained, wording: Wording = ENGLISH) -> Sentence:
    """Say how a figure came about, in words that need no method.

    Examples
    --------
    >>> from comotion.narrative.sentence import plain
    >>> figure = Scored(65.4, 0.94, "ok", 61.6, 67.8, 15)
    >>> plain(explanation_sentence(Explained(figure, "categories", 4, 16, 1))).split(".")[2].strip()
    'One of 16 figures is missing: whatever it turns out to be, the total stays between 61'

    """
    figure = explained.figure
    if figure.value is None:
        return _too_little(figure, wording)
    return joined(_made_of(explained, wording), _missing(explained, wording))


def _too_little(figure: Scored, wording: Wording) -> Sentence:
    if not figure.coverage:
        return compose(wording.translate("There is no figure, since none of its inputs has a reading."))
    text = "There is no figure: {share} of what it needs is there, and half is the least from which one may be drawn."
    return compose(wording.translate(text), share=wording.percent(figure.coverage))


def _made_of(explained: Explained, wording: Wording) -> Sentence:
    value = wording.score(explained.figure.value or 0.0)
    if not explained.parts:
        return compose(wording.translate("{value} comes from one input."), value=value)
    one, many = _PARTS[explained.kind]
    parts = compose(wording.plural(explained.parts, one, many), count=wording.few(explained.parts))
    return compose(wording.translate("{value} is the weighted mean of {parts}."), value=value, parts=parts)


def _missing(explained: Explained, wording: Wording) -> Sentence:
    figure = explained.figure
    if not explained.missing:
        if figure.coverage < 1:
            return _bounds_only(figure, wording)
        return compose(wording.translate("Nothing is missing."))
    one = "{count} of {all} figures is missing: whatever it turns out to be, the total stays between {low} and {high}."
    many = "{count} of {all} figures are missing: whatever they are, the total stays between {low} and {high}."
    return compose(
        wording.plural(explained.missing, one, many),
        count=capitalised(wording.few(explained.missing)),
        all=wording.number(explained.inputs),
        low=wording.score(figure.low),
        high=wording.score(figure.high),
    )


def _bounds_only(figure: Scored, wording: Wording) -> Sentence:
    text = wording.translate("{share} of it is known: whatever the rest is, it stays between {low} and {high}.")
    low, high = wording.score(figure.low), wording.score(figure.high)
    return compose(text, share=wording.percent(figure.coverage), low=low, high=high)
