"""What goes on in a partnership of the world: records with canaries, files that are loaded, scores that are computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from comotion.accounts.models import Account, Opportunity
from comotion.audits.issuing import issue
from comotion.audits.models import (
    Artifact,
    Audit,
    Element,
    Interview,
    JointShare,
    Respondent,
    RoleGroup,
    Signal,
    Touchpoint,
)
from comotion.core.models import Link
from comotion.core.sealing import sealed
from comotion.core.visibility import Visibility
from comotion.ecosystem.models import PartnerProfile, PeerLink
from comotion.identity.models import SignOn
from comotion.identity.sign_on import SIGN_ON
from comotion.imports.models import ImportRun
from comotion.imports.operations import apply, preview
from comotion.initiatives.models import Initiative, Leader
from comotion.ledger.models import HorizonGrade, LedgerEntry, RoadmapTheme, SharedGoal
from comotion.measures.models import Reading
from comotion.methods.settings import default_settings
from comotion.partnerships.models import Designation, Partnership, Sponsor
from comotion.portfolio.models import PhaseMove
from comotion.portfolio.operations import move_phase, pin_tier, refresh
from comotion.rhythm.models import Meeting
from comotion.scores.models import EarlyWarning, ProgramSettings
from comotion.surveys.models import PulseRound, SurveyAnswer, SurveyRespondent, SurveyResponse, SurveyRound
from tests.factories import make_answers, make_party
from tests.isolation.filling import Filler, Place

MONTHS = (*(dt.date(2025, month, 1) for month in range(2, 13)), dt.date(2026, 1, 1))
AMOUNTS = ("revenue", "revenue_plan", "partnership_cost")
SHARED_MEASURES = ("lead_response_hours", "decision_latency_days")
CALENDAR = """BEGIN:VCALENDAR
PRODID:-//Calendar//EN
BEGIN:VEVENT
UID:{0}
SUMMARY:{1} weekly sync
DTSTART:20260105T090000Z
DTEND:20260105T094500Z
RRULE:FREQ=WEEKLY;COUNT=6
ORGANIZER:mailto:somebody@example.com
ATTENDEE:mailto:{2}@partner.example
END:VEVENT
END:VCALENDAR
"""


def record(filler: Filler, place: Place) -> None:
    """Fill a partnership with a year of what its owner knows about it, all at one visibility."""
    _readings(filler, place)
    filler.fill(Meeting, place, kind="qsr", scheduled_date=dt.date(2026, 1, 12), held_date=dt.date(2026, 1, 12))
    filler.fill(Meeting, place, kind="mbr", scheduled_date=dt.date(2026, 3, 2), held_date=None)
    for side in ("ours", "theirs"):
        filler.fill(SharedGoal, place, side=side)
        for direction in ("contribution", "return"):
            filler.fill(LedgerEntry, place, side=side, direction=direction, value_type="financial", currency="EUR")
    grader = "ours" if place.visibility == Visibility.PRIVATE else "joint"
    for number, horizon in enumerate(("h1", "h2", "h3"), 1):
        filler.fill(HorizonGrade, place, horizon=horizon, grade=number, side=grader)
    filler.fill(RoadmapTheme, place, our_rating=1, their_rating=-1)
    _audit(filler, place)
    _survey(filler, place, closed_at=dt.datetime(2026, 1, 30, 12, tzinfo=dt.UTC))
    if place.visibility == Visibility.PRIVATE:
        _kept_to_oneself(filler, place)


def _survey(filler: Filler, place: Place, closed_at: dt.datetime | None) -> None:
    """A round by link with three answers of a side; one that runs has people who were asked, and their links."""
    end = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    asked = {str(place.organization.pk): {"management": 3}}
    round_ = filler.fill(
        SurveyRound, place, instrument="pulse", version="1", closes_at=end, closed_at=closed_at, invited=asked, reminders=0,
        reminded_at=None,
    )  # fmt: skip
    hidden = replace(place, visibility=Visibility.RESTRICTED, readers=frozenset({place.organization.pk}))
    for value in (2.0, 3.0, 4.0):
        person = filler.fill(SurveyRespondent, hidden, round=round_, level="management")
        thread = None if closed_at else person
        response = filler.fill(
            SurveyResponse, place, round=round_, respondent=thread, level="management", mode="separate"
        )
        for item in ("keeps_promises", "satisfaction"):
            filler.fill(SurveyAnswer, place, response=response, item=item, value=value, no_value="")
        if closed_at is None:
            filler.fill(Link, place, purpose="survey", subject=str(person.pk), person=None, expires_at=end)


def _readings(filler: Filler, place: Place) -> None:
    private = place.visibility == Visibility.PRIVATE
    for position, month in enumerate(MONTHS):
        for kpi in AMOUNTS if private else SHARED_MEASURES:
            label = f"{kpi} of {month} of {place.organization.slug} in {place.partnership.pk}"
            value = filler.number(label, Reading, place) if private else 10 + position
            filler.fill(
                Reading, place, kpi=kpi, period_start=month, period_kind="month", side="ours", value=value, unit=""
            )


def _audit(filler: Filler, place: Place) -> None:
    """An audit with one of everything that it gathers; what is rewarded is released in one group, kept in another."""
    day = 5 if place.visibility == Visibility.PRIVATE else 6
    filler.fill(Audit, place, round=None, starts_date=dt.date(2025, 6, day), ends_date=dt.date(2025, 7, day))
    audit = filler.fill(Audit, place, round=None, starts_date=dt.date(2026, 1, day), ends_date=None)
    filler.fill(Respondent, place, audit=audit, email=f"asked@{place.organization.slug}.example")
    asked = filler.fill(Respondent, place, audit=audit, email=f"met@{place.organization.slug}.example")
    initiative = filler.fill(Initiative, place)
    filler.fill(Leader, place, initiative=initiative, until_date=None)
    filler.fill(Touchpoint, place, audit=audit, minutes=60)
    for model in (Artifact, Signal):
        filler.fill(model, place, audit=audit)
    filler.fill(Interview, place, audit=audit).respondents.add(asked)
    for level, behaviour in ((place.visibility, "new_logo"), (Visibility.RESTRICTED, "retention")):
        kept = replace(place, visibility=level) if level != Visibility.RESTRICTED else _restricted(place)
        group = filler.fill(RoleGroup, place, audit=audit)
        filler.fill(Element, kept, group=group, behaviour=behaviour, weight=0.5)
        filler.fill(JointShare, kept, group=group, share=0.1)


def _restricted(place: Place) -> Place:
    own = frozenset({place.organization.pk})
    return replace(place, visibility=Visibility.RESTRICTED, readers=own)


def _kept_to_oneself(filler: Filler, place: Place) -> None:
    if place.partnership.visibility == Visibility.PRIVATE:
        secret = filler.word(f"secret of the provider of {place.organization.slug}", SignOn, place)
        filler.fill(SignOn, place, sealed_secret=sealed(secret, SIGN_ON))
    for side in ("ours", "theirs"):
        filler.fill(Sponsor, place, side=side, from_date=dt.date(2025, 1, 1), until_date=None)
    filler.fill(Designation, place)
    account = filler.fill(Account, place)
    filler.fill(
        Opportunity, place, account_external_id=account.external_id, account_name=account.name, currency="EUR",
        is_closed=False, is_won=False, probability=0.5, partner_role="sourced", partnership=place.partnership,
        close_date=dt.date(2026, 4, 1), created_date=dt.date(2025, 11, 1),
    )  # fmt: skip
    for side in ("ours", "theirs"):
        items = {f"trust_{number}": [4.0, 3.0, 5.0, 2.0] for number in (1, 2, 3)}
        make_answers(place.partnership, dt.date(2026, 1, 20), side, items, owner_org=place.organization)
    PulseRound.unscoped.filter(owner_org=place.organization).update(invited_ours=5, invited_theirs=5)
    if place.partnership.visibility == Visibility.PRIVATE:
        _survey(filler, place, closed_at=None)


def compute(at: dt.datetime) -> None:
    """Compute everything that is computed for whoever acts now."""
    refresh(as_of=at.date(), at=at, months=12)


def decide(filler: Filler, place: Place, at: dt.datetime) -> None:
    """Let people decide: a phase, a tier, settings, a warning that stays open, each with its reason."""
    partnership, slug = place.partnership, place.organization.slug
    reasons = [filler.word(f"reason {number} of {slug} in {partnership.pk}", PhaseMove, place) for number in range(3)]
    move_phase(partnership=partnership, phase="sunset_review", reason=reasons[0], at=at)
    pin_tier(partnership=partnership, tier="strategic", reason=reasons[1], until=dt.date(2026, 12, 31), at=at)
    issue(audit=Audit.objects.filter(partnership=partnership).earliest("pk"), at=at)
    settings = default_settings()
    filler.fill(
        ProgramSettings,
        place,
        version=1,
        content=settings.as_json(),
        config_hash=settings.config_hash,
        reason=reasons[2],
    )
    filler.fill(EarlyWarning, place, code="qsr_overdue", severity="high", side="", readings={}, cleared_date=None)


def load_files(filler: Filler, place: Place, at: dt.datetime) -> None:
    """Load one file; leave another as a preview with rows that are refused, and a calendar of which nothing was said."""
    words = [filler.word(f"file {number} of {place.organization.slug}", ImportRun, place) for number in range(7)]
    words[0] = filler.word(f"name of a partner in a file of {place.organization.slug}", Partnership, place)
    loaded = f"Name,Since,Potential,Notes\n{words[0]},2025-01-01,70,{words[1]}\n"
    apply(run=preview(data=loaded.encode(), file_name=f"{words[2]}.csv", at=at), at=at)
    _link(filler, place)
    refused = f"Name,Since,Potential\nA partner,2025-01-01,{words[3]}\n"
    preview(data=refused.encode(), file_name="refused.csv", at=at)
    calendar = CALENDAR.format(*words[4:])
    domains = {"domain:partner.example": place.partnership.name}
    preview(data=calendar.encode(), file_name="reviews.ics", choices=domains, at=at)


def _link(filler: Filler, place: Place) -> None:
    """Let another partner of the organization work with the one there is."""
    name = filler.word(f"another partner of {place.organization.slug}", Partnership, place)
    another = Partnership.unscoped.create(owner_org=place.organization, name=name)
    make_party(another, place.organization)
    filler.fill(PeerLink, place, left=place.partnership, right=another, ended_date=None)
    filler.fill(PartnerProfile, place, segment_shares="Retail=0.6;SMB=0.4")
