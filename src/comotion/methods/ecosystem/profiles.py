"""Partner profiles (specification 12 b): what a partner offers, to whom, and how it is paid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from comotion.methods.checks import not_negative, one_of, unique
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

BusinessModel = Literal["subscription", "services", "usage", "resale", "marketplace", "licence"]
BUSINESS_MODELS: tuple[BusinessModel, ...] = get_args(BusinessModel)
Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class PartnerProfile:
    """A partner: category, offers as tags, shares of its customers by segment (sum 1), business model, regions."""

    partner: str
    category: str
    offers: frozenset[str]
    segments: Mapping[str, float]
    business_model: BusinessModel
    regions: tuple[str, ...] = ()
    updated_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse unknown business models and negative shares."""
        one_of(self.business_model, BUSINESS_MODELS, f"{self.partner}.business_model")
        for share in self.segments.values():
            not_negative(share, f"{self.partner}.segments")


def check_profiles(profiles: Sequence[PartnerProfile], settings: MethodSettings) -> None:
    """Refuse two profiles of one partner (``DUPLICATE_ID``) and shares that do not sum to 1 (``SHARES_NOT_ONE``)."""
    unique((profile.partner for profile in profiles), "partners")
    for profile in profiles:
        total = sum(profile.segments.values())
        if abs(total - 1.0) > settings.clusters.shares_tolerance + 1e-9:
            raise InvalidInput("SHARES_NOT_ONE", f"{profile.partner}.segments", f"The shares sum to {total}.")


def compatible_pairs(pairs: Iterable[Sequence[str]]) -> frozenset[Pair]:
    """Return unordered pairs of business models; a pair of one model with itself has one element.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ENUM`` for a model that does not exist.

    """
    found = frozenset(frozenset(pair) for pair in pairs)
    for pair in found:
        for name in pair:
            one_of(name, BUSINESS_MODELS, "compatible_models")
    return found


def stale_profiles(profiles: Sequence[PartnerProfile], as_of: date | None, settings: MethodSettings) -> tuple[str, ...]:
    """Return ``STALE_PROFILE:<partner>`` for each profile older than a year; they are still used."""
    if as_of is None:
        return ()
    limit = settings.clusters.stale_days
    dated = [(profile.partner, profile.updated_on) for profile in profiles if profile.updated_on is not None]
    return tuple(f"STALE_PROFILE:{partner}" for partner, day in sorted(dated) if (as_of - day).days > limit)
