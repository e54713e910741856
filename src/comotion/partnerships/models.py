"""The relationship between organizations, and what each party privately holds about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from comotion.core.access import Owned, Scoped
from comotion.core.principal import Principal
from comotion.core.references import new_reference
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import Approach, OperatingModel, PartnershipState, PartyState, Side


class Partnership(Owned):
    """The room of two or more organizations."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    name = models.CharField(max_length=200)
    started_date = models.DateField(null=True, blank=True)
    ended_date = models.DateField(null=True, blank=True)
    approach = models.CharField(max_length=30, choices=Approach.choices, blank=True)
    operating_model = models.CharField(max_length=30, choices=OperatingModel.choices, blank=True)
    field = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12, choices=PartnershipState.choices, default=PartnershipState.ACTIVE)

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["owner_org", "name"], name="partnership_owner_name"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @classmethod
    def room_path(cls) -> str:
        """Return its own id: the room is the partnership."""
        return "pk"


class Party(Scoped):
    """One organization in a partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="parties")
    organization = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=PartyState.choices, default=PartyState.RECORD)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        constraints = (models.UniqueConstraint(fields=["partnership", "organization"], name="party_unique"),)
        indexes = (models.Index(fields=["organization", "state", "partnership"], name="party_rooms"),)

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """All parties of the rooms in which one's own organization is an active one."""
        mine = cls.unscoped.filter(organization_id=principal.organization_id, state=PartyState.ACTIVE)
        return Q(partnership_id__in=mine.values("partnership_id"))


class Standing(Owned):
    """What one organization privately holds about a partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=100, blank=True)
    owner = models.ForeignKey("identity.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner_name = models.CharField(max_length=150, blank=True)
    website = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=100, blank=True)
    potential = models.FloatField(null=True, blank=True)
    potential_fit = models.FloatField(null=True, blank=True)
    potential_our_contribution = models.FloatField(null=True, blank=True)
    potential_partner_contribution = models.FloatField(null=True, blank=True)
    potential_complexity = models.FloatField(null=True, blank=True)
    effort = models.FloatField(null=True, blank=True)
    partner_willing = models.BooleanField(null=True, blank=True)
    willing_asked_date = models.DateField(null=True, blank=True)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True)
    next_review_date = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "partnership"], name="standing_unique"),
            models.UniqueConstraint(
                fields=["owner_org", "external_id"], condition=~Q(external_id=""), name="standing_external_id_unique"
            ),
        )


class Sponsor(Owned):
    """The executive of one side to whom the joint work reports, for as long as it lasts."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    name = models.CharField(max_length=150)
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["owner_org", "partnership"], name="sponsor_partnership"),)


class Designation(Owned):
    """A program or certification in which the partner takes part."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    program = models.CharField(max_length=200)
    external_id = models.CharField(max_length=100, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "partnership", "program"], name="designation_unique"),
        )
