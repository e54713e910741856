"""A run from preview to undo: states, refusals, what is remembered, what is told, what is audited."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from comotion.accounts.models import Opportunity
from comotion.core import events
from comotion.core.jobs import Cancelled
from comotion.core.models import AuditEntry
from comotion.identity.models import Organization
from comotion.imports import operations
from comotion.imports.models import ImportRun, RunState, SavedMapping
from comotion.imports.recovery import recover_interrupted
from comotion.imports.refused import refused_csv
from comotion.imports.undoing import UnableToUndo
from comotion.measures.models import Reading
from comotion.partnerships.models import Partnership, Standing
from comotion.portfolio.events import DataChanged
from comotion.surveys.models import PulseAnswer
from tests.factories import make_partnership, make_reading
from tests.imports.conftest import AT, Load, counts, previewed
from tests.imports.everything import everything

DEALS = "Opportunity ID,Opportunity Name,Stage,Amount,Close Date\n"
READINGS = "Partner,KPI,Month,Value\n"


@pytest.fixture
def told() -> Iterator[list[DataChanged]]:
    """Return the events that were published."""
    found: list[DataChanged] = []
    events.subscribe(DataChanged, found.append)
    yield found
    events._subscribers[DataChanged].remove(found.append)


@pytest.mark.usefixtures("principal")
def test_preview_writes_nothing_but_the_run() -> None:
    before = everything()

    run = previewed(DEALS + "O1,One,Proposal,100,2026-03-01\n")

    assert (run.state, counts(run)) == (RunState.PREVIEWED, (1, 0, 0, 0))
    assert everything() == before


@pytest.mark.usefixtures("principal")
def test_preview_and_loading_count_the_same(load: Load) -> None:
    load(DEALS + "O1,One,Proposal,100,2026-03-01\nO2,Two,Proposal,100,2026-03-01\n")
    text = DEALS + "O1,One,Proposal,100,2026-03-01\nO2,Two,Offer,100,2026-03-01\nO3,Three,,,\nO3,Three,,,\nO4,,,,\n"

    preview = previewed(text)
    seen = counts(preview)
    operations.apply(run=preview, at=AT)

    assert seen == counts(preview) == (1, 1, 1, 2)


@pytest.mark.usefixtures("principal")
def test_run_is_loaded_once() -> None:
    run = previewed(DEALS + "O1,One,Proposal,100,2026-03-01\n")
    operations.apply(run=run, at=AT)

    with pytest.raises(operations.UnableToApply):
        operations.apply(run=run, at=AT)
    assert Opportunity.objects.count() == 1


@pytest.mark.usefixtures("principal")
def test_cancelled_loading_leaves_nothing_and_can_be_repeated() -> None:
    run = previewed(DEALS + "O1,One,Proposal,100,2026-03-01\n")

    def stop(done: int, total: int) -> None:
        assert (done, total) == (1, 1)
        raise Cancelled

    with pytest.raises(Cancelled):
        operations.apply(run=run, at=AT, progress=stop)

    assert (run.state, Opportunity.objects.count()) == (RunState.PREVIEWED, 0)
    operations.apply(run=run, at=AT)
    assert Opportunity.objects.count() == 1


@pytest.mark.usefixtures("principal")
def test_run_put_aside_forgets_its_file() -> None:
    run = previewed(DEALS + "O1,One,Proposal,100,2026-03-01\n")

    operations.cancel(run=run, at=AT)

    assert (run.state, bytes(run.content), bytes(run.parsed)) == (RunState.CANCELLED, b"", b"")
    with pytest.raises(operations.UnableToApply):
        operations.apply(run=run, at=AT)


@pytest.mark.usefixtures("principal")
def test_file_without_a_table_is_refused_with_one_sentence() -> None:
    with pytest.raises(operations.UnableToImport, match=r"^rows\.csv is empty: .*\.$"):
        previewed("")
    assert ImportRun.objects.count() == 0


@pytest.mark.usefixtures("principal")
def test_file_of_no_known_kind_waits_for_an_answer() -> None:
    run = previewed("colour,weight\nred,1\nblue,2\n")

    assert (run.kind, run.rows, run.state) == ("", 0, RunState.PREVIEWED)
    assert [column["name"] for column in run.inspection["columns"]] == ["colour", "weight"]
    with pytest.raises(operations.UnableToApply):
        operations.apply(run=run, at=AT)
    operations.remap(run=run, kind="accounts", mapping={"colour": "name"}, choices={}, at=AT)
    assert (run.kind, counts(run)) == ("accounts", (2, 0, 0, 0))


@pytest.mark.usefixtures("principal")
def test_mapping_is_remembered_for_files_of_the_same_shape(organization: Organization, load: Load) -> None:
    text = "colour,weight\nred,1\n"
    load(text, kind="accounts", mapping={"colour": "name", "weight": None})

    again = previewed("weight,colour\n2,blue\n")

    saved = SavedMapping.objects.get()
    assert (saved.kind, saved.mapping, saved.owner_org) == (
        "accounts",
        {"colour": "name", "weight": None},
        organization,
    )
    assert (again.kind, again.mapping, counts(again)) == ("accounts", saved.mapping, (1, 0, 0, 0))


@pytest.mark.usefixtures("principal")
def test_ambiguous_dates_are_asked_and_the_answer_is_remembered(load: Load) -> None:
    text = DEALS + "O1,One,Proposal,100,03/04/2026\n"

    asked = previewed(text)
    answered = load(text, choices={"Close Date": "dmy"})
    again = previewed(DEALS + "O2,Two,Proposal,100,05/06/2026\n")

    assert (counts(asked), [each["code"] for each in asked.problems]) == ((0, 0, 0, 1), ["AMBIGUOUS_DATES"])
    assert counts(answered) == (1, 0, 0, 0)
    assert (counts(again), again.choices) == ((1, 0, 0, 0), {"Close Date": "dmy"})


@pytest.mark.usefixtures("principal")
def test_refused_rows_come_back_mended_and_load_alone(load: Load) -> None:
    run = load(DEALS + 'O1,One,Proposal,100,2026-03-01\nO2,=cmd(),Proposal,much,2026-03-01\nO3,"-3, x",,soon,\n')

    content = refused_csv(run).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content)))
    mended = load(content.replace("much", "200").replace("soon", "-5"), "mended.csv")

    assert counts(run) == (1, 0, 0, 2)
    assert [(line["Opportunity Name"], line["Amount"]) for line in lines] == [("'=cmd()", "much"), ("'-3, x", "soon")]
    assert lines[0]["Not loaded because"].startswith("Amount: “much” is no number.")
    assert counts(mended) == (2, 0, 0, 0)
    names = Opportunity.objects.order_by("external_id").values_list("name", "amount")
    assert list(names) == [("One", 100), ("=cmd()", 200), ("-3, x", -5)]


@pytest.mark.usefixtures("principal")
def test_row_refused_only_when_loading_is_in_the_file_of_refused_rows(organization: Organization) -> None:
    partnership = make_partnership(organization, "Halden")
    run = previewed(READINGS + "Halden,trust_survey,2026-09,4\n")
    Partnership.objects.filter(pk=partnership.pk).delete()

    operations.apply(run=run, at=AT)

    assert counts(run) == (0, 0, 0, 1)
    assert "Halden,trust_survey,2026-09,4," in refused_csv(run).decode()


@pytest.mark.usefixtures("principal")
def test_undo_is_refused_after_a_later_change_by_a_person(load: Load) -> None:
    run = load("Partner,Level\nHalden,Gold\n")
    Standing.objects.update(next_review_date="2027-01-01")
    before = everything()

    with pytest.raises(UnableToUndo, match="changed after this import"):
        operations.undo(run=run, at=AT)
    run.refresh_from_db()
    assert (run.state, everything()) == (RunState.APPLIED, before)


@pytest.mark.usefixtures("principal")
def test_undo_is_refused_after_a_later_run_and_works_in_reverse(load: Load) -> None:
    before = everything()
    first = load("Partner,Level\nHalden,Gold\n")
    second = load("Partner,Level\nHalden,Silver\n")

    with pytest.raises(UnableToUndo):
        operations.undo(run=first, at=AT)
    operations.undo(run=second, at=AT)
    operations.undo(run=first, at=AT)

    assert everything() == before


@pytest.mark.usefixtures("principal")
def test_undo_is_refused_while_later_rows_belong_to_what_would_go(load: Load) -> None:
    run = load("Partner\nHalden\n", kind="partnerships")
    make_reading(Partnership.objects.get(), "trust_survey", dt.date(2026, 9, 1), 4.0)

    with pytest.raises(UnableToUndo, match="Later rows belong to “Halden”"):
        operations.undo(run=run, at=AT)
    Reading.objects.all().delete()
    operations.undo(run=run, at=AT)
    assert Partnership.objects.count() == 0


@pytest.mark.usefixtures("principal")
def test_undo_of_a_run_that_is_not_loaded_is_refused() -> None:
    run = previewed("Partner\nHalden\n")

    with pytest.raises(UnableToUndo):
        operations.undo(run=run, at=AT)


@pytest.mark.usefixtures("principal")
def test_loading_and_undoing_are_audited_and_told(
    organization: Organization, load: Load, told: list[DataChanged], django_capture_on_commit_callbacks: Any
) -> None:
    partnership = make_partnership(organization, "Halden")
    make_partnership(organization, "Kestrel")

    with django_capture_on_commit_callbacks(execute=True):
        run = load(READINGS + "Halden,trust_survey,2026-09,4\n")
        operations.undo(run=run, at=AT)

    assert told == [DataChanged(organization.pk, frozenset({partnership.pk}))] * 2
    assert list(AuditEntry.objects.order_by("sequence").values_list("action", "subject_id")) == [
        ("import.apply", run.ref), ("import.undo", run.ref),
    ]  # fmt: skip


@pytest.mark.usefixtures("principal")
def test_answers_are_kept_without_names_and_without_their_file(organization: Organization, load: Load) -> None:
    make_partnership(organization, "Halden")
    header = "Partner,Round closed,Side,Level,Respondent,Item,Value\n"

    run = load(header + "Halden,2026-09-30,ours,executive,Odd Larsen,trust_1,4\n")

    kept = PulseAnswer.unscoped.get()
    assert (kept.value, kept.visibility, len(kept.respondent_hash)) == (4, 1, 64)
    assert (bytes(run.content), bytes(run.parsed)) == (b"", b"")
    assert "Odd" not in str(ImportRun.objects.values().get())


@pytest.mark.usefixtures("principal")
def test_interrupted_run_is_given_back() -> None:
    run = previewed(DEALS + "O1,One,Proposal,100,2026-03-01\n")
    ImportRun.objects.update(state=RunState.APPLYING)

    assert [each.ref for each in recover_interrupted()] == [run.ref]
    assert recover_interrupted() == []
    run.refresh_from_db()
    assert run.state == RunState.PREVIEWED
    operations.apply(run=run, at=AT)
    assert Opportunity.objects.count() == 1


@pytest.mark.usefixtures("principal")
def test_loading_asks_a_constant_number_of_queries_for_a_chunk(connection_queries: Any) -> None:
    def queries(rows: int, prefix: str) -> int:
        text = DEALS + "".join(
            f"{prefix}{number},Deal {number},Proposal,{number},2026-03-01\n" for number in range(rows)
        )
        run = previewed(text)
        with connection_queries() as captured:
            operations.apply(run=run, at=AT)
        return len(captured)

    queries(1, "A")
    assert queries(1, "B") == queries(300, "C")


@pytest.fixture
def connection_queries() -> Any:
    """Return a context that captures queries."""
    from django.db import connection

    return lambda: CaptureQueriesContext(connection)
