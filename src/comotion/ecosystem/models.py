"""Profiles of partners and the links between them (specification 12). An organization's own, private to it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comotion.core.access import Owned


class BusinessModel(models.TextChoices):
    """How a partner is paid."""

    SUBSCRIPTION = "subscription", _("Subscription")
    SERVICES = "services", _("Services")
    USAGE = "usage", _("Usage")
    RESALE = "resale", _("Resale")
    MARKETPLACE = "marketplace", _("Marketplace")
    LICENCE = "licence", _("Licence")


class LinkKind(models.TextChoices):
    """What two partners do together."""

    REFERRAL = "referral", _("Referral")
    INTEGRATION = "integration", _("Integration")
    JOINT_DELIVERY = "joint_delivery", _("Joint delivery")
    JOINT_EVENT = "joint_event", _("Joint event")


class PartnerProfile(Owned):
    """What a partner offers, to whom, and how it is paid.

    ``offers`` and ``regions`` hold words with semicolons between them, ``segment_shares`` segments with their shares,
    which sum to 1: ``Retail=0.6;SMB=0.4``.
    """

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=100)
    offers = models.TextField()
    segment_shares = models.TextField(blank=True)
    business_model = models.CharField(max_length=12, choices=BusinessModel.choices)
    regions = models.TextField(blank=True)
    updated_date = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "partnership"], name="partner_profile_unique"),)


class PeerLink(Owned):
    """Two partners of the program that work with each other; the one with the smaller id stands left."""

    left = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=15, choices=LinkKind.choices)
    external_id = models.CharField(max_length=100, blank=True)
    started_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)
    last_active_date = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "external_id"], condition=~Q(external_id=""), name="peer_link_external_id_unique"
            ),
            models.UniqueConstraint(
                fields=["owner_org", "left", "right", "kind", "started_date"], name="peer_link_unique"
            ),
            models.CheckConstraint(condition=~Q(left=F("right")), name="peer_link_of_two_partners"),
        )
