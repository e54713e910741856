"""What partners offer."""

from comotion.ecosystem.models import PartnerProfile
from comotion.imports.loaders.loader import Loader


class Profiles(Loader):
    """By partnership."""

    kind = "profiles"
    model = PartnerProfile
    fields = {
        name: name
        for name in ("category", "offers", "segment_shares", "business_model", "regions", "updated_date")
    }  # fmt: skip
    ways = (("partnership_id",),)
    label = ("category",)


LOADER = Profiles()
