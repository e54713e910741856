"""The second wall: on PostgreSQL the database itself keeps the rows of one organization from another.

Every model with an owner organization gets row-level security, forced, with three rules:

* an organization reads, changes and deletes its own rows;
* what is shared in a room is read and changed by the active parties and the guests of that room;
* a row is made for nobody but the organization that acts.

Where nobody acts (logging in, a link, the start of a job, an upgrade) the wall lets everything through: that code is
short, listed with its reasons in ``tests/architecture``, and hands over to a principal. Roles within an organization
are the first wall's matter. The rules are written anew after every migration, for whichever models there are by then.
"""

# ruff: noqa: S608, SLF001  (rules are made of the names of our own tables, which Django keeps in _meta)
from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import Model

from comotion.core.access import Owned
from comotion.core.visibility import Visibility

ACTING = "(SELECT NULLIF(current_setting('comotion.organization', true), '')::bigint)"
PERSON = "(SELECT NULLIF(current_setting('comotion.person', true), '')::bigint)"
AS_GUEST = f"{ACTING} = 0 AND person_id = {PERSON} AND state = 'active'"
NOBODY_ACTS = f"{ACTING} IS NULL"
ROLE = """
SELECT current_user, role.rolsuper, role.rolbypassrls,
       EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY(%s)
               AND pg_has_role(current_user, tableowner, 'MEMBER'))
FROM pg_roles AS role WHERE role.rolname = current_user
"""


class UnableToHoldTheWall(RuntimeError):
    """The server would act in the database as a role for which row-level security does not count."""


def walled_models() -> list[type[Owned]]:
    """Return the models that the wall keeps apart: all that have an owner organization."""
    return [model for model in apps.get_models() if issubclass(model, Owned)]


def build(using: str = "default", role: str = "") -> None:
    """Write the rules of every table, and let ``role`` use the tables; does nothing on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in walled_models():
            for statement in _rules(model):
                cursor.execute(statement)
        for statement in _grants(role) if role else ():
            cursor.execute(statement)


def refuse_a_role_that_goes_around(using: str = "default") -> None:
    """Let no server start as a superuser, an owner of the tables, or a role with BYPASSRLS.

    Raises
    ------
    UnableToHoldTheWall
        With what to do, in words for whoever runs the server.

    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(ROLE, [[model._meta.db_table for model in walled_models()]])
        name, is_superuser, bypasses, owns = cursor.fetchone()
    reason = "is a superuser" if is_superuser else "has BYPASSRLS" if bypasses else "owns the tables" if owns else ""
    if reason:
        raise UnableToHoldTheWall(
            f"The role “{name}” of DATABASE_URL {reason}, so PostgreSQL would not keep organizations apart. Name a "
            "plain role there and the owner in DATABASE_OWNER_URL, then run “comotion init”. The steps stand in "
            "docs/how-to/run-on-postgresql.md."
        )


def _rules(model: type[Owned]) -> list[str]:
    table = _quoted(model._meta.db_table)
    mine = f"owner_org_id = {ACTING}"
    seen = f"{NOBODY_ACTS} OR {mine}"
    if Visibility.SHARED in model.allowed_visibilities and _leads_to_a_room(model):
        seen += f" OR (visibility = {Visibility.SHARED.value} AND {_in_rooms(model, model.room_path().split('__'))})"
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        *(f"DROP POLICY IF EXISTS comotion_{deed} ON {table}" for deed in ("select", "insert", "update", "delete")),
        f"CREATE POLICY comotion_select ON {table} FOR SELECT USING ({seen})",
        f"CREATE POLICY comotion_insert ON {table} FOR INSERT WITH CHECK ({NOBODY_ACTS} OR {mine})",
        f"CREATE POLICY comotion_update ON {table} FOR UPDATE USING ({seen}) WITH CHECK ({seen})",
        f"CREATE POLICY comotion_delete ON {table} FOR DELETE USING ({NOBODY_ACTS} OR {mine})",
    ]


def _leads_to_a_room(model: type[Owned]) -> bool:
    """Say whether the rows can be followed to a room; what nobody reads (single answers) has no way there."""
    first = model.room_path().split("__")[0]
    return first == "pk" or first in {name for field in model._meta.fields for name in (field.name, field.attname)}


def _in_rooms(model: type[Model], path: list[str]) -> str:
    """Say in SQL that a row belongs to a room of whoever acts, following the path from its model to the room."""
    step, *rest = path
    if not rest:
        return f"{_quoted('id' if step == 'pk' else step)} IN ({_rooms_for(model)})"
    field: Any = model._meta.get_field(step)
    parent = field.related_model
    return (
        f"{_quoted(field.column)} IN (SELECT id FROM {_quoted(parent._meta.db_table)} WHERE {_in_rooms(parent, rest)})"
    )


def _rooms_for(model: type[Model]) -> str:
    """Return the rooms of whoever acts; a guest finds the rows that make them one by their person."""
    party, guest = (apps.get_model("partnerships", name) for name in ("Party", "Guest"))
    as_party = (
        f"SELECT partnership_id FROM {_quoted(party._meta.db_table)} WHERE organization_id = {ACTING}"
        " AND state = 'active'"
    )
    if model is guest:
        return f"{as_party} UNION ALL SELECT partnership_id WHERE {AS_GUEST}"
    return f"{as_party} UNION ALL SELECT partnership_id FROM {_quoted(guest._meta.db_table)} WHERE {AS_GUEST}"


def _grants(role: str) -> list[str]:
    name = _quoted(role)
    return [
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {name}",
    ]


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
