"""What stands in the rows of each sheet, and how a row that comes back is taken.

Heads are English words in every language, so that a file fits whoever reads it back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from comotion.audits import models
from comotion.audits.contacts import keep_touchpoint
from comotion.audits.enums import ArtifactKind, Behaviour, ElementKind, Grade, Level, Mode, Outcome, Tier
from comotion.audits.evidence import MINUTES, people_of
from comotion.audits.matrix import YES, matrix_table, take_matrix_row
from comotion.audits.operations import (
    NewRespondent,
    UnableToAudit,
    add_artifact,
    add_respondents,
    add_signal,
    hold_interview,
)
from comotion.audits.pasted import level_of
from comotion.audits.queries import AuditView, group_lines, respondents_of
from comotion.audits.questionnaire import enter
from comotion.audits.rewards import enter_element, enter_joint_share, name_group, rate
from comotion.audits.sheet_cells import (
    Row,
    cell_choice,
    cell_day,
    cell_number,
    cell_share,
    cell_side,
    cell_text,
    iso_day,
)
from comotion.audits.sides import AuditSide
from comotion.methods.friction.questions import questions
from comotion.surveys.answering import LONGEST_COMMENT, Given

Written = list[list[str | float | None]]
MAIL = "mail address"
STAGES = ("observed", "escalated", "on agenda", "decided", "started")


def people_heads(_view: AuditView) -> Sequence[str]:
    """Return the columns of the people."""
    return ("Name", "Company", "Level", "Function", "Mail address")


def people(view: AuditView) -> Written:
    """Return who is asked."""
    found = respondents_of(view.audit)
    return [[one.name, one.organization.name, one.level, one.function, one.email] for one in found]


def take_person(view: AuditView, row: Row, _at: dt.datetime) -> int:
    """Add somebody to be asked."""
    level = level_of(cell_text(row, "level", needed=True))
    if not level:
        raise UnableToAudit(_("Write executive, management or operational as the level."))
    name = cell_text(row, "name", needed=True)
    one = NewRespondent(cell_side(view, row), level, name, cell_text(row, "function"), cell_text(row, MAIL))
    return add_respondents(audit=view.audit, people=[one])


def answer_heads(_view: AuditView) -> Sequence[str]:
    """Return the columns of the questionnaire: one for each statement."""
    return ("Name", "Mail address", "Level", "Setting", *questions(), "Comment on", "Comment", "May be quoted")


def answers(view: AuditView) -> Written:
    """Return one empty row for each person; statements not asked at their level are crossed out."""
    return [
        [
            one.name,
            one.email,
            one.level,
            Mode.SEPARATE.value,
            *("" if one.level in asked.levels else "x" for asked in questions().values()),
            *("", "", ""),
        ]
        for one in respondents_of(view.audit)
    ]


def take_answers(view: AuditView, row: Row, at: dt.datetime) -> int:
    """Take the answers of one person: 1 to 5, ``?`` for don't know, ``-`` for does not apply."""
    person = _answering(view, row)
    given = {
        name: _given(row[name.casefold()]) for name in questions() if row.get(name.casefold(), "") not in {"", "x"}
    }
    mode = cell_choice(Mode, cell_text(row, "setting") or Mode.SEPARATE)
    given |= _commented(row, given)
    return 1 if given and enter(respondent=person, mode=mode, answers=given, at=at) else 0


def _commented(row: Row, given: dict[str, Given]) -> dict[str, Given]:
    """Return the answer that a row comments on, with the comment; it is quoted only where the row says so."""
    text, name = cell_text(row, "comment"), cell_text(row, "comment on").upper()
    if not text:
        return {}
    if name not in given:
        raise UnableToAudit(_("Say which statement the comment is on, and answer it."))
    may_quote = cell_text(row, "may be quoted").casefold() in YES
    return {name: replace(given[name], comment=text[:LONGEST_COMMENT], may_quote=may_quote)}


def _answering(view: AuditView, row: Row) -> models.Respondent:
    """Return who answered: by mail address, or by name where a row has none."""
    address = cell_text(row, MAIL).lower()
    wanted = {"email": address} if address else {"email": "", "name": cell_text(row, "name", needed=True)}
    found = list(models.Respondent.objects.filter(audit=view.audit, **wanted)[:2])
    if len(found) != 1:
        called = address or wanted["name"]
        text = _("“%(who)s” is not in the list of people.") if not found else _("More than one is called “%(who)s”.")
        raise UnableToAudit(text % {"who": called})
    return found[0]


