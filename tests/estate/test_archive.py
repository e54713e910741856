"""Everything of an organization, packed and brought elsewhere: the same rows under the same numbers."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from comotion.core.audit import erase_chain, record, verify_chain
from comotion.core.models import AuditChain, AuditEntry
from comotion.core.principal import acting_as, past_the_wall
from comotion.core.visibility import Visibility
from comotion.estate.importing import Imported, UnableToImportOrganization, import_archive
from comotion.estate.reading import UnableToReadArchive, open_archive
from comotion.estate.sealing import UnableToOpenSeal, key_of_archive
from comotion.estate.tables import columns_of, every_row, label_of, options_of
from comotion.estate.writing import ArchiveWriter
from comotion.identity.models import ApiToken, Membership, Organization, Person
from comotion.identity.tokens import create_token
from comotion.measures.models import Reading
from comotion.partnerships.models import Partnership, Party, Standing
from comotion.surveys.models import PulseAnswer
from tests.factories import (
    make_answers,
    make_member,
    make_organization,
    make_partnership,
    make_reading,
    make_room,
    make_standing,
    principal_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
AT = dt.datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=dt.UTC)
MONTH = dt.date(2026, 1, 1)
REF = "archive00001"
Rows = dict[str, dict[int, dict[str, Any]]]


def quiet(_done: int, _total: int, _word: str) -> None:
    return None


def packed(membership: Membership, folder: Path) -> Path:
    path = folder / "northwind.zip"
    with acting_as(principal_of(membership)), path.open("wb") as target:
        ArchiveWriter(target, REF).write(at=AT, progress=quiet)
    return path


def text_of(path: Path) -> str:
    """Return all that can be read in an archive without its key."""
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def ours() -> list[type[models.Model]]:
    """Return every model of ours, and what links rows with several others."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model.__module__.startswith("comotion.")]


def rows_there() -> Rows:
    """Return every row of every model of ours, as it is; links by the rows that they link."""
    with past_the_wall():
        return {label_of(model): _rows_of(model) for model in ours()}


def _rows_of(model: Any) -> dict[int, dict[str, Any]]:
    names = [one.attname for one in columns_of(model)]
    if model._meta.auto_created:
        names.remove("id")
        return dict(enumerate(every_row(model).order_by(*names).values(*names)))
    return {row["id"]: row for row in every_row(model).values(*names)}


def emptied() -> None:
    """Leave nothing, as in an installation that is new."""
    with acting_as(None):
        for organization in Organization.unscoped.all():
            erase_chain(organization.pk)
        for model in ours():
            if model not in {AuditEntry, AuditChain}:
                rows = every_row(model).all()
                rows._raw_delete(rows.db)


def brought(path: Path, key: str = "") -> Imported:
    return import_archive(archive=open_archive(path), key=key or key_of_archive(REF), at=AT, progress=quiet)


def same(before: Rows, after: Rows, *, but: set[str]) -> list[str]:
    """Return what differs, table by table."""
    return [label for label in before if label not in but and before[label] != after[label]]


@pytest.fixture
def filled(member: Membership) -> Membership:
    """An organization with a partnership, answers of people, a token, and a log."""
    own = make_partnership(member.organization, "Halden", standing={"potential": 61.25, "notes": "exit thoughts"})
    make_reading(own, "revenue", MONTH, 5.125, entered_at=AT)
    make_answers(own, MONTH, "ours", {"trust": [1.0, 5.0, None]})
    make_member(member.organization, "member", state="suspended")
    member.person.set_password("a-long-enough-word")
    member.person.save()
    with acting_as(principal_of(member)):
        create_token(name="nightly", scopes=["portfolio:read"], at=AT)
        record("enter", "reading", 1, at=AT, value=5.125)
    return member


