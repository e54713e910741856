"""Proposed actions (specification 02 c7): what to do first, out of the table ``friction-actions``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

from comotion.methods.checks import known, reaches
from comotion.methods.data import table
from comotion.methods.friction.questions import questions
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import RootCause

Rank = Literal["must", "item", "advice"]
_RANKS: tuple[Rank, ...] = ("must", "item", "advice")


@dataclass(frozen=True, slots=True)
class ActionInputs:
    """What actions are chosen from.

    Parameters
    ----------
    question_scores : friction 0–100 of each statement, None where missing
    cause_friction : friction 0–100 of each cause, None where missing
    primary_causes : the causes to treat first
    findings : open findings, as ``CODE`` or ``CODE:subject``

    """

    question_scores: Mapping[str, float | None] = field(default_factory=dict)
    cause_friction: Mapping[RootCause, float | None] = field(default_factory=dict)
    primary_causes: tuple[RootCause, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedAction:
    """One row of the table, and the statement or the findings that called for it.

    ``strength`` is weight × score of a statement, 0 for a finding.
    """

    id: str
    action: str
    why: str
    who: str
    page: str
    cause: RootCause | None
    rank: Rank
    because: tuple[str, ...]
    strength: float = 0.0


def action_row(code: str) -> Mapping[str, Any]:
    """Return the row of the table for a statement or a finding; a ``*`` in its id stands for any text.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a code without a row.

    Examples
    --------
    >>> action_row("RHYTHM_INCOMPLETE:wts")["id"], action_row("NO_ACCOUNTABLE:launch")["id"]
    ('RHYTHM_INCOMPLETE:*', 'NO_ACCOUNTABLE')

    """
    rows: Sequence[Mapping[str, Any]] = table("friction-actions")["actions"]
    by_id = {row["id"]: row for row in rows}
    names = (code, code.split(":", maxsplit=1)[0])
    exact = (by_id[name] for name in names if name in by_id)
    pattern = (row for name in names for row in rows if "*" in row["id"] and fnmatchcase(name, row["id"]))
    found = next(exact, None) or next(pattern, None)
    if found is None:
        raise InvalidInput("UNKNOWN_ID", "findings", f"There is no action for {code}.")
    return found


@method(
    name="friction.actions",
    version="1",
    example={
        "question_scores": {"OV1": 53.5, "OV2": 57.6, "OV6": 65.3, "SM1": 40},
        "cause_friction": {"ownership_vacuum": 66, "success_metric_mismatch": 53},
        "primary_causes": ["ownership_vacuum"],
        "findings": ["NO_ACCOUNTABLE:launch_plan", "AUDIT_INCOMPLETE:artifacts"],
    },
)
def proposed_actions(inputs: ActionInputs, settings: MethodSettings) -> tuple[ProposedAction, ...]:
    """Choose up to five things to do first.

    Asks: what do we change on Monday? Formula: candidates are statements of at least 50 in a primary cause or a cause
    of at least 50, and every open finding; first rows of a primary cause, then of another cause of at least 50, then
    the rest; within these ``must``, ``item``, ``advice``; statements by weight × score; then id. One row each, at least
    one per primary cause that has a candidate.

    Sure: The order follows from scores and findings by a fixed rule. Whether an action fits, those who know the
    partnership decide.

    Parameters
    ----------
    inputs : scores of statements and causes, primary causes, open findings
    settings : score of a candidate and of a cause (50), number of actions (5)

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a statement that does not exist or a finding without a row.

    Notes
    -----
    Source: specification 02 c7; the rows are our inference. Findings of one row make one action, with all of them in
    ``because``.

    """
    found = _candidates(inputs, settings)
    ordered = sorted(found, key=lambda one: _place(one, inputs, settings))
    first = [next((one for one in ordered if one.cause == cause), None) for cause in inputs.primary_causes]
    kept = [one for one in first if one is not None]
    kept += [one for one in ordered if one not in kept]
    return tuple(sorted(kept[: settings.friction.actions], key=lambda one: _place(one, inputs, settings)))


def _candidates(inputs: ActionInputs, settings: MethodSettings) -> list[ProposedAction]:
    because: dict[str, list[str]] = {}
    for finding in sorted(set(inputs.findings)):
        because.setdefault(action_row(finding)["id"], []).append(finding)
    found = [_action(name, tuple(codes), 0.0) for name, codes in because.items()]
    return found + [_action(name, (name,), strength) for name, strength in _items(inputs, settings).items()]


def _items(inputs: ActionInputs, settings: MethodSettings) -> dict[str, float]:
    """Return weight × score of each statement that is a candidate."""
    found: dict[str, float] = {}
    for name, score in inputs.question_scores.items():
        known(name, questions(), "question_scores")
        question = questions()[name]
        relevant = question.cause in inputs.primary_causes or _is_high(question.cause, inputs, settings)
        if score is not None and relevant and reaches(score, settings.friction.item_from):
            found[name] = question.weight * score
    return found


def _action(name: str, because: tuple[str, ...], strength: float) -> ProposedAction:
    row = next(row for row in table("friction-actions")["actions"] if row["id"] == name)
    shown = (row["action"], row["why"], row["who"], row["page"])
    return ProposedAction(name, *shown, row["cause"], row["rank"], because, strength)


def _is_high(cause: RootCause, inputs: ActionInputs, settings: MethodSettings) -> bool:
    friction = inputs.cause_friction.get(cause)
    return friction is not None and reaches(friction, settings.friction.cause_from)


def _place(action: ProposedAction, inputs: ActionInputs, settings: MethodSettings) -> tuple[int, int, float, str]:
    if action.cause in inputs.primary_causes:
        group = 0
    else:
        group = 1 if action.cause is not None and _is_high(action.cause, inputs, settings) else 2
    return group, _RANKS.index(action.rank), -action.strength, action.id
