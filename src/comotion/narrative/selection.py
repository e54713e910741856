"""The sentences above the candidates and above the ecosystem."""

from __future__ import annotations

from comotion.narrative.sentence import Sentence, compose
from comotion.narrative.wording import ENGLISH, Wording, capitalised


def selection_sentence(verdicts: dict[str, int], unscored: int, wording: Wording = ENGLISH) -> Sentence:
    """Say how many candidates there are, how many to approach first, and how many nobody has scored.

    Examples
    --------
    >>> from comotion.narrative.sentence import plain
    >>> plain(selection_sentence({"priority": 2, "watch": 3}, 1))
    'Two of five candidates are worth approaching first; one has no score yet.'

    """
    total, first = sum(verdicts.values()), verdicts.get("priority", 0)
    if not total:
        return compose(wording.translate("Nobody is a candidate yet."))
    text = wording.plural(first, "{first} of {total} candidates is worth approaching first",
                          "{first} of {total} candidates are worth approaching first")  # fmt: skip
    begin = text.format(first=capitalised(wording.few(first)), total=wording.few(total))
    if not unscored:
        return compose("{begin}.", begin=begin)
    rest = wording.plural(unscored, "one has no score yet", "{count} have no score yet")
    return compose("{begin}; {rest}.", begin=begin, rest=rest.format(count=wording.few(unscored)))


def ecosystem_sentence(partners: int, links: int, isolates: int, wording: Wording = ENGLISH) -> Sentence:
    """Say how many partners are linked with one another, and how many stand alone.

    Examples
    --------
    >>> from comotion.narrative.sentence import plain
    >>> plain(ecosystem_sentence(28, 3, 23))
    'Three pairs among 28 partners work together; 23 partners stand alone.'

    """
    if not links:
        return compose(wording.translate("No two partners are known to work with each other yet."))
    pairs = wording.plural(links, "{links} pair among {partners} partners works together",
                           "{links} pairs among {partners} partners work together")  # fmt: skip
    begin = pairs.format(links=capitalised(wording.few(links)), partners=wording.few(partners))
    if not isolates:
        return compose(wording.translate("{begin}; none stands alone."), begin=begin)
    alone = wording.plural(isolates, "one partner stands alone", "{count} partners stand alone")
    return compose("{begin}; {alone}.", begin=begin, alone=alone.format(count=wording.few(isolates)))
