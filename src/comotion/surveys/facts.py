"""What rounds say: how many have answered, and once they are closed what groups of them answered, without names.

Single answers leave this module only as material for the methods; whoever shows something shows what the methods say
may be shown (``kernel.suppression``). Rounds by link and imported ones are one stream.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext

from comotion.core.principal import current_principal, past_the_wall
from comotion.methods.friction.answers import GivenAnswer, Mode, Survey
from comotion.methods.friction.answers import Respondent as FrictionRespondent
from comotion.methods.kernel.likert import Answer
from comotion.methods.vocabulary import Level
from comotion.partnerships.facts import FEW, owned_rows
from comotion.partnerships.grouping import Grouped
from comotion.partnerships.queries import parties_of
from comotion.surveys.instruments import PULSE, instrument
from comotion.surveys.models import PulseAnswer, PulseRound, SurveyAnswer, SurveyResponse, SurveyRound

ROUND = ("partnership_id", "pk", "closed_date", "invited_ours", "invited_theirs")
ANSWER = ("round__partnership_id", "round_id", "side", "level", "respondent_hash", "item", "value")
HELD = ("partnership_id", "pk", "closed_at", "invited", "min_group")
GIVEN = (
    "response__round__partnership_id",
    "response__round_id",
    "response__organization_id",
    "response__level",
    "response__key",
    "item",
    "value",
)
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
    """The closed rounds that the acting organization may see, one partnership at a time."""

    def __init__(self, partnerships: Collection[int] | None) -> None:
        """Open the streams of rounds and answers, imported ones and those by link."""
        rounds = PulseRound.objects.filter(owned_rows(partnerships)).order_by("partnership_id", "closed_date", "pk")
        self._rounds = Grouped(rounds.values_list(*ROUND).iterator(chunk_size=5000))
        self._answers = Grouped(_answers(partnerships))
        held = _held(partnerships)
        self._held = Grouped(
            held.order_by("partnership_id", "closed_at", "pk").values_list(*HELD).iterator(chunk_size=5000)
        )
        self._given = Grouped(_given_in(held))
        self._own = current_principal().organization_id

    def take(self, partnership_id: int) -> tuple[Round, ...]:
        """Return a partnership's rounds, oldest first; ids must be asked for in rising order."""
        answers: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in self._answers.take(partnership_id):
            answers[row[1]].append(row[2:])
        imported = [
            Round(closed, {"ours": ours, "theirs": theirs}, _respondents(answers[key]))
            for _, key, closed, ours, theirs in self._rounds.take(partnership_id)
        ]
        return tuple(sorted([*imported, *self._by_link(partnership_id)], key=lambda one: one.closed_date))

    def _by_link(self, partnership_id: int) -> Iterator[Round]:
        given: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for _, key, organization, level, person, item, value in self._given.take(partnership_id):
            given[key].append((self._side(organization), level, person, item, value))
        for _, key, closed_at, invited, smallest in self._held.take(partnership_id):
            asked = Counter[str]()
            for organization, levels in invited.items():
                asked[self._side(int(organization))] += sum(levels.values())
            people = _respondents(_coarse(given[key], smallest))
            yield Round(closed_at.date(), {side: asked[side] for side in SIDES}, people)

    def _side(self, organization: int) -> str:
        return "ours" if organization == self._own else "theirs"


def _coarse(rows: list[tuple[Any, ...]], smallest: int) -> list[tuple[Any, ...]]:
    """Return answers (side, level, person, item, value) without levels where one could be found by subtraction.

    Some figures weigh levels equally and some weigh people equally; from both together a level of one or two people
    could be worked out. So levels stay only where every question has enough answers in every cell.
    """
    counts = Counter((side, level, item) for side, level, _, item, value in rows if value is not None)
    cells, items = {row[:2] for row in rows}, {row[3] for row in rows}
    if all(counts[side, level, item] >= smallest for side, level in cells for item in items):
        return rows
    return [(side, "", *rest) for side, _, *rest in rows]


