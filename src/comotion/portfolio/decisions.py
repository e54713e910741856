"""What people decided about phases and tiers, as far as it is in force."""

from __future__ import annotations

import datetime as dt
from typing import cast

from comotion.core.principal import current_principal
from comotion.methods.vocabulary import Tier
from comotion.portfolio.models import PhaseMove, TierPin
from comotion.portfolio.placing import Decided


def decided(as_of: dt.date) -> Decided:
    """Return the moves that nobody withdrew and the pins that have not run out on a day."""
    own = {"owner_org_id": current_principal().organization_id, "withdrawn_at": None}
    moves = PhaseMove.objects.filter(**own).order_by("moved_at", "pk").values_list("partnership_id", "phase", "reason")
    pins = TierPin.objects.filter(**own, until_date__gt=as_of).order_by("pinned_at", "pk")
    return Decided(
        {key: (phase, reason) for key, phase, reason in moves},
        {key: cast("Tier", tier) for key, tier in pins.values_list("partnership_id", "tier")},
    )
