"""Goal 7, the others, in a process of its own: ``imports_peers.py METHOD FILE DATABASE_URL`` with METHOD
``polars`` (validation by columns, one upsert) or ``import_export`` (django-import-export with bulk writes).

Both know what ours knows of a good row: a name, an amount and a share that are numbers, a share of 0 to 100, a day that
exists, and a partner who is here. django-import-export lives in an environment of its own, ``.venv-bench``.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import django
from django.conf import settings

sys.path[:0] = [str(Path(__file__).parent.parent)]
from bench.deals import HEADER, KNOWN, PARTNERS, deal_id, partner  # noqa: E402  (found by the line above)

COLUMNS = ("external_id", "name", "account_name", "stage", "amount", "probability", "close_date", "partner_id")


def database(url: str) -> dict[str, Any]:
    """Return Django's words for a database: a file of SQLite, or a socket of PostgreSQL."""
    found = urlsplit(url)
    if found.scheme == "sqlite":
        options = {"init_command": "PRAGMA journal_mode=wal; PRAGMA synchronous=normal"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": found.path, "OPTIONS": options}
    host = found.hostname or unquote(parse_qs(found.query).get("host", [""])[0])
    return {"ENGINE": "django.db.backends.postgresql", "NAME": found.path[1:], "USER": found.username, "HOST": host}


settings.configure(
    SECRET_KEY="for-benchmarks-only", DATABASES={"default": database(sys.argv[3])}, USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
)  # fmt: skip
django.setup()

from django.core.validators import MaxValueValidator, MinValueValidator  # noqa: E402  (models need settings)
from django.db import connection, models  # noqa: E402


class Partner(models.Model):
    name = models.CharField(max_length=200, unique=True)

    class Meta:
        app_label = "bench"


class Deal(models.Model):
    external_id = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=250)
    account_name = models.CharField(max_length=250, blank=True)
    stage = models.CharField(max_length=100, blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    probability = models.FloatField(validators=[MinValueValidator(0), MaxValueValidator(100)])
    close_date = models.DateField()
    partner = models.ForeignKey(Partner, models.PROTECT, null=True)

    class Meta:
        app_label = "bench"
        indexes = (models.Index(fields=["account_name", "name"], name="bench_deal_name"),)


def prepare(rows: int) -> None:
    """Make the tables anew, with the partners and the deals that are known already."""
    with connection.cursor() as cursor:
        for table in ("bench_deal", "bench_partner"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
    with connection.schema_editor() as editor:
        editor.create_model(Partner)
        editor.create_model(Deal)
    Partner.objects.bulk_create(Partner(name=partner(number)) for number in range(PARTNERS))
    day = dt.date(2020, 1, 1)
    known = (
        Deal(external_id=deal_id(number), name="old", amount=Decimal(1), probability=0, close_date=day)
        for number in range(0, rows, KNOWN)
    )
    Deal.objects.bulk_create(known, batch_size=2_000)


def polars(file: Path) -> int:
    """Judge every row by columns, and upsert the good ones in one statement."""
    import polars as pl
    from django.db import transaction

    table = pl.read_csv(file, infer_schema=False).rename(dict(zip(HEADER, COLUMNS, strict=True)))
    partners = pl.DataFrame(
        list(Partner.objects.values_list("name", "id")), schema={"partner_id": pl.String, "key": pl.Int64}, orient="row"
    )
    table = table.with_row_index("row", offset=2).join(partners, on="partner_id", how="left").with_columns(
        pl.col("amount").cast(pl.Decimal(20, 2), strict=False), pl.col("probability").cast(pl.Float64, strict=False),
        pl.col("close_date").str.to_date("%Y-%m-%d", strict=False), partner_id=pl.col("key"),
    )  # fmt: skip
    good = (
        pl.col("name").is_not_null() & pl.col("amount").is_not_null() & pl.col("close_date").is_not_null()
        & pl.col("probability").is_between(0, 100).fill_null(value=False) & pl.col("partner_id").is_not_null()
    )  # fmt: skip
    bad = table.filter(~good)["row"].to_list()
    rows = table.filter(good).select(COLUMNS)
    names, sets = ", ".join(COLUMNS), ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    tail = f"ON CONFLICT (external_id) DO UPDATE SET {sets}"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(COLUMNS))
            texts = rows.with_columns(pl.col("close_date", "amount").cast(pl.String))
            cursor.connection.executemany(f"INSERT INTO bench_deal ({names}) VALUES ({marks}) {tail}", texts.rows())
        else:
            cursor.execute("CREATE TEMP TABLE arrived (LIKE bench_deal) ON COMMIT DROP")
            cursor.execute("ALTER TABLE arrived ALTER COLUMN id DROP NOT NULL")
            with cursor.copy(f"COPY arrived ({names}) FROM STDIN (FORMAT csv)") as copy:
                copy.write(rows.write_csv(include_header=False))
            cursor.execute(f"INSERT INTO bench_deal ({names}) SELECT {names} FROM arrived WHERE true {tail}")
    return len(bad)


def import_export(file: Path) -> int:
    """Let django-import-export do it, with its bulk writes and each row cleaned."""
    import tablib
    from import_export import fields, resources, widgets

    class Deals(resources.ModelResource):
        partner = fields.Field(
            attribute="partner", column_name="partner", widget=widgets.ForeignKeyWidget(Partner, "name")
        )

        class Meta:
            model = Deal
            import_id_fields = ("external_id",)
            fields = (*COLUMNS[:-1], "partner")
            use_bulk = True
            batch_size = 1_000
            clean_model_instances = True
            skip_diff = True
            report_skipped = False
            use_transactions = False

    data = tablib.Dataset().load(file.read_text(encoding="utf-8"), format="csv")
    data.headers = [*COLUMNS[:-1], "partner"]
    found = Deals().import_data(data, dry_run=False, raise_errors=False, collect_failed_rows=False)
    return len(found.invalid_rows) + len(found.error_rows)


def main(method: str, file: Path) -> None:
    """Prepare, import, and print what that took."""
    prepare(sum(1 for _ in file.open("rb")) - 1)
    before = time.process_time()
    began = time.perf_counter()
    bad = {"polars": polars, "import_export": import_export}[method](file)
    wall = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    cpu = time.process_time() - before
    print(json.dumps({"wall": wall, "cpu": cpu, "bad": bad, "rows": Deal.objects.count(), "peak_mb": peak}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
