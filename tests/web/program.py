"""A small scored program as its pages show it, and how tests read those pages."""

from __future__ import annotations

import html as entities
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comotion.config.policy_table import POLICY_TABLE
from comotion.core.policy import ACTIONS
from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Organization
from comotion.partnerships.models import Partnership
from comotion.portfolio.operations import refresh
from tests.factories import make_partnership, make_readings
from tests.scores.world import AT, OCTOBER, STANDING, TODAY

ROLES = ("owner", "alliance_manager", "analyst", "member", "executive_sponsor", "auditor")
MISSING_REF = "zzzzzzzzzzzz"
MALFORMED_REFS = ("x", "..", "%00", "a" * 200, "1%27%20or%201=1")
CARD = {
    "revenue_vs_plan": 1.0,
    "pipeline_coverage": 3.0,
    "cost_to_serve_ratio": 0.25,
    "horizon_score": 75.0,
    "fairness_index": 85.0,
    "value_type_count": 3.0,
    "commitments_kept": 0.8,
    "decision_latency_days": 10.0,
    "trust_survey": 70.0,
    "partner_satisfaction_10": 7.5,
}
_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'(?:href|action|formaction)="([^"]*)"')


@dataclass(frozen=True)
class Program:
    """An organization with three partnerships: one with records of every kind, one with one month, one with nothing."""

    organization: Organization
    full: Partnership
    one_month: Partnership
    empty: Partnership

    def path(self, rest: str) -> str:
        return f"/o/{self.organization.slug}/{rest}"

    def room(self, section: str = "", partnership: Partnership | None = None) -> str:
        return self.path(f"partnerships/{(partnership or self.full).ref}/{section}")


def score(organization: Organization, *partnerships: Partnership) -> None:
    """Refresh an organization's portfolio as of the day of the tests."""
    with acting_as(Principal(organization.pk, "owner")):
        refresh(as_of=TODAY, at=AT, partnerships=[one.pk for one in partnerships] or None)


def make_one_month(organization: Organization, name: str, *, trust: float = 70.0, **standing: Any) -> Partnership:
    """A partnership with readings of one month and no meeting, sponsor, deal or ledger."""
    partnership = make_partnership(organization, name, standing=STANDING | standing)
    for kpi, value in (CARD | {"trust_survey": trust}).items():
        make_readings(partnership, kpi, OCTOBER, [value])
    return partnership


def letters(resource: str, role: str) -> str:
    """What a role may do with a resource, by the policy table."""
    return POLICY_TABLE[resource][role]


def roles_that_may(action: str, resource: str) -> tuple[str, ...]:
    return tuple(role for role in ROLES if ACTIONS[action] in letters(resource, role))


def text_of(html: str) -> str:
    """The words of a piece of HTML, once each space."""
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", html)).split())


def body(response: HttpResponse) -> str:
    return response.content.decode()


def links_in(response: HttpResponse, path: str) -> set[str]:
    """Every address of our own pages to which a page leads; signing in and codes have tests of their own."""
    found = (
        entities.unescape(match)
        for attributes, _ in _ANCHOR.findall(body(response))
        for match in _HREF.findall(attributes)
    )
    joined = (urljoin(path, href).partition("#")[0] for href in found)
    return {
        href for href in joined if href and not urlsplit(href).netloc and not href.startswith(("/static/", "/account/"))
    }


def broken_links(client: Client, *paths: str) -> dict[str, int]:
    """The links of some pages that lead nowhere, with the answer they give."""
    links = set().union(*(links_in(client.get(path), path) for path in paths))
    answers = {href: client.get(href).status_code for href in sorted(links)}
    return {href: status for href, status in answers.items() if status not in {200, 302}}


@dataclass(frozen=True)
class Shown:
    """A figure on a page: what it says and where it opens."""

    href: str
    value: str


def figures_in(html: str) -> list[Shown]:
    """The figures of a page that open into their explanation."""
    return [
        Shown(entities.unescape(_HREF.findall(attributes)[0]), _value(inner))
        for attributes, inner in _ANCHOR.findall(html)
        if "data-co-explain" in attributes and "/explain/" in attributes
    ]


def _value(inner: str) -> str:
    marked = re.search(r'class="co-scored-(?:value|none)[^"]*">([^<]*)<', inner)
    if marked:
        return marked.group(1)
    return text_of(re.sub(r'<span class="co-hidden">.*?</span>|<svg.*?</svg>', "", inner, flags=re.DOTALL)).split(" ")[
        0
    ]


def explained_value(client: Client, href: str) -> str:
    """The value over an explanation."""
    shown = re.search(r'class="co-explain-figure">(.*?)</header>', body(client.get(href)), re.DOTALL)
    assert shown is not None, href
    return _value(shown.group(1))


def differing_figures(client: Client, path: str) -> list[tuple[str, str, str]]:
    """The figures of a page that show another number than their explanation: address, shown, explained."""
    shown = {(one.href, one.value) for one in figures_in(body(client.get(path)))}
    compared = [(href, value, explained_value(client, href)) for href, value in sorted(shown)]
    assert compared, "The page shows no figure."
    return [one for one in compared if not _same(one[1], one[2])]


def _same(shown: str, explained: str) -> bool:
    """Whole figures, as in glyphs and sentences, agree with the figure they were rounded from."""
    if shown == explained or "–" in (shown, explained):
        return shown == explained
    return "." not in shown and float(shown) == math.floor(float(explained) + 0.5)


def section(html: str, name: str) -> str:
    """The part of a page under an id, up to the next section."""
    begin = html.index(f'id="{name}"')
    end = html.find("<section", begin + 1)
    return html[html.rindex("<", 0, begin) : end if end > 0 else html.index("</main>")]


def count_queries(client: Client, path: str, **headers: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, headers=headers or None).status_code == 200
    return len(captured)


def statuses(clients: dict[str, Client], paths: Iterable[str], method: str = "get") -> dict[str, dict[str, int]]:
    """The answer of each path to each role."""
    return {
        path: {role: getattr(client, method)(path).status_code for role, client in clients.items()} for path in paths
    }
