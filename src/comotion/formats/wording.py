"""Words for yes and no, for one of several choices, and for nothing at all."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from comotion.formats.headers import plain

if TYPE_CHECKING:
    from comotion.formats.fields import Field

NOTHING = frozenset({"", "n/a", "#n/a", "-", "--", "–", "—", "?", ".", "unknown", "(blank)", "[blank]",
                     "null", "(none)", "n.a.", "k.a.", "tbd", "t.b.d.", "unbekannt", "undefined", "#null!", "#ref!",
                     "#value!", "#div/0!", "#name?", "#num!"})  # fmt: skip
NO_NAME = NOTHING | {"na", "none", "nil", "no name", "unnamed", "not available", "not applicable", "anonymous", "tba",
                     "no company", "no partner", "unknown company", "unknown partner", "xxx", "test test"}  # fmt: skip
YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔", "ja", "j", "oui", "si", "sí", "wahr", "on", "☑", "1.0"})
NO = frozenset({"no", "n", "false", "f", "0", "nein", "non", "falsch", "off", "☐", "✗", "0.0"})
UNANSWERED = {"dont know": "dont_know", "don t know": "dont_know", "dk": "dont_know", "do not know": "dont_know",
              "not applicable": "not_applicable", "n a": "not_applicable", "na": "not_applicable"}  # fmt: skip
LOOSE = frozenset({"text", "website", "people"})


def is_missing(field: Field, text: str) -> bool:
    """Say whether a text stands for nothing: blank, or a placeholder (fewer count as such in free text)."""
    shown = text.strip().casefold()
    if field.type == "answer":
        return not shown
    return shown in (NOTHING if field.type in LOOSE else NO_NAME)


def truth(text: str) -> bool | None:
    """Read yes or no; None where the word is neither."""
    word = text.strip().casefold()
    if word in YES:
        return True
    return False if word in NO else None


@cache
def spellings(choices: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    """Give each spelling of each choice, plain, with the choice it stands for."""
    return {plain(word): value for value, words in choices for word in (value, *words)}


def choice(field: Field, text: str) -> str | None:
    """Find which of the field's choices a text stands for."""
    return spellings(tuple(field.choices.items())).get(plain(text))


def answer(text: str) -> int | str | None:
    """Read an answer of the pulse: a whole number, or one of the two ways to give none."""
    if word := UNANSWERED.get(plain(text)):
        return word
    whole = text.strip().removesuffix(".0")
    return int(whole) if whole.isdecimal() and len(whole) <= 2 else None
