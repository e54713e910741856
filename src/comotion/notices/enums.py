"""Words of telling: how soon, and where a mail or a delivery stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rate(models.TextChoices):
    """How soon a person wants a mail about something; the page shows it in any case."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    OFF = "off", _("No mail")


class MailState(models.TextChoices):
    """Where a mail stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Nothing left to tell")
    FAILED = "failed", _("Not sent")


class DeliveryState(models.TextChoices):
    """Where the delivery of an event to a webhook stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    DELIVERED = "delivered", _("Delivered")
    DROPPED = "dropped", _("No longer visible to its author")
    GIVEN_UP = "given_up", _("Given up")
