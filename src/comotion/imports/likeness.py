"""Names that look alike: found by how they are written, decided by a person, remembered by name.

Only names with something in common are compared: their beginning, or a word that few others have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from comotion.imports.references import normal_name

LEGAL = frozenset({
    "ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding",
    "holdings", "inc", "incorporated", "international", "kg", "kgaa", "limited", "llc", "llp", "ltd", "nv", "oy", "oyj",
    "plc", "pte", "pty", "sa", "sarl", "sas", "se", "spa", "srl", "the", "ug",
})  # fmt: skip
ALIKE = 86.0
BEGINNING, LONG_WORD = 4, 4
CROWD = 60
"""A beginning or a word that more names share than this tells nothing."""


@lru_cache(maxsize=65_536)
def bare_name(text: str) -> str:
    """Return what is compared of a name: without case, punctuation, and the form of the company.

    >>> bare_name("The Halden Analytics GmbH & Co. KG"), bare_name("Inc.")
    ('halden analytics', 'inc')
    """
    plain = normal_name(text)
    return " ".join(word for word in plain.split() if word not in LEGAL) or plain


@dataclass(slots=True)
class Names:
    """Names by what they have in common, each with what it stands for."""

    of: dict[str, int] = field(default_factory=dict)
    _blocks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, meaning: int) -> None:
        """Make a name known; one that is written the same way twice stands for the first."""
        if name not in self.of:
            self.of[name] = meaning
            for key in _keys(name):
                self._blocks[key].append(name)

    def nearest(self, name: str) -> tuple[str, float] | None:
        """Return the name that looks most like another one, and how alike they are up to 100."""
        near = {
            each for key in _keys(name) if len(some := self._blocks.get(key, ())) <= CROWD for each in some
        } - {name}  # fmt: skip
        if not near:
            return None
        bare = bare_name(name)
        ordered = sorted(near)
        found = process.extractOne(bare, [bare_name(each) for each in ordered], scorer=likeness, score_cutoff=ALIKE)
        return (ordered[found[2]], round(found[1], 1)) if found else None


def likeness(left: str, right: str, *, score_cutoff: float | None = None) -> float:
    """Return how alike two bare names are: letter by letter, or word by word in any order."""
    score = max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right))
    return score if score >= (score_cutoff or 0.0) else 0.0


def _keys(name: str) -> Iterator[str]:
    """Give what a name has to share with another one to be compared with it."""
    bare = bare_name(name)
    yield f"={bare.replace(' ', '')[:BEGINNING]}"
    for word in set(bare.split()):
        if len(word) >= LONG_WORD:
            yield word


@dataclass(frozen=True, slots=True)
class Pair:
    """A new row and what it looks like: a row that is here (``here``), or an earlier row of the file (``earlier``)."""

    row: int
    name: str
    other: str
    score: float
    here: int | None = None
    earlier: int | None = None


def pairs(new: Iterable[tuple[int, str, bool]], there: Mapping[int, str]) -> Iterator[Pair]:
    """Give each new name that looks like one that is there, or like an earlier new one.

    A new name comes with its row, and whether an id tells it apart from the other rows of its file.
    """
    here, fresh = Names(), Names()
    for key, name in there.items():
        here.add(name, key)
    for row, name, is_told_apart in new:
        if found := here.nearest(name):
            yield Pair(row, name, found[0], found[1], here=here.of[found[0]])
        elif not is_told_apart and (found := fresh.nearest(name)):
            yield Pair(row, name, found[0], found[1], earlier=fresh.of[found[0]])
        if not is_told_apart:
            fresh.add(name, row)
