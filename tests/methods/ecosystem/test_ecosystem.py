"""Ecosystem: worked examples E-01 and E-02, invariants of specification 12 e, errors of f."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.methods.configuration.ecosystem import Clusters, Ecosystem, EcosystemKpi
from comotion.methods.ecosystem.cliques import maximal_cliques
from comotion.methods.ecosystem.clusters import ClusterInputs, SolutionTemplate, clusters, fits
from comotion.methods.ecosystem.dashboard import EcosystemPeriod, concentration, dashboard, diversity
from comotion.methods.ecosystem.edges import fit_of
from comotion.methods.ecosystem.network import NetworkInputs, PeerLink, mean_peer_links, network, peer_density
from comotion.methods.ecosystem.period import EcosystemRecords, PartnerHistory, period_counts
from comotion.methods.ecosystem.profiles import PartnerProfile, compatible_pairs
from comotion.methods.ecosystem.status import ClusterHistory, Introduction, cluster_status
from comotion.methods.kernel.normalise import Limits
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings
from tests.methods.examples import example, few, near

SETTINGS = default_settings()
DAY = date(2025, 6, 1)


def refusal(call, *args, **kwargs):
    with pytest.raises(InvalidInput) as caught:
        call(*args, **kwargs)
    return caught.value.code


def e_01():
    inputs = example("E-01")[0]
    partners = tuple(
        PartnerProfile(name, row["category"], frozenset(row["offers"]), row["segments"], row["business_model"])
        for name, row in inputs["partners"].items()
    )
    return ClusterInputs(partners, tuple(tuple(pair) for pair in inputs["compatible_models"]))


def test_e_01_edges():
    _, expected, tolerance = example("E-01")
    found = {f"{left}~{right}": fit for left, right, fit in fits(e_01(), SETTINGS)}
    assert near(found, expected["edges"], tolerance)
    assert len(found) == len(expected["edges"])


def test_e_01_clusters():
    inputs, expected, tolerance = example("E-01")
    rules = {name: inputs[name] for name in ("max_rivalry", "min_profile_match", "min_size")}
    found = clusters(e_01(), replace(SETTINGS, clusters=Clusters(**rules)))
    assert near([cluster.members for cluster in found.clusters], expected["clusters"], tolerance)
    strengths = {"+".join(cluster.members): cluster.cluster_strength for cluster in found.clusters}
    assert near(strengths, expected["cluster_strength"], tolerance)
    assert (found.near_clusters, found.edges, found.notes) == ((), 6, ())


def partner(name, category, offer="x", segments=None, model="subscription", updated=None):
    offers = frozenset([f"{category}-{offer}"]) if offer else frozenset()
    return PartnerProfile(name, category, offers, segments or {"mid": 1.0}, model, updated_on=updated)


TRIO = (partner("p1", "integration"), partner("p2", "visualisation"), partner("p3", "consulting"))
PAIRS = (("subscription",), ("services", "subscription"))


def found_in(*partners, templates=(), pairs=PAIRS, **changes):
    settings = replace(SETTINGS, clusters=replace(SETTINGS.clusters, **changes))
    return clusters(ClusterInputs(partners, pairs, templates, DAY), settings)


def test_clusters_answer_the_needs_of_customers():
    care = SolutionTemplate("care path", ("integration", "visualisation", "consulting", "payments"))
    reporting = SolutionTemplate("reporting", ("visualisation", "consulting", "integration"))
    found = found_in(*TRIO, partner("p4", "payments", model="usage"), templates=(care, reporting))
    assert [(one.need, one.need_coverage, one.members) for one in found.clusters] == [
        ("reporting", 1.0, ("p1", "p2", "p3")),
        ("care path", 0.75, ("p1", "p2", "p3")),
    ]


def test_a_near_cluster_names_the_failing_condition():
    care = SolutionTemplate("care path", ("integration", "visualisation", "consulting"))
    services = replace(TRIO[2], business_model="services")
    odd = replace(TRIO[1], business_model="usage")
    nearly = (("subscription",), ("services", "subscription"), ("services", "usage"))
    found = found_in(TRIO[0], odd, services, templates=(care,), pairs=nearly)
    assert found.clusters == ()
    one = found.near_clusters[0]
    assert (one.members, one.missing, one.failing, one.need) == (
        ("p1", "p2", "p3"),
        ("p1", "p2"),
        ("MODELS",),
        "care path",
    )
    small = SolutionTemplate("pair", ("integration", "visualisation"))
    assert found_in(*TRIO, templates=(small,)).near_clusters == ()


def test_without_templates_a_near_cluster_would_enlarge_a_cluster():
    other = partner("p4", "payments", segments={"mid": 0.6, "large": 0.4})
    far = replace(TRIO[0], segments={"mid": 0.4, "small": 0.6})
    trio = (
        far,
        replace(TRIO[1], segments={"mid": 0.8, "small": 0.2}),
        replace(TRIO[2], segments={"mid": 0.8, "small": 0.2}),
    )
    found = found_in(*trio, other)
    assert [cluster.members for cluster in found.clusters] == [("p1", "p2", "p3"), ("p2", "p3", "p4")]
    one = found.near_clusters[0]
    assert (one.members, one.missing, one.failing) == (("p1", "p2", "p3", "p4"), ("p1", "p4"), ("CUSTOMERS",))
    assert one.strength == pytest.approx(0.6)
    assert len(found.near_clusters) == 1
    rival = partner("p5", "integration", offer="y")
    assert found_in(*TRIO, rival).near_clusters == ()


@pytest.mark.parametrize(("step", "best"), [(-0.05, ("v0", "v1")), (0.05, ("v5", "v4"))])
def test_only_the_best_near_clusters_are_shown(step, best):
    care = SolutionTemplate("care path", ("integration", "visualisation", "consulting"))
    nearly = (("subscription",), ("services", "subscription"), ("services", "usage"))
    shares = [0.75 + step * (n - 2.5) for n in range(6)]
    viz = [
        partner(f"v{n}", "visualisation", segments={"mid": share, "large": 1 - share}, model="usage")
        for n, share in enumerate(shares)
    ]
    pool = (TRIO[0], *viz, replace(TRIO[2], business_model="services"))
    shown = found_in(*pool, templates=(care,), pairs=nearly, near_clusters=2).near_clusters
    assert [near_cluster.members for near_cluster in shown] == [("p1", "p3", name) for name in best]
    every = found_in(*pool, templates=(care,), pairs=nearly).near_clusters
    assert len(every) == 6
    assert every[:2] == shown


def test_empty_offers_leave_rivalry_open():
    compatible = compatible_pairs(PAIRS)
    fit = fit_of(partner("a", "x", offer=""), partner("b", "y", offer=""), compatible, SETTINGS)
    assert (fit.rivalry, fit.edge, fit.failing) == (None, False, ("RIVALRY_UNKNOWN",))
    assert fit_of(partner("a", "x"), partner("b", "y", offer=""), compatible, SETTINGS).rivalry == 0.0
    same = fit_of(partner("a", "x"), partner("b", "x"), compatible, SETTINGS)
    assert same.failing == ("SAME_CATEGORY", "RIVALRY")


def test_old_profiles_are_used_and_named():
    old = replace(TRIO[0], updated_on=DAY - timedelta(days=366))
    found = found_in(old, replace(TRIO[1], updated_on=DAY - timedelta(days=365)), TRIO[2])
    assert (len(found.clusters), found.notes) == (1, ("STALE_PROFILE:p1",))


def test_profiles_that_cannot_be_are_refused():
    assert refusal(found_in, replace(TRIO[0], segments={"mid": 0.98})) == "SHARES_NOT_ONE"
    assert len(found_in(replace(TRIO[0], segments={"mid": 0.99})).clusters) == 0
    assert refusal(found_in, TRIO[0], TRIO[0]) == "DUPLICATE_ID"
    assert refusal(partner, "p", "x", model="nonsense") == "UNKNOWN_ENUM"
    assert refusal(partner, "p", "x", segments={"mid": -1}) == "OUT_OF_RANGE"
    assert refusal(found_in, *TRIO, pairs=(("nonsense",),)) == "UNKNOWN_ENUM"
    assert refusal(found_in, *TRIO, max_edges=2) == "TOO_MANY_EDGES"
    care = SolutionTemplate("care path", ("integration", "visualisation", "consulting"))
    assert len(found_in(*TRIO, templates=(care,), max_edges=2).clusters) == 1
    assert refusal(SolutionTemplate, "x", ()) == "EMPTY_INPUT"
    assert refusal(SolutionTemplate, "x", ("a", "a")) == "DUPLICATE_ID"
    assert refusal(found_in, *TRIO, templates=(care, care)) == "DUPLICATE_ID"
    assert refusal(Clusters, min_size=2) == "OUT_OF_RANGE"


@few
@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1]), max_size=30))
def test_cliques_are_those_that_networkx_finds(edges):
    neighbours = {str(node): set() for node in range(10)}
    for left, right in edges:
        neighbours[str(left)].add(str(right))
        neighbours[str(right)].add(str(left))
    graph = nx.Graph((left, right) for left, others in neighbours.items() for right in others)
    expected = sorted(tuple(sorted(clique)) for clique in nx.find_cliques(graph) if len(clique) >= 3)
    assert list(maximal_cliques(neighbours, 3)) == expected


CATEGORIES = ("a", "b", "c", "d")
MODELS = ("subscription", "services", "usage")


@st.composite
def ecosystems(draw):
    count = draw(st.integers(0, 9))
    return tuple(
        PartnerProfile(
            f"p{number}",
            draw(st.sampled_from(CATEGORIES)),
            draw(st.frozensets(st.sampled_from("uvwxyz"), max_size=3)),
            dict(zip(("s", "l"), draw(st.sampled_from([(0.0, 1.0), (0.3, 0.7), (0.5, 0.5), (1.0, 0.0)])), strict=True)),
            draw(st.sampled_from(MODELS)),
        )
        for number in range(count)
    )


@few
@given(ecosystems(), st.randoms())
def test_clusters_are_complete_maximal_and_independent_of_order(partners, random):
    found = found_in(*partners)
    by_name = {profile.partner: profile for profile in partners}
    compatible = compatible_pairs(PAIRS)
    for cluster in found.clusters:
        for left, right in combinations(cluster.members, 2):
            there = fit_of(by_name[left], by_name[right], compatible, SETTINGS)
            back = fit_of(by_name[right], by_name[left], compatible, SETTINGS)
            assert (there.edge, back.edge) == (True, True)
            assert by_name[left].category != by_name[right].category
    members = [set(cluster.members) for cluster in found.clusters]
    assert not any(left < right for left in members for right in members)
    mixed = list(partners)
    random.shuffle(mixed)
    assert found_in(*mixed) == found
    renamed = found_in(*(replace(profile, partner=f"z{profile.partner}") for profile in partners))
    assert [{name[1:] for name in cluster.members} for cluster in renamed.clusters] == members


@few
@given(ecosystems(), st.floats(0, 0.8), st.floats(0, 0.5))
def test_wider_limits_never_remove_an_edge(partners, more_rivalry, less_match):
    wider = replace(
        SETTINGS,
        clusters=replace(SETTINGS.clusters, max_rivalry=0.2 + more_rivalry, min_profile_match=0.5 - less_match),
    )
    compatible = compatible_pairs(PAIRS)
    for left, right in combinations(partners, 2):
        if fit_of(left, right, compatible, SETTINGS).edge:
            assert fit_of(left, right, compatible, wider).edge


@few
@given(ecosystems())
def test_near_clusters_lack_exactly_one_edge(partners):
    care = SolutionTemplate("care", ("a", "b", "c"))
    compatible = compatible_pairs(PAIRS)
    by_name = {profile.partner: profile for profile in partners}

    def gaps(members):
        return sum(
            not fit_of(by_name[one], by_name[two], compatible, SETTINGS).edge for one, two in combinations(members, 2)
        )

    rows = [[name for name, profile in by_name.items() if profile.category == category] for category in care.categories]
    expected = {tuple(sorted(members)) for members in product(*rows) if gaps(members) == 1}
    assert {one.members for one in found_in(*partners, templates=(care,), near_clusters=1000).near_clusters} == expected
    for one in found_in(*partners).near_clusters:
        assert gaps(one.members) == 1


def link(left, right, last=DAY, started=date(2025, 1, 1), ended=None):
    return PeerLink(left, right, "referral", started, last, ended)


def test_e_02_dashboard():
    inputs, expected, tolerance = example("E-02")
    row = dict(inputs)
    links = row.pop("peer_links")
    found = dashboard(EcosystemPeriod(**row), SETTINGS)
    result = {
        **found.figures,
        "peer_density": peer_density(row["partners_end"], links),
        "mean_peer_links": mean_peer_links(row["partners_end"], links),
    }
    assert near(result, expected, tolerance)


def test_active_links_are_counted_from_records():
    links = (
        link("a", "b"),
        link("b", "a"),
        link("b", "c", last=DAY - timedelta(days=90)),
        link("a", "c", last=DAY - timedelta(days=91)),
        link("c", "d", ended=DAY),
        link("a", "d", started=DAY + timedelta(days=1)),
    )
    found = network(NetworkInputs(("a", "b", "c", "d"), links, DAY, 20.0, 80.0), SETTINGS)
    assert (found.peer_links, found.peer_density, found.mean_peer_links) == (2, pytest.approx(1 / 3), 1.0)
    assert (found.peer_value_share, found.isolates, found.patterns_possible) == (0.25, ("d",), False)
    nobody = network(NetworkInputs((), (), DAY, periods=8), SETTINGS)
    assert (nobody.peer_density, nobody.mean_peer_links, nobody.peer_value_share) == (None, None, None)
    assert nobody.patterns_possible
    assert network(NetworkInputs(("a",), (), DAY, 0.0, 0.0), SETTINGS).peer_value_share is None
    assert refusal(network, NetworkInputs(("a",), (), DAY, 2.0, 1.0), SETTINGS) == "OUT_OF_RANGE"


def test_links_that_cannot_be_are_refused():
    assert refusal(link, "a", "a") == "SELF_LINK"
    assert refusal(link, "a", "b", ended=date(2024, 1, 1)) == "DATE_ORDER"
    assert refusal(network, NetworkInputs(("a",), (link("a", "b"),), DAY), SETTINGS) == "UNKNOWN_ID"
    assert refusal(network, NetworkInputs(("a",), (link("b", "a"),), DAY), SETTINGS) == "UNKNOWN_ID"
    assert refusal(network, NetworkInputs(("a", "a"), (), DAY), SETTINGS) == "DUPLICATE_ID"
    assert refusal(network, NetworkInputs(("a",), (), DAY, -1.0, 1.0), SETTINGS) == "OUT_OF_RANGE"


@few
@given(ecosystems(), st.integers(1, 40))
def test_an_isolated_partner_changes_no_cluster_and_lowers_density(partners, links):
    alone = PartnerProfile("zz", "a", frozenset("q"), {"elsewhere": 1.0}, "marketplace")
    assert found_in(*partners, alone).clusters == found_in(*partners).clusters
    size = len(partners) + 2
    assert peer_density(size + 1, links) < peer_density(size, links)


MEMBERS = ("p1", "p2", "p3")


@pytest.mark.parametrize(
    ("introductions", "links", "expected"),
    [
        ((), (), "proposed"),
        ((Introduction(("p1", "p2"), DAY),), (), "proposed"),
        ((Introduction(("p1", "p2", "p3"), DAY + timedelta(days=1)),), (), "proposed"),
        ((Introduction(("p1", "p2"), DAY), Introduction(("p2", "p3"), DAY)), (), "introduced"),
        ((Introduction(MEMBERS, DAY - timedelta(days=90)),), (link("p1", "p2"),), "introduced"),
        ((Introduction(MEMBERS, DAY - timedelta(days=91)),), (link("p1", "p2"), link("p3", "p9")), "dormant"),
        ((Introduction(MEMBERS, DAY - timedelta(days=400)),), (link("p1", "p2"), link("p3", "p2")), "active"),
        ((), (link("p1", "p2"), link("p3", "p2")), "active"),
    ],
)
def test_a_cluster_is_proposed_introduced_active_or_dormant(introductions, links, expected):
    assert cluster_status(ClusterHistory(MEMBERS, DAY, introductions, links), SETTINGS).status == expected


def test_a_cluster_has_members():
    assert refusal(cluster_status, ClusterHistory((), DAY), SETTINGS) == "EMPTY_INPUT"
    assert refusal(cluster_status, ClusterHistory(("a", "a"), DAY), SETTINGS) == "DUPLICATE_ID"


START, END = date(2025, 1, 1), date(2025, 4, 1)
HISTORIES = (
    PartnerHistory(
        "a", "consulting", date(2024, 1, 1), last_activity_on=date(2025, 3, 1), expanded_on=(date(2025, 2, 1),)
    ),
    PartnerHistory("b", "consulting", date(2024, 1, 1), left_on=date(2025, 3, 31), left_by_choice=True),
    PartnerHistory("c", "payments", START, last_activity_on=date(2024, 12, 31)),
    PartnerHistory("d", "payments", date(2024, 5, 1), left_on=START, last_activity_on=END),
    PartnerHistory("e", "payments", date(2023, 5, 1), left_on=date(2024, 12, 31), expanded_on=(END,)),
    PartnerHistory("f", "payments", END),
)


def test_a_period_is_counted_from_records():
    found = period_counts(EcosystemRecords(HISTORIES, START, END), SETTINGS)
    assert (found.active_at_start, found.joined, found.left, found.left_by_choice) == (3, 1, 2, 1)
    assert (found.expanded, found.active_partners, found.partners_end) == (1, 1, 2)
    assert found.categories == {"consulting": 1, "payments": 1}
    assert found.partners_end == found.active_at_start + found.joined - found.left
    empty = period_counts(EcosystemRecords((), START, END), SETTINGS)
    assert (empty.active_at_start, empty.categories) == (0, {})
    assert refusal(EcosystemRecords, (), END, END) == "DATE_ORDER"
    assert refusal(PartnerHistory, "a", "x", END, START) == "DATE_ORDER"
    assert refusal(period_counts, EcosystemRecords(HISTORIES[:1] * 2, START, END), SETTINGS) == "DUPLICATE_ID"


def test_rates_are_missing_without_partners_at_the_start():
    found = dashboard(EcosystemPeriod(active_at_start=0, joined=3, left=0), SETTINGS)
    assert (found.figures["new_partner_rate"], found.figures["churn_rate"]) == (None, None)
    assert (found.dashboard.value, len(found.unscored)) == (None, 11)


def test_chosen_ends_and_losses_are_counted_apart():
    found = dashboard(
        EcosystemPeriod(active_at_start=40, left=3, left_by_choice=1, partner_answers=8, partners_asked=10), SETTINGS
    )
    assert (found.figures["churn_rate"], found.churn_rate_without_sunsets, found.response) == (0.075, 0.05, 0.8)
    assert dashboard(EcosystemPeriod(), SETTINGS).churn_rate_without_sunsets is None


def test_kpis_with_limits_are_scored():
    kpis = (
        EcosystemKpi("churn_rate", "health", "lower", Limits("lower", 0.2, 0.05)),
        EcosystemKpi("diversity", "health", "higher", Limits("higher", 0.0, 1.0)),
        EcosystemKpi("revenue_growth", "value_creation", "higher", Limits("higher", 0.0, 0.2)),
        EcosystemKpi("innovations", "value_creation", "higher"),
    )
    settings = replace(SETTINGS, ecosystem=Ecosystem(growth=0, engagement=0, kpis=kpis))
    period = EcosystemPeriod(
        active_at_start=40, left=5, revenue=110.0, revenue_a_year_before=100.0, innovations=2, revenue_by_partner={"a": 30.0, "b": 10.0}
    )  # fmt: skip
    found = dashboard(period, settings)
    assert found.scores["churn_rate"].value == pytest.approx(50.0)
    assert found.categories["value_creation"].value == pytest.approx(50.0)
    assert (found.categories["health"].value, found.categories["health"].coverage) == (pytest.approx(50.0), 0.5)
    assert (found.dashboard.value, found.dashboard.coverage) == (pytest.approx(50.0), 0.75)
    assert "innovations" in found.unscored
    assert found.figures["revenue_concentration"] == pytest.approx(0.625)


@few
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30)))
def test_diversity_is_one_only_when_spread_evenly(categories):
    found = diversity(categories)
    sizes = [count for count in categories.values() if count]
    if len(sizes) < 2:
        assert found is None
    else:
        assert 0 <= found <= 1
        assert (found == pytest.approx(1.0, abs=1e-12)) == (len(set(sizes)) == 1)


def test_periods_that_cannot_be_are_refused():
    assert refusal(EcosystemPeriod, joined=-1) == "OUT_OF_RANGE"
    assert refusal(EcosystemPeriod, customer_satisfaction=11) == "OUT_OF_RANGE"
    assert refusal(EcosystemPeriod, left=1, left_by_choice=2) == "COUNT_INCONSISTENT"
    assert refusal(EcosystemPeriod, active_partners=3, partners_end=2) == "COUNT_INCONSISTENT"
    assert refusal(EcosystemPeriod, partner_answers=3, partners_asked=2) == "COUNT_INCONSISTENT"
    assert concentration({}) is None
    assert refusal(Ecosystem, kpis=(EcosystemKpi("x", "growth", "higher"),) * 2) == "DUPLICATE_ID"
