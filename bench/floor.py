"""The floor of a list page: what plain Django does with plain models, a count, an offset and a template."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

OWNERS, COUNTRIES = 20, 100
LIST = """<!doctype html><title>Partners</title><form><input name="q"></form><p>{{ user }}: {{ total }} partners</p>
<table>{% for row in rows %}<tr><td><a href="/partners/{{ row.pk }}/">{{ row.name }}</a><td>{{ row.city }}
<td>{{ row.country.name }}<td>{{ row.owner.username }}<td>{{ row.tier }}<td>{{ row.phase }}
<td>{{ row.score|floatformat:1 }}<td>{{ row.updated|date:"Y-m-d" }}</tr>{% endfor %}</table>
{% for number in pages %}<a href="?page={{ number }}">{{ number }}</a> {% endfor %}"""
WIDE = """<!doctype html><title>Partners</title><form><input name="q"></form><p>{{ user }}: {{ total }} partners</p>
<table>{% for row in rows %}<tr><td><a href="/partners/{{ row.pk }}/">{{ row.name }}</a><br>{{ row.approach }}
<td>{{ row.phase }}<td>{{ row.financial|floatformat }}<td>{{ row.strategic|floatformat }}
<td>{{ row.operational|floatformat }}<td>{{ row.relationship|floatformat }}<td>{{ row.score|floatformat:1 }}
<td>{{ row.low|floatformat:1 }}–{{ row.high|floatformat:1 }}<td>{{ row.coverage|floatformat:2 }}
<td>{{ row.trend|floatformat:1 }}<td>{{ row.momentum|floatformat }}<td>{{ row.warnings }}
<td>{{ row.owner.username }}<td>{{ row.updated|date:"j M" }}</tr>{% endfor %}</table>
{% for number in pages %}<a href="?page={{ number }}">{{ number }}</a> {% endfor %}"""


def configure(folder: Path) -> None:
    """Set Django up with the least that a page with a login has."""
    import django
    from django.conf import settings

    folder.mkdir(parents=True, exist_ok=True)
    contrib = "django.contrib"
    settings.configure(
        DEBUG=False,
        SECRET_KEY="for-benchmarks-only-" + "x" * 50,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="bench.floor_pages",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": _database(folder / "floor.db")},
        INSTALLED_APPS=[f"{contrib}.contenttypes", f"{contrib}.auth", f"{contrib}.sessions"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            f"{contrib}.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            f"{contrib}.auth.middleware.AuthenticationMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"list": LIST, "wide": WIDE})]},
            }
        ],
    )
    django.setup()


def _database(path: Path) -> dict[str, Any]:
    pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"init_command": pragmas},
        "CONN_MAX_AGE": 600,
    }


def fill(count: int) -> None:
    """Make the tables and so many partners."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection

    from bench.floor_pages import Country, Partner

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Country, Partner):
            editor.create_model(model)
    owners = [User.objects.create_user(f"person-{number}") for number in range(OWNERS)]
    Country.objects.bulk_create([Country(id=number, name=f"Country {number}") for number in range(1, COUNTRIES + 1)])
    Partner.objects.bulk_create((partner(number, owners) for number in range(1, count + 1)), batch_size=2000)


def partner(number: int, owners: list[Any]) -> Any:
    """Return one partner; its numbers follow from its own."""
    from bench.floor_pages import Partner

    score = 30.0 + number * 7919 % 600 / 10
    return Partner(
        id=number,
        name=f"Partner {number * 7919 % 999_983:06d} Holdings",
        city=f"City {number % 500}",
        country_id=number % COUNTRIES + 1,
        owner=owners[number % OWNERS],
        approach=("Co-selling", "Reselling", "Integration", "")[number % 4],
        tier=number % 4,
        phase=("plan", "build", "run", "renew")[number % 4],
        score=score,
        financial=score + 4,
        strategic=score - 3,
        operational=score + 1,
        relationship=score - 5,
        low=score - 6,
        high=score + 9,
        coverage=0.85,
        trend=0.4,
        momentum=score - 2,
        warnings=number % 3,
        updated=dt.datetime(2026, 11, 16, tzinfo=dt.UTC),
    )


def make(folder: Path, count: int) -> None:
    """Fill the floor's database; once in a process."""
    configure(folder)
    fill(count)
    (folder / "ready").touch()


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
