"""Template tags of the audit: the sentence of each step, counts, names, the cell in which a side grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.audits.enums import Grade
from comotion.audits.models import Respondent, Signal
from comotion.audits.queries import ElementLine
from comotion.audits.questionnaire import RoundState
from comotion.audits.sides import AuditSide
from comotion.core.principal import current_principal
from comotion.methods.incentives.evidence import IncentiveEvidence
from comotion.methods.ownership.evidence import OwnershipEvidence
from comotion.narrative import friction as words
from comotion.web.friction_audit.opening import TITLES, AuditPage
from comotion.web.shared.reader import wording

register = template.Library()
ENOUGH = 3
MOST_LACKING = 3


@register.simple_tag
def step_title(name: str) -> str:
    """Write what a step is called."""
    return str(TITLES[name])


@register.simple_tag
def level_name(level: str) -> str:
    """Write what a level is called."""
    return wording().translate(words.LEVELS.get(level, level))


@register.filter
def whole(value: float | None) -> str:
    """Write a score without decimals; a dash where there is none."""
    return "–" if value is None else wording().whole_score(value)


@register.simple_tag
def guide_sentence(page: AuditPage) -> str:
    """Say how far the audit is."""
    if page.view.is_issued:
        return _("The audit is finished; its report stays as it is.")
    done = sum(step.state == "done" for step in page.steps)
    if not done:
        return _("Nothing is gathered yet. Begin with the goal that both companies share.")
    text = ngettext("%(done)s of ten steps is done.", "%(done)s of ten steps are done.", done)
    said = text % {"done": wording().few(done).capitalize()}
    return f"{said} {_('Next: %(title)s.') % {'title': TITLES[page.progress.next.name]}}"


@register.simple_tag
def step_count(page: AuditPage, name: str) -> str:
    """Count what a step has gathered."""
    counted, round_ = page.progress.gathering, page.progress.round
    if name == "questionnaire" and round_.sides:
        answered = "–" if round_.answered is None else round_.answered
        return _("%(answered)s of %(asked)s answered") % {"answered": answered, "asked": round_.asked}
    numbers = {
        "respondents": counted.respondents,
        "interviews": counted.interviews,
        "touchpoints": counted.touchpoints,
        "signals": counted.signals,
        "artifacts": counted.artifacts,
        "incentives": counted.groups,
        "ownership": counted.activities,
    }
    return str(numbers[name]) if numbers.get(name) else ""


@register.simple_tag
def step_says(page: AuditPage, name: str) -> str:
    """Say what a step is for, or what it still lacks."""
    step = page.progress.step(name)
    if step.state == "begun" and step.lacking:
        return _("still lacks %(what)s") % {"what": _lacks(page, step.lacking)}
    purposes = {
        "goal": _("what rewards are held against"),
        "respondents": _("people of both companies and all levels"),
        "questionnaire": _("five minutes a person, by link, on a phone"),
        "interviews": _("from executive to operational, alone and jointly"),
        "touchpoints": _("who meets whom, and what the time goes into"),
        "signals": _("how long it takes from something seen to a decision"),
        "artifacts": _("five documents of three types"),
        "incentives": _("what people are rewarded for, released by choice"),
        "ownership": _("who answers for which joint activity, and who leads"),
        "report": _("why it is stuck, and what to do first"),
    }
    return purposes[name]


def _lacks(page: AuditPage, lacking: Sequence[str]) -> str:
    found = [_lack(page, one) for one in lacking]
    if len(found) > MOST_LACKING:
        return _("%(first)s and %(count)s more") % {"first": found[0], "count": len(found) - 1}
    return wording().listed(found)


def _lack(page: AuditPage, lacking: str) -> str:
    """Write one thing that is missing: a place, a tier, a side, or a part as a whole."""
    part, _sep, what = lacking.partition(":")
    sides = {side.key: side.name for side in page.view.sides}
    if part == "separate_interviews":
        side, _slash, level = what.partition("/")
        return f"{sides.get(side, side)}, {wording().translate(words.LEVELS.get(level, level)).lower()}"
    if part == "incentives":
        return _("what %(side)s releases") % {"side": sides.get(what, what)}
    if part == "touchpoints":
        tiers = {"wts": _("a weekly sync"), "mbr": _("a monthly review"), "qsr": _("a quarterly review")}
        return tiers.get(what, what)
    return {"number": _("five documents"), "types": _("three types of them")}.get(what, _("one joint interview"))


@register.simple_tag
def lacking_sentence(page: AuditPage) -> str:
    """Say what a step still lacks, or that it has enough."""
    step = page.step
    if not step.lacking:
        return _("This part of the audit is complete.")
    return _("Still missing: %(what)s.") % {"what": _lacks(page, step.lacking)}


@register.filter
def lacking_texts(page: AuditPage) -> list[str]:
    """List what each part of a complete audit still needs."""
    return [f"{TITLES[step.name]}: {_lacks(page, step.lacking)}" for step in page.progress.steps if step.lacking]


@register.simple_tag
def before_sentence(page: AuditPage) -> str:
    """Say whether a report can be issued."""
    round_ = page.progress.round
    if round_.is_open:
        return _("Answers are still coming in. The report can be issued when the questionnaire is closed.")
    if not round_.is_closed:
        return _("Nobody has been asked yet; a report now would rest on documents alone.")
    return _("Everything can be put together now.")


@register.simple_tag
def people_sentence(people: Sequence[Respondent], page: AuditPage) -> str:
    """Say which groups are too small to be shown."""
    if not people:
        return _("Whom do you ask? Three of each company and level are enough.")
    counts = Counter((str(one.organization_id), one.level) for one in people if one.email)
    small = sum(counts[side.key, level] < ENOUGH for side in page.view.sides for level in words.LEVELS)
    total = ngettext("%(count)s person is on the list", "%(count)s people are on the list", len(people))
    said = total % {"count": len(people)}
    if not small:
        return _("%(said)s; every group can be shown.") % {"said": said}
    text = ngettext(
        "%(said)s; %(small)s group has fewer than three with a mail address and will not be shown by itself.",
        "%(said)s; %(small)s groups have fewer than three with a mail address and will not be shown by themselves.",
        small,
    )
    return text % {"said": said, "small": wording().few(small)}


@register.simple_tag
def response_sentence(round_: RoundState) -> str:
    """Say how far the questionnaire is."""
    if not round_.sides:
        return _("The questionnaire has not been sent yet.")
    known = {"answered": round_.answered, "asked": round_.asked}
    if round_.is_closed:
        return _("The questionnaire is closed. Nothing says any more who answered what.")
    if round_.answered is None:
        return _("%(asked)s people are asked; so few that nobody counts them while they answer.") % known
    return _("%(answered)s of %(asked)s have answered so far.") % known


@register.simple_tag
def signal_sentence(rows: Sequence[Signal], as_of: datetime) -> str:
    """Say how many signals wait for a decision."""
    if not rows:
        return _("How long does it take from something seen to a joint decision?")
    waiting = [row for row in rows if row.decided_date is None]
    if not waiting:
        return _("Every signal here was decided on.")
    days = max((as_of.date() - row.observed_date).days for row in waiting)
    text = ngettext(
        "%(count)s signal waits for a decision, for %(days)s days.",
        "%(count)s signals wait for a decision, the oldest for %(days)s days.",
        len(waiting),
    )
    return text % {"count": wording().few(len(waiting)).capitalize(), "days": days}


@register.simple_tag
def ownership_sentence(found: OwnershipEvidence) -> str:
    """Say how much of the joint work somebody answers for."""
    if found.valid_activity_share is None:
        return _("Who answers for the joint work?")
    share = wording().percent(found.valid_activity_share)
    return _("One person answers for %(share)s of the joint work.") % {"share": share}


@register.simple_tag
def reward_sentence(own: IncentiveEvidence | None, shared: IncentiveEvidence | None, page: AuditPage) -> str:
    """Say how far rewards pull apart, as one's own side sees it."""
    del shared
    if own is None or own.incentive_evidence_friction.value is None:
        return _("What are people paid and promoted for, and does it pull toward the joint goal?")
    score = wording().whole_score(own.incentive_evidence_friction.value)
    away = [key for key, pull in own.pull.items() if pull is not None and pull < 0]
    if not away:
        return _("Rewards stand at %(score)s of 100 in friction; no group is pulled away from the goal.") % {
            "score": score
        }
    sides = {side.key: side.name for side in page.view.sides}
    names = [f"{sides.get(key.partition('/')[0], '')} {key.partition('/')[2]}" for key in away[:2]]
    return _("Rewards stand at %(score)s of 100 in friction; %(names)s is pulled away from the goal.") % {
        "score": score,
        "names": wording().listed(names),
    }


