"""Today: what needs a person, for every role, from a full program down to nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from comotion.identity.models import Organization, Person
from tests.conftest import MemberClient
from tests.factories import (
    make_meeting,
    make_member,
    make_opportunity,
    make_organization,
    make_partnership,
    make_person,
)
from tests.scores.world import TODAY
from tests.web.program import (
    Program,
    body,
    broken_links,
    count_queries,
    differing_figures,
    make_one_month,
    score,
    section,
    text_of,
)

PATH = "/o/northwind-cloud/today/"
QUERIES = 23


def test_today_answers_every_role(program: Program, clients: dict[str, Client]) -> None:
    assert {client.get(PATH).status_code for client in clients.values()} == {200}


def test_today_sends_nobody_to_the_log_in_and_strangers_nowhere(program: Program, client: Client) -> None:
    stranger = Client()
    stranger.force_login(make_member_of("Another Cloud"))

    answer = client.get(PATH)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/login/?next={PATH}")
    assert stranger.get(PATH).status_code == 404
    assert stranger.get(PATH).content == stranger.get("/o/nobody/today/").content


def make_member_of(name: str) -> Person:
    return make_member(make_organization(name)).person


def test_today_answers_only_to_get(program: Program, owner: Client) -> None:
    assert [getattr(owner, method)(PATH).status_code for method in ("post", "put", "delete")] == [405, 405, 405]


def test_today_says_who_needs_attention_first(program: Program, owner: Client) -> None:
    html = body(owner.get(PATH))

    assert "Two partnerships need you: Halden Analytics has a score below the floor" in text_of(html)
    assert f'<a href="{program.room()}">Halden Analytics</a>' in html


def test_today_names_each_finding_with_its_figure(program: Program, owner: Client) -> None:
    found = text_of(section(body(owner.get(PATH)), "findings"))

    assert "Open deals, and no meeting in 30 days 1 Halden Analytics 1,400,000 EUR" in found
    assert "2 open deals; last met 10 September 2026" in found
    assert "Deals that name a partner, but nobody there 1 Halden Analytics 2 open deals" in found
    assert "Too little known: what to measure first 1 Osprey Robotics nothing known yet" in found


def test_today_lists_open_warnings_with_the_readings_that_fired_them(program: Program, owner: Client) -> None:
    warnings = text_of(section(body(owner.get(PATH)), "warnings"))

    assert warnings.count("since") == 4
    assert "Divergence" in warnings
    assert "37.5 points ahead" in warnings


def test_today_lists_the_meetings_ahead_by_day(program: Program, owner: Client) -> None:
    make_meeting(program.empty, "qsr", TODAY + dt.timedelta(days=9))
    make_meeting(program.full, "weekly", TODAY)
    make_meeting(program.full, "mbr", TODAY - dt.timedelta(days=1))

    meetings = text_of(section(body(owner.get(PATH)), "meetings"))

    assert meetings.index("16 Nov Halden Analytics") < meetings.index("25 Nov Osprey Robotics")
    assert "15 Nov" not in meetings


def test_today_shows_where_attention_is_worth_most_first(program: Program, owner: Client) -> None:
    table = text_of(section(body(owner.get(PATH)), "partnerships"))

    assert table.index("Halden Analytics") < table.index("Kestrel Payments") < table.index("Osprey Robotics")
    assert "Osprey Robotics no data no data no data no data" in table


def test_today_has_no_broken_link_and_every_figure_opens_alike(program: Program, owner: Client) -> None:
    assert broken_links(owner, PATH) == {}
    assert differing_figures(owner, PATH) == []


def test_today_offers_doors_where_there_is_nothing(day: None, member_client: MemberClient) -> None:
    html = body(member_client("owner").get(PATH))

    assert html.count('class="co-door"') == 3
    assert "There is nothing to report yet." in text_of(html)


def test_today_offers_no_door_to_somebody_who_may_not_import(day: None, member_client: MemberClient) -> None:
    client = member_client("member")

    assert "co-door" not in body(client.get(PATH))
    assert broken_links(client, PATH) == {}


def test_today_shows_a_sponsor_the_partnerships_they_sponsor(program: Program) -> None:
    sponsor = make_member(program.organization, "executive_sponsor", person=make_person(name="Ines Ferreira"))
    client = Client()
    client.force_login(sponsor.person)

    table = text_of(section(body(client.get(PATH)), "partnerships"))

    assert "Partnerships you sponsor" in table
    assert [name for name in ("Halden", "Kestrel", "Osprey") if name in table] == ["Halden"]


def test_today_shows_a_sponsor_of_nothing_what_everybody_sees(program: Program, member_client: MemberClient) -> None:
    table = text_of(section(body(member_client("executive_sponsor").get(PATH)), "partnerships"))

    assert "Where attention is worth most" in table
    assert [name for name in ("Halden", "Kestrel", "Osprey") if name in table] == ["Halden", "Kestrel", "Osprey"]


@pytest.mark.parametrize("role", ["member", "executive_sponsor", "auditor"])
def test_today_leads_nobody_to_a_page_that_is_not_theirs(
    program: Program, member_client: MemberClient, role: str
) -> None:
    assert broken_links(member_client(role), PATH) == {}


def test_today_shows_one_partnership_without_data_as_missing(day: None, program_of_one: Client) -> None:
    text = text_of(body(program_of_one.get(PATH)))

    assert "Begin with Revenue against plan" in text
    assert "Nothing can be ranked yet" in text
    assert "0.0" not in text


@pytest.fixture
def program_of_one(day: None, member_client: MemberClient, organization: Organization) -> Client:
    partnership = make_partnership(organization, "Lonely")
    score(organization, partnership)
    return member_client("owner")


def test_today_takes_as_many_queries_for_three_partnerships_as_for_one(
    day: None, member_client: MemberClient, organization: Organization
) -> None:
    owner = member_client("owner")
    score(organization, make_one_month(organization, "Partner 0", trust=20.0))
    one = count_queries(owner, PATH)
    score(organization, *(make_one_month(organization, f"Partner {number}", trust=20.0) for number in (1, 2)))

    assert (one, count_queries(owner, PATH)) == (QUERIES, QUERIES)


def test_today_escapes_the_names_it_shows(day: None, member_client: MemberClient, organization: Organization) -> None:
    names = ("<script>alert(1)</script>", "שלום “ה” عالم", "L" + "o" * 190 + "ng & co")
    for name in names:
        make_one_month(organization, name, trust=20.0)
    score(organization)

    html = body(member_client("owner").get(PATH))

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert names[1] in html
    assert "Lo" + "o" * 100 in html


def test_today_of_unmeasured_partnerships_says_with_what_to_begin(day: None, organization: Organization) -> None:
    for name in ("Osprey Robotics", "Kestrel Payments", "Oakline Robotics"):
        make_partnership(organization, name)
    score(organization)
    html = body(owner_of(organization).get(PATH))

    assert "None of your 3 partnerships can be judged yet. Begin with Revenue against plan." in text_of(html)
    assert text_of(section(html, "findings")).count("Begin with Revenue against plan, Three horizons") == 1
    assert "Nothing can be ranked yet" in text_of(section(html, "partnerships"))
    assert " 0" not in text_of(section(html, "partnerships"))


def test_today_of_deals_without_partnerships_says_what_is_next(day: None, organization: Organization) -> None:
    make_opportunity(organization, "First")
    make_opportunity(organization, "Second", partner_name="Osprey Robotics", amount=5, stage="Proposal")
    html = text_of(body(owner_of(organization).get(PATH)))

    assert "Your deals are here, and no partnership is." in html
    assert "Partners named in deals that nobody keeps 1 Osprey Robotics 1 deal Add the partner" in html
    assert "Deals that name no partner 1 1 of 2 deals count for no partnership" in html
    assert "1 has no amount: unknown, not zero. 1 has no stage: unknown, not lost." in html


def owner_of(organization: Organization) -> Client:
    client = Client()
    client.force_login(make_member(organization, "owner").person)
    return client


def test_today_counts_the_warnings_it_does_not_show(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    score(organization, *(make_one_month(organization, f"Partner {number}", trust=20.0) for number in range(5)))

    warnings = text_of(section(body(member_client("owner").get(PATH)), "warnings"))

    assert warnings.count("since 31 Oct") == 6
    assert "4 more in the portfolio" in warnings
