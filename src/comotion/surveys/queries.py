"""Rounds and whom they ask, as pages and operations read them. Nothing here says what anybody answered."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from comotion.core.principal import current_principal
from comotion.partnerships.enums import PartnershipState
from comotion.partnerships.models import Partnership
from comotion.surveys.models import PulsePlan, SurveyRespondent, SurveyRound


def rounds_of(partnership: Partnership, instrument: str) -> QuerySet[SurveyRound]:
    """Return the rounds of an instrument in a partnership, the newest first."""
    rounds = SurveyRound.objects.filter(partnership=partnership, instrument=instrument)
    return rounds.select_related("opened_by").order_by("-opened_at", "-pk")


def open_round_of(partnership: Partnership, instrument: str) -> SurveyRound | None:
    """Return the round that takes answers, or waits to be closed; one's own before one of the partner."""
    rounds = sorted(
        rounds_of(partnership, instrument).filter(closed_at=None),
        key=lambda one: one.owner_org_id != current_principal().organization_id,
    )
    return rounds[0] if rounds else None


def respondents_of(round_: SurveyRound) -> list[SurveyRespondent]:
    """Return whom a round asks, in the order in which they were entered."""
    people = SurveyRespondent.objects.filter(round=round_).select_related("organization", "round")
    return list(people.order_by("pk"))


def due_to_close(at: dt.datetime) -> list[SurveyRound]:
    """Return the acting organization's rounds whose time is over and that nobody has closed."""
    own = SurveyRound.objects.filter(owner_org_id=current_principal().organization_id, closed_at=None)
    return list(own.filter(closes_at__lte=at).select_related("partnership").order_by("pk"))


def running(at: dt.datetime) -> list[SurveyRound]:
    """Return the acting organization's rounds that take answers."""
    own = SurveyRound.objects.filter(owner_org_id=current_principal().organization_id, closed_at=None)
    return list(own.filter(closes_at__gt=at).select_related("partnership", "opened_by").order_by("pk"))


def plan_of(partnership: Partnership) -> PulsePlan | None:
    """Return when the acting organization asks again in a partnership, None where it never has."""
    return PulsePlan.objects.filter(partnership=partnership).first()


def plans_due(today: dt.date) -> list[PulsePlan]:
    """Return the acting organization's plans whose day has come."""
    plans = PulsePlan.objects.filter(months__gt=0, next_date__lte=today, partnership__state=PartnershipState.ACTIVE)
    return list(plans.select_related("partnership").order_by("pk"))
