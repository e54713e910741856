"""An issued Friction Report as page, slides and paper show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from comotion.audits.issuing import Since
from comotion.audits.shown import ReportShown
from comotion.figures.figure import Figure
from comotion.figures.friction_levels import LevelPoint, LevelRow, friction_levels
from comotion.methods.kernel.suppression import ShownGap
from comotion.narrative import friction as words
from comotion.narrative.sentence import Sentence
from comotion.narrative.wording import Wording
from comotion.reports import friction_rows as rows

MOST_QUOTES = 6
TOP = 3


@dataclass(frozen=True)
class ReportPage:
    """What is shown, since when it stands, what changed since the audit before, the sides by key, the language."""

    shown: ReportShown
    issued_at: dt.datetime
    since: Since | None
    names: Mapping[str, str]
    wording: Wording

    @property
    def sentence(self) -> Sentence:
        """Return the sentence over it all."""
        return words.report_sentence(report_facts(self.shown), self.wording)

    @property
    def window(self) -> str:
        """Return when the audit took place and when the report was issued."""
        days = {
            "starts": self.wording.full_day(self.shown.starts),
            "ends": self.wording.full_day(self.shown.ends),
            "issued": self.wording.full_day(self.issued_at.date()),
        }
        return _("Audit of %(starts)s to %(ends)s, issued %(issued)s") % days

    @property
    def verdict(self) -> tuple[str, str]:
        """Return the verdict's mark and name."""
        code = self.shown.verdict
        return words.VERDICT_MARKS[code], self.wording.translate(words.VERDICTS[code])

    @property
    def overall(self) -> str:
        """Return friction and momentum in words."""
        friction, index = self.shown.overall_friction, self.shown.momentum_index
        parts = []
        if friction is not None:
            text = _("friction at least %(score)s") if self.shown.is_lower_bound else _("friction %(score)s")
            parts.append(text % {"score": self.wording.whole_score(friction)})
        known = _("momentum unknown") if index is None else _("momentum %(score)s")
        parts.append(known if index is None else known % {"score": self.wording.whole_score(index)})
        return ", ".join(parts)

    @property
    def main_cause(self) -> tuple[str, str]:
        """Return the primary causes, and how far they stand above the others."""
        primary = [self.wording.translate(words.CAUSES[cause]) for cause in self.shown.primary_causes]
        values = [one.friction.value for one in self.shown.causes if not one.is_primary]
        others = [value for value in values if value is not None]
        highest = self.shown.overall_friction
        if not primary or highest is None:
            return "–", _("too little is known")
        if not others:
            return ", ".join(primary), ""
        points = self.wording.whole_score(highest - max(others))
        return ", ".join(primary), _("%(points)s points above the others") % {"points": points}

    @property
    def answers(self) -> str:
        """Return how many of those asked have answered."""
        counts = self.shown.gathered
        if not counts.answered:
            return _("too few to count")
        return _("%(answered)s of %(asked)s") % {"answered": counts.answered, "asked": counts.invited}

    @property
    def lacking(self) -> list[str]:
        """Return which parts of a complete audit are missing."""
        return [self.wording.translate(words.PARTS[part]) for part in self.shown.lacking]

    @property
    def levels_figure(self) -> Figure | None:
        """Draw what each level says."""
        found = [
            LevelRow(
                self.wording.translate(words.SHORT_CAUSES[one.cause]),
                tuple(
                    LevelPoint(line.name, self.wording.translate(words.LEVELS[line.name]), line.mean, line.band or "")
                    for line in one.levels
                ),
            )
            for one in self.shown.causes
            if one.levels
        ]
        return friction_levels(found, self.wording) if found else None

    @property
    def contacts_figure(self) -> Figure | None:
        """Draw who meets whom."""
        talk = self.shown.talk
        pairs = [(one.left, one.right, one.hours) for one in talk.pairs]
        pairs += [(left, right, 0.0) for left, right in talk.missing_pairs]
        return rows.contacts_figure(pairs, self.names, self.wording)

    @cached_property
    def causes(self) -> list[rows.CauseRow]:
        """Return the three causes written out."""
        return [rows.cause_row(one, self.names, self.wording) for one in self.shown.causes]

    @property
    def side_names(self) -> list[str]:
        """Return the names of the sides, as columns."""
        return list(self.names.values())

    @property
    def is_withheld(self) -> bool:
        """Say whether something is not shown because too few answered."""
        return any(line.is_withheld for cause in self.causes for line in (*cause.sides, *cause.levels))

    @property
    def withholds_statements(self) -> bool:
        """Say whether some statement is not shown, since too few answered it or another would give it away."""
        return any(line.is_withheld for one in self.questions for line in (*one["sides"], *one["levels"]))

    @property
    def remarks(self) -> list[str]:
        """Return what people and documents disagree on, and where people are guarded."""
        return rows.remarks_of(self.causes, self.wording)

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """Return the statements, those with the largest gaps first."""
        changed = self.since.questions if self.since else {}
        return [
            rows.question_row(one, self.names, self.wording, changed[one.id].change if one.id in changed else None)
            for one in sorted(self.shown.questions, key=lambda one: -rows.gap_size(one))
        ]

    @property
    def top_questions(self) -> list[dict[str, Any]]:
        """Return the three statements on which levels or sides differ most."""
        return [one for one in self.questions if one["is_noteworthy"]][:TOP]

    @property
    def time(self) -> list[tuple[str, str]]:
        """Return what the time goes into."""
        talk = self.shown.talk
        shares = (talk.cross_level_share, talk.cross_partner_share, talk.past_share)
        return rows.time_rows((*shares, talk.firefighting_share, talk.forward_share), self.wording)

    @property
    def lag(self) -> str:
        """Return how long a signal waits."""
        return rows.lag_text(self.shown.talk, self.wording)

    @property
    def stages(self) -> list[tuple[str, str, bool]]:
        """Return the stages of a signal."""
        return rows.stage_rows(self.shown.talk, self.wording)

    @property
    def missing_links(self) -> list[str]:
        """Return the levels that no meeting holds together."""
        return [self.wording.translate(words.LINKS[link]) for link in self.shown.talk.missing_links]

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return the role groups."""
        return rows.group_rows(self.shown.reward, self.names, self.wording)

    @property
    def trials(self) -> list[dict[str, Any]]:
        """Return what one joint element would do in each group."""
        return [rows.trial_row(one, self.names, self.wording) for one in self.shown.reward.trials]

    @cached_property
    def actions(self) -> list[rows.ActionRow]:
        """Return what to do, in order."""
        return rows.action_rows(self.shown, self.wording)

    @property
    def quotes(self) -> list[tuple[str, str]]:
        """Return what may be quoted, with its statement."""
        return [(text, rows.statement(item)) for item, text in self.shown.quotes][:MOST_QUOTES]

    @property
    def since_day(self) -> str:
        """Return when the audit before began, nothing where there is none."""
        return self.wording.full_day(self.since.starts_date) if self.since else ""

    @property
    def changes(self) -> list[tuple[str, str, str, str]]:
        """Return what changed since the audit before: cause, before, now, change."""
        if self.since is None:
            return []
        write = self.wording
        return [
            (
                write.translate(words.CAUSES[cause]),
                write.whole_score(one.before),
                write.whole_score(one.now),
                write.change(one.change),
            )
            for cause, one in self.since.causes.items()
        ]


def report_facts(shown: ReportShown) -> words.ReportFacts:
    """Return what the sentence is made of: the first primary cause, seen by levels and sides."""
    main = next((one for one in shown.causes if one.is_primary), None)
    if main is None or main.said is None:
        return words.ReportFacts(shown.primary_causes, shown.overall_friction)
    return words.ReportFacts(
        shown.primary_causes,
        shown.overall_friction,
        main.level_gap.gap,
        _differ(main.level_gap),
        _differ(main.side_gap),
    )


def _differ(gap: ShownGap) -> bool | None:
    """Return whether groups differ; of a gap that is withheld nothing is said unless it is worth a talk."""
    return gap.noteworthy if gap.gap is not None or gap.noteworthy else None
