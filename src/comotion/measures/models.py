"""Readings: one value of a measure for one period and one side."""

from __future__ import annotations

from django.db import models

from comotion.core.access import Owned
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import Side


class PeriodKind(models.TextChoices):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"


class Reading(Owned):
    """A value of a KPI, or of an amount that KPIs are made from (``revenue_plan``, ``partnership_cost``).

    ``target`` and ``weight_share`` are what the scorecard said that reported it, where there was one.
    """

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)
    guests_may_read = True

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    kpi = models.CharField(max_length=60)
    side = models.CharField(max_length=6, choices=Side.choices, default=Side.OURS)
    period_start = models.DateField()
    period_kind = models.CharField(max_length=7, choices=PeriodKind.choices, default=PeriodKind.MONTH)
    value = models.FloatField()
    target = models.FloatField(null=True, blank=True)
    weight_share = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=150, blank=True)
    entered_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "partnership", "kpi", "side", "period_start", "period_kind"],
                name="reading_unique",
            ),
        )
