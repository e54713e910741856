"""Likert answers to friction (specification 01 c1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import within
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

Answer = float | Literal["dont_know", "not_applicable"] | None


@dataclass(frozen=True, slots=True)
class LikertAnswers:
    """Answers to one statement: 1–5, ``dont_know``, ``not_applicable``, or nothing."""

    answers: tuple[Answer, ...]
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class LikertFriction:
    """Friction of each answer (None where there is none), and the share that does not know."""

    friction: tuple[float | None, ...]
    dont_know_share: float | None


def likert_friction(answer: Answer, *, reverse: bool = False) -> float | None:
    """Return the friction of one answer, 0–100, or None for ``dont_know``, ``not_applicable`` and no answer.

    ``100 × (5 − v) / 4``; for a reversed statement ``100 × (v − 1) / 4``.

    Parameters
    ----------
    answer : 1 (strongly disagree) to 5 (strongly agree), ``dont_know`` or ``not_applicable``
    reverse : whether agreement is bad

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a number outside 1–5.

    Examples
    --------
    >>> likert_friction(4), likert_friction(4, reverse=True)
    (25.0, 75.0)

    """
    if answer is None or isinstance(answer, str):
        return None
    within(answer, 1.0, 5.0, "answer")
    return 100.0 * (answer - 1.0) / 4.0 if reverse else 100.0 * (5.0 - answer) / 4.0


def dont_know_share(answers: Sequence[Answer]) -> float | None:
    """Return the share of ``dont_know`` among the answers of those to whom the statement applies.

    ``not_applicable`` is left out of the denominator; without anybody left the share is missing.

    Examples
    --------
    >>> dont_know_share([4, "dont_know", "not_applicable"])
    0.5

    """
    applies = [answer for answer in answers if answer is not None and answer != "not_applicable"]
    return sum(answer == "dont_know" for answer in applies) / len(applies) if applies else None


@method(name="kernel.likert", version="1", example={"answers": [1, 3, 5, "dont_know"], "reversed": False})
def friction_of_answers(inputs: LikertAnswers, settings: MethodSettings) -> LikertFriction:  # noqa: ARG001
    """Turn answers to one statement into friction.

    Asks: how much friction does each answer show, and how many people do not know? Formula: ``100 × (5 − v) / 4``,
    reversed ``100 × (v − 1) / 4``.

    Sure: Exact for each answer. How many do not know stands beside it, since not knowing is worth hearing.

    Parameters
    ----------
    inputs : answers 1–5, ``dont_know``, ``not_applicable``; whether the statement is reversed
    settings : not used by this rule

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a number outside 1–5.

    Notes
    -----
    Source: specification 01 c1, our inference.

    """
    friction = tuple(likert_friction(answer, reverse=inputs.reversed) for answer in inputs.answers)
    return LikertFriction(friction, dont_know_share(inputs.answers))
