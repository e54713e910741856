"""The question bank (specification 02 c1): 27 statements on three root causes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from comotion.methods.data import table
from comotion.methods.vocabulary import Level, RootCause


@dataclass(frozen=True, slots=True)
class Question:
    """A statement: its cause, weight, the levels it is asked at, and whether agreement is bad."""

    id: str
    cause: RootCause
    weight: float
    levels: tuple[Level, ...]
    reversed: bool


@cache
def questions() -> Mapping[str, Question]:
    """Return the statements of the table ``question-bank`` by id, in its order."""
    rows = table("question-bank")["items"]
    found = (Question(row["id"], row["cause"], row["weight"], tuple(row["levels"]), row["reversed"]) for row in rows)
    return MappingProxyType({question.id: question for question in found})
