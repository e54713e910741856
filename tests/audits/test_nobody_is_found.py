"""The attempt to find one person's answer from a Friction Report, by subtracting what it shows from what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from comotion.audits.facts import audit_facts, only_shown, settings_for
from comotion.audits.models import Audit
from comotion.audits.shown import Around, Gathered, ReportShown, shown_cells, shown_report
from comotion.core.principal import Principal
from comotion.methods.friction.answers import GivenAnswer
from comotion.methods.friction.audit import AuditFacts, audit_report
from comotion.methods.friction.comparison import Rounds, comparison
from comotion.methods.friction.questions import questions
from comotion.methods.payloads import as_json
from comotion.methods.settings import MethodSettings
from comotion.partnerships.models import Partnership
from tests.audits import world

SMALL = 3
NOTHING = 1e-9
THREE = dict.fromkeys(world.LEVELS, 3)
Place = tuple[str, str, str]


@dataclass
class Attack:
    """Somebody who knows how the report is computed, and tries what its figures would be had somebody answered else."""

    facts: AuditFacts
    settings: MethodSettings

    def report(self, answers: Sequence[GivenAnswer] | None = None) -> ReportShown:
        """Return what is shown of given answers."""
        survey = self.facts.survey if answers is None else replace(self.facts.survey, answers=tuple(answers))
        found = audit_report(replace(self.facts, survey=survey), self.settings)
        return shown_report(found, Around(Gathered(), None, {}, (), self.settings))

    def cells(self) -> dict[Place, list[GivenAnswer]]:
        """Return the answers of each cell that have a value and were given alone."""
        people = {one.id: one for one in self.facts.survey.respondents}
        found: dict[Place, list[GivenAnswer]] = {}
        for one in self.facts.survey.answers:
            if isinstance(one.value, float) and one.mode == "separate":
                person = people[one.respondent]
                found.setdefault((one.question, person.side, person.level), []).append(one)
        return found

    def hidden(self) -> list[Place]:
        """Return the cells that the report withholds."""
        shown = set(shown_cells(self.report()))
        return [place for place in self.cells() if "/".join(place) not in shown]

    def effect(self, place: Place) -> list[float]:
        """Return by how much each figure of the report moves when one answer of a cell does."""
        up = any(one.value < 5 for one in self.cells()[place])
        before, after = self.report(), self.report(self.moved(place, 1 if up else -1))
        own, other = (dict(figures(as_json(one))) for one in (before, after))
        assert own.keys() == other.keys()
        return [other[name] - own[name] for name in own]

    def moved(self, place: Place, steps: int, answers: Sequence[GivenAnswer] | None = None) -> list[GivenAnswer]:
        """Return the answers with those of one cell moved by so many steps in all, up or down."""
        given = list(self.facts.survey.answers if answers is None else answers)
        step, left = (1 if steps > 0 else -1), abs(steps)
        for one in self.cells()[place]:
            room = min(left, 5 - one.value if step > 0 else one.value - 1)
            given[given.index(one)] = replace(one, value=one.value + step * room)
            left -= room
        assert left == 0
        return given


def figures(value: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Return every number of what is shown, by where it stands."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from figures(one, f"{name}/{key}")
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from figures(one, f"{name}/{place}")
    elif isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        yield name, float(value)


def rank(rows: Sequence[Sequence[float]]) -> int:
    """Return how many of the rows say something that the others do not."""
    left = [list(row) for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = max(range(found, len(left)), key=lambda place: abs(left[place][column]), default=None)
        if pivot is None or abs(left[pivot][column]) < NOTHING:
            continue
        left[found], left[pivot] = left[pivot], left[found]
        for place in range(found + 1, len(left)):
            factor = left[place][column] / left[found][column]
            left[place] = [one - factor * other for one, other in zip(left[place], left[found], strict=True)]
        found += 1
    return found


def attack(audit: Audit) -> Attack:
    facts, _names = audit_facts(audit, as_of=world.ISSUED)
    return Attack(facts, settings_for(audit))


def uneven(side: str, level: str, number: int, question: str) -> int | None:
    """Answers of which no two cells have the same mean."""
    place = [*questions()].index(question)
    return 1 + (place * 3 + world.LEVELS.index(level) * 2 + number * (1 + len(side) % 2)) % 5


def unsure(side: str, level: str, number: int, question: str) -> int | None:
    """As above, but one executive does not know one thing and one specialist two others."""
    left_out = {("executive", "OV1"), ("operational", "EC3"), ("operational", "SM7")}
    return None if number == 0 and side.startswith("M") and (level, question) in left_out else uneven(
        side, level, number, question
    )  # fmt: skip


def determined(found: Attack) -> list[Place]:
    """Return the small cells whose mean some combination of the report's figures gives."""
    hidden = found.hidden()
    columns = [found.effect(place) for place in hidden]
    rows = [row for row in map(list, zip(*columns, strict=True)) if any(abs(one) > NOTHING for one in row)]
    known = rank(rows)
    cells = found.cells()
    return [
        place
        for number, place in enumerate(hidden)
        if len(cells[place]) < SMALL
        and rank([*rows, [float(number == column) for column in range(len(hidden))]]) == known
    ]


