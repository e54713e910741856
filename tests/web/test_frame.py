"""The frame around every page: the areas, the organizations of a person, their partnerships, how many there are."""

from __future__ import annotations

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comotion.identity.models import Person
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, make_partnership, make_person
from tests.web.program import ROLES, Program, body, make_one_month, roles_that_may, score, text_of

NAVIGATION = re.compile(r'<nav class="co-nav".*?</nav>', re.DOTALL)
OWN = re.compile(r'<div class="co-nav-own">(.*?)</div>', re.DOTALL)
ROW = re.compile(r'<a href="([^"]*)"( aria-current="page")?><span class="co-nav-name">([^<]*)</span><span[^>]*>([^<]*)')


def navigation(client: Client, path: str) -> str:
    found = NAVIGATION.search(body(client.get(path)))
    assert found is not None
    return found.group()


def own_rows(client: Client, path: str) -> list[tuple[str, str, str]]:
    """Name, address and value of each partnership beside the menu."""
    found = OWN.search(navigation(client, path))
    return [(name, href, value) for href, _, name, value in ROW.findall(found.group(1))] if found else []


def test_frame_lists_the_areas_a_role_may_open(program: Program, clients: dict[str, Client]) -> None:
    shown = {
        role: [name for name in ("Today", "Portfolio", "Import", "Settings") if name in text_of(navigation(client, program.path("today/")))]
        for role, client in clients.items()
    }  # fmt: skip

    importing = roles_that_may("read", "imports")
    assert shown == {
        role: ["Today", "Portfolio", *(["Import"] if role in importing else []), "Settings"] for role in ROLES
    }


def test_frame_counts_the_partnerships(program: Program, owner: Client) -> None:
    assert '<span class="co-nav-count co-nav-wide">3</span>' in navigation(owner, program.path("settings/"))


def test_frame_shows_no_count_where_there_is_nothing(day: None, member_client: MemberClient) -> None:
    assert "co-nav-count" not in navigation(member_client("owner"), "/o/northwind-cloud/today/")


def test_frame_lists_the_persons_own_partnerships_with_a_whole_value(program: Program) -> None:
    client = Client()
    client.force_login(make_member(program.organization, person=make_person(name="Priya Raman")).person)

    rows = own_rows(client, program.path("portfolio/"))

    assert rows == [("Kestrel Payments", program.room("", program.one_month), "75")]
    assert '" aria-current="page"><span class="co-nav-name">Kestrel' in navigation(client, rows[0][1])


def test_frame_lists_warned_partnerships_for_somebody_who_owns_none(program: Program, owner: Client) -> None:
    names = [name for name, _, _ in own_rows(owner, program.path("today/"))]

    assert names == ["Halden Analytics", "Kestrel Payments"]


def test_frame_writes_a_missing_value_as_a_dash(program: Program) -> None:
    lonely = make_partnership(program.organization, "Ptarmigan", standing={"owner_name": "Ben Ode"})
    score(program.organization, lonely)
    client = Client()
    client.force_login(make_member(program.organization, person=make_person(name="Ben Ode")).person)

    assert own_rows(client, program.path("today/")) == [("Ptarmigan", program.room("", lonely), "–")]


def test_frame_switches_between_the_organizations_of_a_person(program: Program, owner: Client) -> None:
    another = make_organization("Another Cloud")
    make_member(another, "analyst", person=Person.objects.get(name="Ada Owner"))
    foreign = make_one_month(another, "Secret Partner", owner_name="Ada Owner")
    score(another)

    here, there = (navigation(owner, f"/o/{slug}/today/") for slug in ("northwind-cloud", "another-cloud"))

    assert [f'href="/o/{slug}/today/"' in here for slug in ("northwind-cloud", "another-cloud")] == [True, True]
    assert ("Secret Partner" in here, "Secret Partner" in there, "Halden" in there) == (False, True, False)
    assert owner.get(f"/o/northwind-cloud/partnerships/{foreign.ref}/").status_code == 404
    assert owner.get(f"/o/another-cloud/partnerships/{foreign.ref}/").status_code == 200


def test_frame_offers_no_switch_to_a_person_of_one_organization(program: Program, owner: Client) -> None:
    assert "co-switch" not in navigation(owner, program.path("today/"))


def program_queries(client: Client, path: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path, headers=headers)
    return sum("portfolio_" in query["sql"] for query in captured)


def test_frame_asks_the_program_twice_once_more_for_somebody_who_owns_none_and_a_fragment_never(
    program: Program, owner: Client
) -> None:
    owning = Client()
    owning.force_login(make_member(program.organization, person=make_person(name="Priya Raman")).person)
    page, figure = program.path("settings/people/"), program.path(f"explain/{program.full.ref}/scorecard/")

    assert [program_queries(owning, page), program_queries(owner, page)] == [2, 3]
    assert program_queries(owner, figure, **{"HX-Request": "true"}) == 0


def test_frame_escapes_names(program: Program, organization: object) -> None:
    name = "<b>Bold & “quoted” 'n' \"more\"</b>"
    wild = make_one_month(program.organization, name, owner_name=name)
    score(program.organization, wild)
    client = Client()
    client.force_login(make_member(program.organization, person=make_person(name=name)).person)

    html = body(client.get(program.path("today/")))

    assert "<b>Bold" not in html
    assert "&lt;b&gt;Bold &amp; “quoted”" in OWN.search(html).group(1)  # type: ignore[union-attr]
