"""Edges, clusters and network figures in columns equal their single forms, for thousands of partners too."""

from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.ecosystem import batch, clusters, edges
from comotion.methods.ecosystem.network import NetworkInputs, PeerLink, network
from comotion.methods.ecosystem.profiles import BUSINESS_MODELS, PartnerProfile, compatible_pairs
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import few

SETTINGS = default_settings()
COMPATIBLE = (("subscription",), ("services", "subscription"), ("usage", "services"))
PAIRS = compatible_pairs(COMPATIBLE)


def partners(count, seed, categories=5, offers=8):
    random = Random(seed)
    found = []
    for number in range(count):
        shares = [random.random() ** 3 for _ in range(4)]
        found.append(
            PartnerProfile(
                f"p{number:05}",
                f"c{random.randrange(categories)}",
                frozenset(random.sample([f"o{at}" for at in range(offers)], random.randrange(4))),
                {f"s{at}": share / sum(shares) for at, share in enumerate(shares)},
                random.choice(BUSINESS_MODELS[:3]),
            )
        )
    return tuple(found)


def same_graph(profiles):
    found, expected = batch.graph_of(profiles, PAIRS, SETTINGS), edges.graph_of(profiles, PAIRS, SETTINGS)
    assert found.neighbours == expected.neighbours
    assert found.matches == pytest.approx(expected.matches, abs=1e-9)


@few
@given(st.integers(0, 12), st.integers(0, 10**6))
def test_edges_in_columns_equal_single_edges(count, seed):
    same_graph(partners(count, seed))


def test_edges_are_the_same_in_blocks(monkeypatch):
    monkeypatch.setattr(batch, "_CELLS", 100)
    same_graph(partners(60, 3))


@few
@given(st.integers(0, 10), st.integers(0, 10**6), st.booleans())
def test_clusters_in_columns_equal_single_clusters(count, seed, templates):
    needs = (clusters.SolutionTemplate("need", ("c1", "c2", "c3")),) if templates else ()
    inputs = clusters.ClusterInputs(partners(count, seed), COMPATIBLE, needs)
    assert batch.clusters(inputs, SETTINGS) == clusters.clusters(inputs, SETTINGS)


def test_too_many_edges_are_refused_in_columns():
    with pytest.raises(InvalidInput, match="TOO_MANY_EDGES"):
        batch.graph_of(partners(60, 3), PAIRS, SETTINGS, 10)


@few
@given(st.integers(0, 6), st.data())
def test_networks_in_columns_equal_single_networks(count, data):
    ends = st.tuples(st.integers(0, max(0, count - 1)), st.integers(0, max(0, count - 1)), st.booleans())
    links = data.draw(st.lists(ends.filter(lambda link: link[0] != link[1]), max_size=8)) if count > 1 else []
    today, long_ago = date(2025, 6, 1), date(2024, 1, 1)
    single = network(
        NetworkInputs(
            tuple(map(str, range(count))),
            tuple(PeerLink(str(a), str(b), "referral", long_ago, today if on else long_ago) for a, b, on in links),
            today,
        ),
        SETTINGS,
    )
    table = np.array(links, dtype=np.int64).reshape(-1, 3)
    found = batch.network(count, table[:, 0], table[:, 1], table[:, 2] == 1)
    assert (found.peer_links, found.peer_density, found.mean_peer_links) == (
        single.peer_links,
        single.peer_density,
        single.mean_peer_links,
    )
    assert tuple(str(at) for at in np.flatnonzero(found.links == 0)) == single.isolates


def test_links_that_cannot_be_are_refused_in_columns():
    one, on = np.array([1]), np.array([True])
    with pytest.raises(InvalidInput, match="SELF_LINK"):
        batch.network(3, one, one, on)
    with pytest.raises(InvalidInput, match="UNKNOWN_ID"):
        batch.network(3, one, np.array([3]), on)


@pytest.mark.slow
def test_ten_thousand_partners_have_the_edges_of_the_single_form():
    profiles = partners(10_000, 7, categories=40, offers=60)
    found = batch.edges(batch.columns(profiles), PAIRS, SETTINGS)
    random = Random(7)
    for left in random.sample(range(10_000), 5):
        right = set(found.right[found.left == left].tolist())
        fitting = {
            other
            for other in range(left + 1, 10_000)
            if edges.fit_of(profiles[left], profiles[other], PAIRS, SETTINGS).edge
        }
        assert right == fitting
