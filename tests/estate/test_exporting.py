"""Archives are made by a job, kept for a week, and forgotten; who asked is told also where it failed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from comotion.core.jobs import Job, JobState
from comotion.core.principal import acting_as
from comotion.estate.exporting import (
    KEPT_FOR,
    UnableToExport,
    ask_for_export,
    failure_of,
    forget_expired_exports,
    hand_out,
    jobs_of,
    pack,
)
from comotion.estate.models import Export
from comotion.identity.models import Membership
from comotion.notices.catalogue import kinds
from tests.factories import make_member, make_organization, principal_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def kept(membership: Membership, *, made: dt.datetime) -> Export:
    name = default_storage.save("exports/kept.zip", ContentFile(b"PK"))
    return Export.unscoped.create(
        owner_org=membership.organization, asked_at=made, made_at=made, expires_at=made + KEPT_FOR, file_name=name
    )


def test_archives_are_forgotten_when_their_days_are_over(member: Membership) -> None:
    other = make_member(make_organization("Another Cloud"))
    exports = [kept(member, made=AT), kept(other, made=AT), kept(member, made=AT + dt.timedelta(days=1))]
    names = [export.file_name for export in exports]

    counts = [forget_expired_exports(at=AT + KEPT_FOR + dt.timedelta(hours=hours)) for hours in (-1, 0, 1)]

    assert counts == [0, 2, 0]
    assert [default_storage.exists(name) for name in names] == [False, False, True]
    with acting_as(principal_of(member)), pytest.raises(UnableToExport, match="no longer kept"):
        hand_out(export=Export.objects.get(pk=exports[0].pk), at=AT)
    default_storage.delete(names[2])


def test_packing_notes_size_and_checksum_and_reports_how_far_it_is(member: Membership) -> None:
    steps: list[tuple[int, int]] = []
    with acting_as(principal_of(member)):
        export = Export.objects.create(owner_org=member.organization, asked_at=AT)
        pack(export=export, at=AT, progress=lambda done, total, word: steps.append((done, total)))

    assert (export.size > 0, len(export.sha256), export.expires_at) == (True, 64, AT + KEPT_FOR)
    assert steps[-1][0] == steps[-1][1] == len(steps) + 1
    assert [done for done, _total in steps] == sorted(done for done, _total in steps)
    default_storage.delete(export.file_name)


def test_who_asked_is_told_that_it_failed(member: Membership) -> None:
    job = Job.unscoped.create(
        owner_org=member.organization, kind="estate.export", person=member.person, role="owner", requested_at=AT,
        state=JobState.FAILED, message="The disk is full.",
    )  # fmt: skip
    export = Export.unscoped.create(owner_org=member.organization, asked_at=AT, job_ref=job.ref)

    with acting_as(principal_of(member)):
        told = kinds()["export_finished"].tell([job.ref], "northwind-cloud")
        failed = failure_of(export, jobs_of([export])[export.ref])
    colleague = make_member(member.organization, "owner")
    with acting_as(principal_of(colleague)):
        assert kinds()["export_finished"].tell([job.ref], "northwind-cloud") == {}

    assert (told[job.ref].title, told[job.ref].says, failed) == (
        "Your export could not be made", "The disk is full.", "The disk is full.",
    )  # fmt: skip


@pytest.mark.parametrize("role", ["alliance_manager", "analyst", "member", "auditor"])
def test_nobody_but_an_owner_asks(member: Membership, role: str) -> None:
    other = make_member(member.organization, role)

    with acting_as(principal_of(other)), pytest.raises(PermissionDenied):
        ask_for_export(at=AT)