def test_archive_gives_the_same_organization_back(filled: Membership, tmp_path: Path) -> None:
    path = packed(filled, tmp_path)
    before = rows_there()
    emptied()

    done = brought(path)

    after = rows_there()
    changed = {"core.AuditEntry", "core.AuditChain"}
    assert same(before, after, but={*changed, "identity.Person"}) == []
    assert before["identity.Person"] == {
        number: row | {"last_login": before["identity.Person"][number]["last_login"]}
        for number, row in after["identity.Person"].items()
    }
    assert {number: row for number, row in after["core.AuditEntry"].items() if number in before["core.AuditEntry"]} == (
        before["core.AuditEntry"]
    )
    assert (done.organization, done.seal_opened, done.tampered) == ("northwind-cloud", True, None)
    assert verify_chain(filled.organization_id) is None
    assert AuditEntry.unscoped.latest("sequence").action == "organization.imported"


def test_organization_that_is_about_to_be_deleted_here_is_not_there(filled: Membership, tmp_path: Path) -> None:
    Organization.unscoped.filter(pk=filled.organization_id).update(closes_at=AT)
    path = packed(filled, tmp_path)
    emptied()
    brought(path)

    assert Organization.unscoped.get(slug="northwind-cloud").closes_at is None


def test_rows_that_are_made_afterwards_get_numbers_of_their_own(filled: Membership, tmp_path: Path) -> None:
    path = packed(filled, tmp_path)
    emptied()
    brought(path)

    assert make_partnership(Organization.unscoped.get(slug="northwind-cloud")).pk is not None
    assert make_organization("Another").pk is not None


def test_single_answers_and_secrets_cannot_be_read_in_the_archive(filled: Membership, tmp_path: Path) -> None:
    text = text_of(packed(filled, tmp_path))
    answer = PulseAnswer.unscoped.first()
    token_hash = ApiToken.unscoped.get().secret_hash
    filled.person.refresh_from_db()

    assert answer is not None
    assert [secret in text for secret in (answer.respondent_hash, token_hash, filled.person.password)] == [False] * 3
    assert (
        json.loads(zipfile.ZipFile(tmp_path / "northwind.zip").read("manifest.json"))["tables"]["surveys.PulseAnswer"]
        == 0
    )
    assert "exit thoughts" in text


def test_archive_without_its_key_brings_what_can_be_read_and_lets_nobody_in(filled: Membership, tmp_path: Path) -> None:
    path = packed(filled, tmp_path)
    emptied()

    done = import_archive(archive=open_archive(path), key="", at=AT, progress=quiet)

    person = Person.objects.get(pk=filled.person_id)
    assert (done.seal_opened, PulseAnswer.unscoped.count(), Reading.unscoped.count()) == (False, 0, 1)
    assert (person.email, person.has_usable_password()) == (filled.person.email, False)
    assert ApiToken.unscoped.count() == 1


def test_wrong_key_brings_nothing(filled: Membership, tmp_path: Path) -> None:
    path = packed(filled, tmp_path)
    emptied()

    for key in ("no key", key_of_archive("another")):
        with pytest.raises(UnableToOpenSeal, match="does not open this archive"):
            brought(path, key)
    assert not Organization.unscoped.exists()


@pytest.fixture
def shared(filled: Membership) -> tuple[Membership, Partnership]:
    """A room with a company that keeps something to itself and shares something."""
    halden = make_member(make_organization("Halden Analytics", domain="halden.example"), "owner")
    room = make_room("The room", filled.organization, halden.organization)
    make_standing(filled.organization, room, notes="ours about the room")
    make_standing(halden.organization, room, notes="theirs about the room")
    with past_the_wall():
        own = {"owner_org": halden.organization, "partnership": room, "entered_at": AT}
        reading = {"period_start": MONTH, "period_kind": "month", "side": "theirs", **own}
        Reading.unscoped.create(kpi="shared by them", value=1, visibility=Visibility.SHARED, **reading)
        Reading.unscoped.create(kpi="kept by them", value=2, **reading)
    make_partnership(halden.organization, "Their other partner")
    with acting_as(principal_of(halden)):
        record("enter", "reading", 5, at=AT, why="their own reason")
    return halden, room


