"""The audit at day 90 beside the baseline: same cells, statement by statement, while the baseline stays as it was."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from comotion.audits.issuing import issue
from comotion.audits.models import Audit
from comotion.core.principal import acting_as
from comotion.identity.models import Organization
from tests.audits import world
from tests.factories import make_member, principal_of
from tests.web.friction_audit.test_pages import at, audit, issued, partner, room, us
from tests.web.program import body, text_of

__all__ = ("audit", "issued", "partner", "room", "us")


@pytest.fixture
def later(organization: Organization, issued: Audit) -> Audit:
    """The same people three months on: those who do the work are as content as their executives."""

    def answers(side: str, level: str, number: int, question: str) -> int | None:
        return world.agree(side, "executive", number, question)

    with acting_as(principal_of(make_member(organization))):
        second = world.begin(issued.partnership, starts=dt.date(2027, 1, 11))
        world.answer(second, answers)
        world.close(second)
        issue(audit=second, at=world.ISSUED)
    return second


def test_later_report_says_what_changed_since_the_baseline(us: Client, issued: Audit, later: Audit):
    page = body(us.get(at(later, "report/")))
    causes = text_of(page.split('id="causes"')[1].split("</section")[0])
    assert "Since the audit of 5 October 2026" in causes
    # Executives stay at 25; statements asked of all fall from 50 to 25.
    assert "Ownership vacuum" in causes
    statements = text_of(page.split('id="statements"')[1])
    assert "Our shared goal appears in somebody's personal objectives on our side. 25 0 0 −25" in statements
    assert "Since the audit of 5 October 2026" in text_of(us.get(at(later, "report.html")).content.decode())


def test_baseline_stays_to_the_byte_while_a_later_audit_is_held(us: Client, organization: Organization, issued: Audit):
    before = us.get(at(issued, "report.html")).content
    with acting_as(principal_of(make_member(organization))):
        second = world.begin(issued.partnership, starts=dt.date(2027, 1, 11))
        world.answer(second)
        world.gather(second)
        world.close(second)
        issue(audit=second, at=world.ISSUED)
    assert us.get(at(issued, "report.html")).content == before
    assert "Since the audit" not in text_of(body(us.get(at(issued, "report/"))))


def test_too_few_to_compare_is_said(us: Client, organization: Organization, issued: Audit):
    with acting_as(principal_of(make_member(organization))):
        second = world.begin(issued.partnership, sizes=dict.fromkeys(world.LEVELS, 1), starts=dt.date(2027, 1, 11))
        world.answer(second)
        world.close(second)
        issue(audit=second, at=world.ISSUED)
    page = text_of(body(us.get(at(second, "report/"))))
    assert "too few answered to compare" in page
    assert "A dash stands for what fewer than three people" in page
    assert "some groups are too small to be shown" in page
    assert "Since the audit of" not in page
