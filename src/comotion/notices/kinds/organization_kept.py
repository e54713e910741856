"""The organization for which somebody acts is kept after all."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.identity.queries import acting_organization
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told


def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say that nothing is deleted."""
    if not may(current_principal(), "read", "organization"):
        return {}
    title = _("%(name)s is kept") % {"name": acting_organization().name}
    says = _("The deletion was taken back. Everybody can work as before.")
    path = reverse("today:index", kwargs={"organization": organization})
    return {about: Told(title, says, path, _("Open Comotion")) for about in abouts}


KIND = Kind("organization_kept", gettext_lazy("My organization is kept after all"), "organization", Rate.AT_ONCE, tell)
