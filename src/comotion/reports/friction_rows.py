"""The rows of a Friction Report, written out: causes, statements, contacts, rewards, actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comotion.audits.shown import CauseShown, QuestionShown, ReportShown, RewardShown, TalkShown
from comotion.figures.contact_map import Contact, contact_map
from comotion.figures.figure import Figure
from comotion.methods.data import table
from comotion.methods.friction.actions import action_row
from comotion.methods.incentives.trials import Trial
from comotion.methods.kernel.suppression import ShownGap, ShownLine
from comotion.narrative import friction as words
from comotion.narrative.wording import Wording
from comotion.surveys.instruments import FALLBACK, FRICTION, instrument

NOTEWORTHY = 20.0


@dataclass(frozen=True, slots=True)
class LineShown:
    """One side or level as it may be shown: its figure, or its band and the word that too few answered."""

    name: str
    text: str
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One cause written out."""

    cause: CauseShown
    name: str
    band: str
    mark: str
    sides: tuple[LineShown, ...]
    levels: tuple[LineShown, ...]
    level_gap: str
    side_gap: str
    difference: str
    is_noteworthy: bool
    heaviest: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One thing to do, what called for it, why, who, and on which page of the product."""

    title: str
    because: str
    why: str
    who: str
    page: str


def line_row(line: ShownLine, names: Mapping[str, str], wording: Wording) -> LineShown:
    """Write out one side or level."""
    name = wording.translate(names.get(line.name, line.name))
    if line.mean is not None:
        return LineShown(name, wording.whole_score(line.mean), is_withheld=False)
    band = wording.translate(words.BANDS[line.band]) if line.band else "–"
    return LineShown(name, band, is_withheld=line.band is not None)


def cause_row(one: CauseShown, names: Mapping[str, str], wording: Wording) -> CauseRow:
    """Write out one cause."""
    return CauseRow(
        one,
        wording.translate(words.CAUSES[one.cause]),
        wording.translate(words.BANDS[one.band]) if one.band else _("too little data"),
        words.BAND_MARKS.get(one.band or "", "low"),
        tuple(line_row(line, names, wording) for line in one.sides),
        tuple(line_row(line, words.LEVELS, wording) for line in one.levels),
        gap_text(one.level_gap, wording),
        gap_text(one.side_gap, wording),
        "–" if one.difference is None else wording.change(one.difference),
        one.difference is not None and abs(one.difference) >= NOTEWORTHY,
        statement(one.heaviest) if one.heaviest else "",
    )


def question_row(
    one: QuestionShown, names: Mapping[str, str], wording: Wording, change: float | None
) -> dict[str, Any]:
    """Write out one statement."""
    return {
        "id": one.id,
        "text": statement(one.id),
        "value": "–" if one.value is None else wording.whole_score(one.value),
        "levels": [line_row(line, words.LEVELS, wording) for line in one.levels],
        "sides": [line_row(line, names, wording) for line in one.sides],
        "level_gap": gap_text(one.level_gap, wording),
        "side_gap": gap_text(one.side_gap, wording),
        "is_noteworthy": one.level_gap.noteworthy or one.side_gap.noteworthy,
        "change": "" if change is None else wording.change(change),
    }


def gap_size(one: QuestionShown) -> float:
    """Return how far a statement's answers lie apart, as far as that may be shown."""
    gaps = [gap.gap for gap in (one.level_gap, one.side_gap) if gap.gap is not None]
    return max((abs(gap) for gap in gaps), default=0.0) + (0.5 if one.level_gap.noteworthy else 0)


def remarks_of(rows: Iterable[CauseRow], wording: Wording) -> list[str]:
    """Return what people and documents disagree on, and where people are guarded."""
    written = list(rows)
    used_to_it = _("On %(cause)s the documents are %(points)s points worse than people say: they have got used to it.")
    unseen = _("On %(cause)s people say %(points)s points worse than the documents show: ask for examples.")
    found = []
    for row in written:
        difference = row.cause.difference or 0
        if row.is_noteworthy:
            text = used_to_it if difference < 0 else unseen
            found.append(text % {"cause": row.name.lower(), "points": wording.whole_score(abs(difference))})
    return found + _guarded([row for row in written if row.cause.is_guarded], wording)


def _guarded(rows: list[CauseRow], wording: Wording) -> list[str]:
    """Return one remark on all causes of which people speak worse alone."""
    if not rows:
        return []
    told = [f"{row.name.lower()} (+{wording.whole_score(row.cause.candour_gap or 0)})" for row in rows]
    text = _("Alone, people speak worse than before both sides of %(causes)s. Tell both sponsors first.")
    return [text % {"causes": wording.listed(told)}]


def place_names(sides: Mapping[str, str], wording: Wording) -> dict[str, str]:
    """Return what each place ``side/level`` is called, short enough for a chart: the first word of the company."""
    firsts = [name.split(maxsplit=1)[0] for name in sides.values()]
    short = dict(zip(sides, firsts if len(set(firsts)) == len(firsts) else sides.values(), strict=True))
    return {
        f"{side}/{level}": f"{name}, {wording.translate(title).lower()}"
        for side, name in short.items()
        for level, title in words.LEVELS.items()
    }


