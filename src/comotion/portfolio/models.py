"""The program as a whole: phases and tiers decided by people, and the list as it is read."""

from __future__ import annotations

from django.db import models

from comotion.core.access import Owned
from comotion.core.references import new_reference
from comotion.core.visibility import Visibility


class PhaseMove(Owned):
    """A person put a partnership into another phase than the computed one, with a reason."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    phase = models.CharField(max_length=20)
    computed_phase = models.CharField(max_length=20, blank=True)
    reason = models.TextField()
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey("identity.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class TierPin(Owned):
    """A person pinned a partnership to a tier until a date, with a reason; it takes a slot of that tier."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    tier = models.CharField(max_length=15)
    reason = models.TextField()
    until_date = models.DateField()
    pinned_at = models.DateTimeField()
    pinned_by = models.ForeignKey("identity.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class PortfolioRow(Owned):
    """One line of the portfolio as it is read: written when scores change, never computed on the way to a page."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    approach = models.CharField(max_length=30, blank=True)
    level = models.CharField(max_length=100, blank=True)
    owner_name = models.CharField(max_length=150, blank=True)
    tier = models.CharField(max_length=15, blank=True)
    phase = models.CharField(max_length=20, blank=True)
    computed_phase = models.CharField(max_length=20, blank=True)
    as_of = models.DateField(null=True)
    scorecard = models.FloatField(null=True)
    coverage = models.FloatField(default=0)
    trend = models.FloatField(null=True)
    financial_performance = models.FloatField(null=True)
    strategic_alignment = models.FloatField(null=True)
    operational_efficiency = models.FloatField(null=True)
    relationship_health = models.FloatField(null=True)
    momentum_index = models.FloatField(null=True)
    potential = models.FloatField(null=True)
    health = models.FloatField(null=True)
    priority = models.FloatField(null=True)
    last_review_date = models.DateField(null=True)
    next_review_date = models.DateField(null=True)
    open_warnings = models.PositiveSmallIntegerField(default=0)
    sort_name = models.CharField(max_length=200, blank=True)
    """The name without case and accents: the same order in either database, and the one people look names up in."""
    sort_scorecard = models.FloatField(default=-1)
    """The scorecard as a sort key only: missing ones come last in either database."""
    sort_priority = models.FloatField(default=-1)
    sort_tier = models.PositiveSmallIntegerField(default=9)
    """The tier from most to least attention."""
    sort_phase = models.PositiveSmallIntegerField(default=9)
    """The phase in its order."""
    glyphs = models.JSONField(default=dict)
    """What the table draws: the Scored of card, categories, dimensions and index, three months before, warnings."""
    basis = models.JSONField(default=dict)
    """What phases, tiers and counts read beside the line's own columns."""

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "partnership"], name="portfolio_row_unique"),)
        indexes = (
            models.Index(fields=["owner_org", "sort_name", "id"], name="portfolio_name"),
            models.Index(fields=["owner_org", "sort_tier", "sort_name", "id"], name="portfolio_tier_order"),
            models.Index(fields=["owner_org", "sort_phase", "sort_name", "id"], name="portfolio_phase_order"),
            models.Index(fields=["owner_org", "-open_warnings", "sort_name", "id"], name="portfolio_warnings"),
            models.Index(fields=["owner_org", "-sort_scorecard", "id"], name="portfolio_scorecard"),
            models.Index(fields=["owner_org", "-sort_priority", "id"], name="portfolio_priority"),
            models.Index(fields=["owner_org", "tier", "sort_name"], name="portfolio_tier"),
            models.Index(fields=["owner_org", "phase", "sort_name"], name="portfolio_phase"),
            models.Index(fields=["owner_org", "phase", "-sort_priority", "sort_name", "id"], name="portfolio_board"),
            models.Index(
                fields=["owner_org", "owner_name", "-open_warnings", "sort_name", "id"], name="portfolio_owner"
            ),
        )


class SavedView(Owned):
    """Filters, order and columns of the list under a name: for its author, or for everyone in the organization."""

    allowed_visibilities = (Visibility.PERSONAL, Visibility.PRIVATE)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    author = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    saved_at = models.DateTimeField()


class ProgramTotals(Owned):
    """The program's counts, kept so that no page counts all rows: written when scores change."""

    as_of = models.DateField(null=True)
    content = models.JSONField(default=dict)
    computed_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org"], name="program_totals_unique"),)
