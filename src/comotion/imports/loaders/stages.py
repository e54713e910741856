"""Stages of a CRM's pipelines."""

from comotion.accounts.models import Stage
from comotion.imports.loaders.loader import Loader


class Stages(Loader):
    """By the id of the CRM. One that was deleted there is kept: deals may still stand in it."""

    kind = "stages"
    model = Stage
    fields = {name: name for name in ("external_id", "label", "pipeline", "is_closed", "is_won", "probability")}
    ways = (("external_id",),)
    label = ("external_id", "label")
    keeps_deleted = True
    touches_all = True


LOADER = Stages()
