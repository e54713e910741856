"""Files of real systems as a newcomer brings them, by the Import page and by the command line.

The numbers are those of the folders' own ``expected.json``. What the files do not say is shown as missing, never as zero,
and the pages say what to measure first.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count, QuerySet
from django.test import Client
from pypdf import PdfReader

from comotion.accounts.models import Account, DealMerge, Opportunity, Pipeline, Stage
from comotion.cli.main import main
from comotion.identity.models import Organization
from comotion.imports.models import ImportRun
from comotion.partnerships.models import Designation, Partnership, Standing
from comotion.portfolio.models import PortfolioRow
from tests.conftest import MemberClient

DATA = Path(__file__).parents[3] / "shared" / "data"
WAREHOUSE = tuple(
    f"crm-hubspot-warehouse/{name}.csv"
    for name in ("company_data", "deal_data", "deal_pipeline_data", "deal_pipeline_stage_data", "merged_deal_data")
)
ECOSYSTEM = ("cncf-ecosystem/members.csv", "cncf-ecosystem/programs.csv")
FILES = WAREHOUSE + ECOSYSTEM
HOME = "/o/northwind-cloud/"
ZERO = re.compile(r"(?<![\w.,–-])0(\.0+)?(?![\w.,%–-])")
"""A number nought that stands alone."""
TRUE_COUNTS = ("Quick win 0", "Restructure 0", "Overhaul 0", "Sunset review 0")
"""What really counts nought on the portfolio: the columns of the board without a card."""

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.slow]


def expected(folder: str) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((DATA / folder / "expected.json").read_text())["facts"]
    return facts


def own(model: Any, organization: Organization) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.unscoped.filter(owner_org=organization)
    return rows


def by_page(client: Client, commit: Any) -> list[tuple[int, int, int, int, int]]:
    """Bring each file to the Import page, look at its preview, load it, and return what the result page counts."""
    found = []
    for name in FILES:
        upload = SimpleUploadedFile(Path(name).name, (DATA / name).read_bytes())
        preview = client.post(f"{HOME}import/", {"file": upload})
        assert preview.status_code == 302, text_of(preview)
        assert text_of(client.get(preview.url)).count("can be loaded.") == 1
        with commit(execute=True):
            client.post(f"{preview.url}load/")
        run = ImportRun.unscoped.get(ref=preview.url.rstrip("/").rpartition("/")[2])
        shown = text_of(client.get(preview.url))
        assert f"{run.unchanged} unchanged {run.changed} changed {run.created} new {run.refused} refused" in shown
        found.append((run.rows, run.created, run.changed, run.unchanged, run.refused))
    return found


def by_command(capsys: pytest.CaptureFixture[str]) -> list[tuple[int, int, int, int, int]]:
    """Load all files with one command and return what it counts."""
    status = main(("import", *(str(DATA / name) for name in FILES), "--json"))
    documents = json.loads(capsys.readouterr().out)
    assert status == 1  # some rows are refused, and listed
    names = ("rows", "created", "changed", "unchanged", "refused")
    return [tuple(each[name] for name in names) for each in documents["runs"]]  # type: ignore[misc]


@pytest.fixture
def loaded(
    request: pytest.FixtureRequest,
    organization: Organization,
    member_client: MemberClient,
    capsys: pytest.CaptureFixture[str],
    django_capture_on_commit_callbacks: Any,
) -> list[tuple[int, int, int, int, int]]:
    """What each of the files counted, brought by the command or, where a test asks for it, by the page."""
    owner = member_client("owner")
    if getattr(request, "param", "command") == "command":
        return by_command(capsys)
    return by_page(owner, django_capture_on_commit_callbacks)


@pytest.fixture
def read(loaded: Any, member_client: MemberClient) -> Callable[[str], str]:
    """Return ``read(path)``: the words of a page of the loaded program, as an owner reads them."""
    client = member_client("owner")

    def page(path: str) -> str:
        answer = client.get(HOME + path)
        assert answer.status_code == 200
        return text_of(answer)

    return page


def text_of(answer: Any) -> str:
    """The words of a page: without markup, scripts and what only a screen reader hears."""
    html = re.sub(r"<(script|style|svg|dialog)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    html = re.sub(r"<option.*?</option>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def zeros(text: str) -> list[str]:
    """Return every number nought with the words around it, true counts left out."""
    for count in TRUE_COUNTS:
        text = text.replace(count, "")
    return [text[max(0, one.start() - 40) : one.end() + 20] for one in ZERO.finditer(text)]


@pytest.mark.parametrize("loaded", ["page", "command"], indirect=True)
def test_files_are_counted_as_their_readmes_say(loaded: Any, organization: Organization) -> None:
    deals, members = expected("crm-hubspot-warehouse"), expected("cncf-ecosystem")

    assert loaded == [
        (24, 24, 0, 0, 0), (44, 44, 0, 0, 0), (6, 6, 0, 0, 0), (71, 71, 0, 0, 0), (14, 14, 0, 0, 0),
        (722, 721, 0, 0, 1), (389, 350, 0, 11, 28),
    ]  # fmt: skip
    assert own(Account, organization).count() == deals["companies: rows / distinct ids / is_deleted"][1]
    assert own(Opportunity, organization).exclude(stage="").count() == deals["deals: with a stage"] == 0
    assert own(Opportunity, organization).exclude(amount=None).count() == deals["deals: with an amount"] == 0
    assert (
        dict(own(Opportunity, organization).values_list("owner_name").annotate(Count("pk")).order_by())
        == deals["deals: by owner ('' = no owner)"]
    )
    assert own(Pipeline, organization).count() == deals["pipelines"]
    assert own(Stage, organization).filter(is_won=True).count() == deals["stages: closed_won true"]
    merges = own(DealMerge, organization).values_list("survivor_external_id", "merged_external_id")
    assert [len({one for one, _other in merges}), len(merges)] == deals[
        "merge audit: surviving deals / merged-away deals"
    ]
    tiers = dict(own(Standing, organization).values_list("level").annotate(Count("pk")).order_by())
    refused = "End User Supporter and Contributor"  # SAP Labs: by its key it is SAP, which is there
    assert tiers | {refused: tiers[refused] + 1} == members["members by tier"]
    assert own(Partnership, organization).filter(started_date=None).count() == members["members without joined date"]
    kcsp = "Kubernetes Certified Service Provider"
    assert (
        own(Designation, organization).filter(program=kcsp).count()
        == members["KCSP organisations that are also members"]
    )


def test_nothing_of_the_files_is_scored(loaded: Any, organization: Organization) -> None:
    rows = own(PortfolioRow, organization)

    assert rows.count() == 721
    assert set(rows.values_list("scorecard", "momentum_index", "potential", "health", "priority", "trend")) == {
        (None,) * 6
    }
    assert set(rows.values_list("phase", "tier", "coverage")) == {("measure_first", "unrated", 0.0)}


def test_pages_say_what_to_measure_first_and_show_nothing_as_zero(
    read: Callable[[str], str], organization: Organization
) -> None:
    red_hat = own(Partnership, organization).get(name="Red Hat").ref

    today, portfolio = read("today/"), read("portfolio/")
    room, metrics, scorecard, value = (
        read(f"partnerships/{red_hat}/{section}") for section in ("", "metrics/", "scorecard/", "value/")
    )

    assert "None of your 721 partnerships can be judged yet. Begin with Revenue against plan." in today
    assert "44 of 44 deals count for no partnership until a column names who brought them." in today
    assert "44 have no amount: unknown, not zero. 44 have no stage: unknown, not lost." in today
    assert "Nothing can be ranked yet" in today
    assert "None of 721 partnerships has enough data to be judged yet; begin with Revenue against plan." in portfolio
    assert "No partnership is rated in any of the four yet" in portfolio
    assert "Takes part in Certified Kubernetes - Distribution and Certified Kubernetes - Hosted." in room
    assert "There are too few readings for a score yet; begin with Revenue against plan" in room
    assert "Platinum" in room
    assert "None of the 16 measures has a reading yet." in metrics
    assert "Three horizons – Three horizons: – no data 0, 75, 100" in metrics  # its limits, the worst of them nought
    assert "There is no reading yet, so there is no score." in scorecard
    assert {"today": zeros(today), "portfolio": zeros(portfolio), "room": zeros(room)} == {
        "today": [],
        "portfolio": [],
        "room": [],
    }
    assert (zeros(scorecard), [one for one in zeros(value) if "months 0" not in one]) == ([], [])


def test_reports_show_nothing_as_zero(loaded: Any, organization: Organization, member_client: MemberClient) -> None:
    client = member_client("owner")

    rows = list(csv.DictReader(io.StringIO(client.get(f"{HOME}portfolio/report.csv").content.decode("utf-8-sig"))))
    paper = PdfReader(io.BytesIO(client.get(f"{HOME}portfolio/report.pdf").content))

    figures = ("scorecard", "momentum_index", "potential", "health", "priority", "trend")
    assert len(rows) == 721
    assert {row[name] for row in rows for name in figures} == {""}
    assert len(paper.pages) < 6
    assert "721 partnerships without any figure" in " ".join(
        " ".join(one.extract_text() for one in paper.pages).split()
    )
