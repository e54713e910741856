"""Survey friction (specification 02 c2): statements, causes, and where sides and levels see it differently."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from comotion.methods.friction.answers import CellKey, CountedAnswer, Survey, counted_answers
from comotion.methods.friction.questions import Question, questions
from comotion.methods.kernel.bands import friction_scale
from comotion.methods.kernel.perception import gaps
from comotion.methods.kernel.suppression import ShownSurvey, shown
from comotion.methods.kernel.weighted_mean import WeightedPart, number, weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CAUSES, LEVELS, Level, RootCause

GAP_CODES = ("side_gap", "level_gap")


@dataclass(frozen=True, slots=True)
class CellMean:
    """Mean friction of a cell, how many answers it holds, and whether they were all given before both sides."""

    mean: float
    n: int
    joint_only: bool


@dataclass(frozen=True, slots=True)
class QuestionFriction:
    """One statement: score, cells by side and level, share that does not know, gaps, and cells of joint answers only.

    Score and cells are for computing; what may be shown of cells, sides and levels says ``seen``.
    """

    cause: RootCause
    score: Scored
    cells: dict[str, dict[str, CellMean]]
    dont_know_share: float | None
    side_gap: float | None
    level_gap: float | None
    seen: ShownSurvey
    joint_only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CauseGaps:
    """Gaps of a cause over the statements asked at every compared level, and what may be shown of them."""

    side_gap: float | None
    level_gap: float | None
    seen: ShownSurvey
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyFriction:
    """Friction of each statement and cause, gaps of each cause, noteworthy gaps as findings, and notes."""

    questions: dict[str, QuestionFriction]
    causes: dict[RootCause, Scored]
    gaps: dict[RootCause, CauseGaps]
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    config_hash: str

    def cell_means(self) -> dict[str, dict[str, dict[str, float]]]:
        """Return the mean of each cell by statement, side and level: the baseline of a later comparison."""
        return {
            name: {side: {level: cell.mean for level, cell in row.items()} for side, row in found.cells.items()}
            for name, found in self.questions.items()
        }


Cells = dict[CellKey, list[CountedAnswer]]


def survey_cells(answers: Iterable[CountedAnswer]) -> Cells:
    """Return the answers of each cell: the separate ones where there are any, else the joint ones."""
    found: Cells = defaultdict(list)
    for answer in answers:
        found[answer.key].append(answer)
    separate = {key: [one for one in rows if one.mode == "separate"] for key, rows in found.items()}
    return {key: separate[key] or rows for key, rows in found.items()}


_ANSWERS = (("u1", "OV1", 4), ("u2", "OV1", 2), ("u1", "OV6", 2), ("u2", "OV6", 5))
EXAMPLE = {
    "sides": ["a", "b"],
    "respondents": [
        {"id": "u1", "level": "executive", "acts_for": ["a"]},
        {"id": "u2", "level": "operational", "acts_for": ["b"]},
    ],
    "answers": [
        {"respondent": who, "question": name, "value": value, "on": "2025-01-08"} for who, name, value in _ANSWERS
    ],
    "asked": ["OV1", "OV6"],
}


@method(name="friction.survey", version="1", example=EXAMPLE)
def survey_friction(survey: Survey, settings: MethodSettings) -> SurveyFriction:
    """Turn the answers of an audit into friction of statements and causes.

    Asks: where do people feel the friction, and who feels it differently? Formula: answers to friction, mean of each
    cell (side × level), mean over the levels asked within a side, mean over sides, then the mean of statements by their
    weights (1 or 2). Gaps: largest difference of sides and of levels.

    Sure: Each score carries coverage and bounds, and groups of fewer than three people are not shown. A survey tells
    what people see, which is not always what is.

    Parameters
    ----------
    survey : sides, respondents with level and side, answers 1–5, ``dont_know`` or ``not_applicable``
    settings : coverage thresholds, smallest group (3), noteworthy gap (20)

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID``, ``DUPLICATE_ID``, ``DUPLICATE_ANSWER``, ``AMBIGUOUS_SIDE``, ``OUT_OF_RANGE`` outside 1–5,
        ``EMPTY_INPUT`` for a person who acts for nobody.

    Notes
    -----
    Source: specification 02 c2, 01 c7, our inference. Joint answers count only in cells without separate ones, marked
    ``joint_only``. Noteworthy gaps are findings ``side_gap:<cause>`` and ``level_gap:<cause>``. An answer to a
    statement that is not asked at the person's level is listed in the notes.

    """
    answers, notes = counted_answers(survey)
    cells = survey_cells(answers)
    asked = [questions()[name] for name in survey.question_ids()]
    found = {one.id: _question(one, survey.sides, cells, settings) for one in asked}
    causes = [cause for cause in CAUSES if any(one.cause == cause for one in asked)]
    by_cause = {cause: [one for one in asked if one.cause == cause] for cause in causes}
    cause_gaps = {cause: _gaps(by_cause[cause], survey.sides, cells, settings) for cause in causes}
    return SurveyFriction(
        found,
        {
            cause: cause_score(by_cause[cause], {name: one.score for name, one in found.items()}, settings)
            for cause in causes
        },
        cause_gaps,
        tuple(code for cause in causes for code in _noteworthy(cause, cause_gaps[cause])),
        notes,
        settings.config_hash,
    )


def cause_score(asked: Sequence[Question], scores: Mapping[str, Scored], settings: MethodSettings) -> Scored:
    """Return the mean of the scores of a cause's statements by their weights."""
    return weighted_mean([(one.id, one.weight, scores[one.id]) for one in asked], settings)


