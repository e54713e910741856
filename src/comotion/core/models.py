"""Rows of the ground: audit entries, jobs, drafts and links."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from comotion.core.access import Owned, Scoped
from comotion.core.principal import Principal
from comotion.core.references import new_reference
from comotion.core.visibility import Visibility


class AuditChain(Scoped):
    """The length and the head of one organization's audit log."""

    organization = models.OneToOneField("identity.Organization", on_delete=models.CASCADE, related_name="+")
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True, default="")

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Only the organization's own."""
        return Q(organization_id=principal.organization_id)


class AuditEntry(Scoped):
    """One deed of one person; never changed, never deleted while its organization exists."""

    organization = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    person = models.ForeignKey(
        "identity.Person", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    """The number stays when the person is gone: what is hashed never changes."""
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta(Scoped.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "sequence"], name="audit_sequence_unique"),)
        indexes = (models.Index(fields=["organization", "subject", "subject_id"], name="audit_subject"),)

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Only the organization's own."""
        return Q(organization_id=principal.organization_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; an entry that is there already is never written again."""
        if self.pk is not None:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("An audit entry is never deleted.")


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Owned):
    """Long work: asked for by a person, done by a worker, with progress, and it can be cancelled."""

    allowed_visibilities = (Visibility.PRIVATE,)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    kind = models.CharField(max_length=60)
    argument = models.JSONField(default=dict)
    person = models.ForeignKey("identity.Person", on_delete=models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=30)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.WAITING)
    message = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class Draft(Owned):
    """What a person has typed into a form and not yet sent; nobody else sees it."""

    allowed_visibilities = (Visibility.PERSONAL,)

    author = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=80)
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "author", "form"], name="draft_unique"),)


class Link(Owned):
    """Something that one person may do without an account, until it expires; only the hash of its secret is kept."""

    allowed_visibilities = (Visibility.PRIVATE,)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    purpose = models.CharField(max_length=30)
    subject = models.CharField(max_length=80)
    holder = models.CharField(max_length=254)
    person = models.ForeignKey("identity.Person", on_delete=models.CASCADE, null=True, related_name="+")
    made_by = models.ForeignKey("identity.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["owner_org", "purpose", "subject"], name="link_subject"),)
