"""Closed pulse rounds as facts: scores of respondents without their names, in two queries for any number.

A person's answers leave this module only as items of the means below; nothing here is stored or shown as it is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from comotion.partnerships.facts import FEW, owned_rows
from comotion.partnerships.grouping import Grouped
from comotion.surveys.models import PulseAnswer, PulseRound

ROUND = ("partnership_id", "pk", "closed_date", "invited_ours", "invited_theirs")
ANSWER = ("round__partnership_id", "round_id", "side", "level", "respondent_hash", "item", "value")
SATISFACTION = "satisfaction"
SIDES = ("ours", "theirs")


@dataclass(frozen=True, slots=True)
class Respondent:
    """One respondent's answers, known by side and level only."""

    side: str
    level: str
    trust: dict[str, float]
    satisfaction: float | None


@dataclass(frozen=True, slots=True)
class Round:
    """One closed round."""

    closed_date: dt.date
    invited: dict[str, int | None]
    respondents: tuple[Respondent, ...]

    def answered(self, side: str) -> int:
        """Return how many of a side answered anything."""
        return sum(one.side == side for one in self.respondents)


class PulseFacts:
    """The closed rounds of the acting organization, one partnership at a time."""

    def __init__(self, partnerships: Collection[int] | None) -> None:
        """Open the streams of rounds and answers."""
        rounds = PulseRound.objects.filter(owned_rows(partnerships)).order_by("partnership_id", "closed_date", "pk")
        self._rounds = Grouped(rounds.values_list(*ROUND).iterator(chunk_size=5000))
        self._answers = Grouped(_answers(partnerships))

    def take(self, partnership_id: int) -> tuple[Round, ...]:
        """Return a partnership's rounds, oldest first; ids must be asked for in rising order."""
        answers: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in self._answers.take(partnership_id):
            answers[row[1]].append(row[2:])
        return tuple(
            Round(closed, {"ours": ours, "theirs": theirs}, _respondents(answers[key]))
            for _, key, closed, ours, theirs in self._rounds.take(partnership_id)
        )


def _answers(partnerships: Collection[int] | None) -> Iterator[tuple[Any, ...]]:
    few = None if partnerships is None or len(partnerships) > FEW else partnerships
    rows = PulseAnswer.unscoped.filter(owned_rows(few, "round__partnership_id"))
    return rows.order_by("round__partnership_id", "pk").values_list(*ANSWER).iterator(chunk_size=5000)


def _respondents(rows: list[tuple[Any, ...]]) -> tuple[Respondent, ...]:
    people: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for side, level, person, item, value in rows:
        people[side, person].append((level, item, value))
    return tuple(_respondent(side, answers) for (side, _), answers in people.items())


def _respondent(side: str, answers: list[tuple[Any, ...]]) -> Respondent:
    trust = {item: value for _, item, value in answers if item != SATISFACTION and value is not None}
    given = [value for _, item, value in answers if item == SATISFACTION and value is not None]
    return Respondent(side, answers[0][0], trust, given[0] if given else None)
