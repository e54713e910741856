"""The printed reports, word for word, over a small program."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from pypdf import PdfReader

from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Membership
from comotion.narrative.sentence import plain
from comotion.narrative.wording import ENGLISH
from comotion.partnerships.models import Partnership
from comotion.portfolio.lines import PortfolioFilters
from comotion.portfolio.operations import refresh
from comotion.portfolio.queries import partnership_brief, portfolio_summary
from comotion.reports.brief import brief_report
from comotion.reports.portfolio import portfolio_report
from comotion.reports.report import Asked, UnableToMakeReport, make_report, reports
from comotion.reports.sentences import portfolio_head, room_head
from comotion.web.portfolio.presentation import sentence_of as portfolio_sentence
from comotion.web.room.presentation import sentence_of as room_sentence
from tests.factories import (
    make_meeting,
    make_member,
    make_organization,
    make_partnership,
    make_readings,
    make_sponsor,
    principal_of,
)

AT = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)
TODAY = AT.date()
FIRST = dt.date(2025, 11, 1)


@pytest.fixture
def halden(principal: Principal, member: Membership) -> Partnership:
    """A partnership with a card in two categories, and one of which nothing is known."""
    halden = make_partnership(member.organization, "Halden <Analytics>", approach="technology_integration")
    make_partnership(member.organization, "Cobalt Fields Energy")
    make_readings(halden, "decision_latency_days", FIRST, [14.0] * 12)
    make_readings(halden, "commitments_kept", FIRST, [0.7] * 12)
    make_meeting(halden, "qsr", dt.date(2026, 6, 29), held_date=dt.date(2026, 6, 29))
    make_sponsor(halden, "ours", "Maya Okonkwo")
    refresh(as_of=TODAY, at=AT)
    return halden


def text_of(content: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(content)).pages
    return [line.strip() for page in pages for line in page.extract_text().splitlines()]


def test_the_reports_are_found_by_looking() -> None:
    assert {name: tuple(report.forms) for name, report in reports().items()} == {
        "brief": ("pdf", "html"),
        "friction": ("pdf", "html"),
        "portfolio": ("pdf", "xlsx", "csv", "html"),
    }


def test_the_portfolio_prints_sentence_counts_rows_and_sources(halden: Partnership) -> None:
    text = text_of(portfolio_report(ending="pdf", filters=PortfolioFilters(), as_of=TODAY))
    assert text[:3] == [
        "Portfolio of Northwind Cloud · as of 31 October 2026",
        "None of 2 partnerships has enough data to be judged yet; begin with",
        "Revenue against plan.",
    ]
    row = text.index("Halden <Analytics>")
    assert text[row + 2 : row + 5] == ["– too little data, 13% –", "too little data, 0%", "–"]
    assert "scorecard.card" in " ".join(text)
    assert "Only Northwind Cloud" in text
    alone = text.index("1 partnership without any figure")
    assert text[alone + 1] == "Cobalt Fields Energy"


@pytest.mark.usefixtures("halden")
def test_the_brief_of_an_unmeasured_partnership_fits_one_page_and_shows_no_zero() -> None:
    cobalt = Partnership.objects.get(name="Cobalt Fields Energy")
    content = brief_report(ref=cobalt.ref, ending="pdf", as_of=TODAY)
    text = text_of(content)
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    assert "No deal names the partner yet." in text
    assert "No meeting and no sponsor is known." in text
    assert [line for line in text if line.split()[:1] == ["0"]] == []


def test_page_and_paper_say_the_same_sentence(halden: Partnership) -> None:
    summary, brief = portfolio_summary(), partnership_brief(halden.ref, today=TODAY)
    assert portfolio_head(summary, ENGLISH) == plain(portfolio_sentence(summary))
    assert room_head(brief, ENGLISH) == plain(room_sentence(brief))


def test_every_page_says_who_may_see_it(halden: Partnership) -> None:
    pages = PdfReader(io.BytesIO(brief_report(ref=halden.ref, ending="pdf", as_of=TODAY))).pages
    marks = [
        "Only Northwind Cloud · Halden <Analytics> · as of 31 October 2026" in page.extract_text() for page in pages
    ]
    assert marks == [True, True]


def test_the_brief_is_one_page_and_a_page_of_footnotes(halden: Partnership) -> None:
    text = text_of(brief_report(ref=halden.ref, ending="pdf", as_of=TODAY))
    assert text[0] == "Halden <Analytics> · as of 31 October 2026"
    assert "Quarterly review 29 Jun, 140 days ago" in text
    assert "Sponsor Maya Okonkwo, ours –" in text
    assert "Scorecard total – too little data, 13%" in text
    assert any(line.startswith("Decision time 14.00 days") for line in text)


def test_the_same_day_gives_the_same_page_for_a_browser(halden: Partnership) -> None:
    first, second = (brief_report(ref=halden.ref, ending="html", as_of=TODAY) for _ in range(2))
    assert first == second
    assert b"Halden &lt;Analytics&gt;" in first


def test_no_report_without_the_right_to_take_figures_out(halden: Partnership, member: Membership) -> None:
    limited = Principal(member.organization_id, "owner", member.person_id, frozenset({"reports:read"}))
    with acting_as(limited), pytest.raises(PermissionDenied):
        portfolio_report(ending="csv", filters=PortfolioFilters(), as_of=TODAY)


def test_nothing_of_another_organization_is_printed(halden: Partnership) -> None:
    with acting_as(principal_of(make_member(make_organization("Redshore")))):
        page = portfolio_report(ending="html", filters=PortfolioFilters(), as_of=TODAY).decode()
        with pytest.raises(Partnership.DoesNotExist):
            brief_report(ref=halden.ref, ending="html", as_of=TODAY)
    assert "Halden" not in page


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [("poem", "pdf", "no report “poem”"), ("brief", "csv", "cannot be written"), ("brief", "pdf", "Say which")],
)
def test_a_report_that_there_is_not_is_refused(principal: Principal, name: str, form: str, words: str) -> None:
    with pytest.raises(UnableToMakeReport, match=words):
        make_report(name, form, Asked(today=TODAY))


def test_the_filters_of_the_page_hold_in_the_file(halden: Partnership) -> None:
    content: Any = portfolio_report(ending="csv", filters=PortfolioFilters(text="cobalt"), as_of=TODAY).decode()
    assert [line.split(",")[1] for line in content.splitlines()] == ["name", "Cobalt Fields Energy"]
