"""The pages of an audit: every step by browser, who may what, what each side reads."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from comotion.audits.issuing import issue
from comotion.audits.models import Artifact, Audit, Element, Interview, Respondent, RoleGroup, Signal, Touchpoint
from comotion.audits.queries import audit_view
from comotion.core.principal import acting_as
from comotion.identity.models import Organization
from comotion.methods.data import table
from comotion.partnerships.models import Partnership
from comotion.web.friction_audit.presentation import PAGES, page_address
from tests.audits import world
from tests.factories import make_member, make_organization, make_person, make_room, principal_of
from tests.web.program import ROLES, body, count_queries, text_of

NORTHWIND, MERIDIAN = "Northwind Cloud", "Meridian Integration"
STEPS = (
    "goal",
    "people",
    "questionnaire",
    "interviews",
    "touchpoints",
    "signals",
    "artifacts",
    "incentives",
    "ownership",
    "report",
)


@pytest.fixture
def partner(db: None) -> Organization:
    return make_organization(MERIDIAN)


@pytest.fixture
def room(organization: Organization, partner: Organization, settings: object) -> Partnership:
    settings.COMOTION_AS_OF = world.AT.date()  # type: ignore[attr-defined]
    return make_room("Northwind and Meridian", organization, partner)


@pytest.fixture
def us(organization: Organization) -> Client:
    client = Client()
    client.force_login(make_member(organization, person=make_person(name="Priya Raman")).person)
    return client


@pytest.fixture
def them(partner: Organization) -> Client:
    client = Client()
    client.force_login(make_member(partner, person=make_person(name="Dario Venn")).person)
    return client


@pytest.fixture
def audit(organization: Organization, room: Partnership) -> Audit:
    with acting_as(principal_of(make_member(organization))):
        return world.begin(room)


@pytest.fixture
def issued(organization: Organization, partner: Organization, audit: Audit) -> Audit:
    """A whole audit whose report is issued."""
    with acting_as(principal_of(make_member(organization))):
        world.answer(audit)
        world.gather(audit)
        world.reward(audit, NORTHWIND, "new_logo")
        with acting_as(principal_of(make_member(partner))):
            world.grade(audit, MERIDIAN, "new_logo", -1)
        world.grade(audit, NORTHWIND, "new_logo", -1)
        world.close(audit)
        issue(audit=audit, at=world.ISSUED)
    return audit


def at(audit: Audit, rest: str = "", slug: str = "northwind-cloud") -> str:
    return f"/o/{slug}/friction-audits/{audit.ref}/{rest}"


def test_audit_is_begun_and_listed(us: Client, room: Partnership):
    answer = us.post(
        "/o/northwind-cloud/friction-audits/begin/",
        {"partnership": room.ref, "goal": world.GOAL, "starts_date": "2026-10-05"},
    )
    audit = Audit.unscoped.get()
    assert answer.headers["Location"] == at(audit)
    assert room.name in body(us.get("/o/northwind-cloud/friction-audits/"))
    again = us.post(
        "/o/northwind-cloud/friction-audits/begin/", {"partnership": room.ref, "goal": "", "starts_date": "2026-10-05"}
    )
    assert "already begins on that day" in text_of(body(again))


@pytest.mark.parametrize("step", ["", *(f"{step}/" for step in STEPS), "sheets/"])
def test_every_step_opens_for_both_sides(us: Client, them: Client, audit: Audit, step: str):
    assert us.get(at(audit, step)).status_code == 200
    assert them.get(at(audit, step, "meridian-integration")).status_code == 200


def test_whole_audit_can_be_entered_by_browser(us: Client, audit: Audit):
    us.post(at(audit, "goal/"), {"goal": "Win 50 joint customers.", "ends_date": "2026-10-18"})
    pasted = "Ana Ruiz; Meridian Integration; manager; Sales; ana@meridian.example\nNobody in particular"
    us.post(at(audit, "people/"), {"side": audit.owner_org_id, "level": "operational", "pasted": pasted})
    us.post(at(audit, "questionnaire/"), {"closes_date": "2026-10-16"})
    us.post(at(audit, "questionnaire/close/"))
    people = list(Respondent.unscoped.filter(audit=audit).order_by("pk"))
    us.post(
        at(audit, "interviews/"),
        {"mode": "separate", "held_date": "2026-10-06", "people": [people[0].ref], "note": "Careful."},
    )
    first = {"people_0_executive": 1, "people_1_management": 2}
    agenda = "Status of last month (40 min)\n20 min planning next quarter"
    us.post(
        at(audit, "touchpoints/"),
        {"name": "Review", "tier": "qsr", "per_quarter": "1", "minutes": "90", "agenda": agenda, **first},
    )
    us.post(at(audit, "artifacts/"), {"kind": "plan", "name": "Joint plan"})
    us.post(at(audit, "signals/"), {"name": "A rival", "side": audit.owner_org_id, "observed_date": "2026-09-01"})
    us.post(at(audit, "incentives/"), {"side": audit.owner_org_id, "name": "Sales", "counterpart": "Sales"})
    group = RoleGroup.unscoped.get()
    element = {"kind": "comp_plan", "behaviour": "new_logo", "percent": "80"}
    us.post(f"/o/northwind-cloud/role-groups/{group.ref}/element/", element)
    us.post(f"/o/northwind-cloud/role-groups/{group.ref}/joint-share/", {"percent": "5"})
    release = f"/o/northwind-cloud/role-groups/{group.ref}/release/"
    assert "Meridian Integration will see" in text_of(body(us.get(release)))
    us.post(release)
    grading = f"/o/northwind-cloud/elements/{Element.unscoped.get().ref}/grade/"
    us.post(grading, {"side": audit.owner_org_id, "grade": "-1"})
    us.post(at(audit, "report/issue/"))

    audit.refresh_from_db()
    assert (audit.goal, str(audit.ends_date)) == ("Win 50 joint customers.", "2026-10-18")
    assert [one.name for one in people][-1] == "Ana Ruiz"
    touchpoint = Touchpoint.unscoped.get()
    assert (touchpoint.past, touchpoint.planning, touchpoint.is_confirmed) == (40, 20, True)
    assert (Interview.unscoped.count(), Artifact.unscoped.count(), Signal.unscoped.count()) == (1, 1, 1)
    assert (Element.unscoped.get().weight, Element.unscoped.get().visibility) == (0.8, 3)
    assert "Report issued" in text_of(body(us.get(at(audit))))


def test_report_says_causes_gaps_and_what_to_do_on_pages_that_open(us: Client, issued: Audit):
    page = us.get(at(issued, "report/"))
    words = text_of(body(page))
    assert "The companies see this alike; the levels are 50 points apart." in words
    assert "every group has 3 or more" in words
    actions = re.findall(
        r'<a class="co-name"\s+href="([^"]+)"', body(page).split('id="actions"')[1].split("</section")[0]
    )
    assert len(actions) == 5
    assert {us.get(href).status_code for href in actions} == {200}


def test_every_page_of_the_action_table_opens(us: Client, audit: Audit, organization: Organization):
    with acting_as(principal_of(make_member(organization))):
        view = audit_view(audit)
    names = {row["page"] for row in table("friction-actions")["actions"]}
    assert names <= set(PAGES)
    addresses = {name: page_address(name, "northwind-cloud", view) for name in PAGES}
    assert {name: us.get(address).status_code for name, address in addresses.items()} == dict.fromkeys(PAGES, 200)


def test_both_sides_read_the_same_report(us: Client, them: Client, issued: Audit):
    mine = text_of(body(us.get(at(issued, "report/"))).split('id="levels"')[1])
    other = text_of(body(them.get(at(issued, "report/", "meridian-integration"))).split('id="levels"')[1])
    assert mine == other


def test_report_is_handed_out_as_pdf_html_and_slides(us: Client, issued: Audit):
    assert us.get(at(issued, "report.pdf")).content[:5] == b"%PDF-"
    assert "the levels are 50 points apart" in us.get(at(issued, "report.html")).content.decode()
    assert us.get(at(issued, "report.csv")).status_code == 404
    assert body(us.get(at(issued, "report/slides/"))).count('class="co-slide"') == 7


def test_paper_says_no_number_that_the_document_for_the_screen_does_not(us: Client, issued: Audit):
    pages = PdfReader(io.BytesIO(us.get(at(issued, "report.pdf")).content)).pages
    printed = {number for page in pages for number in NUMBER.findall(page.extract_text())}
    shown = set(NUMBER.findall(text_of(us.get(at(issued, "report.html")).content.decode())))
    numbers_of_pages = {str(number) for number in range(1, len(pages) + 1)}
    assert len(printed) > 20
    assert printed - shown - numbers_of_pages == HOURS


def test_document_of_an_audit_without_report_says_so(us: Client, audit: Audit):
    answer = us.get(at(audit, "report.pdf"), follow=True)
    assert "there is no document of it" in text_of(body(answer))


def test_other_side_changes_and_removes_nothing_of_ours(them: Client, audit: Audit):
    person = Respondent.unscoped.filter(audit=audit).first()
    answer = them.post(f"/o/meridian-integration/respondents/{person.ref}/remove/", follow=True)
    assert "The other side entered this" in text_of(body(answer))
    answer = them.post(at(audit, "goal/", "meridian-integration"), {"goal": "Something else"})
    assert "states its goal" in text_of(body(answer))
    assert Respondent.unscoped.filter(pk=person.pk).exists()


def test_sheets_go_out_and_come_back(us: Client, audit: Audit):
    for sheet in ("people", "interviews", "touchpoints", "signals", "artifacts", "incentives", "matrix", "answers"):
        content = us.get(at(audit, f"sheets/{sheet}.xlsx")).content
        assert load_workbook(io.BytesIO(content)).active.max_row >= 1
    for sheet in ("answers", "interviews"):
        assert us.get(at(audit, f"sheets/{sheet}.pdf")).content[:5] == b"%PDF-"
    assert us.get(at(audit, "sheets/people.pdf")).status_code == 404
    content = b"Type,Document,Dated,What it showed\nplan,Joint plan,2026-09-01,Nobody signed it\nnovel,Nothing,,\n"
    answer = us.post(
        at(audit, "sheets/"), {"sheet": "artifacts", "file": SimpleUploadedFile("papers.csv", content, "text/csv")}
    )
    assert Artifact.unscoped.get().date == dt.date(2026, 9, 1)
    assert "“novel” is none of" in text_of(body(answer))


def test_calendar_files_of_real_systems_become_proposals(us: Client, audit: Audit, shared_calendars):
    for file in shared_calendars:
        upload = SimpleUploadedFile(file.name, file.read_bytes(), "text/calendar")
        assert us.post(at(audit, "touchpoints/calendar/"), {"calendar": upload}).status_code == 302
    assert Touchpoint.unscoped.filter(audit=audit, is_confirmed=True).count() == 0


@pytest.fixture
def shared_calendars():
    from pathlib import Path

    folder = Path(__file__).resolve().parents[4] / "shared" / "data" / "calendars-ics"
    return sorted(folder.rglob("*.ics"))[:4]


NUMBER = re.compile(r"\d+(?:\.\d+)?")
HOURS = {"2.0", "8.7"}
"""In the map of who meets whom, which is a picture in the document for the screen."""

WRITING = {
    "goal/": {"goal": "x"}, "people/": {}, "questionnaire/": {}, "questionnaire/remind/": {}, "questionnaire/close/": {},
    "interviews/": {}, "touchpoints/": {}, "touchpoints/meetings/": {}, "touchpoints/calendar/": {}, "artifacts/": {},
    "signals/": {}, "report/issue/": {}, "sheets/": {},
}  # fmt: skip


@pytest.mark.parametrize("path", WRITING)
def test_writing_needs_the_right_and_the_method(member_client, audit: Audit, path: str):
    answers = {role: member_client(role).post(at(audit, path), WRITING[path]).status_code for role in ROLES[2:]}
    assert answers == dict.fromkeys(ROLES[2:], 403)
    assert member_client("owner").put(at(audit, path)).status_code == 405
    if path in {"report/issue/", "questionnaire/close/", "touchpoints/meetings/"}:
        assert member_client("owner").get(at(audit, path)).status_code == 405


def test_incentives_are_for_named_roles_only(member_client, audit: Audit):
    answers = {role: member_client(role).get(at(audit, "incentives/")).status_code for role in ROLES}
    assert answers == {
        "owner": 200, "alliance_manager": 200, "analyst": 403, "member": 403, "executive_sponsor": 403, "auditor": 200
    }  # fmt: skip


def test_partner_cannot_change_what_is_ours(them: Client, audit: Audit):
    slug = "meridian-integration"
    assert them.post(at(audit, "report/issue/", slug)).status_code == 302
    assert "The side that began the audit issues its report" in text_of(body(them.get(at(audit, "", slug))))


def test_touchpoint_is_changed_and_refused_on_its_own_page(us: Client, audit: Audit, organization: Organization):
    with acting_as(principal_of(make_member(organization))):
        world.gather(audit)
    row = Touchpoint.unscoped.get(name="Weekly")
    path = f"/o/northwind-cloud/touchpoints/{row.ref}/"
    plain = {"name": "Weekly", "tier": "wts", "per_quarter": "12", "minutes": "50"}
    assert "At least two people meet" in text_of(body(us.post(path, plain)))
    us.post(path, plain | {"people_0_operational": 3})
    row.refresh_from_db()
    assert (row.per_quarter, row.people) == (12, {str(audit.owner_org_id): {"operational": 3}})


def test_bad_input_keeps_what_was_typed(us: Client, audit: Audit):
    answer = us.post(at(audit, "touchpoints/"), {"name": "Alone", "tier": "wts", "per_quarter": "1", "minutes": "30"})
    assert 'value="Alone"' in body(answer)
    assert "At least two people meet" in text_of(body(answer))
    wrong = us.post(at(audit, "signals/"), {"name": "", "side": "999", "observed_date": "yesterday"})
    assert wrong.status_code == 200
    assert Signal.unscoped.count() == 0


def test_list_takes_as_many_queries_for_three_as_for_one(us: Client, organization: Organization, partner: Organization):
    with acting_as(principal_of(make_member(organization))):
        world.begin(make_room("One", organization, partner))
        one = count_queries(us, "/o/northwind-cloud/friction-audits/")
        for name in ("Two", "Three"):
            world.begin(make_room(name, organization, partner))
    assert count_queries(us, "/o/northwind-cloud/friction-audits/") == one
