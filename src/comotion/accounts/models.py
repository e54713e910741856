"""The organization's own CRM, as far as partnerships need it. Private to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from comotion.core.access import Owned


class Account(Owned):
    """A company in the CRM."""

    external_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=250)
    domain = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=250, blank=True)
    country = models.CharField(max_length=100, blank=True)
    industry = models.CharField(max_length=150, blank=True)
    type = models.CharField(max_length=100, blank=True)
    owner_name = models.CharField(max_length=150, blank=True)
    parent_external_id = models.CharField(max_length=100, blank=True)
    annual_revenue = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "external_id"], condition=~Q(external_id=""), name="account_external_id_unique"
            ),
        )
        indexes = (models.Index(fields=["owner_org", "name"], name="account_name"),)


class Pipeline(Owned):
    """A pipeline of the CRM."""

    external_id = models.CharField(max_length=100)
    label = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "external_id"], name="pipeline_unique"),)


class Stage(Owned):
    """A stage of a pipeline: what its id means, and whether deals in it are closed."""

    external_id = models.CharField(max_length=100)
    label = models.CharField(max_length=200, blank=True)
    pipeline = models.CharField(max_length=100, blank=True)
    is_closed = models.BooleanField(null=True)
    is_won = models.BooleanField(null=True)
    probability = models.FloatField(null=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "external_id"], name="stage_unique"),)


class PartnerRole(models.TextChoices):
    """What the partner did for a deal."""

    SOURCED = "sourced"
    INFLUENCED = "influenced"


class Opportunity(Owned):
    """A deal of the CRM; an unknown amount or stage stays unknown."""

    external_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=250)
    account_external_id = models.CharField(max_length=100, blank=True)
    account_name = models.CharField(max_length=250, blank=True)
    stage = models.CharField(max_length=100, blank=True)
    pipeline = models.CharField(max_length=100, blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    probability = models.FloatField(null=True, blank=True)
    created_date = models.DateField(null=True, blank=True)
    close_date = models.DateField(null=True, blank=True)
    is_closed = models.BooleanField(null=True, blank=True)
    is_won = models.BooleanField(null=True, blank=True)
    owner_name = models.CharField(max_length=150, blank=True)
    partner_name = models.CharField(max_length=200, blank=True)
    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    partner_role = models.CharField(max_length=10, choices=PartnerRole.choices, blank=True)
    partner_owner_name = models.CharField(max_length=150, blank=True)
    merged_into = models.CharField(max_length=100, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "external_id"],
                condition=~Q(external_id=""),
                name="opportunity_external_id_unique",
            ),
        )
        indexes = (models.Index(fields=["owner_org", "partnership", "close_date"], name="opportunity_partnership"),)


class DealMerge(Owned):
    """A deal that was merged into another: counting both is double counting."""

    survivor_external_id = models.CharField(max_length=100)
    merged_external_id = models.CharField(max_length=100)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "merged_external_id"], name="deal_merge_unique"),)


class OpportunityPartner(Owned):
    """A partner of a deal, as the CRM keeps them beside the deals; ``role`` is in the words of the CRM."""

    external_id = models.CharField(max_length=100, blank=True)
    opportunity_external_id = models.CharField(max_length=100)
    account_to_external_id = models.CharField(max_length=100)
    account_from_external_id = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=100, blank=True)
    is_primary = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "external_id"],
                condition=~Q(external_id=""),
                name="opportunity_partner_external_id_unique",
            ),
        )
        indexes = (models.Index(fields=["owner_org", "opportunity_external_id"], name="opportunity_partner_deal"),)
