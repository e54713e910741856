"""Writes the sheets of two friction audits: ``python -m examples.friction``.

They are what people filled in and wrote down: answers, meetings, papers, rewards. Whatever the reports say is computed
from them. Meridian is stuck because nobody answers for the joint goals, Solvane because pay pulls the companies apart.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

from examples.writing import PLAIN, Cell, write_text

FOLDER = Path(__file__).parent / "friction_audits"
BANK = Path(__file__).parents[1] / "src" / "comotion" / "methods" / "data" / "question-bank.json"
LEVELS = ("executive", "management", "operational")
CAUSES = ("ownership_vacuum", "communication_echo_chamber", "success_metric_mismatch")
US = "Northwind Cloud"
FIRST = ("Ada", "Bela", "Caro", "Dana", "Eli", "Femi", "Gila", "Hugo", "Iris", "Juno", "Kaya", "Levi", "Mona", "Nuri",
         "Olga", "Pavel", "Quin", "Rosa", "Sven", "Tara", "Umar", "Vera")  # fmt: skip
LAST = ("Abel", "Brandt", "Costa", "Dorn", "Elster", "Falk", "Garcia", "Holm", "Ivers", "Jansen", "Kline", "Lorenz",
        "Maier", "Nowak", "Osei", "Petrov", "Quast", "Rossi", "Stern", "Tamm", "Ulrich", "Vogt")  # fmt: skip


@dataclass(frozen=True)
class Story:
    """How far people of each level agree that things go well, 1 to 5, by cause; and what was gathered."""

    partner: str
    domain: str
    goal: str
    starts: date
    ends: date
    feeling: dict[str, tuple[float, float, float]]
    matrix: tuple[tuple[Cell, ...], ...]
    touchpoints: tuple[tuple[Cell, ...], ...]
    signals: tuple[tuple[Cell, ...], ...]
    artifacts: tuple[tuple[Cell, ...], ...]
    incentives: tuple[tuple[Cell, ...], ...]
    grades: tuple[tuple[Cell, ...], ...]
    comments: tuple[tuple[int, str, str, str], ...]
    """What people added: who by their place in the list, on which statement, the words, whether they may be quoted."""


MERIDIAN = Story(
    partner="Meridian Integration",
    domain="meridian",
    goal="Bring 30 migrations into production together by the end of 2026.",
    starts=date(2026, 10, 5),
    ends=date(2026, 10, 18),
    feeling={
        "ownership_vacuum": (3.7, 2.6, 1.6),
        "communication_echo_chamber": (4.2, 3.6, 2.8),
        "success_metric_mismatch": (3.7, 3.4, 3.3),
    },
    matrix=(
        (
            "Initiative",
            "Activity",
            "Weight",
            "Crosses sides",
            "Lena Brandt (ours)",
            "Jakob Lund (ours)",
            "Rafael Duarte (theirs)",
            "Yuki Mori (theirs)",
            "Joint board (ours, group)",
        ),
        ("Joint onboarding", "Hand a signed customer to delivery", 3, "yes", "R", "", "R", "C", ""),
        ("Joint onboarding", "Staff the first migration week", 3, "yes", "A", "", "A", "R", ""),
        ("Reference architecture", "Keep the blueprint current", 2, "yes", "", "R", "", "C", "A"),
        ("Renewals", "Prepare renewals together", 2, "yes", "A", "I", "R", "", ""),
        ("", "Publish joint stories", 1, "no", "", "AR", "", "", ""),
    ),
    touchpoints=(
        ("Weekly delivery sync", "wts", 12, 60, "video", 0, 0, 4, 0, 0, 3, 38, 17, 3, 2, 0),
        ("Monthly review", "mbr", 3, 90, "video", 0, 2, 1, 0, 2, 1, 42, 5, 18, 20, 5),
        ("Executive review", "qsr", 1, 120, "in person", 2, 0, 0, 2, 0, 0, 80, 0, 5, 25, 10),
        ("Sales call", "other", 6, 30, "phone", 0, 0, 1, 0, 0, 1, None, None, None, None, None),
    ),
    signals=(
        (
            "Customers ask for a fixed price",
            US,
            "operational",
            "2026-04-07",
            "2026-04-29",
            "2026-06-10",
            "2026-06-24",
            "2026-07-15",
            "action",
        ),
        (
            "A rival bundles migration",
            "Meridian Integration",
            "operational",
            "2026-05-18",
            "2026-06-12",
            "2026-07-09",
            "2026-07-09",
            "",
            "no_action",
        ),
        (
            "Two pilots slipped by a month",
            "Meridian Integration",
            "management",
            "2026-07-02",
            "2026-07-20",
            "2026-09-08",
            "",
            "",
            "",
        ),
        ("A certification changes in spring", US, "management", "2026-08-24", "", "", "", "", ""),
    ),
    artifacts=(
        ("plan", "Joint business plan 2026", "2026-01-20", "Lena Brandt", "Priya Raman", "Names goals and no owner."),
        ("minutes", "Executive review, July", "2026-07-09", "Maya Okonkwo", "Priya Raman", "Eighty minutes of report."),
        (
            "minutes",
            "Delivery sync, September",
            "2026-09-15",
            "Rafael Duarte",
            "Priya Raman",
            "The same incident again.",
        ),
        ("report", "Migration status, third quarter", "2026-10-01", "Yuki Mori", "Priya Raman", "Eleven of thirty."),
        ("dashboard", "Joint pipeline", "2026-10-05", "Samir Haddad", "Priya Raman", "Two spreadsheets, two totals."),
        ("agreement", "Partner agreement", "2024-03-01", "Legal", "Priya Raman", "No word on who decides."),
    ),
    incentives=(
        (US, "Partner sales", "Alliance sales", "comp_plan", "new_logo", 60, 5),
        (US, "Partner sales", "Alliance sales", "mbo", "joint_pipeline", 25, 5),
        ("Meridian Integration", "Alliance sales", "Partner sales", "comp_plan", "new_logo", 50, 5),
        ("Meridian Integration", "Alliance sales", "Partner sales", "comp_plan", "utilisation", 30, 5),
    ),
    grades=(
        (US, "Partner sales", "new_logo", 1, 0),
        (US, "Partner sales", "joint_pipeline", 2, 2),
        ("Meridian Integration", "Alliance sales", "new_logo", 1, 1),
        ("Meridian Integration", "Alliance sales", "utilisation", -1, 0),
    ),
    comments=(
        (9, "OV3", "A customer waited eleven days because each of us had the other down for the first call.", "yes"),
        (20, "OV6", "We take it to the joint board, and the board takes it to the next board.", "yes"),
        (4, "EC3", "Most of the hour is slides that everybody had by mail.", "yes"),
        (17, "OV8", "This stays between us.", "no"),
    ),
)
SOLVANE = Story(
    partner="Solvane Health",
    domain="solvane",
    goal="Have 25 hospitals use the joint record by June 2027.",
    starts=date(2026, 10, 12),
    ends=date(2026, 10, 25),
    feeling={
        "ownership_vacuum": (4.3, 4.1, 3.9),
        "communication_echo_chamber": (4.2, 3.9, 3.6),
        "success_metric_mismatch": (2.4, 2.1, 1.7),
    },
    matrix=(
        (
            "Initiative",
            "Activity",
            "Weight",
            "Crosses sides",
            "Ines Ferreira (ours)",
            "Tom Okafor (ours)",
            "Camille Ferrand (theirs)",
            "Ottilie Brandl (theirs)",
        ),
        ("", "Bring a hospital live", 3, "yes", "A", "R", "R", ""),
        ("", "Train the wards", 2, "yes", "", "C", "A", "R"),
        ("", "Report outcomes to the ministry", 2, "yes", "R", "", "", "A"),
    ),
    touchpoints=(
        ("Weekly sync", "wts", 13, 45, "video", 0, 1, 3, 0, 1, 3, 12, 6, 12, 13, 2),
        ("Monthly review", "mbr", 3, 60, "video", 1, 2, 1, 1, 2, 1, 15, 3, 12, 27, 3),
        ("Quarterly review", "qsr", 1, 120, "in person", 2, 2, 0, 2, 2, 0, 35, 0, 25, 50, 10),
    ),
    signals=(
        (
            "A ministry wants outcome data",
            "Solvane Health",
            "management",
            "2026-06-01",
            "2026-06-05",
            "2026-06-11",
            "2026-06-11",
            "2026-06-22",
            "action",
        ),
        (
            "Wards want a tablet view",
            US,
            "operational",
            "2026-07-06",
            "2026-07-10",
            "2026-07-23",
            "2026-07-23",
            "2026-08-10",
            "action",
        ),
        (
            "A payer changes its codes",
            "Solvane Health",
            "operational",
            "2026-09-03",
            "2026-09-08",
            "2026-09-17",
            "2026-09-17",
            "",
            "no_action",
        ),
    ),
    artifacts=(
        ("plan", "Joint roll-out plan", "2026-02-10", "Ines Ferreira", "Priya Raman", "One owner a step, dates kept."),
        ("minutes", "Quarterly review, September", "2026-09-10", "Ottilie Brandl", "Priya Raman", "Half of it ahead."),
        ("comp_plan", "Sales plan Northwind 2026", "2026-01-01", "People team", "Priya Raman", "New customers only."),
        ("comp_plan", "Sales plan Solvane 2026", "2026-01-01", "People team", "Camille Ferrand", "Retention only."),
        ("report", "Use by hospital", "2026-10-01", "Tom Okafor", "Priya Raman", "Signed, and then hardly used."),
    ),
    incentives=(
        (US, "Hospital sales", "Key accounts", "comp_plan", "new_logo", 80, 0),
        (US, "Hospital sales", "Key accounts", "mbo", "volume", 20, 0),
        (US, "Delivery", "", "comp_plan", "utilisation", 70, 0),
        ("Solvane Health", "Key accounts", "Hospital sales", "comp_plan", "retention", 70, 0),
        ("Solvane Health", "Key accounts", "Hospital sales", "comp_plan", "upsell", 30, 0),
    ),
    grades=(
        (US, "Hospital sales", "new_logo", -1, -1),
        (US, "Hospital sales", "volume", -1, -2),
        (US, "Delivery", "utilisation", -2, -2),
        ("Solvane Health", "Key accounts", "retention", 0, 1),
        ("Solvane Health", "Key accounts", "upsell", -1, -1),
    ),
    comments=(
        (10, "SM2", "Every hour I spend on a hospital that has signed already is an hour off my plan.", "yes"),
        (22, "SM5", "We argued for a week about whose deal the third hospital was.", "yes"),
    ),
)
STORIES = (MERIDIAN, SOLVANE)
COMMENT = ("Comment on", "Comment", "May be quoted")
SIZES = {"executive": 3, "management": 4, "operational": 5}


@dataclass(frozen=True)
class Respondent:
    """Somebody who was asked."""

    name: str
    company: str
    level: str
    email: str


def respondents(story: Story) -> list[Respondent]:
    """Give the people of both sides, three to five of each level."""
    draw = random.Random(f"people of {story.partner}")
    names = [f"{first} {last}" for first, last in draw.sample(list(product(FIRST, LAST)), 2 * sum(SIZES.values()))]
    found: list[Respondent] = []
    for company, domain in ((US, "northwind"), (story.partner, story.domain)):
        for level, size in SIZES.items():
            for _ in range(size):
                name = names.pop()
                address = f"{name.lower().replace(' ', '.')}@{domain}.example"
                found.append(Respondent(name, company, level, address))
    return found


def answers(story: Story, people: Sequence[Respondent]) -> list[tuple[Cell, ...]]:
    """Give what everybody answered alone, and what six of them said before both sides: a little kinder."""
    items = json.loads(BANK.read_text(encoding="utf-8"))["items"]
    rows: list[tuple[Cell, ...]] = [
        ("Name", "Mail address", "Level", "Setting", *(item["id"] for item in items), *COMMENT)
    ]
    said = {people[place].email: row for place, *row in story.comments}
    silent = {people[place].email for place in (8, 21)}
    rows += [
        (*_row(story, person, "separate", items), *said.get(person.email, ("", "", "")))
        for person in people
        if person.email not in silent
    ]
    rows += [(*_row(story, people[place], "joint", items), "", "", "") for place in (0, 4, 10, 12, 16, 22)]
    return rows


def _row(story: Story, person: Respondent, mode: str, items: Sequence[dict[str, object]]) -> tuple[Cell, ...]:
    draw = random.Random(f"{story.partner} {person.email} {mode}")
    return (
        person.name,
        person.email,
        person.level,
        mode,
        *(_answer(draw, story, person, mode, item) for item in items),
    )


def _answer(draw: random.Random, story: Story, person: Respondent, mode: str, item: dict[str, object]) -> Cell:
    if person.level not in item["levels"]:  # type: ignore[operator]
        return "x"
    if draw.random() < 0.04:
        return "?"
    kinder = 0.3 if mode == "joint" else 0.0
    healthy = story.feeling[str(item["cause"])][LEVELS.index(person.level)] + kinder + draw.gauss(0, 0.55)
    value = min(5, max(1, round(healthy)))
    return 6 - value if item["reversed"] else value


def interviews(story: Story, people: Sequence[Respondent]) -> list[tuple[Cell, ...]]:
    """Give one talk with somebody of each side and level, and one with both sides."""
    rows: list[tuple[Cell, ...]] = [("Setting", "Held on", "People", "Notes")]
    seen: set[tuple[str, str]] = set()
    for person in people:
        if (person.company, person.level) not in seen:
            seen.add((person.company, person.level))
            rows.append(("separate", story.starts, person.name, ""))
    rows.append(("joint", story.ends, f"{people[0].name}; {people[12].name}", ""))
    return rows


def sheets(story: Story) -> dict[str, list[tuple[Cell, ...]]]:
    """Give every sheet of an audit by its name."""
    people = respondents(story)
    places = [f"{company}, {level}" for company in (US, story.partner) for level in LEVELS]
    minutes = [f"Minutes {kind}" for kind in ("past", "firefighting", "problem", "planning", "relationship")]
    return {
        "people": [
            ("Name", "Company", "Level", "Function", "Mail address"),
            *((one.name, one.company, one.level, "", one.email) for one in people),
        ],
        "answers": answers(story, people),
        "interviews": interviews(story, people),
        "touchpoints": [
            ("Touchpoint", "Review", "Times a quarter", "Minutes", "Channel", *places, *minutes),
            *story.touchpoints,
        ],
        "signals": [
            ("Signal", "Company", "Level", "Observed", "Escalated", "On agenda", "Decided", "Started", "Outcome"),
            *story.signals,
        ],
        "artifacts": [("Type", "Document", "Dated", "Whose", "Reviewed by", "What it showed"), *story.artifacts],
        "incentives": [
            ("Company", "Role group", "Counterpart", "Written in", "Rewarded", "Weight %", "Joint share %"),
            *story.incentives,
        ],
        "grades": [
            ("Company", "Role group", "Rewarded", f"Grade of {US}", f"Grade of {story.partner}"), *story.grades,
        ],
        "matrix": list(story.matrix),
    }  # fmt: skip


def write(folder: Path) -> None:
    """Write the sheets of both audits, and what is to be loaded."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for story in STORIES:
        lines += ["[[audits]]", f'partnership = "{story.partner}"', f'goal = "{story.goal}"']
        lines += [f"starts = {story.starts}", f"ends = {story.ends}", f'folder = "{story.domain}"', ""]
        (folder / story.domain).mkdir(exist_ok=True)
        for name, rows in sheets(story).items():
            write_text(folder / story.domain / f"{name}.csv", rows, PLAIN)
    (folder / "audits.toml").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
