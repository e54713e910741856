"""Strategic figures from grades, roadmap, goals and the ledger (specification 08 c1, c3, c4; 10 c1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from comotion.ledger.facts import Entry, Goal, Grade, Theme
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.value.alignment import GoalPair, RoadmapTheme, shared_goal_share
from comotion.methods.value.fairness import Fairness, fairness
from comotion.methods.value.horizons import HorizonGrades, HorizonResult, horizons
from comotion.methods.value.ledger import Ledger, LedgerEntry
from comotion.methods.value.value_types import ValueTypes, value_types
from comotion.partnerships.periods import first_day, last_day, month_of
from comotion.scores.derived import Derived, derive, missing
from comotion.scores.explained import Input

HORIZONS = ("h1", "h2", "h3")
SIDES = ("ours", "theirs")
POINTS = "points"


def horizon_inputs(grades: Sequence[Grade], month: int, settings: MethodSettings) -> tuple[Input, ...]:
    """Return the latest grade of each horizon and side at the end of a month, none older than two quarters."""
    end = last_day(month)
    latest: dict[tuple[str, str], Grade] = {}
    for grade in grades:
        if grade.date <= end and (month - month_of(grade.date)) // 3 <= settings.card.max_age_periods:
            latest[grade.horizon, grade.side] = grade
    return tuple(
        Input("grade", grade.horizon, float(grade.grade), side=grade.side, source="grades", date=grade.date.isoformat())
        for _, grade in sorted(latest.items())
    )


def grades_of(inputs: Iterable[Input]) -> HorizonGrades:
    """Return one grade a horizon: the mean of the sides' where both have graded; a joint grade stands for both.

    A later joint grade replaces the sides' own, and the other way round.
    """
    found: dict[str, list[Input]] = {}
    for one in inputs:
        found.setdefault(one.name, []).append(one)
    return HorizonGrades(**{name: _grade(found.get(name, ())) for name in HORIZONS})


def _grade(inputs: Sequence[Input]) -> float | None:
    joint = [one for one in inputs if one.side == "joint"]
    sides = [one for one in inputs if one.side != "joint"]
    newest = max((one.date for one in sides), default="")
    chosen = joint if joint and joint[0].date >= newest else sides
    return fmean(one.value for one in chosen if one.value is not None) if chosen else None


def horizon_result(inputs: Sequence[Input], settings: MethodSettings) -> HorizonResult | None:
    """Return score and class of the grades, None where there is no grade at all."""
    return horizons(grades_of(inputs), settings) if inputs else None


def roadmap_milestones_met(themes: Sequence[Theme], month: int, settings: MethodSettings) -> Derived | None:
    """Return milestones done by their date / due in the quarter that ends with the month, at least three due."""
    start, end = first_day(month - 2), last_day(month)
    due = [theme for theme in themes if theme.due_date is not None and start <= theme.due_date <= end]
    if not due:
        return None
    inputs = [
        Input(
            "milestone",
            theme.theme,
            float(theme.done_date is not None and theme.due_date is not None and theme.done_date <= theme.due_date),
            source="roadmap",
            date=theme.due_date.isoformat() if theme.due_date else "",
            values={"done": theme.done_date.isoformat() if theme.done_date else None},
        )
        for theme in due
    ]
    if len(due) < settings.card.min_milestones:
        return missing("TOO_FEW_MILESTONES", inputs)
    return derive("roadmap_milestones_met", inputs)


def ledger_inputs(entries: Sequence[Entry], month: int) -> tuple[Input, ...]:
    """Return the entries of the twelve months up to the end of a month."""
    start, end = first_day(month - 11), last_day(month)
    return tuple(_entry_input(entry) for entry in entries if start <= entry.date <= end)


def _entry_input(entry: Entry) -> Input:
    amounts = {"ours": entry.our_amount, "theirs": entry.their_amount}
    given = {side: amount for side, amount in amounts.items() if amount is not None}
    confirmed = [side for side, by in zip(SIDES, (entry.confirmed_by_us, entry.confirmed_by_them), strict=True) if by]
    content: dict[str, Any] = {
        "id": str(entry.id),
        "direction": entry.direction,
        "type": entry.value_type,
        "amounts": given,
        "confirmed_by": confirmed,
    }
    return Input(
        "ledger",
        entry.description,
        fmean(given.values()) if given else None,
        side=entry.side,
        unit=entry.currency,
        source="ledger",
        date=entry.date.isoformat(),
        note="" if len(confirmed) > 1 else "NOT_CONFIRMED",
        values=content,
    )


def ledger_of(inputs: Sequence[Input]) -> Ledger:
    """Return the ledger of inputs in its one currency; entries without one are in it too.

    Raises
    ------
    InvalidInput
        ``UNIT_MISMATCH`` where currencies differ: they are never added.

    """
    units = sorted({one.unit for one in inputs if one.unit})
    if len(units) > 1:
        raise InvalidInput("UNIT_MISMATCH", "ledger", f"Amounts in {', '.join(units)} cannot be added.")
    unit = units[0] if units else POINTS
    return Ledger(SIDES, tuple(_ledger_entry(one.values, one.side, unit) for one in inputs), unit)


def _ledger_entry(values: Mapping[str, Any], side: str, unit: str) -> LedgerEntry:
    return LedgerEntry(
        values["id"], side, values["direction"], values["type"], values["amounts"], tuple(values["confirmed_by"]), unit
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """Fairness and value types of a ledger, or why there are none."""

    inputs: tuple[Input, ...]
    fairness: Fairness | None = None
    types: ValueTypes | None = None
    code: str = ""


def exchange(inputs: tuple[Input, ...], settings: MethodSettings) -> Exchange | None:
    """Return what the ledger says, None where it has no entry."""
    if not inputs:
        return None
    try:
        ledger = ledger_of(inputs)
        return Exchange(inputs, fairness(ledger, settings), value_types(ledger, settings))
    except InvalidInput as refusal:
        return Exchange(inputs, code=refusal.code)


def goal_inputs(goals: Sequence[Goal]) -> tuple[Input, ...]:
    """Return the goals of the sides; the value says whether the other side has the same one."""
    pairs = {pair for goal in goals for pair in _pair(goal, goals)}
    linked = {(pair.left_side, pair.left_goal) for pair in pairs} | {(p.right_side, p.right_goal) for p in pairs}
    return tuple(
        Input("goal", goal.goal, float((goal.side, goal.goal) in linked), side=goal.side, source="goals")
        for goal in goals
        if goal.side in SIDES
    )


def _pair(goal: Goal, goals: Sequence[Goal]) -> list[GoalPair]:
    """Return the pair that a goal names; a pair in the list is one that both sides confirmed."""
    known = {(one.side, one.goal) for one in goals}
    other = "theirs" if goal.side == "ours" else "ours"
    if goal.side not in SIDES or not goal.same_as or (other, goal.same_as) not in known:
        return []
    ends = sorted([(goal.side, goal.goal), (other, goal.same_as)])
    return [GoalPair(*ends[0], *ends[1], confirmed_by=SIDES)]


def goals_share(inputs: Sequence[Input]) -> float | None:
    """Return the share of each side's goals that the other side has too, mean of the sides, 0–1."""
    goals: dict[str, tuple[str, ...]] = {side: tuple(one.name for one in inputs if one.side == side) for side in SIDES}
    if not all(goals.values()):
        return None
    shared = {side: [one.value or 0.0 for one in inputs if one.side == side] for side in SIDES}
    return fmean(fmean(values) for values in shared.values())


