"""PostgreSQL as docs/how-to/run-on-postgresql.md sets it up: one role owns the tables, another one serves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

pytestmark = [pytest.mark.wall, pytest.mark.postgres]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
OWNER, SERVER, DATABASE = (f"{name}_{WORKER}" for name in ("two_owner", "two_server", "two_roles"))
"""Roles and databases belong to the whole server, which the workers share."""
SET_UP = (
    f"CREATE ROLE {OWNER} LOGIN PASSWORD 'owner'",
    f"CREATE ROLE {SERVER} LOGIN PASSWORD 'server' NOSUPERUSER NOBYPASSRLS",
    f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
)
TEAR_DOWN = (
    f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)",
    f"DROP ROLE IF EXISTS {OWNER}",
    f"DROP ROLE IF EXISTS {SERVER}",
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return what the server knows; ``comotion init`` has run as the owner."""
    home = tmp_path_factory.mktemp("two-roles")
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as superuser:
        for statement in (*TEAR_DOWN, *SET_UP):
            superuser.execute(statement)
        known = os.environ | {"COMOTION_HOME": str(home), "DATABASE_URL": address(SERVER)}
        known.pop("DJANGO_SETTINGS_MODULE", None)
        comotion(
            known | {"DATABASE_OWNER_URL": address(OWNER)},
            *("init", "--email", "ada@example.com", "--organization", "Northwind"),
        )
        yield known
        for statement in TEAR_DOWN:
            superuser.execute(statement)


def address(role: str) -> str:
    """Return the suite's server, entered by another role and at another database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}@{host}", path=f"/{DATABASE}"))


def comotion(environment: dict[str, str], *arguments: str, status: int = 0) -> str:
    command = [str(Path(sys.executable).with_name("comotion")), *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == status, ran.stderr
    return ran.stdout + ran.stderr


def test_role_that_serves_finds_everything_in_order(environment: dict[str, str]) -> None:
    said = comotion(environment, "check")

    assert "migrations: all applied" in said
    assert "database: PostgreSQL, sound" in said


def test_second_init_upgrades_and_changes_nothing(environment: dict[str, str]) -> None:
    said = comotion(environment | {"DATABASE_OWNER_URL": address(OWNER)}, "init")

    assert "0 migrations applied" in said


def test_server_refuses_to_start_as_the_owner_of_the_tables(environment: dict[str, str]) -> None:
    said = comotion(environment | {"DATABASE_URL": address(OWNER)}, "worker", status=2)

    assert said.startswith(f"comotion: The role “{OWNER}” of DATABASE_URL owns the tables")
