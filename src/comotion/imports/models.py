"""Import runs: what came, what became of each row, and what it changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comotion.core.access import Owned
from comotion.core.references import new_reference


class RunState(models.TextChoices):
    """Where a run stands; it is wholly applied or wholly not."""

    PREVIEWED = "previewed", _("Ready to load")
    APPLYING = "applying", _("Loading")
    APPLIED = "applied", _("Loaded")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Not loaded")
    CANCELLED = "cancelled", _("Cancelled")


class ImportRun(Owned):
    """One file, read once, previewed and then applied as a whole."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    kind = models.CharField(max_length=30)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    inspection = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.PREVIEWED)
    started_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey("identity.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    message = models.TextField(blank=True)


class ImportChange(Owned):
    """One row that a run created or changed, with what stood there before; undo reads it backwards."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    row_number = models.PositiveIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(default=dict)

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["run", "model", "object_id"], name="import_change_object"),)


class SavedMapping(Owned):
    """How a person mapped files of one shape, remembered for the next one."""

    shape = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "shape"], name="saved_mapping_unique"),)
