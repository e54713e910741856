"""The pulse of a partnership: the round that runs, what the last one said, and how it went before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.policy import may, policy
from comotion.core.visibility import Visibility
from comotion.figures.figure import Figure
from comotion.figures.pulse_sides import PulseRow, pulse_sides
from comotion.methods.scorecard.pulse import TRUST_ITEMS, Pulse, PulseAnswers, PulseKpis, pulse_kpis
from comotion.methods.settings import MethodSettings
from comotion.narrative.sentence import Segment, Sentence, compose
from comotion.partnerships.models import Partnership
from comotion.partnerships.queries import parties_of
from comotion.scores.kpis_relationship import ITEMS, RoundKpis, round_kpis
from comotion.scores.settings import current_settings
from comotion.surveys.facts import SIDES, PulseFacts, Round, results_of
from comotion.surveys.instruments import PULSE
from comotion.surveys.models import PulsePlan, SurveyRound
from comotion.surveys.queries import open_round_of, plan_of, rounds_of
from comotion.surveys.response import SideResponse, response_of
from comotion.web.room.addresses import figure_address
from comotion.web.room.presentation import Room
from comotion.web.room.views import open_room
from comotion.web.shared.reader import wording

QUESTIONS: dict[str, Promise] = {
    "keeps_promises": gettext_lazy("Promises are kept"),
    "bad_news_early": gettext_lazy("Bad news comes early"),
    "conflicts_settled": gettext_lazy("Conflicts get settled"),
    "choose_again": gettext_lazy("Would choose them again"),
    "effort_shared": gettext_lazy("Work is shared fairly"),
}
NOTEWORTHY = 20.0


@dataclass(frozen=True, slots=True)
class SideResult:
    """What one side answered in a closed round; None where too few did."""

    trust: float | None
    satisfaction: float | None
    items: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A closed round as the page shows it."""

    closed_date: dt.date
    joint: RoundKpis
    ours: SideResult
    theirs: SideResult

    @property
    def trust(self) -> float | None:
        """Return trust over both sides."""
        return self.joint.found.trust_survey.value

    @property
    def gap(self) -> float | None:
        """Return how far the sides are apart."""
        return self.joint.found.perception_gap

    @property
    def rows(self) -> list[PulseRow]:
        """Return the questions with both sides, satisfaction last and times ten."""
        found = [PulseRow(str(QUESTIONS[item]), self.ours.items[item], self.theirs.items[item]) for item in TRUST_ITEMS]
        return [*found, PulseRow(_("Satisfied, times ten"), _tenfold(self.ours), _tenfold(self.theirs))]

    @property
    def response(self) -> str:
        """Return the share of each side who answered, in words; nothing where nobody wrote down who was asked."""
        shares = [self.joint.response[side] for side in SIDES]
        return "–" if shares == [None, None] else " · ".join(_share(share) for share in shares)


@dataclass(frozen=True)
class PulsePage:
    """Everything that the page shows."""

    partnership: Partnership
    us: str
    them: str
    running: SurveyRound | None
    response: tuple[SideResponse, ...]
    results: tuple[RoundResult, ...]
    quotes: tuple[tuple[str, str], ...]
    plan: PulsePlan | None
    owner_id: int

    @property
    def last(self) -> RoundResult | None:
        """Return the latest closed round."""
        return self.results[0] if self.results else None

    @property
    def is_shared(self) -> bool:
        """Say whether both sides see this page."""
        return self.partnership.visibility == Visibility.SHARED

    @property
    def leads(self) -> bool:
        """Say whether the running round is one's own."""
        return self.running is not None and self.running.owner_org_id == self.owner_id

    @property
    def figure(self) -> Figure | None:
        """Return the picture of the latest round."""
        return pulse_sides(self.last.rows, self.us, self.them, wording()) if self.last else None

    @property
    def sentence(self) -> Sentence:
        """Say what the latest round found, or that nobody was asked."""
        if self.last is None:
            return _first_words(self.running)
        if self.last.trust is None:
            text = _("Fewer than three people of a side answered the pulse of {day}, so it has no figures.")
            return compose(text, day=wording().full_day(self.last.closed_date))
        return compose(_gap_words(self.last.gap), **_parts(self.last))


