"""Initiatives, their activities with the responsibility matrix, their leaders and what these may commit."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from comotion.core.access import Owned
from comotion.core.references import new_reference
from comotion.core.visibility import Visibility
from comotion.initiatives.enums import InitiativeState, Rank
from comotion.partnerships.enums import Side

SHARE = (MinValueValidator(0), MaxValueValidator(1))
LETTERS = "RACI"


class Initiative(Owned):
    """A workstream of a partnership; it should have exactly one leader."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    goal = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=InitiativeState.choices, default=InitiativeState.ACTIVE)
    started_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "partnership", "name"], name="initiative_unique"),
            models.UniqueConstraint(
                fields=["owner_org", "external_id"], condition=~Q(external_id=""), name="initiative_external_id_unique"
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Activity(Owned):
    """A row of the responsibility matrix; ``weight`` says how critical it is, 1 to 3.

    One that belongs to no initiative belongs to the partnership as a whole.
    """

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField(default=1, validators=(MinValueValidator(1), MaxValueValidator(3)))
    crosses_sides = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta(Owned.Meta):
        verbose_name_plural = "activities"
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "initiative", "name"], name="activity_unique"),
            models.UniqueConstraint(
                fields=["owner_org", "partnership", "name"], condition=Q(initiative=None), name="activity_free_unique"
            ),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Assignment(Owned):
    """What one member does in an activity: some of the letters R, A, C and I, in this order.

    ``side`` is blank where it is not known; ``is_group`` marks a team or committee, which cannot be accountable.
    """

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    member = models.CharField(max_length=150)
    side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    is_group = models.BooleanField(default=False)
    letters = models.CharField(max_length=4)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "activity", "member"], name="assignment_unique"),)

    @classmethod
    def room_path(cls) -> str:
        """Follow the activity."""
        return "activity__partnership_id"


class Leader(Owned):
    """A person named as single-threaded leader of an initiative, for as long as it lasts; two are one too many."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    side = models.CharField(max_length=6, choices=Side.choices, default=Side.OURS)
    seniority_rank = models.PositiveSmallIntegerField(choices=Rank.choices, null=True, blank=True)
    focus_share = models.FloatField(null=True, blank=True, validators=SHARE)
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "initiative", "name"], name="leader_unique"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @classmethod
    def room_path(cls) -> str:
        """Follow the initiative."""
        return "initiative__partnership_id"


class Mandate(Owned):
    """What a leader may commit: the grants of each side, until it is withdrawn."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    leader = models.ForeignKey(Leader, on_delete=models.CASCADE, related_name="+")
    withdrawn_date = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "leader"], name="mandate_unique"),)

    @classmethod
    def room_path(cls) -> str:
        """Follow the leader."""
        return "leader__initiative__partnership_id"


class Grant(Owned):
    """What one side puts at the leader's disposal, from one day to another, and to which sponsor they report.

    ``people`` holds names with semicolons between them; ``head_count`` counts those who are not named.
    """

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    from_date = models.DateField()
    until_date = models.DateField()
    people = models.TextField(blank=True)
    head_count = models.FloatField(default=0)
    time_share = models.FloatField(null=True, blank=True, validators=SHARE)
    budget_amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    sponsor_name = models.CharField(max_length=150, blank=True)
    talk_interval_days = models.FloatField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "mandate", "side"], name="grant_unique"),)

    @classmethod
    def room_path(cls) -> str:
        """Follow the mandate."""
        return "mandate__leader__initiative__partnership_id"


class GrantSignature(Owned):
    """Who signed a grant, of which rank, and the hash of the mandate as it was then."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="+")
    person_name = models.CharField(max_length=150)
    rank = models.PositiveSmallIntegerField(choices=Rank.choices)
    signed_date = models.DateField()
    content_hash = models.CharField(max_length=64)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "grant", "person_name"], name="grant_signature_unique"),
        )

    @classmethod
    def room_path(cls) -> str:
        """Follow the grant."""
        return "grant__mandate__leader__initiative__partnership_id"
