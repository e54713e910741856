"""What happened elsewhere, as occasions to tell: connected with its events in ``config/subscriptions.py``."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from comotion.core.clock import now
from comotion.core.jobs import JobFinished
from comotion.core.models import Job, JobState
from comotion.core.principal import Principal, acting_as
from comotion.estate.exporting import JOB as EXPORT
from comotion.identity.enums import MembershipState, Role
from comotion.identity.events import MembershipAsked
from comotion.identity.models import Membership
from comotion.notices.delivering import announce
from comotion.notices.happenings import IMPORT, REFRESH
from comotion.notices.kinds.import_finished import JOB
from comotion.notices.kinds.warning_opened import about_of
from comotion.notices.queries import keepers_of
from comotion.notices.reminders import tell_all
from comotion.notices.telling import Occasion, tell_person
from comotion.partnerships.enums import PartyState
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
from comotion.partnerships.models import Partnership, Party
from comotion.scores.events import WarningsOpened
from comotion.surveys.events import SurveyClosed

JOB_KINDS = {JOB: "import_finished", EXPORT: "export_finished"}
NEWS_DAYS = 62
"""What opened longer ago is history that was loaded, not news."""


def tell_of_warnings(event: WarningsOpened) -> None:
    """Tell who looks after a partnership that a warning opened there."""
    at = now()
    with acting_as(Principal(event.organization_id, "owner")):
        since = at.date() - dt.timedelta(days=NEWS_DAYS)
        news = [one for one in event.warnings if one.opened_date >= since]
        rooms = Partnership.objects.filter(pk__in={one.partnership_id for one in news})
        refs = dict(rooms.values_list("pk", "ref"))
        keepers = keepers_of(refs)
        occasions: dict[int, list[Occasion]] = defaultdict(list)
        for one in news:
            about = about_of(refs[one.partnership_id], one.code)
            for person in keepers[one.partnership_id]:
                occasions[person].append(Occasion(about, f"{about}:{one.opened_date.isoformat()}"))
        tell_all("warning_opened", occasions, at=at)
    if news:
        rows = [(refs[one.partnership_id], one.code, one.opened_date.isoformat()) for one in news]
        heard = [Occasion(ref, f"warning:{about_of(ref, code)}:{opened}") for ref, code, opened in rows]
        announce(event="warning.opened", occasions=heard, organization_id=event.organization_id, at=at)


def announce_job(event: JobFinished) -> None:
    """Let webhooks hear of files that were loaded and scores that were computed."""
    with acting_as(Principal(event.organization_id, "owner")):
        job = Job.objects.filter(ref=event.ref, state=JobState.DONE).first()
    happening = {IMPORT: "import.finished", REFRESH: "portfolio.refreshed"}.get(event.kind)
    if job is not None and happening is not None:
        subject = str(job.argument["run"]) if event.kind == IMPORT else job.ref
        heard = [Occasion(subject, f"job:{job.ref}")]
        announce(event=happening, occasions=heard, organization_id=event.organization_id, at=now())


def tell_of_job(event: JobFinished) -> None:
    """Tell who asked for long work what became of it."""
    kind = JOB_KINDS.get(event.kind)
    if kind is not None and event.person_id is not None:
        occasion = Occasion(event.ref, event.ref)
        tell_person(
            kind=kind,
            person_id=event.person_id,
            organization_id=event.organization_id,
            occasions=[occasion],
            at=now(),
        )


def tell_keepers(kind: str, organization_id: int, partnership: int | str, occasion: str, about: str = "") -> None:
    """Tell those of one organization who look after a room that something happened there, to it or to ``about``."""
    at = now()
    with acting_as(Principal(organization_id, "owner")):
        named = {"ref": partnership} if isinstance(partnership, str) else {"pk": partnership}
        room = Partnership.objects.filter(**named).first()
        if room is not None:
            one = Occasion(about or room.ref, f"{room.ref}:{occasion}")
            tell_all(kind, {person: [one] for person in keepers_of([room.pk])[room.pk]}, at=at)


def parties_of(partnership_id: int, *, but: int = 0) -> list[int]:
    """Return the active parties of a room, except one."""
    rows = Party.unscoped.filter(partnership_id=partnership_id, state=PartyState.ACTIVE).exclude(organization_id=but)
    return list(rows.order_by("organization_id").values_list("organization_id", flat=True))


def tell_of_joining(event: PartyJoined) -> None:
    """Tell the other parties who has joined."""
    for organization in parties_of(event.partnership_id, but=event.organization_id):
        tell_keepers("room_joined", organization, event.partnership_id, f"joined:{event.organization_id}")


def tell_of_leaving(event: PartyLeft) -> None:
    """Tell those who stay."""
    for organization in parties_of(event.partnership_id, but=event.organization_id):
        tell_keepers("room_left", organization, event.partnership_id, f"left:{event.organization_id}")


def tell_of_proposal(event: RoomInvitationProposed) -> None:
    """Tell the party whose word is needed."""
    tell_keepers("room_proposed", event.organization_id, event.partnership, event.invitation)


def tell_of_answer(event: RoomInvitationAnswered) -> None:
    """Tell the party that sent the invitation."""
    occasion = f"{event.invitation}:{event.state}"
    tell_keepers("room_answered", event.organization_id, event.partnership, occasion, about=event.invitation)


def tell_of_end(event: RoomEnding | RoomEnded) -> None:
    """Tell all parties what was said about the end."""
    said = getattr(event, "on", "ended")
    for organization in parties_of(event.partnership_id):
        tell_keepers("room_ending", organization, event.partnership_id, f"{now().date()}:{said}")


def tell_of_sharing(event: RowsShared) -> None:
    """Tell the other parties, once a day."""
    for organization in parties_of(event.partnership_id, but=event.organization_id):
        tell_keepers("things_shared", organization, event.partnership_id, f"{event.organization_id}:{now().date()}")


def tell_of_text(event: JointTextChanged) -> None:
    """Tell the side whose text met another one."""
    if event.set_aside:
        tell_keepers("text_set_aside", event.organization_id, event.partnership_id, f"{event.topic}:{now().date()}")


def tell_of_results(event: SurveyClosed) -> None:
    """Tell everybody who sees the results."""
    for organization in event.organization_ids:
        tell_keepers("survey_closed", organization, event.partnership_id, event.round_ref)


def tell_of_asking(event: MembershipAsked) -> None:
    """Tell the owners that somebody wants to be let in."""
    with acting_as(Principal(event.organization_id, "owner")):
        owners = Membership.objects.filter(role=Role.OWNER, state=MembershipState.ACTIVE)
        one = Occasion(str(event.person_id), f"{event.person_id}:{now().date()}")
        people = list(owners.values_list("person_id", flat=True))
        tell_all("membership_asked", {person: [one] for person in people}, at=now())
