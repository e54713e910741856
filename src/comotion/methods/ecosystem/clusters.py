"""Clusters (specification 12 c1): partners that all fit each other, for one need of a customer."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from comotion.methods.checks import unique
from comotion.methods.ecosystem.cliques import maximal_cliques
from comotion.methods.ecosystem.edges import Fit, Graph, fit_of, graph_of
from comotion.methods.ecosystem.near import NearCluster, Surroundings, around_clusters, best_of, of_template
from comotion.methods.ecosystem.profiles import (
    Pair,
    PartnerProfile,
    check_profiles,
    compatible_pairs,
    stale_profiles,
)
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class SolutionTemplate:
    """A need of customers, and the categories that a solution to it is made of."""

    need: str
    categories: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a template without categories, and one that names a category twice."""
        if not self.categories:
            raise InvalidInput("EMPTY_INPUT", f"{self.need}.categories", "A template names its categories.")
        unique(self.categories, f"{self.need}.categories")


@dataclass(frozen=True, slots=True)
class ClusterInputs:
    """Profiles of partners, compatible pairs of business models, templates, and the day for the age of profiles."""

    partners: tuple[PartnerProfile, ...]
    compatible_models: tuple[tuple[str, ...], ...]
    templates: tuple[SolutionTemplate, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Partners of whom every pair fits: the smallest profile match, and what it covers of a need (None without)."""

    members: tuple[str, ...]
    cluster_strength: float
    need: str | None = None
    need_coverage: float | None = None


@dataclass(frozen=True, slots=True)
class ClustersResult:
    """Clusters, best first, near-clusters with the failing condition, and notes on old profiles."""

    clusters: tuple[Cluster, ...]
    near_clusters: tuple[NearCluster, ...]
    edges: int
    notes: tuple[str, ...]
    config_hash: str


def fits(inputs: ClusterInputs, settings: MethodSettings) -> Iterator[tuple[str, str, Fit]]:
    """Yield every pair of partners with how it fits, in the order given.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``SHARES_NOT_ONE``, ``UNKNOWN_ENUM``.

    """
    check_profiles(inputs.partners, settings)
    compatible = compatible_pairs(inputs.compatible_models)
    for place, left in enumerate(inputs.partners):
        for right in inputs.partners[place + 1 :]:
            yield left.partner, right.partner, fit_of(left, right, compatible, settings)


_EXAMPLE = {
    "partners": [
        {
            "partner": partner,
            "category": category,
            "offers": [offer],
            "segments": {"small": small, "large": 1 - small},
            "business_model": model,
        }
        for partner, category, offer, small, model in (
            ("p1", "integration", "connectors", 0.25, "subscription"),
            ("p2", "visualisation", "dashboards", 0.5, "subscription"),
            ("p3", "consulting", "training", 0.25, "services"),
            ("p4", "payments", "checkout", 1.0, "usage"),
        )
    ],
    "compatible_models": [["subscription"], ["services", "subscription"]],
}


@method(name="ecosystem.clusters", version="1", example=_EXAMPLE)
def clusters(inputs: ClusterInputs, settings: MethodSettings) -> ClustersResult:
    """Propose which partners belong at one table.

    Asks: whose offers combine into one solution, and which set lacks one fit only? Formula: an edge needs different
    categories, ``Jaccard(offers) ≤ 0.20``, ``Σ_segment min(share_i, share_j) ≥ 0.50`` and compatible business models; a
    cluster is a maximal clique of at least 3; ``cluster_strength`` is its smallest profile match; ``need_coverage =
    required categories present / required``.

    Sure: A proposal that follows from the profiles and four limits: it says that partners could fit, and nothing of
    whether they will. Old profiles are named.

    Parameters
    ----------
    inputs : profiles (shares of segments sum to 1), compatible models, templates of solutions
    settings : largest rivalry, least match, least size, near-clusters shown (20), largest graph (50,000 edges)

    Raises
    ------
    InvalidInput
        ``SHARES_NOT_ONE``, ``UNKNOWN_ENUM``, ``DUPLICATE_ID``, ``TOO_MANY_EDGES``, ``EMPTY_INPUT``.

    Notes
    -----
    Source: specification 12 c1, the second article's clusters, cliques after Bron and Kerbosch; thresholds are our
    inference. A cluster is a proposal. With templates it is maximal among the partners of the template's categories.
    A profile older than a year is used and noted as ``STALE_PROFILE``.

    """
    return propose(inputs, settings, graph_of)


GraphOf = Callable[[Collection[PartnerProfile], frozenset[Pair], MethodSettings, int | None], Graph]
"""How the edges among partners are found: pair by pair, or in columns."""


def propose(inputs: ClusterInputs, settings: MethodSettings, find_edges: GraphOf) -> ClustersResult:
    """Return clusters and near-clusters over the edges that ``find_edges`` finds; see ``clusters``."""
    check_profiles(inputs.partners, settings)
    unique((template.need for template in inputs.templates), "templates")
    compatible = compatible_pairs(inputs.compatible_models)
    found: list[Cluster] = []
    near: list[NearCluster] = []
    edges: set[Pair] = set()
    for template in inputs.templates or (None,):
        around = _surroundings(inputs.partners, template, compatible, settings, find_edges)
        members = maximal_cliques(around.graph.neighbours, settings.clusters.min_size)
        found += [_cluster(one, around, template) for one in members]
        near += _near(members, around, template, settings)
        edges |= set(around.graph.matches)
    notes = stale_profiles(inputs.partners, inputs.as_of, settings)
    ordered = tuple(sorted(found, key=_order))
    return ClustersResult(ordered, best_of(near, settings), len(edges), notes, settings.config_hash)


def _surroundings(
    partners: Sequence[PartnerProfile],
    template: SolutionTemplate | None,
    compatible: frozenset[Pair],
    settings: MethodSettings,
    find_edges: GraphOf,
) -> Surroundings:
    named = [profile for profile in partners if template is None or profile.category in template.categories]
    most = settings.clusters.max_edges if template is None else None
    graph = find_edges(named, compatible, settings, most)
    return Surroundings({profile.partner: profile for profile in named}, graph, compatible)


def _cluster(members: tuple[str, ...], around: Surroundings, template: SolutionTemplate | None) -> Cluster:
    strength = around.graph.strength(members)
    if template is None:
        return Cluster(members, strength)
    return Cluster(members, strength, template.need, len(members) / len(template.categories))


def _near(
    members: Sequence[tuple[str, ...]],
    around: Surroundings,
    template: SolutionTemplate | None,
    settings: MethodSettings,
) -> list[NearCluster]:
    if template is None:
        return around_clusters(members, around, settings)
    if len(template.categories) < settings.clusters.min_size:
        return []
    return of_template(template.need, template.categories, around, settings)


def _order(cluster: Cluster) -> tuple[float, float, int, tuple[str, ...], str]:
    coverage = cluster.need_coverage or 0.0
    strength = round(cluster.cluster_strength, 9)
    return -coverage, -strength, -len(cluster.members), cluster.members, cluster.need or ""