def _given(text: str) -> Given:
    if text in {"?", "dont_know"}:
        return Given(no_value="dont_know")
    if text in {"-", "–", "not_applicable"}:
        return Given(no_value="not_applicable")
    number = text.removesuffix(".0")
    if number not in {"1", "2", "3", "4", "5"}:
        raise UnableToAudit(_("“%(text)s” is no answer: write 1 to 5, ? or -.") % {"text": text})
    return Given(value=float(number))


def interview_heads(_view: AuditView) -> Sequence[str]:
    """Return the columns of the interviews."""
    return ("Setting", "Held on", "People", "Notes")


def interviews(view: AuditView) -> Written:
    """Return the interviews without anybody's notes."""
    held = models.Interview.objects.filter(audit=view.audit).order_by("held_date", "pk").prefetch_related("respondents")
    return [[one.mode, iso_day(one.held_date), "; ".join(map(str, one.respondents.all())), ""] for one in held]


def take_interview(view: AuditView, row: Row, _at: dt.datetime) -> int:
    """Keep an interview; those who were there are named as in the list of people."""
    names = [name.strip().casefold() for name in cell_text(row, "people", needed=True).split(";") if name.strip()]
    known = {one.name.casefold(): one for one in respondents_of(view.audit)}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UnableToAudit(_("%(name)s is not among the people of this audit.") % {"name": unknown[0]})
    held = cell_day(row, "held on", needed=True)
    mode = cell_choice(Mode, cell_text(row, "setting", needed=True))
    assert held is not None
    hold_interview(
        audit=view.audit,
        mode=mode,
        held_date=held,
        people=[known[name] for name in names],
        note=cell_text(row, "notes"),
    )
    return 1


def _places(view: AuditView) -> list[tuple[AuditSide, str, str]]:
    return [(side, level.value, f"{side.name}, {level.value}") for side in view.sides for level in Level]


def touchpoint_heads(view: AuditView) -> Sequence[str]:
    """Return the columns of the touchpoints: people of each side and level, minutes by purpose."""
    minutes = (f"Minutes {name}" for name in MINUTES)
    places = (head for _side, _level, head in _places(view))
    return ("Touchpoint", "Review", "Times a quarter", "Minutes", "Channel", *places, *minutes)


def touchpoints(view: AuditView) -> Written:
    """Return the touchpoints."""
    found: Written = []
    for one in models.Touchpoint.objects.filter(audit=view.audit).order_by("pk"):
        counts = people_of(one.people, view.sides)
        people = [counts.get(side.key, {}).get(level) for side, level, _head in _places(view)]
        found.append(
            [
                one.name,
                one.tier,
                one.per_quarter,
                one.minutes,
                one.channel,
                *people,
                *(getattr(one, name) for name in MINUTES),
            ]
        )
    return found


def take_touchpoint(view: AuditView, row: Row, _at: dt.datetime) -> int:
    """Keep a touchpoint; one of the same name is changed."""
    people: dict[str, dict[str, int]] = {}
    for side, level, head in _places(view):
        count = cell_number(row, head.casefold())
        if count:
            people.setdefault(side.key, {})[level] = int(count)
    name = cell_text(row, "touchpoint", needed=True)
    there = models.Touchpoint.objects.filter(audit=view.audit, name=name).first()
    keep_touchpoint(
        audit=view.audit,
        touchpoint=there,
        people=people,
        name=name[:200],
        tier=cell_choice(Tier, cell_text(row, "review") or Tier.OTHER),
        per_quarter=cell_number(row, "times a quarter", needed=True),
        minutes=cell_number(row, "minutes", needed=True),
        channel=cell_text(row, "channel")[:60],
        **{kind: cell_number(row, f"minutes {kind}") for kind in MINUTES},
    )
    return 1


def signal_heads(_view: AuditView) -> Sequence[str]:
    """Return the columns of the signals."""
    return ("Signal", "Company", "Level", *(stage.capitalize() for stage in STAGES), "Outcome")


def signals(view: AuditView) -> Written:
    """Return the signals."""
    found = models.Signal.objects.filter(audit=view.audit).select_related("organization").order_by("pk")
    return [
        [
            one.name,
            one.organization.name,
            one.level,
            *(iso_day(getattr(one, _field(stage))) for stage in STAGES),
            one.outcome,
        ]
        for one in found
    ]


def _field(stage: str) -> str:
    return f"{stage.replace(' ', '_')}_date"


def take_signal(view: AuditView, row: Row, _at: dt.datetime) -> int:
    """Keep a signal with its stages."""
    days = {_field(stage): cell_day(row, stage, needed=stage == STAGES[0]) for stage in STAGES}
    outcome = cell_text(row, "outcome")
    add_signal(
        audit=view.audit,
        name=cell_text(row, "signal", needed=True)[:200],
        organization=cell_side(view, row).organization,
        level=level_of(cell_text(row, "level")),
        outcome=cell_choice(Outcome, outcome) if outcome else "",
        **days,
    )
    return 1


