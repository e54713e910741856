"""Status of a cluster (specification 12 c1): proposed, introduced, active, dormant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comotion.methods.checks import unique
from comotion.methods.ecosystem.network import PeerLink
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

ClusterState = Literal["proposed", "introduced", "active", "dormant"]


@dataclass(frozen=True, slots=True)
class Introduction:
    """Partners that were introduced to each other, when, by whom, and what came of it."""

    partners: tuple[str, ...]
    on: date
    by: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ClusterHistory:
    """The members of a cluster, its introductions, the links among partners, and the day."""

    members: tuple[str, ...]
    as_of: date
    introductions: tuple[Introduction, ...] = ()
    links: tuple[PeerLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """The status, since when partners know each other, and who has no link in the cluster."""

    status: ClusterState
    introduced_on: date | None
    without_link: tuple[str, ...]
    config_hash: str


_EXAMPLE = {
    "members": ["p1", "p2", "p3"],
    "as_of": "2025-06-01",
    "introductions": [{"partners": ["p1", "p2", "p3"], "on": "2025-04-15", "by": "Ana"}],
}


@method(name="ecosystem.status", version="1", example=_EXAMPLE)
def cluster_status(inputs: ClusterHistory, settings: MethodSettings) -> ClusterStatus:
    """Say how far a cluster has come.

    Asks: has anything come of bringing them together? Formula: ``active`` if every member has a link with another
    member that was active in the last 90 days; else ``proposed`` before all members were introduced, ``introduced`` for
    90 days after, ``dormant`` later.

    Sure: Exact for the introductions and links that were entered; the 90 days are a convention.

    Parameters
    ----------
    inputs : members, introductions, links with dates, the day
    settings : days of activity (90)

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``EMPTY_INPUT`` without members, ``SELF_LINK``, ``DATE_ORDER``.

    Notes
    -----
    Source: specification 12 c1; the day on which an introduced cluster becomes dormant is our inference.

    """
    if not inputs.members:
        raise InvalidInput("EMPTY_INPUT", "members", "A cluster has members.")
    unique(inputs.members, "members")
    members, days = set(inputs.members), settings.clusters.active_days
    live = [link for link in inputs.links if link.pair <= members and link.active(inputs.as_of, days)]
    alone = tuple(sorted(members - {partner for link in live for partner in link.pair}))
    since = _introduced_on(members, inputs.introductions, inputs.as_of)
    return ClusterStatus(_status(alone, since, inputs.as_of, days), since, alone, settings.config_hash)


def _introduced_on(members: set[str], introductions: Sequence[Introduction], as_of: date) -> date | None:
    """Return the day on which the last member was introduced; None before that."""
    met: set[str] = set()
    for introduction in sorted(introductions, key=lambda given: given.on):
        if introduction.on <= as_of:
            met |= set(introduction.partners)
        if members <= met:
            return introduction.on
    return None


def _status(alone: Sequence[str], since: date | None, as_of: date, days: int) -> ClusterState:
    if not alone:
        return "active"
    if since is None:
        return "proposed"
    return "introduced" if (as_of - since).days <= days else "dormant"
