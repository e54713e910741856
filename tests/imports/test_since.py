"""What changed since the last import of a file of the same columns."""

from __future__ import annotations

import datetime as dt

import pytest

from comotion.identity.models import Organization
from comotion.imports import operations
from comotion.imports.since import since_last
from tests.factories import make_partnership
from tests.imports.conftest import AT, Load, previewed

HEADER = "Opportunity ID,Opportunity Name,Stage,Amount,Close Date\n"
FIRST = HEADER + "O1,One,Proposal,100,2026-03-01\nO2,Two,Proposal,200,2026-03-01\nO3,Three,Proposal,300,2026-03-01\n"
SECOND = HEADER + "O1,One,Won,100,2026-03-01\nO2,Two,Proposal,200,2026-03-01\nO4,Four,Proposal,400,2026-03-01\n"
LATER = AT + dt.timedelta(days=7)


def test_file_is_compared_with_the_last_one_of_its_columns(load: Load) -> None:
    load(FIRST, "march.csv")
    load("Account ID,Account Name,Website\nA1,Dairy,dairy.example\n", "accounts.csv")
    found = since_last(load(SECOND, "april.csv", at=LATER))

    assert found is not None
    assert (found.file_name, found.loaded_at) == ("march.csv", AT)
    assert (found.new_count, found.changed_count, found.gone_count, found.same_count) == (1, 1, 1, 1)
    assert (found.new, found.gone) == (["Four · O4"], ["O3"])
    assert found.changed == [
        ("One · O1", [("stage", "Proposal", "Won"), ("is_closed", None, True), ("is_won", None, True)])
    ]


def test_preview_can_be_compared_before_it_is_loaded(load: Load) -> None:
    load(FIRST)
    found = since_last(previewed(SECOND))
    assert found is not None
    assert found.gone == ["O3"]


def test_row_that_is_refused_now_is_not_called_gone(load: Load) -> None:
    load(FIRST)
    found = since_last(load(SECOND + "O3,Three,Proposal,much,2026-03-01\n"))
    assert found is not None
    assert (found.gone_count, found.gone) == (0, [])


def test_first_file_and_undone_ones_leave_nothing_to_compare(load: Load) -> None:
    first = load(FIRST)
    assert since_last(first) is None
    operations.undo(run=first, at=AT)
    assert since_last(load(SECOND)) is None


def test_file_of_other_columns_is_no_last_one(load: Load) -> None:
    load(FIRST)
    assert since_last(load("Opportunity ID,Opportunity Name,Stage\nO1,One,Won\n")) is None


def test_confidential_rows_are_never_shown(organization: Organization, load: Load) -> None:
    make_partnership(organization, "Halden")
    answers = "Partner,Round closed,Side,Level,Respondent,Item,Value\nHalden,2026-09-30,ours,executive,r1,trust_1,4\n"
    load(answers)
    assert since_last(load(answers.replace(",4", ",5"))) is None


@pytest.mark.usefixtures("principal")
def test_file_that_is_not_understood_is_not_compared() -> None:
    assert since_last(previewed("Colour,Fruit\nred,apple\n")) is None
