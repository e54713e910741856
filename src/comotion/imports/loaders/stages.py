"""Stages of a CRM's pipelines."""

from comotion.accounts.models import Stage
from comotion.imports.loaders.loader import Loader


class Stages(Loader):
    """By the id of the CRM."""

    kind = "stages"
    model = Stage
    fields = {name: name for name in ("external_id", "label", "pipeline", "is_closed", "is_won", "probability")}
    ways = (("external_id",),)
    label = ("external_id", "label")
    removable = True
    touches_all = True


LOADER = Stages()
