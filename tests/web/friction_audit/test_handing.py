"""An issued report handed out by link: who may, what the holder gets, and when the link opens nothing any more."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from comotion.audits.models import Audit
from comotion.core.models import AuditEntry, Link
from comotion.identity.models import Membership, Organization
from tests.audits import world
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, make_person
from tests.web.friction_audit.test_pages import at, audit, issued, partner, room, them, us
from tests.web.program import body, text_of

__all__ = ["audit", "issued", "partner", "room", "them", "us"]
FORM = {"holder": "counsel@example.com", "days": "30"}


def handed_out(giver: Client, issued: Audit) -> str:
    """Hand the report out; return the path of the link."""
    page = body(giver.post(at(issued, "report/by-link/"), FORM))
    found = re.search(r"/l/[\w-]+/document/", page)
    assert found is not None
    return found[0]


def test_link_opens_one_report_without_an_account(us: Client, issued: Audit, client: Client) -> None:
    path = handed_out(us, issued)

    page = client.get(path)
    paper = client.get(path.replace("document/", "document.pdf"))

    assert "Northwind Cloud gives you one report to read." in text_of(body(page))
    assert "Northwind Cloud can invite you" in text_of(body(page))
    assert paper.headers["Content-Disposition"] == 'inline; filename="friction-report-northwind-and-meridian.pdf"'
    assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert paper.headers["Cache-Control"] == "no-store, private"


def test_link_is_listed_with_whom_it_is_for_and_stands_in_the_log(us: Client, issued: Audit) -> None:
    handed_out(us, issued)

    link, entry = Link.unscoped.get(purpose="document"), AuditEntry.unscoped.get(action="document.handed_out")
    assert (link.subject, link.holder, link.expires_at - link.created_at) == (
        issued.ref, "counsel@example.com", dt.timedelta(days=30),
    )  # fmt: skip
    assert (entry.subject_id, entry.detail["holder"]) == (issued.ref, "counsel@example.com")
    assert "counsel@example.com" in body(us.get("/o/northwind-cloud/links/"))


@pytest.mark.parametrize("ending", ["revoked", "expired", "left"])
def test_link_that_has_ended_opens_nothing(
    us: Client, issued: Audit, client: Client, settings: Any, ending: str
) -> None:
    path = handed_out(us, issued)
    link = Link.unscoped.get(purpose="document")
    if ending == "revoked":
        us.post(f"/o/northwind-cloud/links/{link.ref}/revoke/")
    elif ending == "expired":
        settings.COMOTION_AS_OF = world.AT.date() + dt.timedelta(days=31)
    else:
        Membership.unscoped.filter(person_id=link.person_id).update(state="suspended")

    answers = [client.get(one) for one in (path, path.replace("document/", "document.pdf"))]

    assert [one.status_code for one in answers] == [404, 404]
    assert {one.content for one in answers} == {client.get("/never/was/").content}


def test_link_whose_giver_may_no_longer_read_the_report_opens_nothing(
    us: Client, issued: Audit, client: Client
) -> None:
    path = handed_out(us, issued)
    Audit.unscoped.filter(pk=issued.pk).update(owner_org=make_organization("Another"), visibility=2)

    assert client.get(path).status_code == 404


def test_report_that_is_not_issued_is_not_handed_out(us: Client, audit: Audit) -> None:
    page = us.post(at(audit, "report/by-link/"), FORM)

    assert (page.status_code, Link.unscoped.filter(purpose="document").exists()) == (400, False)
    assert "The report is not issued yet" in text_of(body(page))


@pytest.mark.parametrize("form", [{}, {"holder": "", "days": "30"}, {"holder": "x", "days": "400"}])
def test_form_that_says_too_little_or_too_much_makes_no_link(us: Client, issued: Audit, form: dict[str, str]) -> None:
    assert us.post(at(issued, "report/by-link/"), form).status_code == 400
    assert not Link.unscoped.filter(purpose="document").exists()


def test_owners_and_alliance_managers_of_both_sides_hand_out_and_nobody_else(
    issued: Audit, organization: Organization, partner: Organization, member_client: MemberClient
) -> None:
    roles = ("owner", "alliance_manager", "analyst", "member", "executive_sponsor", "auditor")
    asked = {role: member_client(role).get(at(issued, "report/by-link/")).status_code for role in roles}
    stranger = Client()
    stranger.force_login(make_member(make_organization("Strange"), person=make_person()).person)

    assert asked == {role: 200 if role in {"owner", "alliance_manager"} else 403 for role in roles}
    assert member_client("owner", organization=partner).get(
        at(issued, "report/by-link/", partner.slug)
    ).status_code == 200  # fmt: skip
    assert stranger.get(at(issued, "report/by-link/", "strange")).status_code == 404
    assert member_client("owner").delete(at(issued, "report/by-link/")).status_code == 405
    assert "By link" in body(member_client("owner").get(at(issued, "report/")))
    assert "By link" not in body(member_client("member").get(at(issued, "report/")))
