"""Answers of an audit (specification 02 b, f): which of them count, and in which cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comotion.methods.checks import known, unique
from comotion.methods.friction.questions import questions
from comotion.methods.kernel.likert import likert_friction
from comotion.methods.scored import InvalidInput
from comotion.methods.vocabulary import Level

Mode = Literal["separate", "joint"]
CellKey = tuple[str, str, Level]
"""Question, side, level."""


@dataclass(frozen=True, slots=True)
class Respondent:
    """A person who answers: level, the parties they act for, and for which of them they answer."""

    id: str
    level: Level
    acts_for: tuple[str, ...]
    answers_for: str | None = None
    function: str = ""
    consent_to_quote: bool = False

    def __post_init__(self) -> None:
        """Refuse people of no party, and of several who do not say for which they answer."""
        if not self.acts_for:
            raise InvalidInput("EMPTY_INPUT", f"{self.id}.acts_for", "A respondent acts for a party.")
        if self.answers_for is not None:
            known(self.answers_for, self.acts_for, f"{self.id}.answers_for")
        elif len(self.acts_for) > 1:
            raise InvalidInput("AMBIGUOUS_SIDE", f"{self.id}.answers_for", f"{self.id} acts for several parties.")

    @property
    def side(self) -> str:
        """Return the party they answer for."""
        return self.answers_for or self.acts_for[0]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer: 1–5, ``dont_know`` or ``not_applicable``, given alone (``separate``) or before both sides."""

    respondent: str
    question: str
    value: float | Literal["dont_know", "not_applicable"]
    on: date
    mode: Mode = "separate"
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """The sides, the people, and their answers; ``asked`` names the statements of the round, all where not given."""

    sides: tuple[str, ...]
    respondents: tuple[Respondent, ...]
    answers: tuple[GivenAnswer, ...]
    asked: tuple[str, ...] | None = None

    def question_ids(self) -> tuple[str, ...]:
        """Return the statements of the round, in the order of the bank."""
        wanted = questions() if self.asked is None else self.asked
        for question in wanted:
            known(question, questions(), "asked")
        return tuple(question for question in questions() if question in wanted)


@dataclass(frozen=True, slots=True)
class CountedAnswer:
    """An answer that counts: where it belongs, who gave it how, and its friction (None without a number)."""

    key: CellKey
    respondent: str
    mode: Mode
    friction: float | None
    dont_know: bool
    not_applicable: bool


def counted_answers(survey: Survey) -> tuple[tuple[CountedAnswer, ...], tuple[str, ...]]:
    """Return the answers that count, and ``NOT_ASKED_AT_LEVEL:<question>:<level>`` for those that do not.

    Of two answers of one person to one statement in one mode the later one counts.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a statement, a person or a side that does not exist, ``DUPLICATE_ID`` for a person listed
        twice, ``DUPLICATE_ANSWER`` for two answers of one day, ``OUT_OF_RANGE`` outside 1–5.

    """
    unique((person.id for person in survey.respondents), "respondents")
    people = {person.id: person for person in survey.respondents}
    for person in survey.respondents:
        known(person.side, survey.sides, f"{person.id}.side")
    asked = survey.question_ids()
    for answer in survey.answers:
        known(answer.question, asked, "answers.question")
        known(answer.respondent, people, "answers.respondent")
    latest = _latest(survey.answers)
    skipped = {_note(one, people[one.respondent]) for one in latest if not _is_asked(one, people[one.respondent])}
    counted = (_counted(one, people[one.respondent]) for one in latest if _is_asked(one, people[one.respondent]))
    return tuple(counted), tuple(sorted(skipped))


def _latest(answers: Iterable[GivenAnswer]) -> list[GivenAnswer]:
    found: dict[tuple[str, str, Mode], GivenAnswer] = {}
    for answer in sorted(answers, key=lambda one: (one.question, one.respondent, one.mode, one.on)):
        place = (answer.question, answer.respondent, answer.mode)
        if place in found and found[place].on == answer.on:
            raise InvalidInput(
                "DUPLICATE_ANSWER", answer.question, f"{answer.respondent} answered twice on {answer.on}."
            )
        found[place] = answer
    return list(found.values())


def _is_asked(answer: GivenAnswer, person: Respondent) -> bool:
    return person.level in questions()[answer.question].levels


def _note(answer: GivenAnswer, person: Respondent) -> str:
    return f"NOT_ASKED_AT_LEVEL:{answer.question}:{person.level}"


def _counted(answer: GivenAnswer, person: Respondent) -> CountedAnswer:
    return CountedAnswer(
        (answer.question, person.side, person.level),
        person.id,
        answer.mode,
        likert_friction(answer.value, reverse=questions()[answer.question].reversed),
        answer.value == "dont_know",
        answer.value == "not_applicable",
    )


def by_mode(answers: Sequence[CountedAnswer], mode: Mode) -> list[CountedAnswer]:
    """Return the answers that were given in one setting."""
    return [answer for answer in answers if answer.mode == mode]
