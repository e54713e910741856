"""The portfolio's page: who may, what it says, its links, its figures, its empty states, its queries."""

from __future__ import annotations

import html as entities
import re

import pytest
from django.test import Client

from comotion.identity.models import Organization
from comotion.portfolio.models import PortfolioRow
from comotion.web.portfolio.tags import whole
from tests.conftest import MemberClient
from tests.factories import make_partnership
from tests.web.program import (
    ROLES,
    Program,
    body,
    broken_links,
    count_queries,
    differing_figures,
    make_one_month,
    roles_that_may,
    score,
    section,
    text_of,
)

PATH = "/o/northwind-cloud/portfolio/"
PAGE_QUERIES = 17
LIST_QUERIES = 5
AS_LIST = {"HX-Request": "true", "HX-Target": "portfolio-list"}


def rows(client: Client, query: str = "") -> list[str]:
    """The names in the table, in their order."""

    table = re.search(r"<table class=\"co-table co-table-sticky.*?</table>", body(client.get(PATH + query)), re.DOTALL)
    return re.findall(r'<th scope="row"[^>]*>.*?<a[^>]*>([^<]*)</a>', table.group(), re.DOTALL) if table else []


def test_portfolio_answers_every_role(program: Program, clients: dict[str, Client]) -> None:
    assert {role: client.get(PATH).status_code for role, client in clients.items()} == dict.fromkeys(ROLES, 200)


def test_portfolio_sends_nobody_to_the_log_in(program: Program, client: Client) -> None:
    assert client.get(PATH).headers["Location"] == f"/account/login/?next={PATH}"


def test_portfolio_answers_only_to_get(program: Program, owner: Client) -> None:
    assert [getattr(owner, method)(PATH).status_code for method in ("post", "put", "delete")] == [405, 405, 405]


def test_portfolio_of_another_organization_is_not_found(program: Program, owner: Client) -> None:
    missing = owner.get("/o/nobody/portfolio/")

    assert missing.status_code == 404
    assert owner.get("/o/another-cloud/portfolio/").content == missing.content


def test_portfolio_says_who_earns_better_than_it_works_together(program: Program, owner: Client) -> None:
    html = body(owner.get(PATH))

    assert "1 of 2 scored partnerships earns better than it works together." in text_of(html)
    assert "Kestrel Payments is now 25 points or more apart; one has too little data to be judged." in text_of(html)
    assert f'<a href="{program.room("", program.one_month)}">Kestrel Payments</a>' in html
    assert '<a href="?phase=measure_first#all">one</a>' in html


def test_portfolio_table_shows_each_partnership_with_missing_as_missing(program: Program, owner: Client) -> None:
    table = text_of(section(body(owner.get(PATH)), "portfolio-list"))

    assert sorted(rows(owner)) == ["Halden Analytics", "Kestrel Payments", "Osprey Robotics"]
    assert "no data no data no data no data" in table


def test_portfolio_board_offers_moves_to_those_who_may(program: Program, clients: dict[str, Client]) -> None:
    offering = {
        role
        for role, client in clients.items()
        if program.path(f"portfolio/move/{program.full.ref}/") in body(client.get(PATH))
    }

    assert offering == set(roles_that_may("change", "portfolio"))


def test_portfolio_counts_dimensions_and_warnings(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(PATH)))

    assert "Below floor 2 30 Sep" in text
    assert "Divergence 1 31 Oct" in text
    assert "Value exchange 1 2 1–1" in text


def test_portfolio_has_no_broken_link_and_every_figure_opens_alike(program: Program, owner: Client) -> None:
    assert broken_links(owner, PATH) == {}
    assert differing_figures(owner, PATH + "?column=total&column=priority&column=potential&column=momentum") == []


@pytest.mark.parametrize("role", ["member", "auditor"])
def test_portfolio_leads_nobody_to_a_page_that_is_not_theirs(
    program: Program, member_client: MemberClient, role: str
) -> None:
    assert broken_links(member_client(role), PATH) == {}


