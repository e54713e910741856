from __future__ import annotations

import io

import pytest

from comotion.core.audit import verify_chain
from comotion.core.principal import acting_as
from comotion.identity.models import ApiToken, Membership, Organization, Person
from comotion.identity.tokens import hash_of
from tests.cli.conftest import Run
from tests.factories import make_member, make_organization, principal_of

GOOD_PASSWORD = "correct horse battery"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD_PASSWORD}\n"))


@pytest.mark.usefixtures("db")
def test_init_makes_the_first_owner_with_a_password_that_works(run: Run) -> None:
    answer = run(
        "init",
        "--email",
        "Priya@northwind.example",
        "--name",
        "Priya Raman",
        "--organization",
        "Northwind Cloud",
        "--json",
    )
    document = answer.document
    person = Person.objects.get(email="priya@northwind.example")
    assert (answer.status, document["migrated"], document["organization"]) == (0, [], "northwind-cloud")
    assert {"home", "database", "version"} <= document.keys()
    assert person.check_password(document["password"])
    assert Membership.unscoped.get(person=person).role == "owner"


@pytest.mark.usefixtures("db")
def test_init_a_second_time_changes_nothing(run: Run) -> None:
    arguments = ("init", "--email", "p@northwind.example", "--organization", "Northwind Cloud", "--json")
    run(*arguments)
    again = run(*arguments)
    assert (again.status, "password" in again.document) == (0, False)
    assert Organization.unscoped.count() == 1


@pytest.mark.usefixtures("db")
def test_init_refuses_half_a_member(run: Run) -> None:
    assert run("init", "--email", "p@northwind.example").status == 2


@pytest.mark.usefixtures("db", "typed")
def test_init_takes_the_password_from_standard_input(run: Run) -> None:
    answer = run("init", "--email", "p@n.example", "--organization", "Northwind", "--password-stdin", "--json")
    assert "password" not in answer.document
    assert Person.objects.get().check_password(GOOD_PASSWORD)


@pytest.mark.usefixtures("db")
def test_a_weak_password_makes_nobody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    answer = run("init", "--email", "p@n.example", "--organization", "Northwind", "--password-stdin")
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert not Organization.unscoped.exists()


def test_user_create_makes_a_member_and_says_so_in_the_audit_log(run: Run, organization: Organization) -> None:
    answer = run("user", "create", "tom@northwind.example", "--name", "Tom Okafor", "--role", "analyst", "--json")
    document = answer.document
    password = document.pop("password")
    assert document == {
        "email": "tom@northwind.example",
        "name": "Tom Okafor",
        "role": "analyst",
        "state": "active",
    }
    assert Person.objects.get(email="tom@northwind.example").check_password(password)
    assert verify_chain(organization.pk) is None


def test_user_create_refuses_an_unknown_role(run: Run, organization: Organization) -> None:
    answer = run("user", "create", "tom@northwind.example", "--role", "king")
    assert (answer.status, Person.objects.count()) == (2, 0)
    assert "“king” is no role" in answer.err


def test_user_list_names_everyone(run: Run, member: Membership) -> None:
    document = run("user", "list", "--json").document
    assert [row["email"] for row in document["users"]] == [member.person.email]


def test_user_role_keeps_the_last_owner(run: Run, member: Membership) -> None:
    answer = run("user", "role", member.person.email, "member")
    assert (answer.status, Membership.unscoped.get().role) == (2, "owner")


@pytest.mark.usefixtures("typed")
def test_user_password_sets_a_new_one(run: Run, member: Membership) -> None:
    answer = run("user", "password", member.person.email, "--password-stdin")
    assert answer.status == 0
    assert Person.objects.get().check_password(GOOD_PASSWORD)


def test_several_organizations_must_be_named(run: Run, organization: Organization) -> None:
    make_organization("Halden Analytics")
    answer = run("user", "list")
    assert (answer.status, answer.err) == (
        2,
        "comotion: Say for which organization with --organization: halden-analytics, northwind-cloud.\n",
    )


def test_several_owners_must_be_named(run: Run, member: Membership) -> None:
    make_member(member.organization, "owner")
    answer = run("token", "list")
    assert (answer.status, answer.err.startswith("comotion: Say as whom with --as: ")) == (2, True)


def test_token_create_shows_a_secret_that_only_reads(run: Run, member: Membership) -> None:
    document = run("token", "create", "Reader", "--json").document
    token = ApiToken.unscoped.get()
    assert token.secret_hash == hash_of(document["secret"])
    assert {scope.partition(":")[2] for scope in token.scopes} == {"read"}


def test_token_list_never_shows_a_secret(run: Run, member: Membership) -> None:
    secret = run("token", "create", "Reader", "--json").document["secret"]
    answer = run("token", "list", "--json")
    assert [row["name"] for row in answer.document["tokens"]] == ["Reader"]
    assert secret not in answer.out
    assert ApiToken.unscoped.get().secret_hash not in answer.out


def test_token_revoke_ends_it(run: Run, member: Membership) -> None:
    ref = run("token", "create", "Reader", "--json").document["ref"]
    assert run("token", "revoke", ref, "--json").document["revoked_at"] is not None


def test_a_member_lists_only_their_own_tokens(run: Run, member: Membership) -> None:
    other = make_member(member.organization, "analyst")
    run("token", "create", "Mine", "--as", member.person.email)
    with acting_as(principal_of(other)):
        assert run("token", "list", "--as", other.person.email, "--json").document == {"tokens": []}


def test_organization_create_and_list(run: Run, organization: Organization) -> None:
    run("organization", "create", "Halden Analytics", "--domain", "halden.example")
    document = run("organization", "list", "--json").document
    assert [row["slug"] for row in document["organizations"]] == ["halden-analytics", "northwind-cloud"]


def test_check_finds_a_sound_installation(run: Run, member: Membership) -> None:
    document = run("check", "--json").document
    assert {check["name"]: check["ok"] for check in document["checks"]} == {
        "versions": True,
        "home": True,
        "mail": True,
        "settings": True,
        "database": True,
        "migrations": True,
        "audit log of northwind-cloud": True,
        "interrupted imports": True,
        "jobs": True,
    }