@register.simple_tag(takes_context=True)
def grade_cell(context: Any, row: ElementLine, side: AuditSide, page: AuditPage, grades: Any) -> SafeString | str:
    """Show a side's grade where one may read it, or let one's own side grade."""
    given = row.grades.get(side.key)
    is_ours = not page.view.is_shared or side.organization.pk == current_principal().organization_id
    is_open = len(row.grades) >= len(page.view.sides)
    if page.may_change and is_ours and row.is_released and not is_open:
        shown = {"row": row, "side": side, "grades": grades, "given": given}
        request = context["request"]
        token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
        slug = request.membership.organization.slug
        return SafeString(
            render_to_string("friction_audit/grade.html", {**shown, "token": token, "organization": slug})
        )
    if given is None:
        return _("after release") if not row.is_released else _("not seen yet")
    return str(Grade(given).label)


@register.simple_tag
def inline_fields(form: Any, prefix: str) -> SafeString:
    """Render the fields of a small form in a row, with ids of their own."""
    return SafeString(
        "".join(
            format_html(
                '<span><label class="co-label" for="{id}">{label}</label>{control}</span>',
                id=f"{prefix}-{bound.name}",
                label=bound.label,
                control=bound.as_widget(
                    attrs={
                        "id": f"{prefix}-{bound.name}",
                        "class": f"co-field {bound.field.widget.attrs.get('class', '')}",
                    }
                ),
            )
            for bound in form
        )
    )


def _classes(bound: Any) -> str:
    return f"co-field {bound.field.widget.attrs.get('class', '')}".strip()
