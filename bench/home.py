"""A home of Comotion with a program of any size in it, filled by plain SQL."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.readings import SEED, Size, cube, measures

TODAY = dt.date(2026, 11, 16)
AT = dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC)
SLUG = "northwind-cloud"
EMAIL = "dana@northwind.example"
OWNERS = 20
LEVELS = ("Gold", "Silver", "Registered", "")


def open_home(folder: Path, database: str = "") -> None:
    """Set Django up on a home of its own, at the newest schema; once in a process. No database means SQLite there."""
    import django

    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "COMOTION_HOME": str(folder),
        "COMOTION_AS_OF": TODAY.isoformat(),
        "COMOTION_SECRET_KEY": "for-benchmarks-only-" + "x" * 50,
        "COMOTION_LOG_LEVEL": "ERROR",
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "comotion.config.settings",
    }
    sys.path[:0] = [str(Path(__file__).parent.parent / "src")]
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    # the same addresses of files without compressing them, which nobody measures here
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    call_command("migrate", verbosity=0)


def fill(size: Size, readings_of: Size | None = None) -> None:
    """Put a program in: organization, people, partnerships, standings and readings.

    ``readings_of`` says for how many partnerships and months there are readings; by default for all.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    organization = _people()
    _partnerships(organization, size)
    _readings(organization, readings_of or size)


def reference(partnership: int) -> str:
    """Return the reference under which a partnership is found."""
    return f"bench{partnership:09d}"


def _people() -> int:
    from comotion.identity.models import Membership, Organization, Person

    organization = Organization.unscoped.create(name="Northwind Cloud", slug=SLUG)
    for number in range(OWNERS):
        email = EMAIL if number == 0 else f"person-{number}@northwind.example"
        person = Person.objects.create_user(email, None, name=f"Person Number {number}")
        role = "owner" if number == 0 else "alliance_manager"
        Membership.unscoped.create(organization=organization, person=person, role=role)
    return organization.pk


def _partnerships(organization: int, size: Size) -> None:
    from comotion.partnerships.enums import Approach

    keys = range(1, size.partnerships + 1)
    names = {key: f"Partner {(key * 7919) % 999_983:06d} Holdings" for key in keys}
    at = AT.isoformat(sep=" ")
    insert(
        "identity_organization",
        ("id", "slug", "name", "domain", "kept_by_id", "created_at"),
        ((key + 10, f"partner-{key}", names[key], f"p{key}.example", organization, at) for key in keys),
    )
    columns = ("id", "owner_org_id", "visibility", "ref", "name", "started_date", "approach", "state")
    approaches = [*Approach.values[:3], ""]
    insert(
        "partnerships_partnership",
        (*columns, "operating_model", "field"),
        (
            (key, organization, 2, reference(key), names[key], "2021-03-01", approaches[key % 4], "active", "", "")
            for key in keys
        ),
    )
    parties = ((key, organization if ours else key + 10, ours) for key in keys for ours in (True, False))
    insert(
        "partnerships_party",
        ("partnership_id", "organization_id", "state", "position"),
        ((key, party, "active" if ours else "record", 0 if ours else 1) for key, party, ours in parties),
    )
    _standings(organization, size)


def _standings(organization: int, size: Size) -> None:
    chance = np.random.default_rng(SEED)
    potential = chance.integers(20, 100, size.partnerships).tolist()
    effort = chance.integers(1, 6, size.partnerships).tolist()
    columns = ("owner_org_id", "visibility", "partnership_id", "owner_id", "owner_name", "level", "potential", "effort")
    rows = (
        (organization, 2, key + 1, key % OWNERS + 1, "", LEVELS[key % 4], potential[key], effort[key])
        for key in range(size.partnerships)
    )
    empty = ("called", "external_id", "website", "notes")
    insert("partnerships_standing", (*columns, *empty, "step"), ((*row, *("",) * 4, row[2] % 7 + 1) for row in rows))


def _readings(organization: int, size: Size) -> None:
    columns = ("owner_org_id", "visibility", "partnership_id", "kpi", "side", "period_start", "period_kind", "value")
    insert(
        "measures_reading",
        (*columns, "unit", "source", "entered_by", "entered_at"),
        ((organization, 2, *row) for row in _reading_rows(size)),
    )


def _reading_rows(size: Size) -> Iterator[tuple[Any, ...]]:
    values = cube(size)
    last = (TODAY.year * 12 + TODAY.month - 1) - 1
    months = range(last - size.months + 1, last + 1)
    starts = [f"{month // 12}-{month % 12 + 1:02d}-01" for month in months]
    names, at = measures(), AT.isoformat(sep=" ")
    for partnership in range(size.partnerships):
        for number, kpi in enumerate(names):
            for start, value in zip(starts, values[number, partnership].tolist(), strict=True):
                if value == value:  # noqa: PLR0124  (only NaN differs from itself)
                    yield partnership + 1, kpi, "ours", start, "month", value, "", "import", "Dana Whitfield", at


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of any number."""
    from django.db import connection, transaction

    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    with transaction.atomic(), connection.cursor() as cursor:
        # sqlite3 itself walks through the rows: Django's cursor would hold all of them
        sqlite3.Cursor.executemany(cursor.cursor, statement, rows)
