from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.conftest import MemberClient

pytestmark = [pytest.mark.urls("tests.web.shared.pages"), pytest.mark.django_db]
PAGE = "/o/northwind-cloud/design/"
EXPLANATION = "/o/northwind-cloud/design/explanation/"


def test_design_page_shows_every_component(member_client: MemberClient) -> None:
    response = member_client("member").get(PAGE)

    assert response.status_code == 200
    html = response.content.decode()
    shown = ("co-scored", "co-inside", "co-ledger", "co-board", "co-chart", "co-doors", "co-conflict", "co-preview")
    assert [name for name in shown if f'class="{name}' not in html] == []


def test_design_page_sends_no_unrendered_component_and_no_inline_code(member_client: MemberClient) -> None:
    html = member_client("member").get(PAGE).content.decode()

    assert "<c-" not in html
    assert re.findall(r"\sstyle=|\son\w+=|javascript:", html) == []
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", html) == []


def test_design_page_is_for_members_only(member_client: MemberClient, client: Client) -> None:
    assert member_client("owner", state="suspended").get(PAGE).status_code == 404
    assert client.get(PAGE).status_code == 302


def test_design_page_answers_only_to_get(member_client: MemberClient) -> None:
    assert member_client("owner").post(PAGE).status_code == 405


def test_explanation_is_a_page_of_its_own_without_script(member_client: MemberClient) -> None:
    html = member_client("member").get(EXPLANATION).content.decode()

    assert "<!DOCTYPE html>" in html
    assert "To close the gap:" in html


def test_explanation_is_a_fragment_for_the_panel(member_client: MemberClient) -> None:
    html = member_client("member").get(EXPLANATION, headers={"HX-Request": "true"}).content.decode().strip()

    assert html.startswith('<article id="co-explanation"')
    assert html.endswith("</article>")


def test_explanation_keeps_its_order(member_client: MemberClient) -> None:
    html = member_client("member").get(EXPLANATION, headers={"HX-Request": "true"}).content.decode()
    order = (
        "Halden Analytics, October",
        "Scorecard total",
        "weighted mean",
        "Weight",
        "To close",
        "Where the",
        "How it is",
        "Copy",
    )

    places = [html.index(words) for words in order]

    assert places == sorted(places)


def test_theme_is_written_from_the_cookie(member_client: MemberClient) -> None:
    client = member_client("member")
    client.cookies["co_theme"] = "dark"
    assert '<html lang="en" data-theme="dark">' in client.get(PAGE).content.decode()

    client.cookies["co_theme"] = '"><script>'
    assert '<html lang="en">' in client.get(PAGE).content.decode()


def test_not_found_is_the_same_for_everyone(member_client: MemberClient, client: Client) -> None:
    mine = member_client("owner").get("/o/northwind-cloud/nothing/")
    foreign = member_client("owner").get("/o/another/design/")
    nobody = client.get("/nothing/")

    assert (mine.status_code, foreign.status_code, nobody.status_code) == (404, 404, 404)
    assert mine.content == foreign.content == nobody.content


def test_broken_page_says_what_is_safe(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/broken/")

    assert response.status_code == 500
    assert "What was saved before is safe" in response.content.decode()


def test_form_keeps_what_was_typed_and_names_its_errors(member_client: MemberClient) -> None:
    html = member_client("member").get(PAGE).content.decode()

    assert "Halden’s revenue hid falling trust." in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<div id="id_name_error">' in html
