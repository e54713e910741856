"""What an audit gathers: people, interviews, touchpoints, artifacts, rewards, signals; and the report when issued."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from comotion.audits.enums import ArtifactKind, Behaviour, ElementKind, Grade, Level, Mode, Outcome, Tier
from comotion.core.access import Owned
from comotion.core.principal import Principal
from comotion.core.references import new_reference
from comotion.core.visibility import Visibility

ROOM = (Visibility.PRIVATE, Visibility.SHARED)
RELEASED = (Visibility.RESTRICTED, Visibility.PRIVATE, Visibility.SHARED)
SHARE = (MinValueValidator(0), MaxValueValidator(1))


class Audit(Owned):
    """One friction audit of a partnership; ``goal`` is the joint goal that rewards are held against."""

    allowed_visibilities = ROOM

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    goal = models.TextField(blank=True)
    starts_date = models.DateField()
    ends_date = models.DateField(null=True, blank=True)
    round = models.ForeignKey("surveys.SurveyRound", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "partnership", "starts_date"], name="audit_unique"),
        )


class OfAudit(Owned):
    """What belongs to one audit; the room sees as much of it as of the audit."""

    allowed_visibilities = ROOM

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="+")

    class Meta(Owned.Meta):
        abstract = True

    @classmethod
    def room_path(cls) -> str:
        """Follow the audit."""
        return "audit__partnership_id"


class Respondent(OfAudit):
    """Somebody who is asked, for which side and at which level; without an address only in interviews."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    organization = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    level = models.CharField(max_length=11, choices=Level.choices)
    function = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)

    class Meta(OfAudit.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "audit", "organization", "name"], name="respondent_unique"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Interview(OfAudit):
    """A talk: with people of one side alone, or with both."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    held_date = models.DateField()
    respondents = models.ManyToManyField(Respondent, related_name="+")


class InterviewNote(Owned):
    """What the facilitator wrote down; only their own organization reads it."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "interview"], name="interview_note_unique"),)


class Touchpoint(OfAudit):
    """A contact that recurs or took place once; ``people`` counts them by organization id and level.

    What a calendar says of it is a proposal until somebody confirms tier, sides and levels.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    name = models.CharField(max_length=200)
    tier = models.CharField(max_length=5, choices=Tier.choices, default=Tier.OTHER)
    per_quarter = models.FloatField(validators=(MinValueValidator(0.1),))
    minutes = models.FloatField(validators=(MinValueValidator(1),))
    people = models.JSONField(default=dict)
    past = models.FloatField(null=True, blank=True)
    firefighting = models.FloatField(null=True, blank=True)
    problem = models.FloatField(null=True, blank=True)
    planning = models.FloatField(null=True, blank=True)
    relationship = models.FloatField(null=True, blank=True)
    channel = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_confirmed = models.BooleanField(default=False)

    class Meta(OfAudit.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "audit", "name"], name="touchpoint_unique"),)


class Artifact(OfAudit):
    """A document that was reviewed, and what it showed."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    kind = models.CharField(max_length=9, choices=ArtifactKind.choices)
    name = models.CharField(max_length=200)
    date = models.DateField(null=True, blank=True)
    owner_name = models.CharField(max_length=150, blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True)
    showed = models.TextField(blank=True)


class RoleGroup(OfAudit):
    """People of one side who are rewarded alike, named in the audit; what they are rewarded for stands elsewhere."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    organization = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    counterpart = models.CharField(max_length=100, blank=True)

    class Meta(OfAudit.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "audit", "organization", "name"], name="role_group_unique"),
        )


class OfGroup(Owned):
    """What a side knows of one of its role groups, restricted until it releases it to the audit."""

    allowed_visibilities = RELEASED

    group = models.ForeignKey(RoleGroup, on_delete=models.CASCADE, related_name="+")

    class Meta(Owned.Meta):
        abstract = True

    @classmethod
    def room_path(cls) -> str:
        """Follow the group."""
        return "group__audit__partnership_id"


class Element(OfGroup):
    """One rewarded behaviour with its weight within the group; never an amount."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    kind = models.CharField(max_length=19, choices=ElementKind.choices, default=ElementKind.COMP_PLAN)
    behaviour = models.CharField(max_length=30, choices=Behaviour.choices)
    weight = models.FloatField(validators=SHARE)

    class Meta(OfGroup.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "group", "kind", "behaviour"], name="element_unique"),
        )


class JointShare(OfGroup):
    """Which share of a group's variable reward hangs on a joint metric."""

    share = models.FloatField(validators=SHARE)

    class Meta(OfGroup.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "group"], name="joint_share_unique"),)


class AlignmentRating(Owned):
    """How one side grades an element; the other side's grade is seen only by who has graded it too."""

    allowed_visibilities = ROOM

    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    grade = models.SmallIntegerField(choices=Grade.choices)
    rated_by = models.CharField(max_length=150, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "element", "organization"], name="alignment_rating_unique"),
        )

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Own ratings; those of others only where one's own organization has rated the same element."""
        mine = cls.unscoped.filter(owner_org_id=principal.organization_id)
        blind = Q(owner_org_id=principal.organization_id) | Q(element__in=mine.values("element_id"))
        return super().scope(principal) & blind

    @classmethod
    def room_path(cls) -> str:
        """Follow the element."""
        return "element__group__audit__partnership_id"


class Signal(OfAudit):
    """Something one side saw outside, and how long it took until both decided on it."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    name = models.CharField(max_length=200)
    organization = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=11, choices=Level.choices, blank=True)
    observed_date = models.DateField()
    escalated_date = models.DateField(null=True, blank=True)
    on_agenda_date = models.DateField(null=True, blank=True)
    decided_date = models.DateField(null=True, blank=True)
    started_date = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)


class IssuedReport(OfAudit):
    """The report as it was issued: what people may read of it, and nothing from which an answer could be found."""

    issued_at = models.DateTimeField()
    content = models.JSONField(default=dict)
    config_hash = models.CharField(max_length=64)

    class Meta(OfAudit.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "audit"], name="issued_report_unique"),)


class BaselineCells(Owned):
    """Means of the cells of an issued audit that may be shown, for a later comparison on the same ones."""

    allowed_visibilities = (Visibility.RESTRICTED,)

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="+")
    means = models.JSONField(default=dict)
    shown = models.JSONField(default=list)

    class Meta(Owned.Meta):
        verbose_name_plural = "baseline cells"
        constraints = (models.UniqueConstraint(fields=["owner_org", "audit"], name="baseline_cells_unique"),)

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Nobody: comparisons are computed by ``audits.facts`` over what may be shown in both rounds."""
        del principal
        return Q(pk__in=[])