@pytest.mark.parametrize(
    ("sizes", "values"),
    [
        (THREE, unsure),
        pytest.param({"executive": 1, "management": 3, "operational": 3}, uneven, marks=pytest.mark.slow),
        pytest.param({"executive": 2, "management": 0, "operational": 3}, uneven, marks=pytest.mark.slow),
    ],
)
def test_no_small_group_is_what_is_left_of_other_figures(
    ours: Principal, room: Partnership, sizes: Mapping[str, int], values: world.Values
):
    audit = world.begin(room, sizes=sizes)
    world.answer(audit, values)
    world.close(audit)
    found = attack(audit)
    small = [place for place in found.hidden() if len(found.cells()[place]) < SMALL]
    assert small != []
    assert determined(found) == []


def test_attack_finds_what_a_careless_report_would_give_away(
    ours: Principal, room: Partnership, monkeypatch: pytest.MonkeyPatch
):
    """The test above would be worth nothing if it found nothing where each statement looks after itself only."""
    audit = world.begin(room, sizes={"executive": 3, "management": 0, "operational": 0})
    world.answer(audit, unsure)
    world.close(audit)
    found = attack(audit)
    assert determined(found) == []
    careless = lambda survey: {name: one.seen for name, one in survey.questions.items()}  # noqa: E731
    monkeypatch.setattr("comotion.audits.shown.seen_questions", careless)
    assert [place[0] for place in determined(found)] == ["OV1"]


def test_answers_that_weigh_each_other_out_change_nothing_that_is_shown(ours: Principal, room: Partnership):
    """Whoever tries values finds another set of answers that gives the very same report."""
    audit = world.begin(room, sizes=THREE)
    world.answer(audit, unsure)
    world.close(audit)
    found = attack(audit)
    cells = found.cells()
    small = next(place for place in found.hidden() if place[0] == "OV1" and len(cells[place]) < SMALL)
    beside = next(place for place in found.hidden() if place[0] == "OV2" and place[1:] == small[1:])
    other = found.moved(beside, len(cells[beside]), found.moved(small, -len(cells[small])))
    assert other != list(found.facts.survey.answers)
    assert words(found.report(other)) == words(found.report())


def words(report: ReportShown) -> str:
    """Return what is shown, without the bands, which may move by a hair, and what follows from the order of scores."""
    plain = replace(
        report,
        actions=(),
        questions=tuple(replace(one, levels=(), sides=()) for one in report.questions),
    )
    return str([(name, round(value, 6)) for name, value in figures(as_json(plain))])


def test_comparison_speaks_only_of_cells_that_both_reports_show(ours: Principal, room: Partnership):
    """A cell that left since would be what the two means differ by."""
    means = {"OV1": {"a": {"executive": 0.0, "operational": 50.0}, "b": {"operational": 75.0}}}
    now = {"OV1": {"a": {"operational": 25.0}, "b": {"operational": 25.0}}}
    shown = {"OV1/a/operational", "OV1/b/operational"}
    audit = world.begin(room)
    rounds = Rounds(only_shown(means, shown), only_shown(now, shown))
    found = comparison(rounds, settings_for(audit)).causes["ownership_vacuum"]
    assert (found.before, found.now) == (62.5, 25.0)
    assert only_shown(means, set()) == only_shown(None, shown) == {}
