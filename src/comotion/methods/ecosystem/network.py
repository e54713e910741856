"""Network effects (specification 12 c2): whether links form between partners, and what they bring."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comotion.methods.checks import TOLERANCE, known, not_negative, unique
from comotion.methods.ecosystem.profiles import Pair
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class PeerLink:
    """A link between two partners: what kind, since when, until when, and when something last happened."""

    left: str
    right: str
    kind: Literal["referral", "integration", "joint_delivery", "joint_event"]
    started_on: date
    last_active_on: date
    ended_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a link of a partner with itself, and one that ends before it starts."""
        if self.left == self.right:
            raise InvalidInput("SELF_LINK", "links", f"{self.left} cannot be linked with itself.")
        if self.ended_on is not None and self.ended_on < self.started_on:
            raise InvalidInput("DATE_ORDER", "links.ended_on", f"It ends on {self.ended_on}, before it starts.")

    @property
    def pair(self) -> Pair:
        """Return the two partners, unordered."""
        return frozenset((self.left, self.right))

    def active(self, as_of: date, days: int) -> bool:
        """Say whether it has not ended and something happened in the last days."""
        running = self.started_on <= as_of and (self.ended_on is None or as_of < self.ended_on)
        return running and 0 <= (as_of - self.last_active_on).days <= days


@dataclass(frozen=True, slots=True)
class NetworkInputs:
    """Partners, their links, the day, and the revenue of several partners together and of the ecosystem."""

    partners: tuple[str, ...]
    links: tuple[PeerLink, ...]
    as_of: date
    multi_partner_revenue: float | None = None
    ecosystem_revenue: float | None = None
    periods: int = 0


@dataclass(frozen=True, slots=True)
class NetworkResult:
    """Linked pairs, density and mean links, the share of revenue that several partners bring, and who stands alone.

    ``patterns_possible`` says whether there are enough periods or partners to ask what links go with.
    """

    peer_links: int
    peer_density: float | None
    mean_peer_links: float | None
    peer_value_share: float | None
    isolates: tuple[str, ...]
    patterns_possible: bool
    config_hash: str


def peer_density(partners: int, links: int) -> float | None:
    """Return linked pairs / possible pairs, 0–1; None with fewer than two partners.

    Examples
    --------
    >>> peer_density(5, 2)
    0.2

    """
    return links / (partners * (partners - 1) / 2) if partners >= 2 else None


def mean_peer_links(partners: int, links: int) -> float | None:
    """Return 2 × links / partners; None without partners."""
    return 2.0 * links / partners if partners else None


def active_pairs(links: Iterable[PeerLink], partners: Collection[str], as_of: date, days: int) -> frozenset[Pair]:
    """Return the pairs of partners with at least one active link; several links of a pair count once.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a link of somebody who is no partner.

    """
    pairs = set()
    for link in links:
        known(link.left, partners, "links")
        known(link.right, partners, "links")
        if link.active(as_of, days):
            pairs.add(link.pair)
    return frozenset(pairs)


_EXAMPLE = {
    "partners": ["p1", "p2", "p3"],
    "links": [
        {"left": "p1", "right": "p2", "kind": "referral", "started_on": "2025-01-10", "last_active_on": "2025-05-20"}
    ],
    "as_of": "2025-06-01",
}


@method(name="ecosystem.network", version="1", example=_EXAMPLE)
def network(inputs: NetworkInputs, settings: MethodSettings) -> NetworkResult:
    """Measure whether partners work with each other.

    Asks: is it a network or a star? Formula: ``peer_density = active peer links / possible pairs``, ``mean_peer_links =
    2 × links / partners`` (density falls with size even when everyone gains links), ``peer_value_share = multi-partner
    revenue / ecosystem revenue``; a link is active if something happened in 90 days.

    Sure: Exact for the links that were entered. What links bring is another question, which needs eight periods or
    twenty partners.

    Parameters
    ----------
    inputs : partners, dated links, the day, revenues in one currency, periods observed
    settings : days of activity (90), periods (8) or partners (20) that a pattern needs

    Raises
    ------
    InvalidInput
        ``SELF_LINK``, ``UNKNOWN_ID``, ``DUPLICATE_ID``, ``DATE_ORDER``, ``OUT_OF_RANGE`` for a negative
        revenue, or one of several partners above that of all.

    Notes
    -----
    Source: specification 12 c2, the second article's network effects. What links go with is a pattern question,
    descriptive only.

    """
    unique(inputs.partners, "partners")
    pairs = active_pairs(inputs.links, inputs.partners, inputs.as_of, settings.clusters.active_days)
    linked = {partner for pair in pairs for partner in pair}
    count, rules = len(inputs.partners), settings.ecosystem
    return NetworkResult(
        len(pairs),
        peer_density(count, len(pairs)),
        mean_peer_links(count, len(pairs)),
        _share(inputs.multi_partner_revenue, inputs.ecosystem_revenue),
        tuple(sorted(set(inputs.partners) - linked)),
        inputs.periods >= rules.pattern_periods or count >= rules.pattern_partners,
        settings.config_hash,
    )


def _share(part: float | None, whole: float | None) -> float | None:
    if part is None or whole is None:
        return None
    if not_negative(part, "multi_partner_revenue") > not_negative(whole, "ecosystem_revenue") + TOLERANCE:
        raise InvalidInput("OUT_OF_RANGE", "multi_partner_revenue", f"{part} is more than all revenue, {whole}.")
    return part / whole if whole else None
