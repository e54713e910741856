"""The pages of Import: each works, for whom it may, and says no to everyone and everything else."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comotion.accounts.models import Opportunity
from comotion.core.models import Job, JobState
from comotion.core.principal import acting_as
from comotion.identity.models import Organization
from comotion.imports import operations
from comotion.imports.models import ImportRun, RunState
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, make_partnership, principal_of
from tests.imports.conftest import AT

DEALS = "Opportunity ID,Opportunity Name,Stage,Amount,Close Date\nO1,One,Proposal,100,2026-03-01\nO2,Two,,much,\n"
HOME = "/o/northwind-cloud/import/"
WRITING = ("columns", "mend", "load", "cancel", "undo")


@pytest.fixture
def client(member_client: MemberClient) -> Client:
    """An analyst: the one who imports."""
    return member_client("analyst")


def upload(client: Client, text: str, name: str = "deals.csv", **fields: str) -> Any:
    file = SimpleUploadedFile(name, text.encode())
    return client.post(HOME, {"file": file, **fields})


def run_of(client: Client, text: str = DEALS) -> ImportRun:
    response = upload(client, text)
    assert response.status_code == 302
    return ImportRun.unscoped.get(ref=response.url.rstrip("/").rpartition("/")[2])


def run_of_file(client: Client, content: bytes, name: str) -> ImportRun:
    response = client.post(HOME, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302
    return ImportRun.unscoped.get(ref=response.url.rstrip("/").rpartition("/")[2])


def workbook_of(sheet: str, rows: list[list[str]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        page = book.add_worksheet(sheet)
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write_string(line, place, cell)
    return data.getvalue()


def page(client: Client, run: ImportRun) -> str:
    response = client.get(f"{HOME}{run.ref}/")
    assert response.status_code == 200
    return response.content.decode()


def test_first_page_offers_a_file_templates_and_past_runs(client: Client) -> None:
    run_of(client)

    content = client.get(HOME).content.decode()

    assert 'type="file"' in content
    assert "deals.csv" in content
    assert f"{HOME}template/partnerships.xlsx" in content


def test_first_page_asks_the_same_queries_for_one_run_and_for_three(client: Client, connection_queries: Any) -> None:
    run_of(client)
    with connection_queries() as one:
        client.get(HOME)
    run_of(client)
    run_of(client)
    with connection_queries() as three:
        client.get(HOME)

    assert len(one) == len(three)


@pytest.fixture
def connection_queries() -> Any:
    """Return a context that captures queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)


def test_preview_says_what_will_be_loaded_and_what_is_refused(client: Client) -> None:
    content = page(client, run_of(client))

    assert "1 of 2 rows can be loaded." in content
    assert "Load 1 row" in content
    assert "Is no number." in content
    assert "<code>much</code>" in content
    assert Opportunity.unscoped.count() == 0


def test_pasted_rows_are_read_like_a_file(client: Client) -> None:
    response = client.post(HOME, {"pasted": DEALS.replace(",", "\t")})

    assert response.status_code == 302
    assert ImportRun.unscoped.get().rows == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_template_is_handed_out_and_comes_back_in(client: Client, kind: str) -> None:
    response = client.get(f"{HOME}template/opportunities.{kind}")

    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="opportunities.{kind}"'
    again = client.post(HOME, {"file": SimpleUploadedFile(f"opportunities.{kind}", response.content)})
    assert again.status_code == 302
    assert ImportRun.unscoped.get().kind == "opportunities"


def test_unknown_template_is_not_found(client: Client) -> None:
    assert client.get(f"{HOME}template/nothing.csv").status_code == 404
    assert client.get(f"{HOME}template/opportunities.exe").status_code == 404


@pytest.mark.parametrize("fields", [{}, {"pasted": " "}, {"pasted": DEALS, "kind": "nonsense"}])
def test_nothing_usable_is_refused_beside_the_form(client: Client, fields: dict[str, str]) -> None:
    response = client.post(HOME, fields)

    assert response.status_code == 400
    assert ImportRun.unscoped.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "list.csv is a PDF, not a table: export the table as CSV or XLSX."),
        (b"\x89PNG\r\n\x1a\n", "list.csv is a picture, not a table: export the table as CSV or XLSX."),
        (b"Row Labels,Sum of Amount\nHalden,5\nGrand Total,5\n", "list.csv is a pivot table (row 1: "),
    ],
)
def test_unreadable_file_is_refused_by_name(client: Client, content: bytes, sentence: str) -> None:
    response = client.post(HOME, {"file": SimpleUploadedFile("list.csv", content)})

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert ImportRun.unscoped.count() == 0


