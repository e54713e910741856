"""Sprints (specification 05 b): a hypothesis frozen before the start, a small budget, and a verdict at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from comotion.methods.checks import TOLERANCE, finite, known, not_negative, reaches, within
from comotion.methods.momentum.content import content_hash
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

Verdict = Literal["proven", "disproven", "open"]
CODES = ("SPRINT_WITHOUT_VERDICT", "SPRINT_OVER_BUDGET")


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What is tested: a measure, its threshold and direction, and how many readings a verdict needs."""

    statement: str
    measure: str
    threshold: float
    direction: Literal["higher", "lower"] = "higher"
    readings_needed: int = 1

    def __post_init__(self) -> None:
        """Refuse thresholds that are no number and verdicts without a reading."""
        finite(self.threshold, "threshold")
        within(self.readings_needed, 1, 1000, "readings_needed")


@dataclass(frozen=True, slots=True)
class Consent:
    """That the champion of a side agreed, when, and to which content."""

    side: str
    agreed_on: date
    content_hash: str


@dataclass(frozen=True, slots=True)
class Budget:
    """What a side may spend."""

    amount: float
    currency: str

    def __post_init__(self) -> None:
        """Refuse negative amounts."""
        not_negative(self.amount, "budget")


@dataclass(frozen=True, slots=True)
class Spending:
    """What a side spent, when and for what."""

    side: str
    on: date
    amount: float
    currency: str
    purpose: str = ""

    def __post_init__(self) -> None:
        """Refuse negative amounts."""
        not_negative(self.amount, "spending")


@dataclass(frozen=True, slots=True)
class SprintReading:
    """A value of the measure, where it comes from, and when it was taken."""

    value: float
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class SprintDecision:
    """What follows from the verdict, why, and which sides' sponsors decided it."""

    decision: Literal["go_deeper", "repeat", "stop"]
    reason: str
    decided_by: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint as recorded, and the day it is looked at.

    Parameters
    ----------
    champions : the champion of each side
    hypothesis, consents : what is tested, and who agreed to exactly that
    start, end : first and last day, at most 90 days apart
    budgets, spendings : per side
    readings, decision : what came out, and what follows

    """

    champions: Mapping[str, str]
    hypothesis: Hypothesis
    start: date
    end: date
    as_of: date
    consents: tuple[Consent, ...] = ()
    budgets: Mapping[str, Budget] = field(default_factory=dict)
    spendings: tuple[Spending, ...] = ()
    readings: tuple[SprintReading, ...] = ()
    decision: SprintDecision | None = None

    def __post_init__(self) -> None:
        """Refuse an end before the start, and sides without a champion."""
        if self.end < self.start:
            raise InvalidInput("DATE_ORDER", "end", f"It ends on {self.end}, before {self.start}.")
        consenting = (consent.side for consent in self.consents)
        for side in (*self.budgets, *consenting, *(spent.side for spent in self.spendings)):
            known(side, self.champions, "side")


@dataclass(frozen=True, slots=True)
class SprintResult:
    """The verdict (None for a hypothesis that was not frozen), days left, money spent per side, and findings."""

    verdict: Verdict | None
    frozen: bool
    decided: bool
    days_left: int
    spent: dict[str, float]
    findings: tuple[str, ...]
    config_hash: str


_HYPOTHESIS = {"statement": "Clinics book joint demos", "measure": "joint_demos", "threshold": 6}


@method(
    name="momentum.sprint",
    version="1",
    example={
        "champions": {"a": "Ana", "b": "Eva"},
        "hypothesis": _HYPOTHESIS,
        "start": "2025-01-06",
        "end": "2025-03-31",
        "as_of": "2025-02-14",
        "budgets": {"a": {"amount": 5000, "currency": "EUR"}},
        "spendings": [{"side": "a", "on": "2025-01-20", "amount": 800, "currency": "EUR"}],
    },
)
def sprint(inputs: Sprint, settings: MethodSettings) -> SprintResult:
    """Judge a sprint by the hypothesis that was frozen before it began.

    Asks: did the test prove what it set out to prove, within its budget? Formula: the last reading up to the end meets
    the threshold (``proven``) or misses it (``disproven``); ``open`` without one or with fewer than agreed.

    Sure: The verdict follows from a hypothesis that was frozen before the start; one that was changed has none. One
    reading can be luck, so the number of readings is agreed beforehand.

    Parameters
    ----------
    inputs : champions, hypothesis with the consent of both, dates, budgets, spendings, readings, decision, the day
    settings : longest sprint in days (90)

    Raises
    ------
    InvalidInput
        ``SPRINT_TOO_LONG``, ``DATE_ORDER``, ``UNKNOWN_ID`` for a side without a champion, ``UNIT_MISMATCH`` for money
        in another currency than the budget's, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 05 b. A hypothesis that not every champion agreed to before the start, or that changed since,
    has no verdict. On the last day without a recorded decision of a sponsor of each side: ``SPRINT_WITHOUT_VERDICT``.
    Spending above a side's budget, or without one: ``SPRINT_OVER_BUDGET:<side>``.

    """
    if (inputs.end - inputs.start).days > settings.rhythm.sprint_days:
        raise InvalidInput("SPRINT_TOO_LONG", "end", f"A sprint lasts at most {settings.rhythm.sprint_days} days.")
    frozen, spent = _is_frozen(inputs), _spent(inputs)
    decided = _is_decided(inputs)
    over = sorted(side for side, amount in spent.items() if amount > _budget(inputs, side) + TOLERANCE)
    without = [CODES[0]] if inputs.as_of >= inputs.end and not (frozen and decided) else []
    return SprintResult(
        _verdict(inputs) if frozen else None,
        frozen,
        decided,
        max(0, (inputs.end - inputs.as_of).days),
        spent,
        (*without, *(f"{CODES[1]}:{side}" for side in over)),
        settings.config_hash,
    )


def _is_frozen(inputs: Sprint) -> bool:
    """Say whether every champion agreed to the present hypothesis before the start."""
    current = content_hash(inputs.hypothesis)
    agreed = {one.side for one in inputs.consents if one.content_hash == current and one.agreed_on <= inputs.start}
    return set(inputs.champions) <= agreed


def _verdict(inputs: Sprint) -> Verdict:
    hypothesis, last = inputs.hypothesis, min(inputs.as_of, inputs.end)
    known_by_then = [one for one in inputs.readings if inputs.start <= one.on <= last]
    if len(known_by_then) < hypothesis.readings_needed:
        return "open"
    value = max(known_by_then, key=lambda one: (one.on, one.source, one.value)).value
    sign = 1.0 if hypothesis.direction == "higher" else -1.0
    return "proven" if reaches(sign * value, sign * hypothesis.threshold) else "disproven"


def _is_decided(inputs: Sprint) -> bool:
    """Say whether a sponsor of each side has decided by now, with a reason."""
    decision = inputs.decision
    if decision is None or decision.on > inputs.as_of:
        return False
    return bool(decision.reason.strip()) and set(inputs.champions) <= set(decision.decided_by)


def _budget(inputs: Sprint, side: str) -> float:
    return inputs.budgets[side].amount if side in inputs.budgets else 0.0


def _spent(inputs: Sprint) -> dict[str, float]:
    spent = dict.fromkeys(inputs.champions, 0.0)
    for one in inputs.spendings:
        budget = inputs.budgets.get(one.side)
        if budget is not None and budget.currency != one.currency:
            raise InvalidInput("UNIT_MISMATCH", "spendings", f"The budget of {one.side} is in {budget.currency}.")
        if one.on <= inputs.as_of:
            spent[one.side] += one.amount
    return spent