@policy("surveys", GET="read")
def pulse(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show the pulse: the running round, the latest results, how it went before, and when it comes again."""
    room = open_room(request, organization, ref, "pulse", resource="surveys")
    page = pulse_page(room)
    trust = figure_address(organization, room.ref, "kpi.trust_survey")
    context = {
        "room": room,
        "page": page,
        "links": {"trust": trust, "gap": figure_address(organization, room.ref, "kpi.perception_gap")},
        "may_start": may(request.principal, "create", "surveys"),  # type: ignore[attr-defined]
        "intervals": intervals(),
    }
    return render(request, "room/pulse.html", context)


def pulse_page(room: Room) -> PulsePage:
    """Read what the page shows."""
    partnership, settings = room.partnership, current_settings()
    parties = parties_of(partnership)
    running = open_round_of(partnership, PULSE)
    rounds = PulseFacts([partnership.pk]).take(partnership.pk)
    own = next((one for one in parties if one.is_ours), None)
    return PulsePage(
        partnership=partnership,
        us=own.name if own else _("Ours"),
        them=wording().listed([one.name for one in parties if not one.is_ours]) or _("Theirs"),
        running=running,
        response=response_of(running) if running else (),
        results=tuple(_result(one, settings) for one in reversed(rounds)),
        quotes=_quotes(partnership),
        plan=plan_of(partnership),
        owner_id=own.organization_id if own else 0,
    )


def _result(round_: Round, settings: MethodSettings) -> RoundResult:
    ours, theirs = (_side(round_, side, settings) for side in SIDES)
    return RoundResult(round_.closed_date, round_kpis(round_, settings), ours, theirs)


def _side(round_: Round, side: str, settings: MethodSettings) -> SideResult:
    """Return one side by the same rule that makes the joint figure, from three answers on."""
    people = tuple(
        PulseAnswers(
            str(number),
            side,
            one.level,
            {ITEMS[item]: value for item, value in one.trust.items() if item in ITEMS},
            one.satisfaction,
        )
        for number, one in enumerate(round_.respondents)
        if one.side == side
    )
    found: PulseKpis = pulse_kpis(Pulse((side,), people), settings)
    items = {part.name: part.value for part in found.trust_survey.parts}
    return SideResult(
        found.trust_survey.value, found.partner_satisfaction_10, {item: items.get(item) for item in TRUST_ITEMS}
    )


def _quotes(partnership: Partnership) -> tuple[tuple[str, str], ...]:
    """Return what people of the latest round by link agreed to be quoted with."""
    last = rounds_of(partnership, PULSE).filter(closed_at__isnull=False).order_by("-closed_at").first()
    quotes = results_of(last).quotes if last else ()
    return tuple((str(QUESTIONS.get(quote.item, _("Satisfaction"))), quote.text) for quote in quotes)


def _tenfold(side: SideResult) -> float | None:
    return None if side.satisfaction is None else 10.0 * side.satisfaction


def _share(value: float | None) -> str:
    return "–" if value is None else wording().percent(value)


def _first_words(running: SurveyRound | None) -> Sentence:
    if running is None:
        return compose(_("Nobody has been asked yet whether the two sides trust each other."))
    day = wording().full_day(running.closes_at.date())
    return compose(_("The first pulse runs until {day}. Its results appear here when it has closed."), day=day)


def _gap_words(gap: float | None) -> str:
    if gap is None:
        return _("Trust stands at {trust} of 100 in the pulse of {day}; too few of one side answered to compare them.")
    if gap < NOTEWORTHY:
        return _("Trust stands at {trust} of 100 in the pulse of {day}, and both sides see it much alike.")
    return _("Trust stands at {trust} of 100 in the pulse of {day}, and the sides are {gap} points apart.")


def _parts(last: RoundResult) -> dict[str, str | Segment]:
    assert last.trust is not None
    return {
        "trust": Segment(wording().whole_score(last.trust), "trust"),
        "day": wording().full_day(last.closed_date),
        "gap": Segment(wording().number(round(last.gap or 0.0)), "gap"),
    }


def intervals() -> Sequence[tuple[int, str]]:
    """Return how often the pulse can come, in words."""
    return (
        (0, _("by hand only")),
        (1, _("every month")),
        (3, _("every quarter")),
        (6, _("every half year")),
        (12, _("every year")),
    )
