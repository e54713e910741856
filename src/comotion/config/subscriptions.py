"""Who reacts to which event, and which jobs there are: all in this file."""

from django.utils.translation import gettext_lazy as _

from comotion.core.events import subscribe
from comotion.core.jobs import JobFinished, register_job
from comotion.core.links import LinkPurpose, register_purpose
from comotion.estate import tasks as estate
from comotion.estate.events import OrganizationClosing, OrganizationKept
from comotion.identity import inviting as members
from comotion.identity.events import MembershipAsked
from comotion.imports import tasks as imports
from comotion.notices import calendars, closing
from comotion.notices import reactions as telling
from comotion.notices import tasks as notices
from comotion.notices.asking import ask, askings
from comotion.partnerships import inviting as rooms
from comotion.partnerships.events import (
    JointTextChanged,
    PartyJoined,
    PartyLeft,
    RoomEnded,
    RoomEnding,
    RoomInvitationAnswered,
    RoomInvitationProposed,
    RowsShared,
)
from comotion.portfolio import tasks as portfolio
from comotion.portfolio.events import DataChanged
from comotion.reports import handing
from comotion.rhythm import operations as commitments
from comotion.scores.events import WarningsOpened
from comotion.surveys import tasks as surveys
from comotion.surveys.events import SurveyClosed


def connect() -> None:
    """Connect events with reactions and register the kinds of jobs."""
    for kind in (imports.APPLY, imports.READING, imports.UNDOING):
        register_job(kind)
    register_job(portfolio.REFRESH_JOB)
    register_job(estate.EXPORT_JOB)
    register_job(surveys.ROUNDS_JOB)
    for kind in (notices.SEND_JOB, notices.DIGEST_JOB, notices.REMIND_JOB, notices.DELIVER_JOB):
        register_job(kind)
    register_purpose(LinkPurpose("survey", _("Survey"), "survey:questions"))
    subscribe(DataChanged, portfolio.refresh_after)
    subscribe(SurveyClosed, _rescore)
    subscribe(PartyLeft, _rescore_room)
    subscribe(WarningsOpened, telling.tell_of_warnings)
    subscribe(JobFinished, telling.tell_of_job)
    subscribe(JobFinished, telling.announce_job)
    _let_people_hear()
    register_purpose(LinkPurpose(rooms.PURPOSE, _("Invitation into a room"), "joining:room"))
    register_purpose(LinkPurpose(members.PURPOSE, _("Invitation into the organization"), "joining:member"))


def _let_people_hear() -> None:
    for asking in askings().values():
        subscribe(asking.event, ask)
    subscribe(SurveyClosed, telling.tell_of_results)
    subscribe(MembershipAsked, telling.tell_of_asking)
    subscribe(PartyJoined, telling.tell_of_joining)
    subscribe(PartyLeft, telling.tell_of_leaving)
    subscribe(RoomInvitationProposed, telling.tell_of_proposal)
    subscribe(RoomInvitationAnswered, telling.tell_of_answer)
    subscribe(RoomEnding, telling.tell_of_end)
    subscribe(RoomEnded, telling.tell_of_end)
    subscribe(RowsShared, telling.tell_of_sharing)
    subscribe(JointTextChanged, telling.tell_of_text)
    subscribe(OrganizationClosing, closing.tell_of_closing)
    subscribe(OrganizationKept, closing.tell_of_keeping)
    register_purpose(LinkPurpose(commitments.PURPOSE, _("Status of a commitment"), "commitment"))
    register_purpose(LinkPurpose(handing.PURPOSE, _("Document"), "document", handing.SCOPES))
    register_purpose(LinkPurpose(calendars.PURPOSE, _("Calendar feed"), "calendar", calendars.SCOPES))


def _rescore(closed: SurveyClosed) -> None:
    """Let the results of a round go into the scores of everybody who sees them."""
    for organization in closed.organization_ids:
        portfolio.refresh_after(DataChanged(organization, frozenset({closed.partnership_id})))


def _rescore_room(left: PartyLeft) -> None:
    """Let those who stay in a room see it without what the one who left had shared."""
    for organization in telling.parties_of(left.partnership_id, but=left.organization_id):
        portfolio.refresh_after(DataChanged(organization, frozenset({left.partnership_id})))
