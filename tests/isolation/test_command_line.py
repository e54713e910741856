"""Every command that takes somebody's view shows what that person may see, and takes nobody's who is not active."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from comotion.cli.main import build_parser, main
from tests.isolation.state import Rows, foreign_changes, undone
from tests.isolation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

WITHOUT_A_VIEW = {
    "calendar", "check", "demo", "init", "inspect", "methods list", "methods run", "methods show", "organization create",
    "organization import", "organization key", "organization list", "serve", "sign-on allow-passwords",
    "sign-on confirm-domain", "sign-on show", "user create", "user list", "user password", "user role", "worker",
}  # fmt: skip
"""Commands of the operator, and those that need no database: they take nobody's view."""
PARTNERSHIP = "{partnership}"
ARGUMENTS: dict[str, list[str]] = {
    "export": ["--out", "{folder}/everything.zip"],
    "import": ["{file}"],
    "portfolio": [],
    "partnership": [PARTNERSHIP],
    "explain": [PARTNERSHIP, "scorecard"],
    "report": ["portfolio", "--out", "{folder}/portfolio.csv"],
    "token create": ["one more", "--scope", "today:read"],
    "token list": [],
    "token revoke": ["{token}"],
}
ABOUT_ONE = {name for name, words in ARGUMENTS.items() if PARTNERSHIP in words}


def commands(
    parser: argparse.ArgumentParser, names: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every command with its parser."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield " ".join(names), parser
    for action in below:
        for name, child in action.choices.items():
            yield from commands(child, (*names, name))


def with_a_view() -> list[str]:
    """The commands that offer ``--as``."""
    return [name for name, parser in commands(build_parser()) if "--as" in parser._option_string_actions]


def arguments(name: str, world: World, letter: str, folder: Path) -> list[str]:
    """Return a command's words, aimed at what is ``letter``'s own."""
    file = folder / "partners.csv"
    file.write_text("Name,Since\nNew Partner,2025-01-01\n")
    token = next(one for one in world.actors if one == f"{letter}.token.reading")
    values = {
        "partnership": world.private[letter].ref,
        "file": str(file),
        "folder": str(folder),
        "token": world.token_refs[token],
    }
    return [*name.split(), *(word.format(**values) for word in ARGUMENTS[name])]


def test_every_command_takes_a_view_or_is_known_to_take_none() -> None:
    everything = {name for name, _ in commands(build_parser())}

    assert everything - set(with_a_view()) == WITHOUT_A_VIEW
    assert set(with_a_view()) == set(ARGUMENTS)


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
@pytest.mark.parametrize("letter", ["a", "d"])
def test_command_shows_and_changes_what_is_ones_own(
    world: World, before: Rows, name: str, letter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = world.owner(letter)
    view = ["--organization", owner.organization.slug, "--as", owner.person.email, "--json"]
    with undone() as deed:
        status = main([*arguments(name, world, letter, tmp_path), *view])
        printed = capsys.readouterr()
        content = (printed.out + printed.err).encode() + b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert foreign_changes(before, owner.organization_id, deed.wrote) == []

    assert status in {0, 1}
    assert world.cage.leaked(content, owner.organization_id, "owner", owner.person_id) == []


@pytest.mark.parametrize("name", sorted(ABOUT_ONE | {"token revoke"}))
def test_command_refuses_what_is_anothers(
    world: World, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = world.owner("b")
    view = ["--organization", owner.organization.slug, "--as", owner.person.email]
    with undone() as deed:
        status = main([*arguments(name, world, "a", tmp_path), *view])
        assert deed.wrote == set()
    printed = capsys.readouterr()

    assert status == 2
    assert (
        world.cage.leaked((printed.out + printed.err).encode(), owner.organization_id, "owner", owner.person_id) == []
    )


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
@pytest.mark.parametrize("state", ["suspended", "invited", "removed"])
def test_command_takes_the_view_of_nobody_who_is_not_active(
    world: World, name: str, state: str, tmp_path: Path
) -> None:
    somebody = world.actors[f"a.{state}"].membership
    assert somebody is not None
    view = ["--organization", somebody.organization.slug, "--as", somebody.person.email]
    with undone() as deed:
        assert main([*arguments(name, world, "a", tmp_path), *view]) == 2
        assert deed.wrote == set()


@pytest.mark.parametrize(
    ("name", "role"), [("import", "member"), ("import", "executive_sponsor"), ("token create", "auditor")]
)
def test_command_refuses_whoever_may_not(world: World, name: str, role: str, tmp_path: Path) -> None:
    somebody = world.actors[f"a.{role}"].membership
    assert somebody is not None
    view = ["--organization", somebody.organization.slug, "--as", somebody.person.email]
    with undone() as deed:
        assert main([*arguments(name, world, "a", tmp_path), *view]) == 2
        assert deed.wrote == set()
