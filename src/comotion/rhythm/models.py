"""Meetings, and what they carry: commitments, decisions, insights and open points."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comotion.core.access import Owned
from comotion.core.references import new_reference
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import Side


class MeetingKind(models.TextChoices):
    """Three tiers of review, and what else counts as contact."""

    WTS = "wts", _("Weekly sync")
    MBR = "mbr", _("Monthly review")
    QSR = "qsr", _("Quarterly review")
    SPONSOR_TALK = "sponsor_talk", _("Talk between sponsors")
    JOINT_PLANNING = "joint_planning", _("Joint planning session")
    STAND_UP = "stand_up", _("Stand-up")


class Meeting(Owned):
    """A meeting that was due, held, or both."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)
    guests_may_read = True

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=15, choices=MeetingKind.choices)
    scheduled_date = models.DateField(null=True, blank=True)
    held_date = models.DateField(null=True, blank=True)
    our_attendees = models.TextField(blank=True)
    their_attendees = models.TextField(blank=True)
    our_sponsor_present = models.BooleanField(default=False)
    their_sponsor_present = models.BooleanField(default=False)
    minutes = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["owner_org", "partnership", "scheduled_date"], name="meeting_partnership"),)
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "external_id"], condition=~Q(external_id=""), name="meeting_external_id_unique"
            ),
        )


class Tier(models.TextChoices):
    """The three tiers of review, through which insights rise."""

    WTS = "wts", _("Weekly sync")
    MBR = "mbr", _("Monthly review")
    QSR = "qsr", _("Quarterly review")


class CommitmentState(models.TextChoices):
    """What became of a promise."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Entry(Owned):
    """What a meeting carries: a text of one partnership, kept once for each id of the system that it came from."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)
    guests_may_read = True

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=100, blank=True)
    text = models.TextField()

    class Meta(Owned.Meta):
        abstract = True
        indexes = (models.Index(fields=["owner_org", "partnership", "raised_date"], name="%(class)s_partnership"),)
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "external_id"], condition=~Q(external_id=""), name="%(class)s_external_id_unique"
            ),
        )

    def __str__(self) -> str:
        """Return the text."""
        return self.text


class Commitment(Entry):
    """A promised action with one owner and a date; a new date is a new commitment.

    One that is said to be done on no known day stays out of the kept rate: it was kept, but nobody knows when.
    """

    owner_name = models.CharField(max_length=150, blank=True)
    side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    made_date = models.DateField(null=True, blank=True)
    due_date = models.DateField()
    done_date = models.DateField(null=True, blank=True)
    cancelled_date = models.DateField(null=True, blank=True)
    both_agreed = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=CommitmentState.choices, default=CommitmentState.OPEN)
    reason = models.TextField(blank=True)

    class Meta(Entry.Meta):
        indexes = (models.Index(fields=["owner_org", "partnership", "due_date"], name="commitment_partnership"),)


class Decision(Entry):
    """A question that both sides must answer; open until it is decided or withdrawn."""

    raised_date = models.DateField(null=True, blank=True)
    decided_date = models.DateField(null=True, blank=True)
    withdrawn_date = models.DateField(null=True, blank=True)
    decided_by = models.TextField(blank=True)
    outcome = models.TextField(blank=True)


class Disposition(models.TextChoices):
    """What the next tier made of an insight; a rejected one with an answer is closed as well."""

    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    DEFERRED = "deferred", _("Deferred")


class Insight(Entry):
    """Something learnt in one tier that must reach the next, and be answered there."""

    from_tier = models.CharField(max_length=3, choices=Tier.choices)
    to_tier = models.CharField(max_length=3, choices=Tier.choices)
    raised_date = models.DateField()
    on_agenda_date = models.DateField(null=True, blank=True)
    disposition = models.CharField(max_length=8, choices=Disposition.choices, blank=True)
    reported_back_date = models.DateField(null=True, blank=True)
    raised_by = models.CharField(max_length=150, blank=True)


class IssueState(models.TextChoices):
    """Whether a point is still open."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Issue(Entry):
    """An open point or blocker of a partnership, as logs keep them."""

    raised_date = models.DateField(null=True, blank=True)
    owner_name = models.CharField(max_length=150, blank=True)
    owner_company = models.CharField(max_length=150, blank=True)
    side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    due_date = models.DateField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=IssueState.choices, default=IssueState.OPEN)
    comment = models.TextField(blank=True)