def test_page_says_how_the_file_was_read_and_each_column_understood(client: Client) -> None:
    text = f"Deals of November\n{DEALS}Grand Total,,,100,\n".replace(",", ";").replace("Stage", "Colour")

    content = " ".join(page(client, run_of(client, text)).split())

    assert "CSV, UTF-8, semicolons" in content
    assert "line 2" in content
    assert "line 5: Grand Total · 100" in content
    assert "text, not understood, so it is left out" in content
    assert "amount, by its name" in content


def test_file_can_be_read_otherwise(client: Client) -> None:
    text = "Partner,Level\nName,Website\nHalden,halden.example\n"
    run = run_of(client, text)
    fields = {"kind": "partnerships", "column_0": "name", "column_1": "level", "header_row": "2"}

    client.post(f"{HOME}{run.ref}/columns/", fields)

    run.refresh_from_db()
    assert (run.choices, run.inspection["header_row"], run.rows) == ({"header_row": "2"}, 2, 1)
    assert [column["maps_to"] for column in run.inspection["columns"]] == ["name", "website"]


def test_row_of_the_header_that_is_not_there_is_said_and_changes_nothing(client: Client) -> None:
    run = run_of(client)
    fields = {"kind": "opportunities", "column_0": "external_id", "column_1": "name", "header_row": "99"}

    answer = client.post(f"{HOME}{run.ref}/columns/", fields)

    assert answer.status_code == 400
    assert "has no row 99 that could be the header row" in answer.content.decode()
    assert run.inspection == ImportRun.unscoped.get().inspection


def test_file_that_waits_for_an_answer_counts_nothing_in_the_list(client: Client) -> None:
    run_of(client, "colour,weight\nred,1\n")

    content = client.get(HOME).content.decode()

    assert "Waits for an answer" in content
    assert '<td class="co-n">0</td>' not in content


