"""What becomes of promises: kept, taken back, or promised anew for a later day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.events import publish
from comotion.core.links import OpenedLink, link_address, make_link
from comotion.core.policy import may, require
from comotion.core.principal import Principal, acting_as, current_principal
from comotion.identity.models import Person
from comotion.identity.queries import acting_organization
from comotion.rhythm.events import CommitmentAsked, CommitmentSettled
from comotion.rhythm.models import Commitment, CommitmentState

PURPOSE = "commitment"
HOLDS = dt.timedelta(days=30)


class UnableToSettle(ValueError):
    """The commitment stays as it is; the message says why."""


def may_settle(commitment: Commitment) -> bool:
    """Say whether whoever acts may say how a promise stands: their organization's, or one they made themselves."""
    principal = current_principal()
    if not may(principal, "change", "commitments"):
        return False
    if commitment.owner_org_id == principal.organization_id:
        return True
    name = Person.objects.filter(pk=principal.person_id or 0).values_list("name", flat=True).first()
    return bool(name) and name == commitment.owner_name


@transaction.atomic
def settle_commitment(*, commitment: Commitment, state: str, reason: str = "", at: dt.datetime) -> Commitment:
    """Say that a promise was kept or is taken back; said twice, the second time changes nothing."""
    if not may_settle(commitment):
        raise UnableToSettle(_("Only the side that promised this may say how it stands."))
    return _settle(commitment, state, reason, at)


def _settle(commitment: Commitment, state: str, reason: str, at: dt.datetime) -> Commitment:
    if state not in {CommitmentState.DONE, CommitmentState.CANCELLED}:
        raise UnableToSettle(_("A promise is kept or taken back."))
    if commitment.state == state:
        return commitment
    if commitment.state != CommitmentState.OPEN:
        raise UnableToSettle(_("This was settled already. Look at it in the room."))
    if state == CommitmentState.CANCELLED and not reason.strip():
        raise UnableToSettle(_("Say why it will not be done: the other side reads it."))
    commitment.state, commitment.reason = state, reason.strip()
    if state == CommitmentState.DONE:
        commitment.done_date = at.date()
    else:
        commitment.cancelled_date = at.date()
    commitment.save(update_fields=["state", "reason", "done_date", "cancelled_date"])
    record(f"commitment.{state}", "commitment", commitment.ref, at=at, reason=commitment.reason)
    _tell(commitment)
    return commitment


@transaction.atomic
def promise_anew(*, commitment: Commitment, due: dt.date, reason: str = "", at: dt.datetime) -> Commitment:
    """Take a promise back and make it again for a later day: the first one counts as not kept in time."""
    if not may_settle(commitment):
        raise UnableToSettle(_("Only the side that promised this may say how it stands."))
    return _anew(commitment, due, reason, at)


def _anew(commitment: Commitment, due: dt.date, reason: str, at: dt.datetime) -> Commitment:
    if commitment.state != CommitmentState.OPEN:
        raise UnableToSettle(_("This was settled already. Look at it in the room."))
    if due < at.date() or due == commitment.due_date:
        raise UnableToSettle(_("Choose another day, from today on."))
    new = Commitment.objects.create(
        owner_org_id=commitment.owner_org_id,
        visibility=commitment.visibility,
        partnership_id=commitment.partnership_id,
        text=commitment.text,
        owner_name=commitment.owner_name,
        side=commitment.side,
        made_date=at.date(),
        due_date=due,
    )
    commitment.state, commitment.cancelled_date = CommitmentState.CANCELLED, at.date()
    commitment.reason = reason.strip() or _("Promised anew for %(day)s.") % {"day": due.isoformat()}
    commitment.save(update_fields=["state", "cancelled_date", "reason"])
    record("commitment.moved", "commitment", commitment.ref, at=at, due=due.isoformat(), anew=new.ref)
    _tell(commitment)
    return new


def _tell(commitment: Commitment) -> None:
    publish(CommitmentSettled(commitment.owner_org_id, commitment.partnership_id, commitment.ref, commitment.state))


@transaction.atomic
def ask_for_status(*, commitment: Commitment, address: str, at: dt.datetime) -> None:
    """Ask somebody without an account how one promise stands, by a link that can do just that."""
    require(current_principal(), "change", "commitments")
    if commitment.owner_org_id != current_principal().organization_id:
        raise UnableToSettle(_("Only the organization that wrote this down gives it out by link."))
    if commitment.state != CommitmentState.OPEN:
        raise UnableToSettle(_("This was settled already. Look at it in the room."))
    _link, secret = make_link(purpose=PURPOSE, subject=commitment.ref, holder=address, expires_at=at + HOLDS, at=at)
    by = Person.objects.filter(pk=current_principal().person_id or 0).first()
    record("commitment.asked", "commitment", commitment.ref, at=at)
    publish(
        CommitmentAsked(
            organization_id=commitment.owner_org_id,
            commitment=commitment.ref,
            text=commitment.text,
            partnership=commitment.partnership.name,
            due=commitment.due_date.isoformat(),
            asked_by=by.name if by else "",
            organization=acting_organization().name,
            address=address,
            link=link_address(PURPOSE, secret),
        )
    )


def commitment_by_link(link: OpenedLink) -> Commitment | None:
    """Return the one commitment that a link is about."""
    with acting_as(_giver(link)):
        return Commitment.objects.select_related("partnership", "owner_org").filter(ref=link.subject).first()


@transaction.atomic
def settle_by_link(*, link: OpenedLink, state: str, reason: str = "", at: dt.datetime) -> Commitment:
    """Say by link that the promise was kept or is taken back."""
    with acting_as(_giver(link)):
        return _settle(_locked(link), state, reason, at)


@transaction.atomic
def promise_anew_by_link(*, link: OpenedLink, due: dt.date, reason: str = "", at: dt.datetime) -> Commitment:
    """Promise by link the same for a later day."""
    with acting_as(_giver(link)):
        return _anew(_locked(link), due, reason, at)


def _locked(link: OpenedLink) -> Commitment:
    return Commitment.objects.select_for_update().get(ref=link.subject)


def _giver(link: OpenedLink) -> Principal:
    """Act for the organization that gave the link, for this one commitment: the link was its word that one may."""
    return Principal(link.organization_id, "owner", link.person_id)
