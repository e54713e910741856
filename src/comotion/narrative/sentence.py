"""A sentence is a row of segments; some carry a key under which a page links the figure they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

MOST_WORDS = 35
MOST_LINKS = 3
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; ``key`` names the figure it stands for, empty where it is only text."""

    text: str
    key: str = ""


Sentence: TypeAlias = tuple[Segment, ...]


def compose(template: str, /, **parts: str | Segment | Sentence) -> Sentence:
    """Fill the named placeholders of an already translated template; linked parts stay linked.

    Parameters
    ----------
    template : text with placeholders such as ``{value}``
    parts : what stands for each placeholder

    Examples
    --------
    >>> plain(compose("It fell to {value}.", value=Segment("55", "figure")))
    'It fell to 55.'

    """
    pieces = _PLACEHOLDER.split(template)
    segments: list[Segment] = []
    for index, piece in enumerate(pieces):
        segments.extend(_as_segments(parts[piece]) if index % 2 else (Segment(piece),))
    return _merged(segments)


def _as_segments(part: str | Segment | Sentence) -> Sentence:
    if isinstance(part, str):
        return (Segment(part),)
    return (part,) if isinstance(part, Segment) else part


def _merged(segments: list[Segment]) -> Sentence:
    merged: list[Segment] = []
    for segment in segments:
        if not segment.text:
            continue
        if merged and not segment.key and not merged[-1].key:
            merged[-1] = Segment(merged[-1].text + segment.text)
        else:
            merged.append(segment)
    return tuple(merged)


def joined(*sentences: Sentence, by: str = " ") -> Sentence:
    """Put sentences after one another; empty ones vanish."""
    segments: list[Segment] = []
    for sentence in sentences:
        if sentence and segments:
            segments.append(Segment(by))
        segments.extend(sentence)
    return _merged(segments)


def plain(sentence: Sentence) -> str:
    """Return the text without its links."""
    return "".join(segment.text for segment in sentence)


def fits(sentence: Sentence) -> bool:
    """Say whether a sentence keeps the limits of the page head: 35 words and three links."""
    links = sum(1 for segment in sentence if segment.key)
    return len(plain(sentence).split()) <= MOST_WORDS and links <= MOST_LINKS


def longest_fitting(*candidates: Sentence) -> Sentence:
    """Return the first candidate that fits, else the last: they run from the fullest to the shortest."""
    return next((candidate for candidate in candidates if fits(candidate)), candidates[-1])
