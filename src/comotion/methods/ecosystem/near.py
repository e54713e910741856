"""Near-clusters (specification 12 c1): one edge short, and which condition is missing."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from comotion.methods.checks import below
from comotion.methods.ecosystem.edges import Failing, Graph, fit_of
from comotion.methods.ecosystem.profiles import Pair, PartnerProfile
from comotion.methods.settings import MethodSettings

Members = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearCluster:
    """A set of partners that lacks exactly one edge: between whom, and why; strength over the edges present."""

    members: tuple[str, ...]
    strength: float
    missing: tuple[str, str]
    failing: tuple[Failing, ...]
    need: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What near-clusters are searched in: profiles by partner, the graph, and the compatible models."""

    profiles: Mapping[str, PartnerProfile]
    graph: Graph
    compatible: frozenset[Pair]


def around_clusters(clusters: Iterable[Members], within: Surroundings, settings: MethodSettings) -> list[NearCluster]:
    """Return the best sets of a cluster and one more partner who fits all its members but one and would enlarge it.

    A partner of the same category as the member it does not fit can never join, and is left out.
    """
    found = {
        tuple(sorted((*cluster, partner))): (member, partner)
        for cluster in clusters
        for member in cluster
        for partner in _fits_all_but(member, cluster, within)
    }
    ranked = ((-round(within.graph.strength(members), 9), -len(members), members) for members in found)
    best = heapq.nsmallest(settings.clusters.near_clusters, ranked)
    return [_near(members, found[members], within, settings) for _, _, members in best]


def _fits_all_but(member: str, cluster: Members, within: Surroundings) -> list[str]:
    """Return the partners outside a cluster that fit all its members but this one, of another category than it."""
    neighbours = within.graph.neighbours
    fitting = set.intersection(*(neighbours[other] for other in cluster if other != member))
    category = within.profiles[member].category
    return [
        partner for partner in fitting - neighbours[member] - {member} if within.profiles[partner].category != category
    ]


def _near(
    members: Members,
    missing: tuple[str, str],
    within: Surroundings,
    settings: MethodSettings,
    need: str | None = None,
) -> NearCluster:
    left, right = sorted(missing)
    fit = fit_of(within.profiles[left], within.profiles[right], within.compatible, settings)
    return NearCluster(members, within.graph.strength(members), (left, right), fit.failing, need)


def of_template(
    need: str, categories: Sequence[str], within: Surroundings, settings: MethodSettings
) -> list[NearCluster]:
    """Return the best sets of one partner per category of a template that lack exactly one edge.

    Only as many as are shown are kept, so that weaker sets are dropped while they grow.
    """
    by_category = [
        {name for name, profile in within.profiles.items() if profile.category == category}
        for category in sorted(set(categories))
    ]
    shown = _Shown(settings.clusters.near_clusters)
    found = []
    for members in _nearly_complete((), by_category, within.graph, shown):
        shown.add(within.graph.strength(members))
        gap = next(pair for pair in combinations(members, 2) if pair[1] not in within.graph.neighbours[pair[0]])
        found.append(_near(tuple(sorted(members)), gap, within, settings, need))
    return found


@dataclass(slots=True)
class _Shown:
    """The strengths of the sets that would be shown so far, weakest first."""

    most: int
    strengths: list[float] = field(default_factory=list)

    def add(self, strength: float) -> None:
        """Keep a strength if it is among the best."""
        heapq.heappush(self.strengths, strength)
        if len(self.strengths) > self.most:
            heapq.heappop(self.strengths)

    def beaten_by(self, strength: float) -> bool:
        """Say whether a set of this strength could still be shown."""
        return len(self.strengths) < self.most or not below(strength, self.strengths[0])


def _nearly_complete(members: Members, rest: Sequence[set[str]], graph: Graph, shown: _Shown) -> Iterator[Members]:
    gaps = _gaps(members, graph)
    if not shown.beaten_by(graph.strength(members)):
        return
    if not rest:
        if gaps == 1:
            yield members
        return
    for partner in sorted(_candidates(members, rest[0], graph, gaps)):
        yield from _nearly_complete((*members, partner), rest[1:], graph, shown)


def _candidates(members: Members, among: set[str], graph: Graph, gaps: int) -> set[str]:
    """Return who of a category leaves at most one gap: fits all members, or all but one where there is none yet."""
    circles = [graph.neighbours[member] for member in members]
    if gaps:
        return among.intersection(*circles)
    if len(circles) < 2:
        return among
    found = (among.intersection(*circles[:at], *circles[at + 1 :]) for at in range(len(circles)))
    return set().union(*found)


def _gaps(members: Members, graph: Graph) -> int:
    return sum(right not in graph.neighbours[left] for left, right in combinations(members, 2))


def best_of(found: Iterable[NearCluster], settings: MethodSettings) -> tuple[NearCluster, ...]:
    """Return the near-clusters that are shown: by strength, then size, then ids."""
    ordered = sorted(
        found, key=lambda near: (-round(near.strength, 9), -len(near.members), near.members, near.need or "")
    )
    return tuple(ordered[: settings.clusters.near_clusters])
