"""When people met and what they answered: meetings, the pulse and the notes of the operations desk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from examples.exchange import since
from examples.months import LAST, TODAY, between, chance, day_in, key, months, shift
from examples.story import Pulse, Rhythm, Story

Record = dict[str, Any]
HOLIDAYS = {(12, day) for day in range(23, 32)} | {(1, 1), (1, 2)}
PLANNED_AHEAD = 46
KEPT_SINCE = date(2024, 8, 1)


def meetings(story: Story) -> list[Record]:
    """Give all meetings of a partnership, with those planned for the coming weeks."""
    rhythm = story.rhythm
    if rhythm is None:
        return []
    found = [*weeklies(story, rhythm), *monthlies(story, rhythm), *quarterlies(story, rhythm), *talks(story, rhythm)]
    found += [meeting(story, kind, date.fromisoformat(day), held=False) for kind, day in rhythm.ahead]
    found.sort(key=lambda each: (each["scheduled_date"], each["kind"]))
    for number, each in enumerate(found, start=1):
        each["external_id"] = f"{story.code}-M{number:03}"
    return found


def meeting(story: Story, kind: str, day: date, *, held: bool = True, alone: bool = False) -> Record:
    """Make one meeting: who of either side came, and whether the sponsors did."""
    draw = chance(story.name, kind, day)
    minutes = {"wts": 30, "mbr": 60, "qsr": 120, "sponsor_talk": 30}[kind]
    with_sponsor = kind in ("qsr", "sponsor_talk") and held
    theirs_left = story.rhythm is not None and f"{day}" > story.rhythm.their_sponsor_until
    ours = (
        []
        if kind == "sponsor_talk"
        else [story.owner, *draw.sample(("Lena Brandt", "Samir Haddad", "Mira Castell"), 1)]
    )
    theirs = [] if kind == "sponsor_talk" else list(story.contacts[: draw.randint(1, len(story.contacts))])
    if with_sponsor:
        ours.append(story.sponsors[0])
        theirs += [] if theirs_left else [story.sponsors[1]]
    return {
        "partnership": story.name, "kind": kind, "scheduled_date": day, "held_date": day if held else None,
        "our_attendees": "; ".join(ours) if held else "",
        "their_attendees": "; ".join(theirs) if held and not alone else "",
        "our_sponsor_present": "yes" if with_sponsor else "no",
        "their_sponsor_present": "yes" if with_sponsor and not theirs_left and not alone else "no",
        "minutes": minutes if held else None,
    }  # fmt: skip


def weeklies(story: Story, rhythm: Rhythm) -> list[Record]:
    """Give the weekly syncs; of thirteen weeks the same number falls out, now and then because only we came."""
    if rhythm.weekday is None:
        return []
    out = spread(rhythm.weeks_out, story.name)
    day = since(story) + timedelta(days=(rhythm.weekday - since(story).weekday()) % 7)
    found = []
    while day <= TODAY + timedelta(days=14):
        if (day.month, day.day) not in HOLIDAYS:
            past, falls_out = day < TODAY, (day.toordinal() // 7) % 13 in out
            alone = past and falls_out and chance(story.name, "alone", day).random() < 0.3
            found.append(meeting(story, "wts", day, held=past and (alone or not falls_out), alone=alone))
        day += timedelta(days=7)
    return found


def spread(count: int, name: str) -> set[int]:
    """Choose which of thirteen weeks fall out, well apart."""
    begin = chance(name, "weeks").randint(0, 12)
    return {(begin + place * 13 // max(count, 1)) % 13 for place in range(count)}


def monthlies(story: Story, rhythm: Rhythm) -> list[Record]:
    """Give the monthly reviews."""
    planned = {day[:7] for kind, day in rhythm.ahead if kind == "mbr"}
    found = []
    for month in months(since(story), shift(LAST, 2)):
        day = day_in(month, rhythm.day)
        if key(month) not in planned and day <= TODAY + timedelta(days=PLANNED_AHEAD):
            found.append(meeting(story, "mbr", day, held=day < TODAY and key(month) not in rhythm.reviews_out))
    return found


def quarterlies(story: Story, rhythm: Rhythm) -> list[Record]:
    """Give the quarterly reviews: on the days named, else in the same month of each quarter."""
    named = [date.fromisoformat(day) for day in rhythm.quarterlies]
    begin = KEPT_SINCE if story.started < KEPT_SINCE else since(story)
    usual = [day_in(month, 21) for month in months(begin, shift(LAST, 2)) if month.month % 3 == rhythm.phase]
    ahead = any(kind == "qsr" for kind, _ in rhythm.ahead)
    found = []
    for day in named or usual:
        if day < TODAY or not ahead:
            held = day < TODAY and f"{day:%Y-%m}" not in rhythm.quarterlies_out
            found.append(meeting(story, "qsr", day, held=held))
    return found


def talks(story: Story, rhythm: Rhythm) -> list[Record]:
    """Give the talks between the sponsors."""
    return [meeting(story, "sponsor_talk", date.fromisoformat(day)) for day in rhythm.talks]


def rounds(story: Story) -> list[tuple[date, tuple[float, float, float, float], bool]]:
    """Give the rounds of the quarterly pulse: the day one closed, and how people felt."""
    pulse = story.pulse
    if pulse is None:
        return []
    short = dict(pulse.monthly)
    found = []
    for month in months(shift(since(story), 1)):
        if key(month) in short:
            found.append((day_in(month, 24), short[key(month)], True))
        elif month.month % 3 == pulse.phase and (not short or key(month) < min(short)):
            theirs = between(pulse.their_trust, month), between(pulse.their_liking, month)
            ours = between(pulse.our_trust, month), between(pulse.our_liking, month)
            found.append((day_in(month, 20 + len(story.code) % 4), (*theirs, *ours), False))
    return found


def people(story: Story, pulse: Pulse, side: str, closed: date) -> list[tuple[str, str]]:
    """Give who answers: a code and a level each; three of each level, and where it dries up fewer."""
    prefix = "NWC" if side == "ours" else story.code
    base = chance("codes", story.name, side).randint(11, 70)
    found = [
        (f"{prefix}-{base + 3 * at + number}", level) for at, level in enumerate(pulse.levels) for number in range(3)
    ]
    if pulse.thin and side == "theirs" and f"{closed:%Y-%m}" >= pulse.thin:
        return [each for each in found if each[1] == "operational"]
    return found


def mixed(mean: float, count: int, low: int, high: int, *topic: object) -> list[int]:
    """Give whole answers that come to that mean as nearly as whole answers can."""
    draw = chance("answers", *topic)
    total = min(max(round(mean * count), low * count), high * count)
    answers = [total // count + (1 if place < total % count else 0) for place in range(count)]
    for _ in range(count // 2):
        one, other = draw.sample(range(count), 2)
        if answers[one] < high and answers[other] > low and abs(answers[one] - answers[other]) <= 1:
            answers[one], answers[other] = answers[one] + 1, answers[other] - 1
    draw.shuffle(answers)
    return answers


def answers(story: Story) -> list[Record]:
    """Give one row a person and round, with the five items of trust and satisfaction."""
    found: list[Record] = []
    for closed, mood, short in rounds(story):
        for side, trust, liking in (("ours", mood[2], mood[3]), ("theirs", mood[0], mood[1])):
            found += [{**row, "short": short} for row in side_answers(story, closed, side, trust, liking)]
    return found


def side_answers(story: Story, closed: date, side: str, trust: float, liking: float) -> list[Record]:
    """Give the answers of one side in one round, level by level."""
    pulse = story.pulse
    assert pulse is not None
    who = people(story, pulse, side, closed)
    thin = bool(pulse.thin) and side == "theirs" and f"{closed:%Y-%m}" >= pulse.thin
    found = []
    for place, level in enumerate(pulse.levels):
        lean = pulse.apart * (1 - 2 * place / max(1, len(pulse.levels) - 1))
        here = [person for person, at in who if at == level]
        items = mixed(trust + lean, len(here) * 5, 1, 5, story.name, closed, side, level) if here else []
        likings = mixed(liking + 2 * lean, len(here), 0, 10, story.name, closed, side, level, "liking") if here else []
        for number, person in enumerate(here):
            given: list[object] = list(items[number * 5 : number * 5 + 5])
            if thin and number == 0:
                given = ["dont_know"] * 5
            row = {"partnership": story.name, "round": closed, "side": side, "level": level, "respondent": person}
            found.append({**row, **{f"trust_{n + 1}": given[n] for n in range(5)}, "satisfaction": likings[number]})
    return found


def desk(story: Story) -> list[Record]:
    """Give the monthly notes of the operations desk: days to a decision, promises kept, hours to a lead."""
    operations = story.operations
    if operations is None:
        return []
    found = []
    for month in months(shift(since(story), 1)):
        draw = chance(story.name, "desk", month)
        days = max(1.0, between(operations.decision_days, month) + draw.uniform(-0.5, 0.5))
        kept = between(operations.kept, month) + draw.uniform(-0.012, 0.012)
        lead = (
            None if operations.lead_hours is None else between(operations.lead_hours, month) + draw.uniform(-1.5, 1.5)
        )
        row = {"decision_latency_days": round(days * 2) / 2, "commitments_kept": round(kept, 2),
               "lead_response_hours": None if lead is None else round(lead)}  # fmt: skip
        for figure, until in operations.last.items():
            if key(month) > until:
                row[figure] = None
        if any(value is not None for value in row.values()):
            found.append({"partnership": story.name, "month": month, **row})
    return found
