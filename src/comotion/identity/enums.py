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


class ProviderKind(models.TextChoices):
    """How an organization's provider says who somebody is."""

    OPENID_CONNECT = "openid_connect", _("OpenID Connect")
    SAML = "saml", _("SAML")


class DomainProof(models.TextChoices):
    """How it was shown that a domain of addresses is an organization's own."""

    FILE = "file", _("by a file on its web site")
    OPERATOR = "operator", _("by whoever runs this server")
