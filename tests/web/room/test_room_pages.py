"""The five sections of a room and its brief: who may, what they say, links, figures, empty states, queries."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from comotion.identity.models import Organization
from comotion.partnerships.models import Designation
from tests.conftest import MemberClient
from tests.factories import make_organization, make_partnership, make_room
from tests.web.program import (
    MALFORMED_REFS,
    MISSING_REF,
    ROLES,
    Program,
    body,
    broken_links,
    count_queries,
    differing_figures,
    make_one_month,
    roles_that_may,
    score,
    statuses,
    text_of,
)

SECTIONS = {"": "room", "metrics/": "measures", "value/": "standing", "scorecard/": "standing", "history/": "standing"}
QUERIES = {"": 27, "metrics/": 29, "value/": 27, "scorecard/": 29, "history/": 28}


def test_room_answers_each_role_by_the_policy(program: Program, clients: dict[str, Client]) -> None:
    found = statuses(clients, [program.room(section) for section in SECTIONS])

    assert found == {
        program.room(section): {role: 200 if role in roles_that_may("read", resource) else 403 for role in ROLES}
        for section, resource in SECTIONS.items()
    }


def test_room_sends_nobody_to_the_log_in(program: Program, client: Client) -> None:
    paths = [program.room(section) for section in (*SECTIONS, "brief.pdf")]

    assert [client.get(path).headers["Location"] for path in paths] == [
        f"/account/login/?next={path}" for path in paths
    ]


def test_room_answers_only_to_get(program: Program, owner: Client) -> None:
    paths = [program.room(section) for section in (*SECTIONS, "brief.pdf")]

    assert {owner.post(path).status_code for path in paths} | {owner.delete(path).status_code for path in paths} == {
        405
    }


def test_room_that_is_not_ours_is_not_found_alike(program: Program, owner: Client) -> None:
    another = make_organization("Another Cloud")
    foreign = make_one_month(another, "Secret Partner")
    score(another)

    answers = [
        owner.get(program.path(f"partnerships/{ref}/{section}"))
        for section in (*SECTIONS, "brief.pdf")
        for ref in (foreign.ref, MISSING_REF, *MALFORMED_REFS)
    ]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_room_shared_by_another_organization_shows_none_of_its_private_figures(program: Program, owner: Client) -> None:
    another = make_organization("Another Cloud")
    room = make_room("Shared venture", another, program.organization)
    score(another)

    pages = {section: owner.get(program.room(section, room)) for section in SECTIONS}

    assert {page.status_code for page in pages.values()} == {200}
    assert "no data" in text_of(body(pages["scorecard/"]))


def test_overview_says_the_sentence_the_facts_and_what_is_missing(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(program.room("", program.one_month))))

    assert "Relationship health stands at 38" in text
    assert "Northwind Cloud and Kestrel Payments Gold Quick win Untiered" in text
    assert "Revenue growth From the revenue above; from the 13th month on. Enter it" in text
    assert "10 figures are missing; they count as missing, never as zero" in text


def test_overview_lists_deals_with_those_that_name_nobody_there(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(program.room())))

    assert "2 open, 3 won so far" in text
    assert text.count("no owner at the partner") == 2
    assert "500,000 EUR 1 Feb" in text


def test_metrics_show_each_measure_with_its_reading_and_limits(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(program.room("metrics/"))))

    assert "16 of 16 measures have a reading" in text
    assert "Pipeline coverage 1.67" in text
    assert "Financial performance 4 of 4 with a reading" in text


def test_value_shows_each_grade_with_whose_it_is_and_the_ledger(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(program.room("value/"))))

    assert "Today, months 0–6, our grade 4 Seen in the review. 15 Sep Today, months 0–6, their grade 4" in text
    assert "put in Financial 1, 1 600 EUR 500 EUR" in text
    assert "The potential stands at 73.4, its health at 55.1." in text


def test_scorecard_shows_parts_warnings_and_sources(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(program.room("scorecard/"))))

    assert "The scorecard stands at 51.4; nothing is missing." in text
    assert "Perception split Trust gap 25, satisfaction gap 20." in text
    assert "Decision time, 14 days" in text


def test_history_shows_each_month_the_latest_first(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(program.room("history/"))))

    assert "2 months have a total, the first of them 30 September 2026." in text
    assert text.index("October 2026 49 56 49 52 51.4 100%") < text.index("September 2026 0 56")
    assert "Nothing was changed by hand." in text


@pytest.mark.parametrize("section", SECTIONS)
def test_room_has_no_broken_link_and_every_figure_opens_alike(program: Program, owner: Client, section: str) -> None:
    path = program.room(section)

    assert broken_links(owner, path) == {}
    if section != "history/":
        assert differing_figures(owner, path) == []


@pytest.mark.parametrize("role", ["member", "executive_sponsor", "auditor"])
def test_room_leads_nobody_to_a_page_that_is_not_theirs(
    program: Program, member_client: MemberClient, role: str
) -> None:
    paths = [program.room(section, program.empty) for section in ("", "value/")]

    assert broken_links(member_client(role), *paths) == {}


def test_room_without_data_shows_missing_as_missing(program: Program, owner: Client) -> None:
    texts = {section: text_of(body(owner.get(program.room(section, program.empty)))) for section in SECTIONS}

    assert "There are too few readings for a score yet; begin with Revenue against plan" in texts[""]
    assert "nobody named" in texts[""]
    assert "None of the 16 measures has a reading yet." in texts["metrics/"]
    assert "Nobody has said yet what this partnership could be worth" in texts["value/"]
    assert texts["value/"].count("not graded yet") == 3
    assert "There is no reading yet, so there is no score." in texts["scorecard/"]
    assert "No month has enough readings for a total yet." in texts["history/"]
    assert [section for section, text in texts.items() if " 0.0 " in text] == []


def test_room_names_the_programs_in_which_the_partner_takes_part(program: Program, owner: Client) -> None:
    for title in ("Certified Reseller", "Training Partner"):
        Designation.unscoped.create(owner_org=program.organization, partnership=program.full, program=title)

    text = text_of(body(owner.get(program.room())))

    assert "Takes part in Certified Reseller and Training Partner." in text


def test_room_that_was_never_scored_says_so_and_opens(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    fresh = make_partnership(organization, "Fresh")
    owner = member_client("owner")

    answers = {section: owner.get(f"/o/northwind-cloud/partnerships/{fresh.ref}/{section}") for section in SECTIONS}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert "no reading yet" in text_of(body(answers[""]))
    paths = [f"/o/northwind-cloud/partnerships/{fresh.ref}/{section}" for section in ("", "metrics/", "scorecard/")]
    assert broken_links(owner, *paths) == {}
    assert differing_figures(owner, paths[2]) == []


def test_room_of_one_month_draws_no_line(program: Program, owner: Client) -> None:
    html = body(owner.get(program.room("", program.one_month)))

    assert "A line needs two months with a financial or a relationship figure." in html
    assert "too short" in html


def test_room_escapes_names_notes_and_evidence(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    name = '<b onclick="x">O\'Neil & שלום</b>' + "x" * 120
    wild = make_one_month(organization, name, notes="<i>note</i>\nnext", owner_name=name, level="<u>gold</u>")
    score(organization)
    client = member_client("owner")

    pages = [body(client.get(f"/o/northwind-cloud/partnerships/{wild.ref}/{section}")) for section in SECTIONS]

    assert [tag for page in pages for tag in ("<b onclick", "<i>note", "<u>gold") if tag in page] == []
    assert "&lt;i&gt;note&lt;/i&gt;<br>next" in pages[2]
    assert client.get(f"/o/northwind-cloud/partnerships/{wild.ref}/brief.pdf").status_code == 200


def test_room_takes_as_many_queries_for_three_months_and_partnerships_as_for_one(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    owner, first = member_client("owner"), make_one_month(organization, "Partner 0", trust=20.0)
    score(organization)
    one = {
        section: count_queries(owner, f"/o/northwind-cloud/partnerships/{first.ref}/{section}") for section in SECTIONS
    }
    for number in (1, 2):
        make_one_month(organization, f"Partner {number}", trust=20.0)
    score(organization)
    three = {
        section: count_queries(owner, f"/o/northwind-cloud/partnerships/{first.ref}/{section}") for section in SECTIONS
    }

    assert (one, three) == (QUERIES, QUERIES)


def test_room_takes_no_more_queries_for_a_full_partnership_than_for_an_empty_one_but_its_rows(
    program: Program, owner: Client
) -> None:
    found = {section: count_queries(owner, program.room(section)) for section in SECTIONS}

    assert {section: number - QUERIES[section] for section, number in found.items()} == dict.fromkeys(SECTIONS, 0)


def test_brief_is_a_paper_about_the_partnership(program: Program, owner: Client) -> None:
    answer = owner.get(program.room("brief.pdf"))

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="brief-halden-analytics.pdf"'
    assert ("Halden Analytics" in text, "51.4" in text) == (True, True)


def test_brief_is_for_those_who_may_export(program: Program, clients: dict[str, Client]) -> None:
    found = statuses(clients, [program.room("brief.pdf", program.empty), program.room("brief.doc")])

    may = roles_that_may("export", "reports")
    assert found[program.room("brief.pdf", program.empty)] == {role: 200 if role in may else 403 for role in ROLES}
    assert set(found[program.room("brief.doc")].values()) == {404}
