"""Candidates and panel scores (specification 07). An organization's own, private to it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comotion.core.access import Owned
from comotion.core.references import new_reference


class Exclusion(models.TextChoices):
    """Why a candidate is out before anybody scores it."""

    DIRECT_COMPETITOR = "direct_competitor", _("Direct competitor")
    COMPLIANCE = "compliance", _("Compliance")
    NO_LINKED_OBJECTIVE = "no_linked_objective", _("Serves no objective")
    CONFLICT_OF_INTEREST = "conflict_of_interest", _("Conflict of interest")


class Dimension(models.TextChoices):
    """What the panel scores."""

    STRATEGIC_FIT = "strategic_fit", _("Strategic fit")
    CULTURAL_COMPATIBILITY = "cultural_compatibility", _("Cultural compatibility")
    OPERATIONAL_CAPABILITY = "operational_capability", _("Operational capability")
    MARKET_POSITION = "market_position", _("Market position")


class Candidate(Owned):
    """An organization that might become a partner; what nobody knows yet is empty.

    ``objectives`` names with semicolons between them what it would serve; ``aligned_items`` counts the items of
    culture, of five, in which both sides are alike.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    external_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    website = models.CharField(max_length=200, blank=True)
    objectives = models.TextField(blank=True)
    excluded_because = models.CharField(max_length=20, choices=Exclusion.choices, blank=True)
    wildcard = models.BooleanField(default=False)
    aligned_items = models.PositiveSmallIntegerField(null=True, blank=True, validators=(MaxValueValidator(5),))
    bridge_plan = models.BooleanField(default=False)
    our_customers = models.PositiveIntegerField(null=True, blank=True)
    their_customers = models.PositiveIntegerField(null=True, blank=True)
    shared_customers = models.PositiveIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "external_id"], condition=~Q(external_id=""), name="candidate_external_id_unique"
            ),
        )
        indexes = (models.Index(fields=["owner_org", "name"], name="candidate_name"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class PanelScore(Owned):
    """What one rater gives a candidate in one dimension, with the evidence; both rounds of a discussion are kept."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    rater = models.CharField(max_length=150)
    dimension = models.CharField(max_length=25, choices=Dimension.choices)
    score = models.PositiveSmallIntegerField(validators=(MinValueValidator(1), MaxValueValidator(5)))
    evidence = models.TextField()
    round = models.PositiveSmallIntegerField(default=1)
    date = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "candidate", "rater", "dimension", "round"], name="panel_score_unique"
            ),
        )
