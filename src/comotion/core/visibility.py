"""The six levels of visibility (isolation.md, "Visibility")."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.IntegerChoices):
    """Who reads a row; the numbers are the levels L0 to L5."""

    PERSONAL = 0, _("Only its author")
    RESTRICTED = 1, _("Named roles of the organization")
    PRIVATE = 2, _("Only the organization")
    SHARED = 3, _("Everyone in the room")
    OVERLAP = 4, _("By both sides' sharing rule")
    ECOSYSTEM = 5, _("Organizations that contribute")
