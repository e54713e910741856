"""Deleting an organization: asked for, read only meanwhile, taken back, or done for good and nothing of it left."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import TestCase, override_settings

from comotion.core.audit import record, verify_chain
from comotion.core.models import AuditChain, AuditEntry, Job
from comotion.core.policy import may
from comotion.core.principal import acting_as, past_the_wall
from comotion.core.visibility import Visibility
from comotion.ecosystem.models import PeerLink
from comotion.estate.models import Export
from comotion.estate.removal import (
    UnableToDelete,
    ask_to_delete,
    delete_due_organizations,
    delete_for_good,
    keep_after_all,
    leaving,
)
from comotion.estate.tables import owned_models
from comotion.identity.models import Membership, Organization, Person
from comotion.identity.queries import person_principal
from comotion.initiatives.models import Activity, Initiative
from comotion.measures.models import Reading
from comotion.notices.models import Mail, Notice
from comotion.partnerships.joint import write_text
from comotion.partnerships.models import JointText, Partnership, Party, Standing
from tests.factories import make_member, make_organization, make_partnership, make_room, make_standing, principal_of
from tests.isolation.canaries import Cage
from tests.isolation.filling import Filler, Place

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MONTH = dt.date(2026, 1, 1)


@pytest.fixture
def halden() -> Membership:
    return make_member(make_organization("Halden Analytics"), "owner")


@pytest.fixture
def room(member: Membership, halden: Membership) -> Partnership:
    """A room that the one who goes has opened, with something of each side in it."""
    found = make_room("The room", member.organization, halden.organization)
    for side, word in ((member, "ours"), (halden, "theirs")):
        make_standing(side.organization, found, notes=word)
        with past_the_wall():
            Reading.unscoped.create(
                owner_org=side.organization, partnership=found, kpi=word, value=1, visibility=Visibility.SHARED,
                period_start=MONTH, period_kind="month", side="ours", entered_at=AT,
            )  # fmt: skip
        with acting_as(principal_of(side)):
            based_on = JointText.objects.count()
            write_text(partnership=found, topic="aim", text=f"{word} is the aim", based_on=based_on, at=AT)
    return found


def as_owner(membership: Membership, deed: Any, **arguments: Any) -> Any:
    """Do something as a member, and let everything that follows from it happen."""
    with TestCase.captureOnCommitCallbacks(execute=True), acting_as(principal_of(membership)):
        return deed(at=AT, **arguments)


def gone(organization: Organization) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        delete_for_good(organization=organization, at=AT)


def rows_of(organization_id: int) -> dict[str, int]:
    """Count what an organization still has, over every model there is."""
    with past_the_wall():
        counts = {
            model._meta.label: model.unscoped.filter(owner_org_id=organization_id).count() for model in owned_models()
        }
    return {label: count for label, count in counts.items() if count}


def test_deletion_is_asked_for_with_the_name_typed_and_comes_after_the_days_of_grace(member: Membership) -> None:
    for typed in ("", "northwind", "Northwind Cloud!"):
        with pytest.raises(UnableToDelete, match="Type the name"):
            as_owner(member, ask_to_delete, typed=typed)
    with override_settings(GRACE_DAYS=12):
        closing = as_owner(member, ask_to_delete, typed=" Northwind  Cloud ")

    assert closing.closes_at == AT + 12 * DAY
    assert AuditEntry.unscoped.latest("sequence").detail == {"on": "2026-03-14"}
    with pytest.raises(UnableToDelete, match="asked for already"):
        as_owner(member, ask_to_delete, typed="Northwind Cloud")


def test_only_an_owner_asks_and_takes_back(organization: Organization) -> None:
    manager = make_member(organization, "alliance_manager")
    with pytest.raises(PermissionDenied):
        as_owner(manager, ask_to_delete, typed="Northwind Cloud")
    with pytest.raises(PermissionDenied):
        as_owner(manager, keep_after_all)


def test_organization_is_only_read_until_its_day(member: Membership) -> None:
    as_owner(member, ask_to_delete, typed="Northwind Cloud")

    acting = person_principal(member.person_id, member.organization_id)
    rights = {
        (action, resource): may(acting, action, resource)
        for action, resource in (
            ("read", "portfolio"), ("export", "estate"), ("change", "estate"), ("delete", "estate"),
            ("create", "standing"), ("create", "tokens"), ("create", "imports"),
        )
    }  # fmt: skip
    assert rights == {
        ("read", "portfolio"): True, ("export", "estate"): True, ("change", "estate"): True,
        ("delete", "estate"): False, ("create", "standing"): False, ("create", "tokens"): False,
        ("create", "imports"): False,
    }  # fmt: skip
    token = person_principal(member.person_id, member.organization_id, frozenset({"standing:create", "portfolio:read"}))
    assert (may(token, "create", "standing"), may(token, "read", "portfolio"), may(token, "read", "crm")) == (
        False, True, False,
    )  # fmt: skip


def test_deletion_that_is_taken_back_leaves_everything(member: Membership, room: Partnership) -> None:
    before = rows_of(member.organization_id)
    as_owner(member, ask_to_delete, typed="Northwind Cloud")
    as_owner(member, keep_after_all)

    told = {"core.Job", "notices.Notice", "notices.Mail", "notices.Preference"}
    after = {label: count for label, count in rows_of(member.organization_id).items() if label not in told}
    assert after == {label: count for label, count in before.items() if label not in told}
    assert may(person_principal(member.person_id, member.organization_id), "create", "standing")
    assert delete_due_organizations(at=AT + 99 * DAY) == 0
    with pytest.raises(UnableToDelete, match="Nobody has asked"):
        as_owner(member, keep_after_all)


def test_everybody_is_told_and_the_partner_too(member: Membership, halden: Membership, room: Partnership) -> None:
    other = make_member(member.organization, "member")
    make_member(member.organization, "member", state="suspended")

    as_owner(member, ask_to_delete, typed="Northwind Cloud")
    as_owner(member, keep_after_all)

    with past_the_wall():
        told = set(Notice.unscoped.values_list("kind", "author_id"))
        mailed = set(Mail.unscoped.filter(kind="organization_closing").values_list("author_id", flat=True))
    people = {member.person_id, other.person_id}
    assert {pair for pair in told if pair[0].startswith(("organization", "partner"))} == {
        *(("organization_closing", person) for person in people),
        *(("organization_kept", person) for person in people),
        ("partner_closing", halden.person_id),
        ("partner_kept", halden.person_id),
    }
    assert mailed == people


def test_organization_goes_on_its_day_and_not_before(member: Membership) -> None:
    as_owner(member, ask_to_delete, typed="Northwind Cloud")

    counts = [delete_due_organizations(at=AT + days * DAY) for days in (0, 29, 30, 31)]

    assert counts == [0, 0, 1, 0]
    assert not Organization.unscoped.filter(slug="northwind-cloud").exists()


@pytest.fixture
def whole(member: Membership, room: Partnership) -> Membership:
    """An organization with a row of every model there is, at every visibility that it allows."""
    own = make_partnership(member.organization, "Kestrel")
    filler = Filler(Cage())
    with past_the_wall():
        second = make_partnership(member.organization, "Osprey")
        filler.fill(PeerLink, Place(member, own, Visibility.PRIVATE, frozenset()), left=own, right=second)
        for model in owned_models():
            for level in model.allowed_visibilities:
                there = model.unscoped.filter(owner_org=member.organization, visibility=level)
                if not there.exists():
                    filler.fill(model, Place(member, room if level == Visibility.SHARED else own, level, frozenset()))
    with acting_as(principal_of(member)):
        record("enter", "reading", 1, at=AT)
    return member


def test_nothing_of_the_organization_remains(whole: Membership) -> None:
    own = whole.organization_id
    assert set(rows_of(own)) == {model._meta.label for model in owned_models()}
    colleague = make_member(whole.organization, "member", state="removed")

    gone(whole.organization)

    assert rows_of(own) == {}
    assert not AuditEntry.unscoped.filter(organization_id=own).exists()
    assert not AuditChain.unscoped.filter(organization_id=own).exists()
    assert not Membership.unscoped.filter(organization_id=own).exists()
    assert not Party.unscoped.filter(organization_id=own).exists()
    assert not Organization.unscoped.filter(pk=own).exists()
    assert not Organization.unscoped.filter(kept_by=own).exists()
    assert not Person.objects.filter(pk__in=[whole.person_id, colleague.person_id]).exists()


def test_room_of_the_partner_survives_with_what_is_theirs(
    whole: Membership, halden: Membership, room: Partnership
) -> None:
    gone(whole.organization)

    with acting_as(principal_of(halden)):
        there = Partnership.objects.get(pk=room.pk)
        readings = list(Reading.objects.filter(partnership=room).values_list("kpi", flat=True))
        texts = list(JointText.objects.filter(partnership=room).order_by("pk").values_list("text", flat=True))
        parties = set(Party.objects.filter(partnership=room).values_list("organization__name", "state"))
        assert Standing.objects.get(partnership=room).notes == "theirs"
    assert (there.owner_org_id, there.state, there.ended_date) == (halden.organization_id, "ended", AT.date())
    assert readings == ["theirs"]
    assert texts[:2] == ["ours is the aim", "theirs is the aim"]
    assert parties == {("Halden Analytics", "active"), ("Northwind Cloud", "record")}
    assert verify_chain(halden.organization_id) is None
    assert AuditEntry.unscoped.filter(organization=halden.organization).latest("sequence").action == "room.party_left"


def test_partner_is_told_and_sees_the_room_without_what_went(
    member: Membership, halden: Membership, room: Partnership
) -> None:
    gone(member.organization)

    with past_the_wall():
        jobs = Job.unscoped.filter(owner_org=halden.organization, kind="portfolio.refresh")
        assert list(jobs.values_list("state", "argument")) == [("done", {"partnerships": [room.pk]})]
        told = set(Notice.unscoped.filter(author=halden.person).values_list("kind", flat=True))
    assert told == {"room_ending", "room_left"}


def test_room_of_three_goes_on_with_the_others(member: Membership, halden: Membership) -> None:
    third = make_member(make_organization("Third Company"))
    room = make_room("Three", member.organization, halden.organization, third.organization)

    gone(member.organization)

    there = Partnership.unscoped.get(pk=room.pk)
    assert (there.state, there.owner_org_id) == ("active", halden.organization_id)
    assert set(Party.unscoped.filter(partnership=room).values_list("organization__name", flat=True)) == {
        "Halden Analytics", "Third Company",
    }  # fmt: skip


def test_what_a_partner_built_upon_passes_to_them(member: Membership, halden: Membership, room: Partnership) -> None:
    with past_the_wall():
        shared = {"partnership": room, "visibility": Visibility.SHARED}
        begun = Initiative.unscoped.create(
            owner_org=member.organization, name="Joint launch", external_id="X1", **shared
        )
        left = Initiative.unscoped.create(owner_org=member.organization, name="Nobody's", external_id="X2", **shared)
        step = Activity.unscoped.create(owner_org=halden.organization, initiative=begun, name="Their step", **shared)
    with acting_as(principal_of(member)):
        said = leaving()

    gone(member.organization)

    with past_the_wall():
        step.refresh_from_db()
        begun.refresh_from_db()
        assert (begun.owner_org_id, begun.external_id, step.owner_org_id) == (
            halden.organization_id, "", halden.organization_id,
        )  # fmt: skip
        assert not Initiative.unscoped.filter(pk=left.pk).exists()
    assert (said.built_upon, said.texts, said.rooms_ending, said.rooms_going_on) == (1, 1, ("The room",), ())


def test_what_others_wrote_about_the_organization_names_a_record_of_theirs(
    member: Membership, halden: Membership, room: Partnership
) -> None:
    from comotion.audits.models import Audit, Respondent

    with past_the_wall():
        audit = Audit.unscoped.create(
            owner_org=halden.organization, partnership=room, visibility=Visibility.SHARED, starts_date=MONTH
        )
        asked = Respondent.unscoped.create(
            owner_org=halden.organization, audit=audit, organization=member.organization, name="Ada",
            visibility=Visibility.SHARED,
        )  # fmt: skip

    gone(member.organization)

    with past_the_wall():
        asked.refresh_from_db()
    assert (asked.organization.name, asked.organization.kept_by_id) == ("Northwind Cloud", halden.organization_id)


def test_person_of_another_organization_keeps_the_account(member: Membership, halden: Membership) -> None:
    make_member(halden.organization, "member", person=member.person)

    gone(member.organization)

    assert list(Membership.unscoped.filter(person=member.person).values_list("organization_id", flat=True)) == [
        halden.organization_id
    ]


def test_archives_that_are_kept_go_too(member: Membership) -> None:
    name = default_storage.save("exports/going.zip", ContentFile(b"PK"))
    Export.unscoped.create(owner_org=member.organization, asked_at=AT, made_at=AT, expires_at=AT + DAY, file_name=name)

    gone(member.organization)

    assert not default_storage.exists(name)


def test_rows_of_others_are_untouched(member: Membership, halden: Membership, room: Partnership) -> None:
    make_partnership(halden.organization, "Their other partner")
    before = rows_of(halden.organization_id)

    gone(member.organization)

    after = rows_of(halden.organization_id)
    assert {label: after.get(label, 0) - count for label, count in before.items()} == {
        label: {"partnerships.JointText": 1, "partnerships.Partnership": 1}.get(label, 0) for label in before
    }
