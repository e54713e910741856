"""The second wall, asked in plain SQL by a role that cannot go around it. SQLite has none: the first stands alone there."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection

from comotion.core import wall
from comotion.core.principal import GUEST, NO_ORGANIZATION, Principal, acting_as, past_the_wall
from comotion.identity.models import Organization
from comotion.partnerships.models import Guest, Partnership, Standing
from tests.factories import make_organization, make_partnership, make_person, make_room, make_standing
from tests.factories.records import MOMENT
from tests.walled import ROLE

pytestmark = [pytest.mark.django_db, pytest.mark.wall]


@pytest.fixture
def companies() -> dict[str, Organization]:
    """Two that share a room, and one that knows neither."""
    named = {name: make_organization(name) for name in ("amberfield", "bellwether", "corvid")}
    room = make_room("amberfield and bellwether", named["amberfield"], named["bellwether"])
    for organization in named.values():
        make_partnership(organization, f"private of {organization.name}")
    make_standing(named["amberfield"], room, notes="exit thoughts")
    return named


def names_seen(principal: Principal | None) -> set[str]:
    """Ask the table itself, without any rule of ours."""
    with acting_as(principal), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM partnerships_partnership")
        return {name for (name,) in cursor.fetchall()}


def owner_of(organization: Organization) -> Principal:
    return Principal(organization.pk, "owner")


def test_plain_sql_shows_ones_own_rows_and_what_is_shared_with_one(companies: dict[str, Organization]) -> None:
    seen = {name: names_seen(owner_of(organization)) for name, organization in companies.items()}

    assert seen == {
        "amberfield": {"private of amberfield", "amberfield and bellwether"},
        "bellwether": {"private of bellwether", "amberfield and bellwether"},
        "corvid": {"private of corvid"},
    }


def test_what_is_kept_about_a_room_is_not_shared_with_the_room(companies: dict[str, Organization]) -> None:
    with acting_as(owner_of(companies["bellwether"])):
        seen = set(Standing.unscoped.values_list("owner_org__name", flat=True))

    assert seen == {"bellwether"}


def test_guest_sees_the_room_of_their_invitation(companies: dict[str, Organization]) -> None:
    person = make_person("guest@elsewhere.example")
    room = Partnership.unscoped.get(name="amberfield and bellwether")
    Guest.unscoped.create(
        owner_org=companies["amberfield"], partnership=room, person=person, visibility=3, since=MOMENT
    )

    assert names_seen(Principal(NO_ORGANIZATION, GUEST, person.pk)) == {"amberfield and bellwether"}
    assert names_seen(Principal(NO_ORGANIZATION, GUEST, person.pk + 1)) == set()


def test_nobody_makes_a_row_for_another_organization(companies: dict[str, Organization]) -> None:
    with acting_as(owner_of(companies["corvid"])), pytest.raises(ProgrammingError, match="row-level security"):
        Partnership.unscoped.create(owner_org=companies["amberfield"], name="planted")


def test_nobody_changes_or_deletes_what_another_organization_keeps(companies: dict[str, Organization]) -> None:
    with acting_as(owner_of(companies["bellwether"])), connection.cursor() as cursor:
        cursor.execute("UPDATE partnerships_standing SET notes = 'read'")
        cursor.execute("DELETE FROM partnerships_partnership WHERE name = 'private of amberfield'")
        deleted = cursor.rowcount

    with acting_as(None):
        read = set(Standing.unscoped.filter(notes="read").values_list("owner_org__name", flat=True))
    assert deleted == 0
    assert read == {"bellwether"}


def test_a_row_is_handed_to_nobody_else(companies: dict[str, Organization]) -> None:
    own = Partnership.unscoped.filter(name="private of amberfield")
    with acting_as(owner_of(companies["amberfield"])), pytest.raises(ProgrammingError, match="row-level security"):
        own.update(owner_org=companies["corvid"])


def test_whoever_acts_next_on_the_connection_is_told_anew(companies: dict[str, Organization]) -> None:
    first, second = owner_of(companies["amberfield"]), owner_of(companies["corvid"])
    with acting_as(first):
        inner = names_seen(second)
        again = names_seen(first)

    assert (inner, again) == (names_seen(second), names_seen(first))
    assert inner != again


def test_deeds_between_organizations_go_past_the_wall_and_back(companies: dict[str, Organization]) -> None:
    with acting_as(owner_of(companies["corvid"])):
        with past_the_wall():
            between = Partnership.unscoped.count()
        after = Partnership.unscoped.count()

    assert (between, after) == (4, 1)


def test_every_model_with_an_owner_stands_behind_the_wall() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        walled = {name for (name,) in cursor.fetchall()}

    assert walled == {model._meta.db_table for model in wall.walled_models()}


def test_role_of_the_suite_may_serve() -> None:
    wall.refuse_a_role_that_goes_around()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (ROLE,)


@pytest.mark.parametrize(
    ("preparing", "reason"),
    [
        ("", "is a superuser"),
        ("CREATE ROLE bypassing BYPASSRLS; SET LOCAL ROLE bypassing", "has BYPASSRLS"),
        (
            "CREATE ROLE owning; ALTER TABLE partnerships_standing OWNER TO owning; SET LOCAL ROLE owning",
            "owns the tables",
        ),
    ],
)
def test_no_server_starts_as_a_role_that_goes_around(preparing: str, reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        if preparing:
            cursor.execute(preparing)

    with pytest.raises(wall.UnableToHoldTheWall, match=reason):
        wall.refuse_a_role_that_goes_around()