def test_loading_runs_as_a_job_and_leads_to_the_result(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    run = run_of(client)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{HOME}{run.ref}/load/")

    assert (response.status_code, response.url) == (302, f"{HOME}{run.ref}/")
    assert Job.unscoped.get(kind="imports.apply").state == JobState.DONE
    assert "1 row is new and 0 changed." in page(client, run)
    assert Opportunity.unscoped.count() == 1


def test_progress_is_shown_until_the_job_ends(client: Client) -> None:
    run = run_of(client)
    job = Job.unscoped.create(
        owner_org_id=run.owner_org_id, kind="imports.apply", role="analyst", requested_at=AT, state=JobState.RUNNING
    )
    ImportRun.unscoped.update(job_ref=job.ref)

    waiting = client.get(f"{HOME}{run.ref}/progress/", headers={"HX-Request": "true"}).content.decode()
    stopped = client.post(f"{HOME}{run.ref}/cancel/")
    Job.unscoped.update(state=JobState.CANCELLED)
    done = client.get(f"{HOME}{run.ref}/progress/", headers={"HX-Request": "true"})
    plain = client.get(f"{HOME}{run.ref}/progress/")

    assert "<progress" in waiting
    assert "<html" not in waiting
    assert stopped.status_code == 302
    assert done["HX-Redirect"] == f"{HOME}{run.ref}/"
    assert plain.url == f"{HOME}{run.ref}/"


def test_undo_restores_and_a_second_one_says_why_not(client: Client) -> None:
    run = loaded(client)

    client.post(f"{HOME}{run.ref}/undo/")
    second = client.post(f"{HOME}{run.ref}/undo/", follow=True)

    assert Opportunity.unscoped.count() == 0
    assert "there is nothing to undo" in second.content.decode()
    assert "This import was undone." in page(client, run)


def loaded(client: Client) -> ImportRun:
    run = run_of(client)
    analyst = make_member(run.owner_org, "analyst")
    with acting_as(principal_of(analyst)):
        operations.apply(run=run, at=AT)
    return run


def test_loading_twice_is_told(client: Client) -> None:
    run = loaded(client)

    response = client.post(f"{HOME}{run.ref}/load/", follow=True)

    assert "This file is not waiting to be loaded." in response.content.decode()
    assert Job.unscoped.count() == 0


def test_cancel_puts_the_file_aside(client: Client) -> None:
    run = run_of(client)

    response = client.post(f"{HOME}{run.ref}/cancel/")
    again = client.post(f"{HOME}{run.ref}/cancel/", follow=True)

    run.refresh_from_db()
    assert (response.url, run.state) == (HOME, RunState.CANCELLED)
    assert "cannot be cancelled" in again.content.decode()


def test_columns_can_be_given_other_meanings(client: Client) -> None:
    run = run_of(client)
    fields = {"kind": "opportunities", "column_0": "external_id", "column_1": "name", "column_2": "", "column_3": "",
              "column_4": "close_date", "erase_4": "on"}  # fmt: skip

    response = client.post(f"{HOME}{run.ref}/columns/", fields)

    run.refresh_from_db()
    assert response.status_code == 302
    assert (run.created, run.refused) == (2, 0)
    assert run.choices == {"Close Date:empty": "erase"}


@pytest.mark.parametrize("fields", [{}, {"kind": "opportunities", "column_0": "owner_org"}, {"kind": "people"}])
def test_meanings_that_were_not_offered_are_refused(client: Client, fields: dict[str, str]) -> None:
    run = run_of(client)

    assert client.post(f"{HOME}{run.ref}/columns/", fields).status_code == 400


def test_one_click_answers_which_comes_first_in_a_date(client: Client) -> None:
    run = run_of(client, DEALS.replace("2026-03-01", "03/04/2026").replace("much", "5"))
    asked = page(client, run)

    response = client.post(f"{HOME}{run.ref}/mend/", {"key": "Close Date", "value": "mdy"})

    run.refresh_from_db()
    assert "Read as month first" in asked
    assert (response.status_code, run.choices, run.refused) == (302, {"Close Date": "mdy"}, 0)


def test_one_click_reads_a_text_as_the_partner_that_was_meant(client: Client, organization: Organization) -> None:
    make_partnership(organization, "Halden Analytics")
    run = run_of(client, "Partner,KPI,Month,Value\nHaldn Analytics,trust_survey,2026-09,4\n")

    client.post(f"{HOME}{run.ref}/mend/", {"key": "Partner=Haldn Analytics", "value": "Halden Analytics"})

    run.refresh_from_db()
    assert (run.created, run.refused) == (1, 0)


def test_answer_that_was_not_offered_is_refused(client: Client) -> None:
    run = run_of(client)

    assert client.post(f"{HOME}{run.ref}/mend/", {"key": "sheet", "value": "Secrets"}).status_code == 400


def test_refused_rows_are_handed_out(client: Client) -> None:
    run = run_of(client)

    response = client.get(f"{HOME}{run.ref}/refused.csv")

    assert response["Content-Disposition"] == f'attachment; filename="refused-{run.ref}.csv"'
    assert response.content.decode("utf-8-sig").splitlines()[1].startswith("O2,Two,,much,,")


def test_refused_rows_of_a_workbook_are_handed_out_as_one_and_come_back(client: Client) -> None:
    rows = [line.split(",") for line in DEALS.splitlines()]
    run = run_of_file(client, workbook_of("Deals of May", [*rows, ["007", "=cmd()", "", "-2.5", "soon"]]), "deals.xlsx")

    assert f"{HOME}{run.ref}/refused.xlsx" in page(client, run)
    response = client.get(f"{HOME}{run.ref}/refused.xlsx")
    assert response["Content-Disposition"] == f'attachment; filename="refused-{run.ref}.xlsx"'
    again = run_of_file(client, response.content, "mended.xlsx")

    assert again.inspection["sheet"] == "Deals of May"
    assert (again.rows, again.refused) == (2, 2)
    assert [(each["column"], each["value"]) for each in again.problems if each["refuses"]] == [
        (each["column"], each["value"]) for each in run.problems if each["refuses"]
    ]
    assert client.get(f"{HOME}{run.ref}/refused.pdf").status_code == 404


def test_a_file_without_a_column_for_the_partnership_is_about_the_one_that_is_named(client: Client) -> None:
    run = run_of(client, "KPI,Period,Value\ntrust_survey,2026-09,4\n")
    with acting_as(principal_of(make_member(run.owner_org))):
        make_partnership(run.owner_org, "Halden")
    assert "Every row is about the partnership" in page(client, run)

    said = {"kind": "readings", "about": "Halden", "column_0": "kpi", "column_1": "period", "column_2": "value"}
    response = client.post(f"{HOME}{run.ref}/columns/", said)

    assert response.status_code == 302
    run.refresh_from_db()
    assert (run.rows, run.created, run.refused) == (1, 1, 0)
    assert 'value="Halden"' in page(client, run)


@pytest.mark.parametrize("role", ["member", "executive_sponsor"])
def test_roles_without_a_right_to_imports_see_none(member_client: MemberClient, client: Client, role: str) -> None:
    run = run_of(client)
    stranger = member_client(role)

    answers = [stranger.get(HOME), stranger.post(HOME), stranger.get(f"{HOME}{run.ref}/"),
               stranger.get(f"{HOME}{run.ref}/refused.csv"), stranger.get(f"{HOME}{run.ref}/progress/")]  # fmt: skip
    answers += [stranger.post(f"{HOME}{run.ref}/{action}/") for action in WRITING]

    assert {answer.status_code for answer in answers} == {403}


def test_auditor_reads_and_changes_nothing(member_client: MemberClient, client: Client) -> None:
    run = run_of(client)
    auditor = member_client("auditor")

    reading = [auditor.get(HOME), auditor.get(f"{HOME}{run.ref}/")]
    writing = [auditor.post(HOME), auditor.get(f"{HOME}{run.ref}/refused.csv")]
    writing += [auditor.post(f"{HOME}{run.ref}/{action}/") for action in WRITING]

    assert {answer.status_code for answer in reading} == {200}
    assert {answer.status_code for answer in writing} == {403}


def test_foreign_run_and_no_run_are_the_same_404(member_client: MemberClient, client: Client) -> None:
    run = run_of(client)
    other = make_organization("Other")
    stranger = member_client("owner", organization=other)

    foreign = [stranger.get(f"/o/other/import/{run.ref}/"), stranger.get(f"/o/other/import/{run.ref}/refused.csv")]
    foreign += [stranger.post(f"/o/other/import/{run.ref}/{action}/") for action in WRITING]
    missing = stranger.get("/o/other/import/nothing23456/")

    assert {(answer.status_code, answer.content) for answer in foreign} == {(404, missing.content)}
    assert stranger.get(HOME).status_code == 404


@pytest.mark.parametrize("action", WRITING)
def test_writing_by_get_is_not_offered(client: Client, action: str) -> None:
    run = run_of(client)

    assert client.get(f"{HOME}{run.ref}/{action}/").status_code == 405


def test_reading_by_post_is_not_offered(client: Client) -> None:
    run = run_of(client)

    assert client.post(f"{HOME}{run.ref}/").status_code == 405
    assert client.post(f"{HOME}{run.ref}/refused.csv").status_code == 405
    assert client.post(f"{HOME}template/partnerships.csv").status_code == 405


def test_what_is_wrong_alike_stands_in_one_line(client: Client) -> None:
    rows = "".join(f"Partner {number},Reseller Program\n" for number in range(9))

    content = page(client, run_of(client, "Partnership,Program\n" + rows))

    assert "None of 9 rows can be loaded yet. " in content
    assert content.count("Names a partnership that is not here.") == 1
    assert "and 5 more" in content


def test_file_that_brings_nothing_new_says_so(client: Client) -> None:
    loaded(client)

    content = page(client, run_of(client, DEALS.removesuffix("O2,Two,,much,\n")))

    assert "The one row is here already." in content
    assert "/load/" not in content


def test_file_of_no_known_kind_is_asked_about_and_read_as_what_it_is(client: Client) -> None:
    run = run_of(client, "Name\nHalden Analytics\nOsprey Robotics\n")
    asking = page(client, run)

    client.post(f"{HOME}{run.ref}/columns/", {"kind": "", "column_0": ""})
    still = page(client, run)
    client.post(f"{HOME}{run.ref}/columns/", {"kind": "partnerships", "column_0": ""})

    assert "We cannot tell yet what these rows are." in asking
    assert "2 rows, 1 column" in asking
    assert "no kind we know" not in asking
    assert '<option value="" selected>Choose what it holds</option>' in asking
    assert "We cannot tell yet what these rows are." in still
    assert "All 2 rows can be loaded." in page(client, run)