def test_archive_holds_what_is_shared_and_nothing_that_the_partner_keeps(
    filled: Membership, shared: tuple[Membership, Partnership], tmp_path: Path
) -> None:
    halden, _room = shared
    path = packed(filled, tmp_path)
    opened = open_archive(path)
    text = text_of(path) + json.dumps(opened.sealed_rows(key_of_archive(REF)), default=str)

    found = {word: word in text for word in ("shared by them", "ours about the room", "Halden Analytics")}
    hidden = (
        "kept by them", "theirs about the room", "Their other partner", "their own reason", "halden.example",
        "halden-analytics", halden.person.email, halden.person.name,
    )  # fmt: skip
    assert found == dict.fromkeys(found, True)
    assert [word for word in hidden if word in text] == []


def test_partner_comes_as_a_record_that_can_be_invited_anew(
    filled: Membership, shared: tuple[Membership, Partnership], tmp_path: Path
) -> None:
    halden, room = shared
    path = packed(filled, tmp_path)
    emptied()
    brought(path)

    there = Organization.unscoped.get(pk=halden.organization_id)
    states = dict(Party.unscoped.filter(partnership=room.pk).values_list("organization__name", "state"))
    assert (there.name, there.kept_by_id, there.is_active) == ("Halden Analytics", filled.organization_id, False)
    assert states == {"Northwind Cloud": "active", "Halden Analytics": "record"}
    with acting_as(principal_of(filled)):
        assert set(Reading.objects.values_list("kpi", flat=True)) == {"revenue", "shared by them"}
        assert Standing.objects.get(partnership=room.pk).notes == "ours about the room"


def test_archive_is_brought_into_an_empty_installation_only(filled: Membership, tmp_path: Path) -> None:
    path = packed(filled, tmp_path)
    before = rows_there()

    with pytest.raises(UnableToImportOrganization, match="Somebody is here already"):
        brought(path)
    assert rows_there() == before


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Return a copy of an archive in which somebody changed entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path


def _manifest(**fields: Any) -> Callable[[str, bytes], bytes]:
    return lambda name, content: (
        json.dumps(json.loads(content) | fields).encode() if name == "manifest.json" else content
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda name, content: content.replace(b"Halden", b"Holden"), "is damaged: tables/"),
        (lambda name, content: None if name == "sealed.bin" else content, "files were added to it or taken out"),
        (lambda name, content: None if name == "manifest.json" else content, "is no archive of an organization"),
        (_manifest(format="something else"), "is no archive of an organization"),
        (_manifest(format_version=2), "was made by version"),
        (_manifest(migrations=[]), "whose tables differ from ours"),
    ],
)
def test_damaged_or_foreign_archive_is_refused_in_one_line(
    filled: Membership, tmp_path: Path, change: Callable[[str, bytes], bytes | None], said: str
) -> None:
    path = rewritten(packed(filled, tmp_path), change)

    with pytest.raises(UnableToReadArchive) as refused:
        open_archive(path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_file_that_is_cut_off_or_no_archive_is_refused(filled: Membership, tmp_path: Path) -> None:
    path = packed(filled, tmp_path)
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], b"Name;Since\n", b"", whole[:200] + b"\0" + whole[201:]):
        path.write_bytes(content)
        with pytest.raises(UnableToReadArchive):
            open_archive(path)


def test_archive_that_names_rows_it_does_not_have_brings_nothing(filled: Membership, tmp_path: Path) -> None:
    path = packed(filled, tmp_path)
    emptied()
    archive = open_archive(path)
    archive.manifest["tables"].pop("identity.Person")

    with pytest.raises(UnableToImportOrganization, match="not complete"):
        import_archive(archive=archive, key=key_of_archive(REF), at=AT, progress=quiet)
    assert not Organization.unscoped.exists()


def test_every_field_of_every_table_is_of_a_kind_that_travels() -> None:
    kinds = {
        type(field)
        for model in apps.get_models()
        if model.__module__.startswith("comotion.")
        for field in options_of(model).get_fields()
        if isinstance(field, models.Field)
    }

    assert {kind.__name__ for kind in kinds if issubclass(kind, models.FileField | models.DurationField)} == set()
