"""Scores that can be explained and recomputed, the settings they used, and the warnings they raised."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from comotion.core.access import Owned


class ProgramSettings(Owned):
    """One version of an organization's method settings; the highest version is in force."""

    version = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    config_hash = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        "identity.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "version"], name="program_settings_unique"),)


class Snapshot(Owned):
    """All figures of one partnership as of one day: values to sort by, and in ``figures`` everything else.

    ``figures`` maps a figure's name (``scorecard``, ``category.relationship_health``, ``kpi.trust_survey``,
    ``dimension.value_exchange``, ``potential``, ``health``, ``tier_score`` …) to its Scored as JSON, with ``method``,
    ``version``, ``inputs``; so each can be explained, and recomputed from what stands here alone.
    """

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    as_of = models.DateField()
    scorecard = models.FloatField(null=True)
    coverage = models.FloatField(default=0)
    financial_performance = models.FloatField(null=True)
    strategic_alignment = models.FloatField(null=True)
    operational_efficiency = models.FloatField(null=True)
    relationship_health = models.FloatField(null=True)
    momentum_index = models.FloatField(null=True)
    figures = models.JSONField(default=dict)
    config_hash = models.CharField(max_length=64)
    inputs_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "partnership", "as_of", "config_hash", "inputs_hash"], name="snapshot_unique"
            ),
        )
        indexes = (models.Index(fields=["owner_org", "as_of", "partnership"], name="snapshot_as_of"),)


class EarlyWarning(Owned):
    """A warning from the day it opened to the day it cleared; open at most once per partnership and code."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=6)
    side = models.CharField(max_length=6, blank=True)
    opened_date = models.DateField()
    last_fired_date = models.DateField()
    false_periods = models.PositiveSmallIntegerField(default=0)
    cleared_date = models.DateField(null=True, blank=True)
    readings = models.JSONField(default=dict)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "partnership", "code", "side"],
                condition=Q(cleared_date=None),
                name="warning_open_once",
            ),
        )