def goals_by_method(goals: Sequence[Goal]) -> float | None:
    """Return the same share by the published method, from goals and their pairs."""
    listed: dict[str, tuple[str, ...]] = {side: tuple(one.goal for one in goals if one.side == side) for side in SIDES}
    pairs = tuple({pair for goal in goals for pair in _pair(goal, goals)})
    return shared_goal_share(listed, pairs)


def theme_inputs(themes: Sequence[Theme], day: dt.date) -> tuple[Input, ...]:
    """Return the themes that a side has rated by a day; the value is the mean of both sides' ratings."""
    rated = [theme for theme in themes if theme.date is None or theme.date <= day]
    return tuple(
        _theme_input(theme) for theme in rated if theme.our_rating is not None or theme.their_rating is not None
    )


def _theme_input(theme: Theme) -> Input:
    ratings = {"ours": theme.our_rating, "theirs": theme.their_rating}
    given = [rating for rating in ratings.values() if rating is not None]
    value = fmean(given) if len(given) == len(ratings) else None
    date = theme.date.isoformat() if theme.date else ""
    return Input("theme", theme.theme, value, source="roadmap", date=date, values=dict(ratings))


def roadmap_themes(inputs: Sequence[Input]) -> list[RoadmapTheme]:
    """Return themes as the method reads them."""
    return [RoadmapTheme(one.name, one.values) for one in inputs]
