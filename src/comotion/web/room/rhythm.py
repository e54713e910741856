"""The section of a room that lists what was promised, what waits to be decided, what was learnt and what is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comotion.core.clock import today
from comotion.core.policy import may, policy
from comotion.narrative.rhythm import RhythmFacts, rhythm_sentence
from comotion.rhythm.lines import Work, WorkLine, work_of
from comotion.web.room.views import open_room
from comotion.web.shared.reader import wording

STATES: dict[str, Promise] = {
    "open": _("open"),
    "late": _("late"),
    "done": _("done"),
    "cancelled": _("cancelled"),
    "decided": _("decided"),
    "withdrawn": _("withdrawn"),
    "answered": _("answered"),
    "waiting": _("no answer yet"),
    "closed": _("closed"),
}
SIDES: dict[str, Promise] = {"ours": _("our side"), "theirs": _("their side"), "joint": _("both sides")}


@dataclass(frozen=True, slots=True)
class Listing:
    """One table: its title, the heads of its columns, its lines, and what to say where there is none."""

    kind: str
    title: Promise
    heads: tuple[Promise, Promise, Promise, Promise]
    empty: Promise
    lines: tuple[WorkLine, ...]

    @property
    def rows(self) -> list[tuple[WorkLine, Promise, Promise | str]]:
        """Return the lines with their state and side in words."""
        return [(line, STATES[line.state], SIDES.get(line.side, line.side)) for line in self.lines]


def listings(work: Work) -> tuple[Listing, ...]:
    """Return the four tables in the order in which a weekly sync goes through them."""
    return (
        Listing("commitments", _("Commitments"), (_("Commitment"), _("Owner"), _("Due"), _("Done")),
                _("No commitment is written down. The action log of your last meetings fills this."), work.commitments),
        Listing("decisions", _("Decisions"), (_("Question"), _("Decided by"), _("Raised"), _("Decided")),
                _("No question is written down. A list of decisions with the day each was raised fills this."),
                work.decisions),
        Listing("insights", _("Insights"), (_("Insight"), _("Raised by"), _("Raised"), _("Reported back")),
                _("No insight is written down. What one tier of meetings learnt for the next fills this."),
                work.insights),
        Listing("issues", _("Issues"), (_("Issue"), _("Owner"), _("Due"), _("Closed")),
                _("No issue is written down. An issue log fills this."), work.issues),
    )  # fmt: skip


def facts_of(work: Work, day: dt.date) -> RhythmFacts:
    """Return what the sentence is made of."""
    asked = [line for line in work.decisions if line.is_open]
    ages = [(day - line.since).days for line in asked if line.since is not None]
    return RhythmFacts(
        known=any((work.commitments, work.decisions, work.insights, work.issues)),
        open_commitments=sum(line.is_open for line in work.commitments),
        late_commitments=sum(line.state == "late" for line in work.commitments),
        open_decisions=len(asked),
        oldest_days=max(ages, default=None),
        waiting_insights=sum(line.is_open for line in work.insights),
        open_issues=sum(line.is_open for line in work.issues),
    )


@policy("joint", GET="read")
def rhythm(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show commitments, decisions, insights and issues of a room."""
    room = open_room(request, organization, ref, "rhythm")
    day = today()
    work = work_of(room.partnership.pk, day)
    context = {
        "room": room,
        "listings": listings(work),
        "sentence": rhythm_sentence(facts_of(work, day), wording()),
        "links": {"late": "#commitments"},
        "may_open": may(request.principal, "read", "commitments"),  # type: ignore[attr-defined]
        "may_import": may(request.principal, "create", "imports"),  # type: ignore[attr-defined]
    }
    return render(request, "room/rhythm.html", context)