def contacts_figure(
    pairs: Iterable[tuple[str, str, float]], sides: Mapping[str, str], wording: Wording
) -> Figure | None:
    """Draw who meets whom; hours among equals of one side are left out."""
    names = place_names(sides, wording)
    apart = [
        Contact(names.get(left, left), names.get(right, right), hours) for left, right, hours in pairs if left != right
    ]
    return contact_map(list(names.values()), apart, wording)


def time_rows(shares: Iterable[float | None], wording: Wording) -> list[tuple[str, str]]:
    """Return what the time goes into: between levels, between companies, past, incidents, ahead."""
    heads = (
        _("of the hours between different levels"),
        _("of the hours between the companies"),
        _("of the minutes on the past"),
        _("of the minutes on incidents"),
        _("of the minutes look ahead"),
    )
    return [(wording.percent(share), head) for share, head in zip(shares, heads, strict=True) if share is not None]


def lag_text(talk: TalkShown, wording: Wording) -> str:
    """Return how long a signal waits, in words."""
    if talk.lag_days is None:
        return _("No signal was followed to a decision.")
    days = {"days": wording.number(talk.lag_days), "count": wording.few(talk.signals)}
    if talk.lag_is_lower_bound:
        return _("More than %(days)s days from a signal to a decision; signals followed: %(count)s.") % days
    return _("%(days)s days from a signal to a decision, at the median; signals followed: %(count)s.") % days


def stage_rows(talk: TalkShown, wording: Wording) -> list[tuple[str, str, bool]]:
    """Return the stages of a signal, their days, and which is the longest."""
    return [
        (
            wording.translate(words.STAGES[stage]),
            "–" if days is None else wording.number(days),
            stage == talk.bottleneck,
        )
        for stage, days in talk.stages.items()
    ]


def group_rows(reward: RewardShown, names: Mapping[str, str], wording: Wording) -> list[dict[str, Any]]:
    """Return the role groups by how far they pull toward the goal, those that pull away first."""
    ordered = sorted(reward.groups, key=lambda one: (one.pull is None, one.pull or 0.0))
    return [
        {
            "name": f"{names.get(one.side, one.side)}, {one.name}",
            "pull": "–" if one.pull is None else wording.change(one.pull, 1),
            "mark": _pull_mark(one.pull),
            "word": _pull_word(one.pull),
            "known": wording.percent(1 - one.unexplained_share),
        }
        for one in ordered
    ]


def _pull_mark(pull: float | None) -> str:
    if pull is None:
        return "low"
    return "good" if pull > 0 else "high" if pull < 0 else "medium"


def _pull_word(pull: float | None) -> str:
    if pull is None:
        return _("nothing shared")
    return _("toward the goal") if pull > 0 else _("away from it") if pull < 0 else _("neither way")


def trial_row(one: Trial, names: Mapping[str, str], wording: Wording) -> dict[str, Any]:
    """Write out one trial."""
    side, _sep, group = one.group.partition("/")
    behaviour = one.taken_from.partition("/")[2]
    return {
        "group": f"{names.get(side, side)}, {group}",
        "taken": wording.translate(words.BEHAVIOURS.get(behaviour, behaviour)),
        "moved": wording.percent(one.moved_share),
        "effect": wording.change(one.effect, 1),
    }


def action_rows(shown: ReportShown, wording: Wording) -> list[ActionRow]:
    """Return what to do, in order."""
    rows = {row["id"]: row for row in table("friction-actions")["actions"]}
    return [
        ActionRow(
            _(rows[one.id]["action"]),
            _because(one.id, one.because, shown, wording),
            _(rows[one.id]["why"]),
            _(rows[one.id]["who"]),
            rows[one.id]["page"],
        )
        for one in shown.actions
        if one.id in rows
    ]


def _because(name: str, because: tuple[str, ...], shown: ReportShown, wording: Wording) -> str:
    if because == (name,) and action_row(name)["kind"] == "item":
        found = next((one for one in shown.questions if one.id == name), None)
        if found is not None and found.value is not None:
            score = wording.whole_score(found.value)
            return _("“%(text)s” is at %(score)s.") % {"text": statement(name), "score": score}
        return _("“%(text)s” stands out.") % {"text": statement(name)}
    text = wording.listed([words.finding_text(one, shown.names, wording) for one in because[:3]])
    return text[:1].upper() + text[1:] + "."


def gap_text(gap: ShownGap, wording: Wording) -> str:
    """Return a gap, or the word for one that may not be shown as a figure."""
    if gap.gap is not None:
        return wording.whole_score(abs(gap.gap))
    return _("worth a talk") if gap.noteworthy else "–"


def statement(name: str) -> str:
    """Return the wording of a statement."""
    known = {item.id: item for item in instrument(FRICTION).items}
    return known[name].neutral(get_language() or FALLBACK) if name in known else name
