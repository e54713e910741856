"""Pipelines of a CRM."""

from comotion.accounts.models import Pipeline
from comotion.imports.loaders.loader import Loader


class Pipelines(Loader):
    """By the id of the CRM. One that was deleted there is kept: deals may still stand in it."""

    kind = "pipelines"
    model = Pipeline
    fields = {"external_id": "external_id", "label": "label"}
    ways = (("external_id",),)
    label = ("external_id", "label")
    keeps_deleted = True


LOADER = Pipelines()
