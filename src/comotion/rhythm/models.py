"""Meetings: planned, held, and who of the sponsors was there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comotion.core.access import Owned
from comotion.core.visibility import Visibility


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
