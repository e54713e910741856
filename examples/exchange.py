"""What the two sides want and give: horizon grades, goals, the shared roadmap and the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from examples.months import LAST, TODAY, between, chance, day_in, key, months, shift
from examples.story import Direction, Exchange, Story
from examples.words import ENTRIES, EVIDENCE, GOALS, OTHER_GOALS, REWORDED, THEME_NOTES, THEME_STEP, THEME_WORK

Record = dict[str, Any]
VIEWS = {"+": 1, "0": 0, "-": -1}


def since(story: Story) -> date:
    """Give the first month in which a partnership keeps records."""
    return max(months()[0], shift(story.started.replace(day=1), 1))


def grades(story: Story) -> list[Record]:
    """Give the horizon grades of each quarter with their evidence."""
    if story.direction is None:
        return []
    found = []
    for month in months(since(story)):
        reached = [given for begin, given in story.direction.grades if begin <= key(month)]
        if month.month % 3 == 0 and reached:
            day = day_in(month, 18 + len(story.name) % 7)
            for horizon, grade in zip(EVIDENCE, reached[-1], strict=True):
                found.append(
                    {"partnership": story.name, "horizon": horizon, "grade": grade,
                     "evidence": EVIDENCE[horizon][grade], "date": day}
                )  # fmt: skip
    return found


def goals(story: Story) -> list[Record]:
    """Give the goals of each side; the first ones mean the same."""
    if story.direction is None:
        return []
    ours, theirs, same = story.direction.goals
    order = chance(story.name, "goals").sample(range(len(GOALS)), same)
    own = chance(story.name, "own goals").sample(OTHER_GOALS, ours + theirs - 2 * same)
    found = []
    for side, own_goals in (("ours", own[: ours - same]), ("theirs", own[ours - same :])):
        texts = (GOALS, REWORDED) if side == "ours" else (REWORDED, GOALS)
        found += [
            {"partnership": story.name, "side": side, "goal": texts[0][at], "same_as": texts[1][at]} for at in order
        ]
        found += [{"partnership": story.name, "side": side, "goal": goal, "same_as": ""} for goal in own_goals]
    return found


def themes(story: Story) -> list[Record]:
    """Give the shared roadmap: what was due in each month of the last quarters, when it was done, and who wants it."""
    direction = story.direction
    if direction is None:
        return []
    names = [f"{work}: {step}" for step in THEME_STEP for work in THEME_WORK]
    chance(story.name, "themes").shuffle(names)
    found: list[Record] = []
    for month in months(max(since(story), date(2025, 5, 1)), shift(LAST, 2)):
        found += themes_of_month(story, direction, month, names, len(found))
    return found


def themes_of_month(story: Story, direction: Direction, month: date, names: list[str], count: int) -> list[Record]:
    """Give the themes due in one month; the missed ones of a quarter fall in its middle month, then its last."""
    place = (month.month - 1) % 3
    here = [1, direction.due - 2, 1][place]
    missed = [out for begin, out in direction.missed if begin <= key(month)][-1]
    out = [max(0, missed - direction.due + 1), min(missed, direction.due - 2), int(missed > direction.due - 2)][place]
    views = direction.views.split()
    found = []
    for number in range(here):
        draw = chance(story.name, "theme", month, number)
        due = day_in(month, draw.randint(6, 26))
        done = (
            due + timedelta(days=draw.randint(130, 170)) if number < out else due - timedelta(days=draw.randint(0, 12))
        )
        view = views[(count + number) % len(views)]
        found.append(
            {"partnership": story.name, "theme": names[count + number], "our_rating": VIEWS[view[0]],
             "their_rating": VIEWS[view[1]], "due_date": due,
             "done_date": done if done <= TODAY and month <= LAST else None, "note": draw.choice(THEME_NOTES),
             "date": day_in(shift(month, -1), 10)}
        )  # fmt: skip
    return found


def ledger(story: Story) -> list[Record]:
    """Give the entries of each quarter: what either side gave and received, with both sides' valuations."""
    exchange = story.exchange
    if exchange is None:
        return []
    found: list[Record] = []
    for month in months(since(story)):
        if month.month % 3 == 1:
            found += entries_of_quarter(story, exchange, month)
    for number, entry in enumerate(found, start=1):
        entry["external_id"] = f"{story.code}-{number:03}"
    return found


def entries_of_quarter(story: Story, exchange: Exchange, month: date) -> list[Record]:
    """Give the entries of one quarter; the smallest is now and then still without the other side's word."""
    got = between(exchange.got, month)
    found = []
    for direction, share, kinds, total in (
        ("contribution", exchange.given, exchange.inputs, exchange.volume),
        ("return", got, exchange.kinds, exchange.volume * 1.3),
    ):
        for side, part in (("ours", share), ("theirs", 1 - share)):
            for place, kind in enumerate(kinds):
                weight = (0.55, 0.45) if len(kinds) == 2 else (0.5, 0.3, 0.2) if len(kinds) == 3 else (1.0,)
                found.append(entry(story, month, side, direction, kind, total * part * weight[place]))
    draw = chance(story.name, "unconfirmed", month)
    if draw.random() < 0.3:
        extra = entry(
            story, month, draw.choice(("ours", "theirs")), "contribution", "operational", exchange.volume * 0.03
        )
        found.append({**extra, "confirmed_by_them": "no", "their_amount": None})
    return found


def entry(story: Story, month: date, side: str, direction: str, kind: str, amount: float) -> Record:
    """Make one entry, dated in one of the months of its quarter, valued by both sides a little apart."""
    draw = chance(story.name, "entry", month, side, direction, kind, round(amount))
    ours = round(amount * draw.uniform(0.97, 1.03) / 100) * 100
    return {
        "partnership": story.name, "side": side, "direction": direction, "value_type": kind,
        "description": draw.choice(ENTRIES[direction, kind]), "date": day_in(month, draw.randint(3, 26)),
        "our_amount": ours, "their_amount": round(ours * draw.uniform(0.95, 1.05) / 100) * 100, "currency": "USD",
        "confirmed_by_us": "yes", "confirmed_by_them": "yes",
    }  # fmt: skip
