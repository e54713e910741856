"""Edges (specification 12 c1): whether two partners fit, and which condition fails where they do not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from comotion.methods.checks import reaches
from comotion.methods.ecosystem.profiles import Pair, PartnerProfile
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

Failing = Literal["SAME_CATEGORY", "RIVALRY", "RIVALRY_UNKNOWN", "CUSTOMERS", "MODELS"]
Neighbours = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Fit:
    """How two partners fit: rivalry (None where neither names an offer) and profile match 0–1, and what fails."""

    rivalry: float | None
    profile_match: float
    model_compatible: bool
    edge: bool
    failing: tuple[Failing, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Which partners fit which, and how well their customers match."""

    neighbours: Neighbours
    matches: Mapping[Pair, float]

    def strength(self, members: Collection[str]) -> float:
        """Return the smallest profile match of the edges among members; 1 where there is none."""
        present = [frozenset(pair) for pair in combinations(members, 2)]
        return min((self.matches[pair] for pair in present if pair in self.matches), default=1.0)


def rivalry(left: Collection[str], right: Collection[str]) -> float | None:
    """Return the Jaccard index of two sets of offers, None where both are empty.

    Examples
    --------
    >>> rivalry({"dashboards"}, {"dashboards", "reports"})
    0.5

    """
    union = set(left) | set(right)
    return len(set(left) & set(right)) / len(union) if union else None


def profile_match(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Return ``Σ_segment min(share_i, share_j)``, 0–1.

    Examples
    --------
    >>> profile_match({"small": 0.25, "large": 0.75}, {"small": 0.5, "large": 0.5})
    0.75

    """
    return sum(min(share, right.get(segment, 0.0)) for segment, share in left.items())


def fit_of(left: PartnerProfile, right: PartnerProfile, compatible: Collection[Pair], settings: MethodSettings) -> Fit:
    """Return how two partners fit.

    They have an edge if their categories differ, rivalry is at most 0.20, profile match at least 0.50, and their
    business models are a compatible pair.

    Parameters
    ----------
    left, right : two profiles, in either order
    compatible : unordered pairs of business models
    settings : largest rivalry, least profile match

    """
    rules = settings.clusters
    rival = rivalry(left.offers, right.offers)
    match = profile_match(left.segments, right.segments)
    compatible_models = frozenset((left.business_model, right.business_model)) in compatible
    conditions: tuple[tuple[Failing, bool], ...] = (
        ("SAME_CATEGORY", left.category == right.category),
        ("RIVALRY_UNKNOWN", rival is None),
        ("RIVALRY", rival is not None and not reaches(rules.max_rivalry, rival)),
        ("CUSTOMERS", not reaches(match, rules.min_profile_match)),
        ("MODELS", not compatible_models),
    )
    failing = tuple(code for code, fails in conditions if fails)
    return Fit(rival, match, compatible_models, not failing, failing)


def graph_of(
    profiles: Collection[PartnerProfile],
    compatible: Collection[Pair],
    settings: MethodSettings,
    most: int | None = None,
) -> Graph:
    """Return the graph of all edges among partners.

    Raises
    ------
    InvalidInput
        ``TOO_MANY_EDGES`` as soon as there are more than ``most``.

    """
    neighbours: dict[str, set[str]] = {profile.partner: set() for profile in profiles}
    matches: dict[Pair, float] = {}
    for left, right in combinations(profiles, 2):
        if left.category == right.category or frozenset((left.business_model, right.business_model)) not in compatible:
            continue
        found = fit_of(left, right, compatible, settings)
        if found.edge:
            neighbours[left.partner].add(right.partner)
            neighbours[right.partner].add(left.partner)
            matches[frozenset((left.partner, right.partner))] = found.profile_match
            if most is not None and len(matches) > most:
                raise InvalidInput("TOO_MANY_EDGES", "partners", f"More than {most}: add templates, tighten a limit.")
    return Graph(neighbours, matches)
