"""On PostgreSQL the suite acts as a role that cannot go around the second wall, as a server has to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from comotion.core import wall

ROLE = "comotion_server"
AS_SERVER = f"-c role={ROLE}"


@contextmanager
def behind_the_wall() -> Iterator[None]:
    """Connect as a plain role until the block ends; on SQLite there is no second wall."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS")
        wall.build(role=ROLE)
        act_as_server()
    yield
    act_as_owner()


def act_as_server() -> None:
    """Connect as a server from now on."""
    _connect_with(AS_SERVER)


def act_as_owner() -> None:
    """Connect as who owns the tables, as emptying them and dropping the database ask for."""
    _connect_with("")


def _connect_with(options: str) -> None:
    settings = connection.settings_dict["OPTIONS"]
    if connection.vendor != "postgresql" or settings.get("options", "") == options:
        return
    connection.close()
    settings["options"] = options
