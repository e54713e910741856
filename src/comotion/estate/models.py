"""An export of everything that an organization has, as its owners find it."""

from __future__ import annotations

from django.db import models

from comotion.core.access import Owned
from comotion.core.references import new_reference


class Export(Owned):
    """One archive with everything of the organization: asked for, made by a job, kept for some days."""

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    asked_by = models.ForeignKey("identity.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    job_ref = models.CharField(max_length=16, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    """Where the archive is kept; empty until it is made, and again when it is removed."""
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
