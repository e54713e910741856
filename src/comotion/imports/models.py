"""Import runs: what came, what became of each row, and what it changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comotion.core.access import Owned
from comotion.core.references import new_reference


class RunState(models.TextChoices):
    """Where a run stands; it is wholly applied or wholly not."""

    READING = "reading", _("Reading")
    PREVIEWED = "previewed", _("Ready to load")
    APPLYING = "applying", _("Loading")
    APPLIED = "applied", _("Loaded")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Not loaded")
    CANCELLED = "cancelled", _("Cancelled")


class ImportRun(Owned):
    """One file, read once, previewed and then applied as a whole.

    ``parsed`` holds the typed rows and ``outcome`` every problem and the cells of the refused rows, both packed;
    ``problems`` sums the problems up by reason, and ``changes`` shows the first changed rows with old and new values.
    ``pairs`` are the names that look alike, and what a person said of them.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    parsed = models.BinaryField(default=b"")
    outcome = models.BinaryField(default=b"")
    kind = models.CharField(max_length=30, blank=True)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    inspection = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    pairs = models.JSONField(default=list)
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
    job_ref = models.CharField(max_length=16, blank=True)

    class Meta(Owned.Meta):
        indexes = (models.Index(fields=["owner_org", "-id"], name="import_run_latest"),)

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.file_name


class ChangeAction(models.TextChoices):
    """What a run did to rows."""

    CREATED = "created"
    CHANGED = "changed"
    REMOVED = "removed"


class ImportChange(Owned):
    """Up to some thousand rows of one model that a run created, changed or removed.

    ``content`` is packed: the ids, the numbers of the rows in the file, and the values before and after. Undo reads
    the changes of a run backwards.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveIntegerField()
    model = models.CharField(max_length=60)
    action = models.CharField(max_length=7, choices=ChangeAction.choices)
    rows = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["run", "sequence"], name="import_change_sequence"),)


class Verdict(models.TextChoices):
    """What a person said of two names that look alike."""

    SAME = "same", _("The same")
    DIFFERENT = "different", _("Two different ones")


class NameDecision(Owned):
    """Two names of one kind that look alike, and whether they are the same: asked once, remembered.

    Where they are the same, ``name`` is read as ``other``. Both are kept as they are compared.
    """

    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=250)
    other = models.CharField(max_length=250)
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    person = models.ForeignKey("identity.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "kind", "name", "other"], name="name_decision_unique"),
        )


class SavedMapping(Owned):
    """How a person mapped files of one shape, remembered for the next one."""

    shape = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "shape"], name="saved_mapping_unique"),)