def _held(partnerships: Collection[int] | None) -> QuerySet[SurveyRound]:
    """Return the closed pulse rounds by link that one may see: one's own, and those of shared rooms."""
    rounds = SurveyRound.objects.filter(instrument=PULSE, closed_at__isnull=False)
    few = partnerships is not None and len(partnerships) <= FEW
    return rounds.filter(partnership_id__in=tuple(partnerships or ())) if few else rounds


@past_the_wall()
def _given_in(rounds: QuerySet[SurveyRound]) -> list[tuple[Any, ...]]:
    rows = SurveyAnswer.unscoped.filter(response__round__in=rounds.values("pk"))
    ordered = rows.order_by("response__round__partnership_id", "response__key", "item")
    return list(ordered.values_list(*GIVEN))


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


class UnableToShowResults(ValueError):
    """The round is still open; nobody sees anything of it but how many have answered."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment whose author agreed that it may be quoted, without who that was or at which level."""

    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Results:
    """A closed round as the methods take it; sides are parties by their organization's number, people have no names.

    ``respondents`` and ``answers`` are material for computing and are shown to nobody: show what
    ``friction.survey_friction(results.survey(), …)`` puts into ``seen``, or figures of whole sides from ``min_group``
    people up.
    """

    ref: str
    instrument: str
    version: str
    partnership_id: int
    opened_date: dt.date
    closed_date: dt.date
    min_group: int
    sides: tuple[str, ...]
    names: dict[str, str]
    invited: dict[str, dict[str, int]]
    respondents: tuple[FrictionRespondent, ...]
    answers: tuple[GivenAnswer, ...]
    quotes: tuple[Quote, ...]

    def survey(self) -> Survey:
        """Return the answers as the friction audit takes them."""
        asked = tuple(item.id for item in instrument(self.instrument, self.version).items)
        return Survey(self.sides, self.respondents, self.answers, asked)

    def answered(self, side: str) -> int:
        """Return how many of a side answered anything; show it through ``surveys.response`` only."""
        return sum(one.side == side for one in self.respondents)


def results_of(round_: SurveyRound) -> Results:
    """Return what a closed round says, for computing.

    Raises
    ------
    UnableToShowResults
        While the round is open.

    """
    if round_.closed_at is None:
        raise UnableToShowResults(gettext("Results appear when the round has closed."))
    names = {str(one.organization_id): one.name for one in parties_of(round_.partnership)}
    rows = SurveyAnswer.unscoped.filter(response__round=round_).order_by("response__key", "item")
    with past_the_wall():
        given = list(rows.select_related("response"))
    people = {row.response.key: row.response for row in given}
    sides = tuple(dict.fromkeys((*names, *round_.invited, *(str(one.organization_id) for one in people.values()))))
    quotes = {Quote(row.item, row.comment) for row in given if row.may_quote}
    return Results(
        ref=round_.ref,
        instrument=round_.instrument,
        version=round_.version,
        partnership_id=round_.partnership_id,
        opened_date=round_.opened_at.date(),
        closed_date=round_.closed_at.date(),
        min_group=round_.min_group,
        sides=sides,
        names={side: names.get(side, "") for side in sides},
        invited=round_.invited,
        respondents=tuple(_person(one) for one in people.values()),
        answers=tuple(_answer(row) for row in given),
        quotes=tuple(sorted(quotes, key=lambda one: (one.item, one.text))),
    )


def _person(response: SurveyResponse) -> FrictionRespondent:
    return FrictionRespondent(response.key, cast("Level", response.level), (str(response.organization_id),))


def _answer(row: SurveyAnswer) -> GivenAnswer:
    value = cast("Answer", row.value if row.value is not None else row.no_value)
    assert value is not None
    return GivenAnswer(row.response.key, row.item, value, row.date, cast("Mode", row.response.mode))
