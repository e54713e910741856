"""Words of surveys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Where in their organization a respondent works; what is asked depends on it."""

    EXECUTIVE = "executive", _("Executive")
    MANAGEMENT = "management", _("Management")
    OPERATIONAL = "operational", _("Operational")


class Mode(models.TextChoices):
    """Whether answers were given alone or before both sides."""

    SEPARATE = "separate", _("Separate")
    JOINT = "joint", _("Joint")


class NoValue(models.TextChoices):
    """The two ways to give no number."""

    DONT_KNOW = "dont_know", _("I don’t know")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")
