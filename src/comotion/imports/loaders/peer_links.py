"""Links between partners."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comotion.ecosystem.models import PeerLink
from comotion.imports.cells import UnableToKeep
from comotion.imports.context import Context, UnableToUse
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.writing import Values


class PeerLinks(Loader):
    """By id, else by both partners, whichever is named first, the kind of link and its first day."""

    kind = "peer_links"
    model = PeerLink
    fields = {
        "link": "kind",
        **{name: name for name in ("external_id", "started_date", "ended_date", "last_active_date")},
    }
    used = frozenset({"partner_a", "partner_b"})
    ways = (("external_id",), ("left_id", "right_id", "kind", "started_date"))
    label = ("kind", "started_date")

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Find both partners."""
        left, right = sorted(context.partnership(name, given[name]) for name in ("partner_a", "partner_b"))
        if left == right:
            problem = UnableToKeep("SELF_LINK", _("is linked with itself"), _("Name two partners."))
            raise UnableToUse("partner_b", problem, str(given["partner_b"]))
        record.values |= {"left_id": left, "right_id": right}

    @property
    def references(self) -> tuple[str, ...]:
        """Both partners are filled by their names."""
        return ("left_id", "right_id")


LOADER = PeerLinks()
