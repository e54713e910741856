"""Words of an audit (specification 02 b, 03 b, 04 b)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Where somebody stands in their company."""

    EXECUTIVE = "executive", _("Executive")
    MANAGEMENT = "management", _("Management")
    OPERATIONAL = "operational", _("Operational")


class Mode(models.TextChoices):
    """Whether one side speaks alone or both are in the room."""

    SEPARATE = "separate", _("Separate")
    JOINT = "joint", _("Joint")


class Tier(models.TextChoices):
    """Which review a touchpoint is."""

    WTS = "wts", _("Weekly sync")
    MBR = "mbr", _("Monthly review")
    QSR = "qsr", _("Quarterly review")
    OTHER = "other", _("Other contact")


class ArtifactKind(models.TextChoices):
    """What kind of document was reviewed."""

    PLAN = "plan", _("Plan")
    MINUTES = "minutes", _("Minutes")
    REPORT = "report", _("Report")
    DASHBOARD = "dashboard", _("Dashboard")
    AGREEMENT = "agreement", _("Agreement")
    COMP_PLAN = "comp_plan", _("Plan of pay")
    OTHER = "other", _("Other")


class ElementKind(models.TextChoices):
    """Where a rewarded behaviour is written down."""

    COMP_PLAN = "comp_plan", _("Plan of pay")
    MBO = "mbo", _("Personal objective")
    PROMOTION = "promotion_criterion", _("Promotion criterion")


class Behaviour(models.TextChoices):
    """What is rewarded; short words, so that both sides can be laid over each other."""

    NEW_LOGO = "new_logo", _("New customers")
    RETENTION = "retention", _("Customers kept")
    UPSELL = "upsell", _("More sold to customers")
    VOLUME = "volume", _("Volume")
    MARGIN = "margin", _("Margin")
    UTILISATION = "utilisation", _("Billable hours")
    DELIVERY_QUALITY = "delivery_quality", _("Quality of delivery")
    ADOPTION = "adoption", _("Use by customers")
    SPEED = "speed", _("Speed")
    COST = "cost", _("Cost")
    JOINT_HANDOVER = "joint_handover_quality", _("Quality of the joint handover")
    JOINT_PIPELINE = "joint_pipeline", _("Joint pipeline")


class Grade(models.IntegerChoices):
    """How far a reward pulls toward the joint goal (specification 04 c1)."""

    RISES_WITH_IT = 2, _("+2: rises with the goal itself")
    HELPS = 1, _("+1: usually helps it")
    NO_EFFECT = 0, _("0: no visible effect")
    COMPETES = -1, _("−1: competes with it for time, budget or credit")
    DAMAGES = -2, _("−2: damages it when pursued well")


class Outcome(models.TextChoices):
    """What was decided about a signal."""

    ACTION = "action", _("Something is done")
    NO_ACTION = "no_action", _("Nothing is done, on purpose")