def artifact_heads(_view: AuditView) -> Sequence[str]:
    """Return the columns of the documents."""
    return ("Type", "Document", "Dated", "Whose", "Reviewed by", "What it showed")


def artifacts(view: AuditView) -> Written:
    """Return the documents."""
    found = models.Artifact.objects.filter(audit=view.audit).order_by("pk")
    return [[one.kind, one.name, iso_day(one.date), one.owner_name, one.reviewed_by, one.showed] for one in found]


def take_artifact(view: AuditView, row: Row, _at: dt.datetime) -> int:
    """Keep a document."""
    add_artifact(
        audit=view.audit,
        kind=cell_choice(ArtifactKind, cell_text(row, "type", needed=True)),
        name=cell_text(row, "document", needed=True)[:200],
        date=cell_day(row, "dated"),
        owner_name=cell_text(row, "whose")[:150],
        reviewed_by=cell_text(row, "reviewed by")[:150],
        showed=cell_text(row, "what it showed"),
    )
    return 1


def reward_heads(_view: AuditView) -> Sequence[str]:
    """Return the columns of the rewards; there is none for amounts."""
    return ("Company", "Role group", "Counterpart", "Written in", "Rewarded", "Weight %", "Joint share %")


def rewards(view: AuditView) -> Written:
    """Return the rewards that one may read."""
    found: Written = []
    for line in group_lines(view):
        head = [line.group.organization.name, line.group.name, line.group.counterpart]
        share = None if line.joint_share is None else line.joint_share * 100
        found += [
            [*head, one.element.kind, one.element.behaviour, one.element.weight * 100, share] for one in line.elements
        ] or [[*head, "", "", None, share]]
    return found


def take_reward(view: AuditView, row: Row, _at: dt.datetime) -> int:
    """Enter a rewarded behaviour of one's own side; it is restricted until it is released."""
    name = cell_text(row, "role group", needed=True)
    group = name_group(
        audit=view.audit, side=cell_side(view, row), name=name, counterpart=cell_text(row, "counterpart")
    )
    share = cell_share(row, "joint share %")
    if share is not None:
        enter_joint_share(group=group, share=share)
    behaviour, weight = cell_text(row, "rewarded"), cell_share(row, "weight %")
    if behaviour and weight is not None:
        kind = cell_choice(ElementKind, cell_text(row, "written in") or ElementKind.COMP_PLAN)
        enter_element(group=group, kind=kind, behaviour=cell_choice(Behaviour, behaviour), weight=weight)
    return 1


def grade_heads(view: AuditView) -> Sequence[str]:
    """Return the columns of the grades: one for each side."""
    return ("Company", "Role group", "Rewarded", *(f"Grade of {side.name}" for side in view.sides))


def grades(view: AuditView) -> Written:
    """Return what was released, with the grades that one may read."""
    return [
        [
            line.group.organization.name,
            line.group.name,
            one.element.behaviour,
            *(one.grades.get(side.key) for side in view.sides),
        ]
        for line in group_lines(view)
        for one in line.elements
        if one.is_released
    ]


def take_grade(view: AuditView, row: Row, _at: dt.datetime) -> int:
    """Grade a released element for every side whose column is filled in and for which one may grade."""
    element = models.Element.objects.filter(
        group__audit=view.audit,
        group__organization=cell_side(view, row).organization,
        group__name=cell_text(row, "role group", needed=True),
        behaviour=cell_choice(Behaviour, cell_text(row, "rewarded", needed=True)),
    ).first()
    if element is None:
        raise UnableToAudit(_("Nothing of this kind was released."))
    given = {side: cell_text(row, f"grade of {side.name}".casefold()) for side in view.sides}
    for side, text in given.items():
        if text:
            rate(element=element, side=side, grade=_grade(text), rated_by="")
    return int(any(given.values()))


def _grade(text: str) -> int:
    number = text.replace("−", "-").removesuffix(".0").removeprefix("+")
    if number not in {str(grade) for grade in Grade.values}:
        raise UnableToAudit(_("“%(text)s” is no grade: write −2 to +2.") % {"text": text})
    return int(number)


def matrix_heads(view: AuditView) -> Sequence[str]:
    """Return the columns of the responsibility matrix: one for each member."""
    return matrix_table(view.audit.partnership)[0]


def matrix(view: AuditView) -> Written:
    """Return the responsibility matrix."""
    return matrix_table(view.audit.partnership)[1]


def take_matrix(view: AuditView, row: Row, _at: dt.datetime) -> int:
    """Keep a row of the responsibility matrix."""
    return take_matrix_row(view, row)
