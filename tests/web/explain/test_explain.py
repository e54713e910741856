"""Opening a figure: as a panel, as a page, as data; of a partnership and of the whole program."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from comotion.identity.models import Organization
from comotion.scores.recomputation import recompute
from tests.conftest import MemberClient
from tests.factories import make_organization, make_partnership
from tests.web.program import (
    MALFORMED_REFS,
    MISSING_REF,
    ROLES,
    Program,
    body,
    broken_links,
    count_queries,
    make_one_month,
    roles_that_may,
    score,
    statuses,
    text_of,
)

FIGURES = (
    "scorecard", "category.financial_performance", "kpi.trust_survey", "dimension.value_exchange", "momentum_index", "potential",
    "health", "tier_score", "priority",
)  # fmt: skip
COUNTS = (
    "partnerships", "scored", "good_on_all", "good_on_none", "good.value_exchange", "phase.measure_first", "tier.unrated",
    "warning.DIVERGENCE",
)  # fmt: skip
QUERIES = {"scorecard": 7, "kpi.trust_survey": 7, "priority": 8, "of the program": 7}
AS_PANEL = {"HX-Request": "true"}


def path_of(program: Program, figure: str = "scorecard", ref: str = "") -> str:
    return program.path(f"explain/{ref or program.full.ref}/{figure}/")


def test_explanation_answers_each_role_by_the_policy(program: Program, clients: dict[str, Client]) -> None:
    paths = [path_of(program), program.path("explain/partnerships/")]

    may = roles_that_may("read", "explanation")
    assert statuses(clients, paths) == {path: {role: 200 if role in may else 403 for role in ROLES} for path in paths}


def test_explanation_sends_nobody_to_the_log_in(program: Program, client: Client) -> None:
    assert client.get(path_of(program)).headers["Location"] == f"/account/login/?next={path_of(program)}"


def test_explanation_answers_only_to_get(program: Program, owner: Client) -> None:
    assert [
        owner.post(path_of(program)).status_code,
        owner.post(program.path("explain/partnerships/")).status_code,
    ] == [405, 405]


def test_explanation_of_what_is_not_ours_or_no_figure_is_not_found_alike(program: Program, owner: Client) -> None:
    another = make_organization("Another Cloud")
    foreign = make_one_month(another, "Secret Partner")
    score(another)
    unknown = [path_of(program, "scorecard", ref) for ref in (foreign.ref, MISSING_REF, *MALFORMED_REFS)]
    unknown += [path_of(program, figure) for figure in ("nonsense", "kpi.nonsense", "%00", "x" * 300)]
    unknown += [program.path(f"explain/{figure}/") for figure in ("nonsense", "good.nonsense", "phase.x", "%00")]

    answers = [owner.get(path + query) for path in unknown for query in ("", "?as=json")]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


@pytest.mark.parametrize("figure", FIGURES)
def test_explanation_says_the_same_as_panel_page_and_data(program: Program, owner: Client, figure: str) -> None:
    path = path_of(program, figure)

    page, panel = owner.get(path), owner.get(path, headers=AS_PANEL)
    data = json.loads(owner.get(path + "?as=json").content)

    shown = re.search(r'class="co-scored-value[^"]*">([\d.]+)<', body(panel))
    assert shown is not None
    assert shown.group(1) == f"{data['value']:.1f}"
    assert body(panel).strip() in body(page)
    assert body(panel).strip().startswith('<article id="co-explanation"')
    assert [answer.headers["Vary"].split(", ")[0] for answer in (page, panel)] == ["HX-Request", "HX-Request"]
    assert data["figure"] == figure
    assert recompute(data) == pytest.approx(data["value"])


def test_explanation_names_parts_that_add_up(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(path_of(program), headers=AS_PANEL)))

    assert "Halden Analytics, 31 October 2026 Only Northwind Cloud Scorecard total 51.4" in text
    assert "51.4 is the weighted mean of four categories." in text
    assert re.search(r"Total \d+(\.\d+)? 51.4", text) is not None
    assert "Where the readings came from" in text
    assert "program defaults" in text


def test_explanation_of_a_gap_leads_to_where_it_is_entered(program: Program, owner: Client) -> None:
    html = body(owner.get(path_of(program, "kpi.lead_response_hours", program.one_month.ref)))

    assert f'href="{program.room("metrics/enter/", program.one_month)}?kpi=lead_response_hours"' in html
    assert "no reading yet" in text_of(html)


def test_explanation_of_the_priority_says_how_it_is_divided(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(path_of(program, "priority"))))

    assert "9.2 is the potential of 73.4 less the health of 55.1, divided by the effort of 2.0." in text


def test_explanation_of_a_missing_priority_names_what_is_missing(program: Program, owner: Client) -> None:
    answer = json.loads(owner.get(path_of(program, "priority", program.empty.ref) + "?as=json").content)

    assert (answer["value"], answer["coverage"]) == (None, 0.0)
    assert [gap["figure"] for gap in answer["missing"]] == ["potential", "health", "effort"]


@pytest.mark.parametrize("figure", COUNTS)
def test_count_is_written_whole_and_lists_the_partnerships_behind_it(
    program: Program, owner: Client, figure: str
) -> None:
    path = program.path(f"explain/{figure}/")
    data = json.loads(owner.get(path + "?as=json").content)

    html = body(owner.get(path, headers=AS_PANEL))

    assert f'<span class="co-scored-value">{data["value"]:.0f}</span>' in html
    assert html.count("/partnerships/") == len(data["inputs"]) + len(data["missing"])
    assert recompute(data) == data["value"]


def test_count_leads_to_those_that_cannot_be_judged_yet(program: Program, owner: Client) -> None:
    html = body(owner.get(program.path("explain/good.value_exchange/")))

    assert "1 partnership counts; 1 cannot be judged yet and might." in text_of(html)
    assert f'Osprey Robotics <a href="{program.room("metrics/", program.empty)}">Open it</a>' in html


def test_explanation_has_no_broken_link(program: Program, owner: Client) -> None:
    paths = [path_of(program, figure) for figure in ("scorecard", "momentum_index", "priority")]

    assert (
        broken_links(owner, *paths, path_of(program, "health", program.empty.ref), program.path("explain/scored/"))
        == {}
    )


def test_explanation_before_the_first_scoring_says_so(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    fresh = make_partnership(organization, "Fresh & <new>")
    owner = member_client("owner")

    answers = {
        name: owner.get(f"/o/northwind-cloud/explain/{fresh.ref}/{name}/")
        for name in ("scorecard", "priority", "nonsense")
    }

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "scorecard": 200,
        "priority": 200,
        "nonsense": 404,
    }
    assert "has not been scored yet" in body(answers["scorecard"])
    assert "Fresh &amp; &lt;new&gt;" in body(answers["scorecard"])
    assert owner.get("/o/northwind-cloud/explain/partnerships/").status_code == 404


def test_explanation_escapes_names_and_sources(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    wild = make_one_month(organization, "<b>bold</b>")
    score(organization)
    owner = member_client("owner")
    owner.post(
        f"/o/northwind-cloud/partnerships/{wild.ref}/metrics/enter/",
        {"kpi": "trust_survey", "month": "2026-10", "value": "50", "source": "<script>x</script>"},
    )

    pages = [
        body(owner.get(f"/o/northwind-cloud/explain/{place}/"))
        for place in (f"{wild.ref}/kpi.trust_survey", "partnerships")
    ]

    assert [page for page in pages if "<b>bold" in page or "<script>x" in page] == []
    assert "&lt;script&gt;x&lt;/script&gt;" in pages[0]


def test_explanation_takes_as_many_queries_for_three_partnerships_as_for_one(
    day: None, organization: Organization, member_client: MemberClient
) -> None:
    owner, first = member_client("owner"), make_one_month(organization, "Partner 0")
    score(organization)
    paths = {figure: f"/o/northwind-cloud/explain/{first.ref}/{figure}/" for figure in QUERIES}
    paths["of the program"] = "/o/northwind-cloud/explain/partnerships/"
    one = {figure: count_queries(owner, path, **AS_PANEL) for figure, path in paths.items()}
    for number in (1, 2):
        make_one_month(organization, f"Partner {number}")
    score(organization)
    three = {figure: count_queries(owner, path, **AS_PANEL) for figure, path in paths.items()}

    assert (one, three) == (QUERIES, QUERIES)


@pytest.mark.parametrize("role", ["member", "auditor", "executive_sponsor"])
def test_explanation_leads_nobody_to_a_form_that_is_not_theirs(
    program: Program, member_client: MemberClient, owner: Client, role: str
) -> None:
    path = path_of(program, ref=program.empty.ref)

    assert broken_links(member_client(role), path) == {}
    assert "metrics/enter/?kpi=trust_survey" in body(owner.get(path))
    assert "metrics/enter/" not in body(member_client(role).get(path))
