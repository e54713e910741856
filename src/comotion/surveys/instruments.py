"""Instruments: what a round asks, in which version and languages.

An instrument that a round was opened with never changes: another wording of a question is another version, and rounds
keep theirs. The bank of the friction audit is the methods' own table. Beside it stand its German wording, and what a
statement is called where it is read alone, on a phone, by somebody of one company.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from comotion.methods.data import table
from comotion.methods.vocabulary import LEVELS

Kind = Literal["agreement", "zero_to_ten"]
SCALES: Mapping[Kind, tuple[int, ...]] = {"agreement": (5, 4, 3, 2, 1), "zero_to_ten": tuple(range(11))}
SECONDS_PER_QUESTION = 12
PULSE, FRICTION = "pulse", "friction"
FALLBACK = "en"
NEUTRAL = {"en": ("our own company", "the other company"), "de": ("uns", "der anderen Seite")}
"""What the two companies are called where no side is meant."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its id, the kind of its scale, the levels that are asked, and its wording by language."""

    id: str
    kind: Kind
    levels: tuple[str, ...]
    texts: Mapping[str, str]

    @property
    def scale(self) -> tuple[int, ...]:
        """Return the numbers that can be given, as they are offered."""
        return SCALES[self.kind]

    def text(self, language: str, *, we: str, other: str) -> str:
        """Return the question as one side reads it."""
        wording = self.texts.get(language.partition("-")[0]) or self.texts[FALLBACK]
        return wording.replace("{we}", we).replace("{other}", other)

    def neutral(self, language: str) -> str:
        """Return the question as both sides read it, without the name of either."""
        we, other = NEUTRAL.get(language.partition("-")[0], NEUTRAL[FALLBACK])
        return self.text(language, we=we, other=other)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire in one version."""

    name: str
    version: str
    items: tuple[Item, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which every question has a wording."""
        return tuple(code for code in self.items[0].texts if all(code in item.texts for item in self.items))

    def asked(self, level: str) -> tuple[Item, ...]:
        """Return the questions for a level, in their order."""
        return tuple(item for item in self.items if level in item.levels)

    def minutes(self, level: str) -> int:
        """Return how long a level's questions take, in whole minutes and at least one."""
        return max(1, round(len(self.asked(level)) * SECONDS_PER_QUESTION / 60))


class UnknownInstrument(LookupError):
    """There is no such questionnaire."""


def instrument_names() -> tuple[str, ...]:
    """Return the names of all instruments."""
    return tuple(name for name, _version in _READERS)


def instrument(name: str, version: str = "") -> Instrument:
    """Return a questionnaire in a version, the newest where none is named.

    Raises
    ------
    UnknownInstrument
        If there is none of that name or version.

    """
    found = [key for key in _READERS if key[0] == name and version in ("", key[1])]
    if not found:
        raise UnknownInstrument(f"{name} {version}".strip())
    return _read(*max(found, key=lambda key: int(key[1])))


@cache
def _read(name: str, version: str) -> Instrument:
    return _READERS[name, version](version)


def _data(file: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files("comotion.surveys.data").joinpath(file).read_text(encoding="utf-8"))
    return content


def _pulse(version: str) -> Instrument:
    rows = _data(f"pulse-{version}.json")["items"]
    items = tuple(Item(row["id"], row["kind"], tuple(row.get("levels", LEVELS)), row["texts"]) for row in rows)
    return Instrument(PULSE, version, items)


def _friction(version: str) -> Instrument:
    german, english = (_data(f"friction-{version}.{language}.json")["texts"] for language in ("de", "en"))
    rows = table("question-bank")["items"]
    items = tuple(
        Item(
            row["id"],
            "agreement",
            tuple(row["levels"]),
            {"en": english.get(row["id"], row["text"]), "de": german[row["id"]]},
        )
        for row in rows
    )
    return Instrument(FRICTION, version, items)


_READERS = {(PULSE, "1"): _pulse, (FRICTION, "1"): _friction}
