"""``comotion export``, ``organization key`` and ``organization import``: everything out, and in again elsewhere."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from comotion.core.models import AuditEntry
from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Membership, Organization
from comotion.notices.models import Webhook
from tests.cli.conftest import Run
from tests.estate.test_archive import emptied, rows_there
from tests.factories import make_member, make_organization, make_partnership

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def archive(run: Run, member: Membership, tmp_path: Path) -> Path:
    make_partnership(member.organization, "Halden Analytics")
    with acting_as(Principal(member.organization_id, "owner", member.person_id)):
        Webhook.objects.create(
            owner_org=member.organization, author=member.person, url="https://hooks.example/x", sealed_secret="old",
            created_at=member.since,
        )  # fmt: skip
    path = tmp_path / "everything.zip"
    document = run("export", "--organization", "northwind-cloud", "--out", str(path), "--json").document
    assert document["file"] == str(path)
    assert document["tables"]["partnerships.Partnership"] == 1
    return path


def test_export_comes_back_with_its_key(run: Run, archive: Path, member: Membership, tmp_path: Path) -> None:
    key = run("organization", "key", str(archive)).out
    (tmp_path / "key").write_text(key)
    before = rows_there()["partnerships.Partnership"]
    emptied()

    answer = run("organization", "import", str(archive), "--key-file", str(tmp_path / "key"), "--json")

    assert answer.status == 0
    assert {name: answer.document[name] for name in ("organization", "seal_opened", "audit_log_whole", "webhooks_paused")} == {
        "organization": "northwind-cloud", "seal_opened": True, "audit_log_whole": True, "webhooks_paused": 1,
    }  # fmt: skip
    assert rows_there()["partnerships.Partnership"] == before
    hook = Webhook.unscoped.get()
    assert (hook.paused_at is not None, hook.sealed_secret != "old") == (True, True)
    assert run("check").status == 0


def test_import_without_the_key_says_what_stayed_closed(run: Run, archive: Path) -> None:
    emptied()

    answer = run("organization", "import", str(archive))

    assert answer.status == 1
    assert "northwind-cloud is here:" in answer.out
    assert "What is sealed stayed closed: single answers" in answer.err


def test_import_is_refused_where_somebody_is(run: Run, archive: Path) -> None:
    answer = run("organization", "import", str(archive))

    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("comotion: Somebody is here already.")
    assert answer.err.count("\n") == 1


def test_import_refuses_a_file_that_is_no_archive(run: Run, member: Membership, tmp_path: Path) -> None:
    (tmp_path / "partners.csv").write_text("Name,Since\n")

    answers = [run("organization", "import", str(tmp_path / name)) for name in ("partners.csv", "missing.zip")]

    assert [(answer.status, answer.err.count("\n")) for answer in answers] == [(2, 1), (2, 1)]
    assert "is no archive of an organization" in answers[0].err


def test_key_of_an_archive_that_was_made_elsewhere_is_not_known(run: Run, archive: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(foreign, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | {"archive": "elsewhere123"}).encode()
            new.writestr(name, content)

    answer = run("organization", "key", str(foreign))

    assert (answer.status, answer.out) == (2, "")
    assert "does not open this archive" in answer.err


def test_export_writes_over_nothing_and_notes_itself(run: Run, archive: Path) -> None:
    answer = run("export", "--out", str(archive))

    assert answer.status == 2
    assert "is there already" in answer.err
    assert set(AuditEntry.unscoped.values_list("action", flat=True)) == {"export.asked", "export.downloaded"}
    assert archive.stat().st_mode & 0o077 == 0


def test_export_is_for_owners(run: Run, member: Membership, tmp_path: Path) -> None:
    manager = make_member(member.organization, "alliance_manager")
    path = tmp_path / "everything.zip"

    answer = run("export", "--as", manager.person.email, "--out", str(path))

    assert (answer.status, path.exists()) == (2, False)
    assert "Not allowed in this role" in answer.err


def test_export_asks_which_organization(run: Run, member: Membership, tmp_path: Path) -> None:
    make_organization("Another Cloud")

    answer = run("export", "--out", str(tmp_path / "everything.zip"))

    assert (answer.status, Organization.unscoped.count()) == (2, 2)
    assert "Say for which organization" in answer.err