def question_score(question: Question, means: Mapping[str, Mapping[str, CellMean]], settings: MethodSettings) -> Scored:
    """Return the mean over sides of the mean over the levels that are asked; a cell without answers is missing."""
    sides: list[WeightedPart] = [
        (
            side,
            1.0,
            weighted_mean([(level, 1.0, _leaf(row.get(level), settings)) for level in question.levels], settings),
        )
        for side, row in means.items()
    ]
    return weighted_mean(sides, settings)


def _leaf(cell: CellMean | None, settings: MethodSettings) -> Scored | None:
    return None if cell is None else replace(number(cell.mean, settings), n=cell.n)


def _question(question: Question, sides: Sequence[str], cells: Cells, settings: MethodSettings) -> QuestionFriction:
    rows: dict[str, dict[str, list[CountedAnswer]]] = {
        side: {level: cells.get((question.id, side, level), []) for level in question.levels} for side in sides
    }
    values: dict[str, dict[str, tuple[float, ...]]] = {
        side: {level: _values(given) for level, given in row.items() if _values(given)} for side, row in rows.items()
    }
    means: dict[str, dict[str, CellMean]] = {
        side: {level: CellMean(fmean(found), len(found), _is_joint(rows[side][level])) for level, found in row.items()}
        for side, row in values.items()
    }
    differ = gaps(values, settings)
    return QuestionFriction(
        question.cause,
        question_score(question, means, settings),
        means,
        _dont_know([one for row in rows.values() for given in row.values() for one in given]),
        differ.side_gap,
        differ.level_gap,
        shown(values, settings, friction_scale(settings)),
        tuple(f"{side}/{level}" for side, row in means.items() for level, cell in row.items() if cell.joint_only),
    )


def _values(answers: Sequence[CountedAnswer]) -> tuple[float, ...]:
    return tuple(one.friction for one in answers if one.friction is not None)


def _is_joint(answers: Sequence[CountedAnswer]) -> bool:
    return all(one.mode == "joint" for one in answers)


def _dont_know(answers: Sequence[CountedAnswer]) -> float | None:
    applies = [one for one in answers if not one.not_applicable]
    return sum(one.dont_know for one in applies) / len(applies) if applies else None


def _gaps(asked: Sequence[Question], sides: Sequence[str], cells: Cells, settings: MethodSettings) -> CauseGaps:
    """Return the gaps of a cause; each cell stands for as many people as answered in it."""
    compared = [level for level in LEVELS if any(_answered(one, side, level, cells) for one in asked for side in sides)]
    common = [one for one in asked if set(compared) <= set(one.levels)]
    table: dict[str, dict[str, tuple[float, ...]]] = {
        side: {level: _cause_cell(common, side, level, cells, settings) for level in compared} for side in sides
    }
    differ = gaps(table, settings)
    seen = shown(table, settings, friction_scale(settings))
    return CauseGaps(differ.side_gap, differ.level_gap, seen, tuple(one.id for one in common))


def _answered(question: Question, side: str, level: Level, cells: Cells) -> bool:
    return bool(_values(cells.get((question.id, side, level), [])))


def _cause_cell(
    asked: Sequence[Question], side: str, level: Level, cells: Cells, settings: MethodSettings
) -> tuple[float, ...]:
    """Return the cell's mean over statements, once for each person who answered one of them."""
    given = {one.id: cells.get((one.id, side, level), []) for one in asked}
    if not asked:
        return ()
    parts: list[WeightedPart] = [
        (one.id, one.weight, fmean(found) if (found := _values(given[one.id])) else None) for one in asked
    ]
    value = weighted_mean(parts, settings).value
    people = {one.respondent for rows in given.values() for one in rows if one.friction is not None}
    return () if value is None else (value,) * len(people)


def _noteworthy(cause: RootCause, found: CauseGaps) -> tuple[str, ...]:
    noteworthy = (found.seen.side_gap.noteworthy, found.seen.level_gap.noteworthy)
    return tuple(f"{code}:{cause}" for code, is_so in zip(GAP_CODES, noteworthy, strict=True) if is_so)
