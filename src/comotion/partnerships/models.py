"""The relationship between organizations, and what each party privately holds about it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from comotion.core.access import Owned, Scoped
from comotion.core.principal import GUEST, Principal
from comotion.core.references import new_reference
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import (
    Approach,
    GuestState,
    InvitationKind,
    InvitationState,
    JointTopic,
    OperatingModel,
    PartnershipState,
    PartyState,
    Side,
)


class Partnership(Owned):
    """The room of two or more organizations."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)
    guests_may_read = True

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    name = models.CharField(max_length=200)
    started_date = models.DateField(null=True, blank=True)
    ended_date = models.DateField(null=True, blank=True)
    approach = models.CharField(max_length=30, choices=Approach.choices, blank=True)
    operating_model = models.CharField(max_length=30, choices=OperatingModel.choices, blank=True)
    field = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12, choices=PartnershipState.choices, default=PartnershipState.ACTIVE)
    """While it is terminating, ``ended_date`` is the day on which it will end."""

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
    record = models.ForeignKey(
        "identity.Organization", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The record whose place the organization took when it joined; it stays with whoever keeps it."""

    class Meta(Scoped.Meta):
        constraints = (models.UniqueConstraint(fields=["partnership", "organization"], name="party_unique"),)
        indexes = (models.Index(fields=["organization", "state", "partnership"], name="party_rooms"),)

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Return the parties of one's rooms; of those who have not joined only the records that one keeps oneself."""
        joined = Q(state=PartyState.ACTIVE) | Q(organization__kept_by_id=principal.organization_id)
        return Q(partnership_id__in=cls.rooms_of(principal)) & joined

    @classmethod
    def rooms_of(cls, principal: Principal) -> models.QuerySet[Any, Any]:
        """Return the ids of the rooms in which the organization is an active party, or the person a guest."""
        if principal.role == GUEST:
            guests = Guest.unscoped.filter(person_id=principal.person_id or 0, state=GuestState.ACTIVE)
            return guests.values("partnership_id")
        mine = cls.unscoped.filter(organization_id=principal.organization_id, state=PartyState.ACTIVE)
        return mine.values("partnership_id")


class Standing(Owned):
    """What one organization privately holds about a partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    called = models.CharField(max_length=200, blank=True)
    """What the organization calls the partnership, where another one gave the room its name."""
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


class Invitation(Owned):
    """Somebody is asked into a room, by a link that goes to one address.

    It is the inviter's own until other parties have to agree; from then on they see it too.
    """

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=11, choices=InvitationKind.choices, default=InvitationKind.COUNTERPART)
    address = models.EmailField()
    person_name = models.CharField(max_length=150, blank=True)
    company = models.CharField(max_length=200, blank=True)
    record = models.ForeignKey(
        "identity.Organization", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The record whose place in the room the company takes; it stays with whoever keeps it."""
    letter = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=InvitationState.choices, default=InvitationState.SENT)
    invited_by = models.ForeignKey(
        "identity.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)


class Consent(Owned):
    """What a party that is already in the room says to an invitation: everyone has to agree before it is sent."""

    allowed_visibilities = (Visibility.SHARED,)

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="consents")
    agrees = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "invitation"], name="consent_unique"),)


class Guest(Owned):
    """A person without an organization here, let into one room by one of its parties."""

    allowed_visibilities = (Visibility.SHARED,)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=GuestState.choices, default=GuestState.ACTIVE)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "partnership", "person"], name="guest_unique"),)


class JointText(Owned):
    """One version of a text that all parties write: never changed, only followed by the next one.

    A version that was written on an older one than the latest has no number: it is set aside, and nothing is lost.
    """

    allowed_visibilities = (Visibility.SHARED,)
    guests_may_read = True

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=6, choices=JointTopic.choices)
    number = models.PositiveIntegerField(null=True, blank=True)
    based_on = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    author = models.ForeignKey("identity.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=150)
    organization_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["partnership", "topic", "number"], name="joint_text_number_unique"),
        )
