"""Roles and states of people in organizations (isolation.md, "People")."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in an organization."""

    OWNER = "owner", _("Owner")
    ALLIANCE_MANAGER = "alliance_manager", _("Alliance manager")
    ANALYST = "analyst", _("Analyst")
    MEMBER = "member", _("Member")
    EXECUTIVE_SPONSOR = "executive_sponsor", _("Executive sponsor")
    AUDITOR = "auditor", _("Auditor")


class MembershipState(models.TextChoices):
    """Only an active member sees anything."""

    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    REMOVED = "removed", _("Removed")


class InvitationState(models.TextChoices):
    """Where an invitation into an organization stands; one that is sent and past its day counts as expired."""

    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Taken back")
