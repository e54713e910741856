from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from comotion.core.principal import acting_as
from comotion.identity.models import Membership
from comotion.portfolio.operations import refresh
from comotion.scores.recomputation import recompute
from tests.api.conftest import AT, Caller
from tests.factories import make_member, make_organization, make_partnership, make_readings, principal_of

LIST = "/api/v1/partnerships"
TODAY = AT.date()


def scored(member: Membership, *names: str) -> dict[str, str]:
    """Partnerships of a member's organization with a year of decision times, refreshed; their ids by name."""
    with acting_as(principal_of(member)):
        found = {name: make_partnership(member.organization, name) for name in names}
        for index, partnership in enumerate(found.values()):
            make_readings(partnership, "decision_latency_days", dt.date(2025, 11, 1), [14.0 + index] * 12)
        refresh(as_of=TODAY, at=AT)
    return {name: partnership.ref for name, partnership in found.items()}


@pytest.fixture
def still(settings: Any) -> None:
    """Today is the day of the tests."""
    settings.COMOTION_AS_OF = TODAY


pytestmark = pytest.mark.usefixtures("still")


def names_on(client: Client, address: str) -> tuple[list[str], str | None]:
    page = client.get(address).json()
    return [item["name"] for item in page["items"]], page["next"]


def test_the_list_has_every_partnership_with_its_figures(member: Membership, caller: Caller) -> None:
    refs = scored(member, "Halden Analytics", "Kestrel Payments")
    page = caller().get(LIST).json()
    assert [(item["id"], item["name"]) for item in page["items"]] == [(ref, name) for name, ref in refs.items()]
    assert (page["total"], page["next"]) == (2, None)
    assert page["items"][0]["scorecard"]["value"] is None


def test_the_list_goes_on_where_it_stopped(member: Membership, caller: Caller) -> None:
    scored(member, *(f"Partner {number:03}" for number in range(60)))
    client, seen, address = caller(), [], LIST
    while address:
        names, following = names_on(client, address)
        seen += names
        address = following or ""
    assert seen == [f"Partner {number:03}" for number in range(60)]


def test_the_list_is_narrowed_by_text(member: Membership, caller: Caller) -> None:
    scored(member, "Halden Analytics", "Kestrel Payments")
    assert names_on(caller(), f"{LIST}?text=kestrel") == (["Kestrel Payments"], None)


def test_an_unknown_filter_is_named(caller: Caller) -> None:
    answer = caller().get(f"{LIST}?colour=red")
    assert answer.status_code == 422


def test_one_partnership_comes_with_sentence_figures_and_gaps(member: Membership, caller: Caller) -> None:
    ref = scored(member, "Halden Analytics")["Halden Analytics"]
    brief = caller().get(f"{LIST}/{ref}").json()
    assert (brief["partnership"]["id"], brief["partnership"]["name"]) == (ref, "Halden Analytics")
    assert brief["sentence"]
    assert brief["figures"]["kpi.decision_latency_days"]["coverage"] == 1.0
    assert "revenue_vs_plan" in {gap["figure"].rpartition(".")[2] for gap in brief["missing"]}


def test_an_explanation_is_enough_to_compute_the_figure_again(member: Membership, caller: Caller) -> None:
    ref = scored(member, "Halden Analytics")["Halden Analytics"]
    explained = caller().get(f"{LIST}/{ref}/figures/kpi.decision_latency_days").json()
    assert explained["value"] is not None
    assert recompute(explained) == pytest.approx(explained["value"], abs=1e-9)


def test_an_unknown_figure_is_refused_with_those_there_are(member: Membership, caller: Caller) -> None:
    ref = scored(member, "Halden Analytics")["Halden Analytics"]
    answer = caller().get(f"{LIST}/{ref}/figures/happiness")
    assert (answer.status_code, answer.json()["code"]) == (422, "UNKNOWN_FIGURE")
    assert "scorecard" in answer.json()["detail"]


def test_the_history_has_every_month_scored(member: Membership, caller: Caller) -> None:
    ref = scored(member, "Halden Analytics")["Halden Analytics"]
    months = [item["as_of"] for item in caller().get(f"{LIST}/{ref}/history").json()["items"]]
    assert months[-1] == "2026-10-31"
    assert months == sorted(months)


@pytest.mark.parametrize("rest", ["", "/history", "/figures/scorecard"])
def test_foreign_missing_and_malformed_ids_get_the_same_bytes(member: Membership, caller: Caller, rest: str) -> None:
    foreign = scored(make_member(make_organization("Halden")), "Northwind Cloud")["Northwind Cloud"]
    client = caller()
    answers = [client.get(f"{LIST}/{ref}{rest}") for ref in (foreign, "nothing22222", "'--", "%F0%9F%92%A9")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) == 1


def test_the_list_shows_nothing_of_others(caller: Caller) -> None:
    scored(make_member(make_organization("Halden")), "Northwind Cloud")
    assert names_on(caller(), LIST) == ([], None)


def test_the_summary_counts_the_program(member: Membership, caller: Caller) -> None:
    scored(member, "Halden Analytics", "Kestrel Payments")
    summary = caller().get("/api/v1/portfolio/summary").json()
    assert (summary["as_of"], summary["counts"]["partnerships"], summary["counts"]["scored"]) == ("2026-10-31", 2, 0)


def test_warnings_name_the_partnerships_that_have_some(member: Membership, caller: Caller) -> None:
    scored(member, "Halden Analytics")
    page = caller().get("/api/v1/warnings").json()
    assert page == {"items": [], "next": None}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    member: Membership, caller: Caller, rows: int, django_assert_num_queries: Any
) -> None:
    scored(member, *(f"Partner {number}" for number in range(rows)))
    client = caller()
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
