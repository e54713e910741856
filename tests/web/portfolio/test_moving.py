"""Moving a partnership to another phase and back, keeping and removing views, taking the portfolio along as a file."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from comotion.core.models import AuditEntry
from comotion.core.visibility import Visibility
from comotion.identity.models import Person
from comotion.portfolio.models import PhaseMove, PortfolioRow, ProgramTotals, SavedView
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, make_person
from tests.web.program import (
    MALFORMED_REFS,
    MISSING_REF,
    ROLES,
    Program,
    body,
    make_one_month,
    roles_that_may,
    score,
    text_of,
)

MOVED = {"phase": "overhaul", "reason": "A new contract comes first."}


def move_path(program: Program, ref: str = "") -> str:
    return program.path(f"portfolio/move/{ref or program.full.ref}/")


def phase_of(program: Program) -> str:
    return PortfolioRow.unscoped.get(partnership=program.full).phase


def deeds() -> list[tuple[str, str, str]]:
    return list(AuditEntry.unscoped.order_by("sequence").values_list("action", "subject", "person__name"))


def test_move_changes_the_phase_the_counts_and_the_log(program: Program, owner: Client) -> None:
    before = ProgramTotals.unscoped.get().content["phases"]

    answer = owner.post(move_path(program), MOVED)

    assert (answer.status_code, answer.headers["Location"]) == (302, program.path("portfolio/"))
    move = PhaseMove.unscoped.get()
    assert (move.partnership, move.phase, move.computed_phase, move.reason) == (
        program.full,
        "overhaul",
        "restructure",
        MOVED["reason"],
    )
    assert move.moved_by == Person.objects.get(name="Ada Owner")
    assert ProgramTotals.unscoped.get().content["phases"] == before | {"restructure": 0, "overhaul": 1}
    assert deeds() == [("phase.moved", "partnership", "Ada Owner")]


def test_move_shows_on_the_board_in_the_list_and_in_the_history(program: Program, owner: Client) -> None:
    owner.post(move_path(program), MOVED)

    page, history = (text_of(body(owner.get(path))) for path in (program.path("portfolio/"), program.room("history/")))

    assert "Halden Analytics was moved." in page
    assert "Overhaul computed: Restructure" in page
    assert "Ada Owner moved it to the phase Overhaul: A new contract comes first." in history


def test_move_taken_back_returns_to_the_computed_phase(program: Program, owner: Client) -> None:
    owner.post(move_path(program), MOVED)

    answer = owner.post(move_path(program) + "undo/")

    assert (answer.status_code, phase_of(program)) == (302, "restructure")
    assert PhaseMove.unscoped.get().withdrawn_at is not None
    assert [action for action, _, _ in deeds()] == ["phase.moved", "phase.move_withdrawn"]


def test_move_taken_back_that_nobody_made_says_so(program: Program, owner: Client) -> None:
    answer = owner.post(move_path(program) + "undo/", follow=True)

    assert "Nobody has moved this partnership." in body(answer)
    assert deeds() == []


def test_move_begins_with_the_phase_of_its_address(program: Program, owner: Client) -> None:
    html = body(owner.get(move_path(program) + "?phase=sunset_review"))

    assert '<option value="sunset_review" selected>' in html


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"phase": "overhaul", "reason": "  "}, "This field is required."),
        ({"phase": "nonsense", "reason": "Because <b>"}, "Select a valid choice."),
        ({"phase": "restructure", "reason": "Because <b>"}, "It is in this phase already."),
        ({"reason": "Because <b>"}, "This field is required."),
    ],
)
def test_move_refuses_keeps_the_text_and_changes_nothing(
    program: Program, owner: Client, sent: dict[str, str], said: str
) -> None:
    answer = owner.post(move_path(program), sent)

    html = body(answer)
    assert (answer.status_code, phase_of(program), PhaseMove.unscoped.count(), deeds()) == (200, "restructure", 0, [])
    assert said in html
    assert ("Because &lt;b&gt;" in html) == ("<b>" in sent["reason"])


def test_move_is_for_those_who_may_change_the_portfolio(program: Program, clients: dict[str, Client]) -> None:
    may = roles_that_may("change", "portfolio")

    shown = {role: client.get(move_path(program)).status_code for role, client in clients.items()}
    undone = {role: client.post(move_path(program) + "undo/").status_code for role, client in clients.items()}
    others = {role: clients[role].post(move_path(program), MOVED).status_code for role in ROLES if role not in may}

    assert shown == {role: 200 if role in may else 403 for role in ROLES}
    assert undone == {role: 302 if role in may else 403 for role in ROLES}
    assert set(others.values()) == {403}
    assert (phase_of(program), deeds()) == ("restructure", [])


def test_move_answers_only_to_its_methods(program: Program, owner: Client) -> None:
    assert [owner.put(move_path(program)).status_code, owner.get(move_path(program) + "undo/").status_code] == [
        405,
        405,
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_move_of_what_is_not_ours_is_not_found_alike(program: Program, owner: Client, method: str) -> None:
    another = make_organization("Another Cloud")
    foreign = make_one_month(another, "Secret Partner")
    score(another)

    answers = [
        getattr(owner, method)(move_path(program, ref), MOVED if method == "post" else {})
        for ref in (foreign.ref, MISSING_REF, *MALFORMED_REFS)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert PhaseMove.unscoped.count() == 0


def test_move_without_a_log_in_leads_to_it(program: Program, client: Client) -> None:
    assert client.post(move_path(program), MOVED).headers["Location"].startswith("/account/login/")
    assert phase_of(program) == "restructure"


def test_save_view_keeps_the_address_for_oneself(program: Program, owner: Client, member_client: MemberClient) -> None:
    answer = owner.post(program.path("portfolio/views/"), {"name": "Gold <ones>", "query": "level=Gold&sort=name"})

    view = SavedView.unscoped.get()
    assert answer.headers["Location"] == program.path("portfolio/?level=Gold&sort=name")
    assert (view.name, view.query, view.visibility, view.author.name) == (
        "Gold <ones>", "level=Gold&sort=name", Visibility.PERSONAL, "Ada Owner",
    )  # fmt: skip
    assert deeds() == [("keep", "saved view", "Ada Owner")]
    assert '<a href="?level=Gold&amp;sort=name#all">Gold &lt;ones&gt;</a>' in body(
        owner.get(program.path("portfolio/"))
    )
    assert "Gold &lt;ones&gt;" not in body(member_client("owner").get(program.path("portfolio/")))


def test_save_view_for_everyone_shows_to_everyone_of_the_organization(
    program: Program, owner: Client, member_client: MemberClient
) -> None:
    owner.post(program.path("portfolio/views/"), {"name": "Ours", "query": "", "for_everyone": "on"})
    stranger = Client()
    another = make_organization("Another Cloud")
    score(another, make_one_month(another, "Secret Partner"))
    stranger.force_login(make_member(another).person)

    shown = [">Ours</a>" in body(client.get(path)) for client, path in (
        (owner, program.path("portfolio/")), (member_client("auditor"), program.path("portfolio/")), (stranger, "/o/another-cloud/portfolio/"),
    )]  # fmt: skip

    assert shown == [True, True, False]


def test_save_view_for_everyone_is_for_those_who_may_create(program: Program, clients: dict[str, Client]) -> None:
    path, sent = program.path("portfolio/views/"), {"name": "Ours", "query": "", "for_everyone": "on"}
    may = roles_that_may("create", "portfolio")

    answers = {role: client.post(path, sent).status_code for role, client in clients.items()}
    offered = {
        role
        for role, client in clients.items()
        if 'name="for_everyone"' in body(client.get(program.path("portfolio/")))
    }

    assert answers == {role: 302 if role in may else 403 for role in ROLES}
    assert offered == set(may)
    assert SavedView.unscoped.count() == len(may)


@pytest.mark.parametrize("sent", [{"name": "", "query": "a=1"}, {"name": "x" * 81}, {"name": "\x00"}, {}])
def test_save_view_refuses_a_name_that_is_none(program: Program, owner: Client, sent: dict[str, str]) -> None:
    answer = owner.post(program.path("portfolio/views/"), sent, follow=True)

    assert "The view was not kept: give it a name of at most 80 characters." in body(answer)
    assert (SavedView.unscoped.count(), deeds()) == (0, [])


def test_save_view_answers_only_to_post(program: Program, owner: Client) -> None:
    assert owner.get(program.path("portfolio/views/")).status_code == 405


def test_saved_view_never_leads_away(program: Program, owner: Client) -> None:
    answer = owner.post(program.path("portfolio/views/"), {"name": "Odd", "query": "\r\nLocation: //evil.example"})

    assert answer.headers["Location"].startswith(program.path("portfolio/?"))
    assert "\n" not in answer.headers["Location"]


def test_remove_view_removes_ones_own_and_nothing_else(program: Program, owner: Client) -> None:
    for name in ("First", "Second"):
        owner.post(program.path("portfolio/views/"), {"name": name})
    first = SavedView.unscoped.get(name="First")

    answer = owner.post(program.path(f"portfolio/views/{first.ref}/remove/"))

    assert answer.status_code == 302
    assert list(SavedView.unscoped.values_list("name", flat=True)) == ["Second"]
    assert deeds()[-1] == ("remove", "saved view", "Ada Owner")


def test_remove_view_of_a_colleague_is_refused_where_it_is_seen(
    program: Program, owner: Client, member_client: MemberClient
) -> None:
    owner.post(program.path("portfolio/views/"), {"name": "Ours", "for_everyone": "on"})
    owner.post(program.path("portfolio/views/"), {"name": "Mine"})
    colleague = member_client("owner")

    answers = [
        colleague.post(program.path(f"portfolio/views/{SavedView.unscoped.get(name=name).ref}/remove/")).status_code
        for name in ("Ours", "Mine")
    ]

    assert answers == [403, 404]
    assert SavedView.unscoped.count() == 2


def test_remove_view_of_another_organization_is_not_found_alike(program: Program, owner: Client) -> None:
    another = make_organization("Another Cloud")
    score(another, make_one_month(another, "Secret Partner"))
    stranger = Client()
    stranger.force_login(make_member(another, person=make_person()).person)
    stranger.post("/o/another-cloud/portfolio/views/", {"name": "Theirs", "for_everyone": "on"})
    ref = SavedView.unscoped.get().ref

    answers = [owner.post(program.path(f"portfolio/views/{one}/remove/")) for one in (ref, MISSING_REF, "x", "%00")]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert (SavedView.unscoped.count(), owner.get(program.path(f"portfolio/views/{ref}/remove/")).status_code) == (
        1,
        405,
    )


def test_report_as_csv_holds_the_rows_of_the_list(program: Program, owner: Client) -> None:
    answer = owner.get(program.path("portfolio/report.csv?text=Kestrel"))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="portfolio-northwind-cloud.csv"'
    assert [row for row in rows if "Kestrel Payments" in row] != []
    assert [row for row in rows if "Halden Analytics" in row] == []


def test_report_as_workbook_holds_every_partnership(program: Program, owner: Client) -> None:
    book = load_workbook(io.BytesIO(owner.get(program.path("portfolio/report.xlsx")).content))

    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert {"Halden Analytics", "Kestrel Payments", "Osprey Robotics"} <= cells


def test_report_as_paper_names_every_partnership(program: Program, owner: Client) -> None:
    answer = owner.get(program.path("portfolio/report.pdf"))

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert [name for name in ("Halden Analytics", "Kestrel Payments", "Osprey Robotics") if name not in text] == []


def test_report_of_an_unknown_kind_is_not_found(program: Program, owner: Client) -> None:
    assert [owner.get(program.path(f"portfolio/report.{ending}")).status_code for ending in ("doc", "PDF", "%00")] == [
        404
    ] * 3
    assert owner.post(program.path("portfolio/report.csv")).status_code == 405


def test_report_is_for_those_who_may_export(program: Program, clients: dict[str, Client], client: Client) -> None:
    path = program.path("portfolio/report.csv")

    assert {role for role, one in clients.items() if one.get(path).status_code == 200} == set(
        roles_that_may("export", "reports")
    )
    assert client.get(path).headers["Location"].startswith("/account/login/")
