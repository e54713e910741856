"""What the parties put in and get out, and what they want together (specification 08 b)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from comotion.core.access import Owned
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import Side


class ValueType(models.TextChoices):
    """Three kinds of value."""

    FINANCIAL = "financial"
    STRATEGIC = "strategic"
    OPERATIONAL = "operational"


class Direction(models.TextChoices):
    """Put in or got out."""

    CONTRIBUTION = "contribution"
    RETURN = "return"


class HorizonGrade(Owned):
    """How far one horizon is, with its evidence; the latest grade counts."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)
    guests_may_read = True

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    horizon = models.CharField(max_length=2, choices=[("h1", "H1"), ("h2", "H2"), ("h3", "H3")])
    grade = models.PositiveSmallIntegerField()
    evidence = models.TextField()
    date = models.DateField()
    side = models.CharField(max_length=6, choices=Side.choices, default=Side.JOINT)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "partnership", "horizon", "date", "side"], name="horizon_grade_unique"
            ),
        )


class LedgerEntry(Owned):
    """A contribution or a return of one side, valued by each side, confirmed by each side."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)
    guests_may_read = True

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=100, blank=True)
    side = models.CharField(max_length=6, choices=Side.choices)
    direction = models.CharField(max_length=12, choices=Direction.choices)
    value_type = models.CharField(max_length=11, choices=ValueType.choices)
    description = models.CharField(max_length=300)
    date = models.DateField()
    our_amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    their_amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=10, blank=True)
    confirmed_by_us = models.BooleanField(default=False)
    confirmed_by_them = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["owner_org", "partnership", "date"], name="ledger_partnership_date"),)
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "external_id"], condition=~Q(external_id=""), name="ledger_external_id_unique"
            ),
        )


class SharedGoal(Owned):
    """A goal that one side states for the partnership, and the other side's goal that means the same."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)
    guests_may_read = True

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    goal = models.CharField(max_length=300)
    same_as = models.CharField(max_length=300, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "partnership", "side", "goal"], name="shared_goal_unique"),
        )


class RoadmapTheme(Owned):
    """A theme of the shared roadmap: how each side rates it, when it is due and when it was done."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)
    guests_may_read = True

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    theme = models.CharField(max_length=300)
    our_rating = models.SmallIntegerField(null=True, blank=True)
    their_rating = models.SmallIntegerField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    done_date = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    date = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "partnership", "theme"], name="roadmap_theme_unique"),
        )
