"""Thousands of partners at once, in columns: the same edges, clusters and network figures as the single forms."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comotion.methods.checks import TOLERANCE
from comotion.methods.ecosystem.clusters import ClusterInputs, ClustersResult, propose
from comotion.methods.ecosystem.edges import Graph
from comotion.methods.ecosystem.network import mean_peer_links, peer_density
from comotion.methods.ecosystem.profiles import BUSINESS_MODELS, Pair, PartnerProfile
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint8]
Pairs = tuple[Places, Places, Floats]
"""Places of the partners of some pairs, left before right, with their profile match."""
_CELLS = 2_000_000
"""Pairs of partners that are looked at together."""


@dataclass(frozen=True, slots=True)
class ProfileColumns:
    """Profiles as columns: codes of category and model, shares by segment, and offers as one bit each."""

    category: Places
    model: Places
    segments: Floats
    offers: Bits


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of partners that fit, as places in the order given (left before right), with their profile match."""

    left: Places
    right: Places
    match: Floats


@dataclass(frozen=True, slots=True)
class Network:
    """Linked pairs, density, mean links, and the links of each partner."""

    peer_links: int
    peer_density: float | None
    mean_peer_links: float | None
    links: Places


def clusters(inputs: ClusterInputs, settings: MethodSettings) -> ClustersResult:
    """Return what ``ecosystem.clusters`` returns, with the edges found in columns.

    Raises
    ------
    InvalidInput
        As ``ecosystem.clusters``.

    """
    return propose(inputs, settings, graph_of)


def graph_of(
    profiles: Collection[PartnerProfile], compatible: frozenset[Pair], settings: MethodSettings, most: int | None = None
) -> Graph:
    """Return the graph of all edges among partners, as ``edges.graph_of`` does.

    Raises
    ------
    InvalidInput
        ``TOO_MANY_EDGES`` where there are more than ``most``.

    """
    names = [profile.partner for profile in profiles]
    found = edges(columns(list(profiles)), compatible, settings, most)
    neighbours: dict[str, set[str]] = {name: set() for name in names}
    matches: dict[Pair, float] = {}
    for left, right, match in zip(found.left.tolist(), found.right.tolist(), found.match.tolist(), strict=True):
        one, other = names[left], names[right]
        neighbours[one].add(other)
        neighbours[other].add(one)
        matches[frozenset((one, other))] = match
    return Graph(neighbours, matches)


def columns(profiles: Sequence[PartnerProfile]) -> ProfileColumns:
    """Return profiles as columns, in their order."""
    segments = sorted({name for profile in profiles for name in profile.segments})
    categories = sorted({profile.category for profile in profiles})
    return ProfileColumns(
        np.array([categories.index(profile.category) for profile in profiles], np.int64),
        np.array([BUSINESS_MODELS.index(profile.business_model) for profile in profiles], np.int64),
        np.array([[profile.segments.get(name, 0.0) for name in segments] for profile in profiles], np.float64),
        _offers(profiles),
    )


def _offers(profiles: Sequence[PartnerProfile]) -> Bits:
    place = {name: at for at, name in enumerate(sorted({name for profile in profiles for name in profile.offers}))}
    offers = np.zeros((len(profiles), len(place)), dtype=np.bool_)
    for row, profile in enumerate(profiles):
        offers[row, [place[name] for name in profile.offers]] = True
    return np.packbits(offers, axis=1)


def edges(
    profiles: ProfileColumns, compatible: Collection[Pair], settings: MethodSettings, most: int | None = None
) -> Edges:
    """Return every pair with an edge: other category, little rivalry, matching customers, compatible models.

    Raises
    ------
    InvalidInput
        ``TOO_MANY_EDGES`` as soon as there are more than ``most``.

    """
    found: list[Pairs] = []
    number = 0
    for block in _blocks(profiles, _matrix(compatible), settings):
        found.append(block)
        number += len(block[0])
        if most is not None and number > most:
            raise InvalidInput("TOO_MANY_EDGES", "partners", f"More than {most}: add templates, tighten a limit.")
    if not found:
        nobody = np.empty(0, np.int64)
        return Edges(nobody, nobody, np.empty(0))
    left, right, match = (np.concatenate(part) for part in zip(*found, strict=True))
    return Edges(left, right, match)


def _matrix(compatible: Collection[Pair]) -> Flags:
    """Return which models are compatible, model × model."""
    return np.array([[frozenset((one, two)) in compatible for two in BUSINESS_MODELS] for one in BUSINESS_MODELS])


def _blocks(profiles: ProfileColumns, compatible: Flags, settings: MethodSettings) -> Iterator[Pairs]:
    count = len(profiles.category)
    rows = max(1, _CELLS // max(1, count))
    for start in range(0, count, rows):
        block = np.arange(start, min(start + rows, count))
        fitting = profiles.category[block, None] != profiles.category[None, :]
        fitting &= compatible[profiles.model[block][:, None], profiles.model[None, :]]
        fitting &= np.arange(count)[None, :] > block[:, None]
        left, right = np.nonzero(fitting)
        yield _complementary(profiles.offers, *_matching(profiles.segments, block[left], right, settings), settings)


def _matching(segments: Floats, left: Places, right: Places, settings: MethodSettings) -> Pairs:
    """Return those of some pairs whose customers match, with how well."""
    match = np.zeros(len(left))
    for shares in np.ascontiguousarray(segments.T):
        match += np.minimum(shares[left], shares[right])
    alike = match >= settings.clusters.min_profile_match - TOLERANCE
    return left[alike], right[alike], match[alike]


def _complementary(offers: Bits, left: Places, right: Places, match: Floats, settings: MethodSettings) -> Pairs:
    """Return those of some pairs whose rivalry is known and small enough."""
    together = np.bitwise_count(offers[left] & offers[right]).sum(axis=1, dtype=np.float64)
    size = np.bitwise_count(offers).sum(axis=1, dtype=np.float64)
    union = size[left] + size[right] - together
    calm = (union > 0) & (together <= (settings.clusters.max_rivalry + TOLERANCE) * union)
    return left[calm], right[calm], match[calm]


def network(partners: int, left: Places, right: Places, active: Flags) -> Network:
    """Return the figures of a network of links between partners, as ``ecosystem.network`` counts them.

    Parameters
    ----------
    partners : how many there are
    left, right : places of the two partners of each link, 0 up to below ``partners``
    active : whether each link is active on the day

    Raises
    ------
    InvalidInput
        ``SELF_LINK`` for a link of a partner with itself, ``UNKNOWN_ID`` for a place outside.

    """
    if (left == right).any():
        raise InvalidInput("SELF_LINK", "links", "A partner cannot be linked with itself.")
    if ((left < 0) | (right < 0) | (left >= partners) | (right >= partners)).any():
        raise InvalidInput("UNKNOWN_ID", "links", "A link leads to somebody who is no partner.")
    low, high = np.minimum(left, right)[active], np.maximum(left, right)[active]
    pairs = np.unique(low * partners + high)
    count = np.bincount(np.concatenate([pairs // max(1, partners), pairs % max(1, partners)]), minlength=partners)
    linked = len(pairs)
    return Network(linked, peer_density(partners, linked), mean_peer_links(partners, linked), count)
