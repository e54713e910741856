from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.core.principal import Principal, acting_as, past_the_wall
from comotion.identity.models import Organization
from comotion.portfolio.models import PortfolioRow, ProgramTotals
from comotion.portfolio.own import OwnLine, lines_of_person, number_of_partnerships
from tests.factories import make_organization, make_partnership

pytestmark = pytest.mark.usefixtures("principal")


def make_line(organization: Organization, name: str, **fields: object) -> str:
    """A kept line as it stands after a refresh; its ref."""
    partnership = make_partnership(organization, name)
    PortfolioRow.unscoped.create(
        owner_org=organization, partnership=partnership, ref=partnership.ref, name=name, **fields
    )
    return partnership.ref


def test_lines_of_person_are_their_own_by_name(organization: Organization) -> None:
    kestrel = make_line(organization, "Kestrel", owner_name="Ada", momentum_index=61.0, scorecard=40.0, open_warnings=1)
    halden = make_line(organization, "Halden", owner_name="Ada", scorecard=55.5)
    osprey = make_line(organization, "Osprey", owner_name="Ada")
    make_line(organization, "Merlin", owner_name="Ben", open_warnings=3)

    assert lines_of_person("Ada") == (
        OwnLine(kestrel, "Kestrel", 61.0),
        OwnLine(halden, "Halden", 55.5),
        OwnLine(osprey, "Osprey", None),
    )


def test_lines_of_person_who_owns_none_are_the_first_with_warnings(organization: Organization) -> None:
    for number in range(6):
        make_line(organization, f"Partner {number}", open_warnings=number, owner_name="Ben")

    names = [line.name for line in lines_of_person("Ada")]

    assert names == ["Partner 5", "Partner 4", "Partner 3", "Partner 2"]


def test_lines_of_person_without_a_name_are_not_those_without_an_owner(organization: Organization) -> None:
    make_line(organization, "Halden")

    assert lines_of_person("") == ()


def test_lines_of_person_never_come_from_another_organization(organization: Organization) -> None:
    with past_the_wall():
        make_line(make_organization("Another"), "Foreign", owner_name="Ada", open_warnings=2)

    assert lines_of_person("Ada") == ()


def test_number_of_partnerships_is_the_one_counted_last(organization: Organization) -> None:
    assert number_of_partnerships() == 0
    at = dt.datetime(2026, 11, 16, tzinfo=dt.UTC)
    ProgramTotals.unscoped.create(owner_org=organization, content={"partnerships": 28}, computed_at=at)

    assert number_of_partnerships() == 28
    with acting_as(Principal(make_organization("Another").pk, "owner")):
        assert number_of_partnerships() == 0


def test_frame_of_the_program_takes_two_queries(organization: Organization) -> None:
    for number in range(12):
        make_line(organization, f"Partner {number:02}", owner_name="Ada")

    with CaptureQueriesContext(connection) as captured:
        found = lines_of_person("Ada")
        number_of_partnerships()

    assert (len(captured), len(found)) == (2, 8)