def test_portfolio_as_fragment_is_the_list_alone(program: Program, owner: Client) -> None:
    fragment = body(owner.get(PATH, headers=AS_LIST)).strip()

    assert fragment.startswith('<div id="portfolio-list">')
    assert "<html" not in fragment
    assert "Kestrel Payments" in fragment


def test_portfolio_offers_doors_where_there_is_nothing(day: None, member_client: MemberClient) -> None:
    html = body(member_client("owner").get(PATH))

    assert html.count('class="co-door"') == 3
    assert "There is no partnership yet." in text_of(html)


def test_portfolio_of_one_partnership_without_data_has_no_zero(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    score(organization, make_partnership(organization, "Lonely"))

    text = text_of(body(member_client("owner").get(PATH)))

    assert "The one partnership has too little data to be judged yet" in text
    assert "No partnership has both a financial and a relationship figure yet" in text
    assert "0.0" not in text


def test_portfolio_takes_as_many_queries_for_three_partnerships_as_for_one(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    owner = member_client("owner")
    score(organization, make_one_month(organization, "Partner 0", trust=20.0))
    one = [count_queries(owner, PATH), count_queries(owner, PATH, **AS_LIST)]
    score(organization, *(make_one_month(organization, f"Partner {number}", trust=20.0) for number in (1, 2)))
    three = [count_queries(owner, PATH), count_queries(owner, PATH, **AS_LIST)]

    assert (one, three) == ([PAGE_QUERIES, LIST_QUERIES], [PAGE_QUERIES, LIST_QUERIES])


def test_portfolio_escapes_names_and_reasons(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    names = ['<img src=x onerror="alert(1)">', "שלום “ה” عالم", "L" + "o" * 190 + "ng & co"]
    for name in names:
        make_one_month(organization, name, trust=20.0, owner_name=name, level=name[:100])
    score(organization)
    client = member_client("owner")

    html = body(client.get(PATH + "?column=owner&column=level"))

    assert "<img src=x" not in html
    assert "onerror=\\u0022" not in html.replace("\\u0022", '"') or "<img" not in html
    assert html.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;") >= 3
    assert sorted(rows(client)) == sorted(
        name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") for name in names
    )


FILTERED = {
    "?tier=unrated": ["Osprey Robotics"],
    "?phase=measure_first": ["Osprey Robotics"],
    "?phase=quick_win": ["Kestrel Payments"],
    "?owner=Priya+Raman": ["Kestrel Payments"],
    "?level=Gold": ["Kestrel Payments"],
    "?warning=DIVERGENCE": ["Kestrel Payments"],
    "?warning=CATEGORY_FLOOR&phase=quick_win": ["Kestrel Payments"],
    "?text=ALDEN": ["Halden Analytics"],
    "?text=+halden+": ["Halden Analytics"],
    "?text=100%25": [],
    "?text=_": [],
    "?tier=nonsense": [],
    "?approach=nonsense": [],
    "?warning=nonsense": [],
    "?sort=name": ["Halden Analytics", "Kestrel Payments", "Osprey Robotics"],
    "?sort=scorecard": ["Kestrel Payments", "Halden Analytics", "Osprey Robotics"],
    "?sort=priority": ["Halden Analytics", "Kestrel Payments", "Osprey Robotics"],
    "?sort=warnings": ["Halden Analytics", "Kestrel Payments", "Osprey Robotics"],
    "?sort=phase": ["Kestrel Payments", "Halden Analytics", "Osprey Robotics"],
}


def test_portfolio_list_is_narrowed_and_sorted_by_its_address(program: Program, owner: Client) -> None:
    assert {query: rows(owner, query) for query in FILTERED} == FILTERED


@pytest.mark.parametrize(
    "query",
    [
        "?sort=drop+table", "?after=nonsense", "?after=WzEsMl0", "?after=W10", "?after=" + "x" * 3000, "?group=nonsense",
        "?column=nonsense", "?column=", "?text=%00", "?owner=%00", "?after=%00", "?after=é", "?unknown=1&unknown=2", "?sort=name&group=tier",
    ],
)  # fmt: skip
def test_portfolio_passes_over_what_it_does_not_know(program: Program, owner: Client, query: str) -> None:
    assert owner.get(PATH + query).status_code == 200


def test_portfolio_without_a_match_says_so_and_leads_back(program: Program, owner: Client) -> None:
    html = body(owner.get(PATH + "?text=nobody"))

    assert "No partnership fits all of these filters." in html
    assert 'value="nobody"' in html
    assert '<a href="?">Show all</a>' in html


def test_portfolio_groups_by_tier_and_by_phase_and_not_by_name(program: Program, owner: Client) -> None:
    def groups(query: str) -> list[str]:

        return re.findall(r'<tr class="co-table-group">\s*<th[^>]*>([^<]*)', body(owner.get(PATH + query)))

    assert [one.strip() for one in groups("")] == ["Untiered", "Unrated"]
    assert [one.strip() for one in groups("?sort=phase")] == ["Quick win", "Restructure", "Measure first"]
    assert groups("?sort=name") == []


def test_portfolio_shows_the_chosen_columns_in_their_order(program: Program, owner: Client) -> None:

    html = body(owner.get(PATH + "?column=level&column=owner&column=nonsense"))
    heads = re.search(r'<table class="co-table co-table-sticky.*?</thead>', html, re.DOTALL)

    assert heads is not None
    assert text_of(heads.group()) == "Partnership ↓ Level Owner".replace(" ↓", "")
    assert re.findall(r'name="column"\s+value="(\w+)"\s+checked', html) == ["level", "owner"]


def test_portfolio_keeps_the_rest_of_the_address_in_each_link(program: Program, owner: Client) -> None:
    html = body(owner.get(PATH + "?column=owner&text=a&sort=name&after=x"))

    assert 'href="?column=owner&amp;text=a&amp;sort=scorecard#all"' not in html  # the column is not shown
    assert "?column=owner&amp;text=a&amp;sort=name&amp;tier=strategic" in html
    assert "after=x" not in html


@pytest.mark.parametrize("sort", ["name", "scorecard", "priority", "tier", "phase", "warnings"])
def test_portfolio_pages_show_each_of_120_partnerships_once(
    day: None, organization: Organization, owner: Client, sort: str
) -> None:
    score(organization, make_one_month(organization, "Partner 000", trust=20.0))
    copy_line(organization, 119)
    found: list[str] = []
    query, pages = f"?sort={sort}", 0
    while query:
        html = body(owner.get(PATH + query, headers=AS_LIST))
        found += names_in(html)
        query, pages = next_page(html), pages + 1

    assert pages == 3
    assert sorted(found) == [f"Partner {number:03}" for number in range(120)]


def copy_line(organization: Organization, copies: int) -> None:
    """More lines like the one there is; values come in pairs and threes, so that orders have ties."""
    (line,) = PortfolioRow.unscoped.filter(owner_org=organization)
    partnerships = [make_partnership(organization, f"Partner {number:03}") for number in range(1, copies + 1)]
    PortfolioRow.unscoped.bulk_create(
        _like(line, partnership.pk, partnership.ref, number) for number, partnership in enumerate(partnerships, 1)
    )


def _like(line: PortfolioRow, partnership_id: int, ref: str, number: int) -> PortfolioRow:
    values = {
        field.attname: getattr(line, field.attname)
        for field in PortfolioRow._meta.concrete_fields
        if field.attname != "id"
    }
    varied = {
        "partnership_id": partnership_id, "ref": ref, "name": f"Partner {number:03}", "open_warnings": number % 3,
        "sort_scorecard": float(number % 7) - 1, "sort_priority": float(number // 2), "sort_tier": number % 4, "sort_phase": number % 5,
    }  # fmt: skip
    return PortfolioRow(**values | varied)


def names_in(html: str) -> list[str]:

    return re.findall(r'<th scope="row"[^>]*>\s*<a[^>]*>([^<]*)</a>', html)


def next_page(html: str) -> str:

    found = re.search(r'href="(\?[^"]*after=[^"#]*)', html)
    return entities.unescape(found.group(1)) if found else ""


def test_board_writes_whole_scores_and_never_over_a_cut() -> None:
    assert [whole(value) for value in (62.5, 74.9, 49.96, 100.0, None)] == ["63", "74.9", "49.9", "100", "–"]
