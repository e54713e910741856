"""Words of initiatives (specification 03 and 05)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InitiativeState(models.TextChoices):
    """Where an initiative stands."""

    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class Rank(models.IntegerChoices):
    """How high somebody stands in their company, 1 to 6."""

    STAFF = 1, _("Staff")
    LEAD = 2, _("Team lead")
    MANAGER = 3, _("Manager")
    DIRECTOR = 4, _("Director")
    VICE_PRESIDENT = 5, _("Vice president")
    EXECUTIVE = 6, _("Member of the board")
