"""Words of partnerships (specification 00, glossary)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Approach(models.TextChoices):
    """How two companies work together."""

    TECHNOLOGY_INTEGRATION = "technology_integration", _("Technology integration")
    CO_MARKETING = "co_marketing", _("Co-marketing")
    STRATEGIC_INVESTMENT = "strategic_investment", _("Strategic investment")


class OperatingModel(models.TextChoices):
    """How the joint work is organized."""

    EMBEDDED_POD = "embedded_pod", _("Embedded pod")
    JVO_LITE = "jvo_lite", _("Joint office")
    CATALYST_CHAMPION = "catalyst_champion", _("Catalyst champion")


class PartnershipState(models.TextChoices):
    """Whether a room is in use."""

    ACTIVE = "active", _("Active")
    TERMINATING = "terminating", _("Terminating")
    ENDED = "ended", _("Ended")


class PartyState(models.TextChoices):
    """Whether a party has joined the room; a record has nobody who could."""

    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Invited")
    RECORD = "record", _("Kept as a record")
    LEFT = "left", _("Left")


class Side(models.TextChoices):
    """Whose figure it is, seen from the organization that keeps the row."""

    OURS = "ours", _("Ours")
    THEIRS = "theirs", _("Theirs")
    JOINT = "joint", _("Joint")


class InvitationKind(models.TextChoices):
    """As what somebody is asked into a room."""

    COUNTERPART = "counterpart", _("Counterpart")
    GUEST = "guest", _("Guest")


class InvitationState(models.TextChoices):
    """Where an invitation stands; one that is sent and past its day counts as expired."""

    PROPOSED = "proposed", _("Waits for the other parties")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REFUSED = "refused", _("Refused by a party")
    REVOKED = "revoked", _("Taken back")


class GuestState(models.TextChoices):
    """Whether a guest may come in."""

    ACTIVE = "active", _("Active")
    REMOVED = "removed", _("Removed")


class JointTopic(models.TextChoices):
    """What all parties of a room write together."""

    AIM = "aim", _("What we want together")
    RULES = "rules", _("How we treat each other")
    AGENDA = "agenda", _("What we should talk about next")
