"""An audit as facts: answers without their names, evidence, and cells for a comparison.

A person's answers leave this module only as items of the records that methods take; nothing here is stored or shown as
it is. Below three people nobody's answers count at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, cast

from comotion.audits import evidence
from comotion.audits.models import Audit, BaselineCells, Respondent
from comotion.audits.ownership import Scope, owned_evidence
from comotion.audits.sides import AuditSide, at_level, sides_of
from comotion.core.principal import past_the_wall
from comotion.core.visibility import Visibility
from comotion.methods.friction.answers import Respondent as Answering
from comotion.methods.friction.answers import Survey
from comotion.methods.friction.audit import AuditFacts, EvidenceRecords
from comotion.methods.friction.comparison import Comparison, Rounds, comparison
from comotion.methods.friction.questions import questions
from comotion.methods.settings import MethodSettings, default_settings
from comotion.scores.queries import figure_history, stored_month
from comotion.scores.settings import current_settings
from comotion.surveys.facts import results_of

OUTCOMES = (
    "revenue_vs_plan",
    "cost_to_serve_ratio",
    "revenue_growth_yoy",
    "roadmap_milestones_met",
    "value_type_count",
    "fairness_index",
)
"""The lagging KPIs: outcomes of the joint work, not what leads to them."""


def settings_for(audit: Audit) -> MethodSettings:
    """Return the settings: in a shared audit those that everyone has, as all must read the same figures."""
    return default_settings() if audit.visibility == Visibility.SHARED else current_settings()


def audit_facts(
    audit: Audit, *, as_of: dt.datetime, audience: str = evidence.ROOM
) -> tuple[AuditFacts, dict[str, str]]:
    """Return all that an audit gathered, and the names of what its findings speak of."""
    sides = sides_of(audit)
    scope = Scope(audit.partnership_id, at_level(audit), sides, as_of.date())
    owned = owned_evidence(scope, settings_for(audit))
    insights, texts = evidence.insights_of(audit)
    records = EvidenceRecords(
        owned.records,
        owned.mandates,
        evidence.touchpoints_of(audit, sides),
        insights,
        evidence.signals_of(audit),
        evidence.incentives_of(audit, sides, audience),
    )
    index, outcomes = _standing_still(audit, as_of.date())
    ends = max(audit.starts_date, audit.ends_date or as_of.date())
    facts = AuditFacts(
        audit.partnership.ref,
        audit.starts_date,
        ends,
        as_of,
        survey_of(audit, sides),
        evidence.interviews_of(audit),
        evidence.artifacts_of(audit),
        evidence.tiers_of(audit),
        records,
        index,
        outcomes,
    )
    return facts, owned.names | texts | {side.key: side.name for side in sides}


def _standing_still(audit: Audit, day: dt.date) -> tuple[float | None, dict[str, tuple[tuple[int, float], ...]]]:
    """Return the Momentum Index and the outcomes; both are an organization's own, so that no shared report has them."""
    if audit.visibility == Visibility.SHARED:
        return None, {}
    ref = audit.partnership.ref
    month = stored_month(ref, day)
    index = month.figures.get("momentum_index") if month else None
    series = {name: figure_history(ref, f"kpi.{name}", day) for name in OUTCOMES} if month else {}
    outcomes = {
        name: tuple((one.as_of.year * 12 + one.as_of.month - 1, one.value) for one in points if one.value is not None)
        for name, points in series.items()
    }
    return (index["value"] if index else None), {name: points for name, points in outcomes.items() if points}


def survey_people(audit: Audit, sides: tuple[AuditSide, ...]) -> tuple[Answering, ...]:
    """Return who is asked, by the reference under which interviews name them."""
    keys = {side.key for side in sides}
    rows = Respondent.objects.filter(at_level(audit), audit=audit).order_by("pk")
    return tuple(
        Answering(one.ref, cast("Any", one.level), (str(one.organization_id),))
        for one in rows
        if str(one.organization_id) in keys
    )


def survey_of(audit: Audit, sides: tuple[AuditSide, ...]) -> Survey:
    """Return people and answers of the closed round; whose answers they are is known to nobody.

    Where fewer than three people answered there are no answers.
    """
    keys = tuple(side.key for side in sides)
    people = survey_people(audit, sides)
    if audit.round is None or audit.round.closed_at is None:
        return Survey(keys, people, ())
    results = results_of(audit.round)
    nameless = tuple(one for one in results.respondents if one.side in keys)
    heard = {one.id for one in nameless}
    enough = len(heard) >= settings_for(audit).perception.min_group_n
    answers = tuple(one for one in results.answers if one.respondent in heard and one.question in questions())
    return Survey(keys, (*people, *nameless), answers if enough else ())


@past_the_wall()
def compared(before: Audit, now: Audit) -> Comparison:
    """Compare two issued audits over the cells that may be shown in both.

    A cell that only one of them shows would be what is left when the one mean is taken from the other.
    """
    first, second = (BaselineCells.unscoped.filter(audit=audit).order_by("pk").first() for audit in (before, now))
    both = frozenset(first.shown if first else ()) & frozenset(second.shown if second else ())
    return comparison(
        Rounds(*(only_shown(one.means if one else {}, both) for one in (first, second))), settings_for(now)
    )


def only_shown(means: Any, shown: Collection[str]) -> dict[str, dict[str, dict[str, float]]]:
    """Return the means of cells that may be shown, each named ``question/side/level``; of others nothing is kept."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for name, sides in (means if isinstance(means, dict) else {}).items():
        for side, row in sides.items():
            for level, mean in row.items():
                if name in questions() and f"{name}/{side}/{level}" in shown:
                    found.setdefault(name, {}).setdefault(side, {})[level] = mean
    return found
