"""Widening and narrowing one's own rows, and texts that all write."""

from __future__ import annotations

import datetime as dt

import pytest

from comotion.core.principal import acting_as
from comotion.identity.models import Membership
from comotion.ledger.models import SharedGoal
from comotion.measures.models import Reading
from comotion.partnerships.events import JointTextChanged, RowsShared
from comotion.partnerships.joint import LONGEST, current_texts, versions_of, write_text
from comotion.partnerships.models import JointText, Partnership, Standing
from comotion.partnerships.rules import UnableToChangeRoom
from comotion.partnerships.sharing import UnableToShare, keep_back, key_of, own_rows, sent_of, share
from tests.factories import (
    make_member,
    make_organization,
    make_partnership,
    make_reading,
    make_room,
    make_standing,
    principal_of,
)
from tests.partnerships.invited import NOW, heard

pytestmark = pytest.mark.django_db
MONTH = dt.date(2026, 1, 1)


@pytest.fixture
def halden() -> Membership:
    return make_member(make_organization("Halden Analytics"), "owner")


@pytest.fixture
def room(member: Membership, halden: Membership) -> Partnership:
    found = make_room("The room", member.organization, halden.organization)
    make_standing(member.organization, found)
    return found


def test_shared_row_is_read_by_the_other_side_until_it_is_kept_back(
    member: Membership, halden: Membership, room: Partnership
) -> None:
    reading = make_reading(room, "revenue", MONTH, 5)
    seen = []
    for deed in (share, keep_back):
        with acting_as(principal_of(member)):
            count = deed(partnership=room, rows=list(own_rows(Reading, room)), at=NOW)
        with acting_as(principal_of(halden)):
            seen.append((count, list(Reading.objects.values_list("value", flat=True))))

    with acting_as(principal_of(member)):
        sent = sent_of(reading)
    assert seen == [(1, [5.0]), (1, [])]
    assert (sent.since, sent.person) == (NOW, member.person.name)


def test_sharing_twice_shares_once(member: Membership, room: Partnership) -> None:
    make_reading(room, "revenue", MONTH, 5)
    with acting_as(principal_of(member)), heard(RowsShared) as told:
        counts = [share(partnership=room, rows=list(own_rows(Reading, room)), at=NOW) for _ in range(2)]

    assert (counts, [one.count for one in told]) == ([1, 0], [1])


def test_empty_choice_shares_nothing(member: Membership, room: Partnership) -> None:
    make_reading(room, "revenue", MONTH, 5)
    with acting_as(principal_of(member)), heard(RowsShared) as told:
        assert share(partnership=room, rows=[], at=NOW) == 0
    assert told == []


def test_only_its_owner_shares_a_row(member: Membership, halden: Membership, room: Partnership) -> None:
    theirs = make_reading(room, "revenue", MONTH, 5, owner_org=halden.organization)

    with acting_as(principal_of(member)), pytest.raises(UnableToShare, match="Only its owner"):
        share(partnership=room, rows=[theirs], at=NOW)


def test_what_is_always_private_cannot_be_shared(member: Membership, room: Partnership) -> None:
    with acting_as(principal_of(member)), pytest.raises(UnableToShare, match="inside your organization"):
        share(partnership=room, rows=[Standing.objects.get()], at=NOW)


def test_nothing_is_shared_where_nobody_has_joined(member: Membership) -> None:
    alone = make_partnership(member.organization, "Alone")
    make_reading(alone, "revenue", MONTH, 5)

    with acting_as(principal_of(member)), pytest.raises(UnableToChangeRoom, match="Nobody of the other side"):
        share(partnership=alone, rows=list(own_rows(Reading, alone)), at=NOW)


def test_key_names_one_row_and_tells_no_number() -> None:
    keys = {key_of("measures.Reading", str(number), "2") for number in range(100)}

    assert {len(key) for key in keys} == {24}
    assert len(keys) == 100


def test_own_rows_are_those_of_this_room_alone(member: Membership, halden: Membership, room: Partnership) -> None:
    SharedGoal.unscoped.create(
        owner_org=halden.organization, partnership=room, side="ours", goal="Theirs", visibility=3
    )
    other = make_partnership(member.organization, "Other")
    SharedGoal.unscoped.create(owner_org=member.organization, partnership=other, side="ours", goal="Elsewhere")
    mine = SharedGoal.unscoped.create(owner_org=member.organization, partnership=room, side="ours", goal="Mine")

    with acting_as(principal_of(member)):
        assert list(own_rows(SharedGoal, room)) == [mine]


def test_text_written_on_the_latest_version_follows_it(
    member: Membership, halden: Membership, room: Partnership
) -> None:
    with acting_as(principal_of(member)):
        first = write_text(partnership=room, topic="aim", text="One.", based_on=0, at=NOW)
    with acting_as(principal_of(halden)):
        second = write_text(partnership=room, topic="aim", text="Two.", based_on=1, at=NOW)
        assert current_texts(room)["aim"].text == "Two."

    assert [(one.version.number, one.is_set_aside) for one in (first, second)] == [(1, False), (2, False)]


def test_text_written_at_the_same_time_is_set_aside_and_both_are_kept(
    member: Membership, halden: Membership, room: Partnership
) -> None:
    with heard(JointTextChanged) as told:
        with acting_as(principal_of(member)):
            write_text(partnership=room, topic="aim", text="Ours.", based_on=0, at=NOW)
        with acting_as(principal_of(halden)):
            late = write_text(partnership=room, topic="aim", text="Theirs.", based_on=0, at=NOW)
            merged = write_text(partnership=room, topic="aim", text="Both.", based_on=1, at=NOW)

    assert late.met is not None
    assert (late.met.text, late.version.number, merged.version.number) == ("Ours.", None, 2)
    assert [one.set_aside for one in told] == [False, True, False]
    for reader in (member, halden):
        with acting_as(principal_of(reader)):
            assert [(one.text, one.number) for one in versions_of(room, "aim")] == [
                ("Both.", 2), ("Theirs.", None), ("Ours.", 1),
            ]  # fmt: skip


def test_same_words_written_twice_are_no_conflict(member: Membership, halden: Membership, room: Partnership) -> None:
    for writer in (member, halden):
        with acting_as(principal_of(writer)):
            written = write_text(partnership=room, topic="aim", text="Same.", based_on=0, at=NOW)

    assert (written.is_set_aside, written.version.number) == (False, 2)


@pytest.mark.parametrize(("topic", "text"), [("aim", "x" * (LONGEST + 1)), ("nothing", "x")])
def test_text_that_cannot_be_kept_is_refused(member: Membership, room: Partnership, topic: str, text: str) -> None:
    with acting_as(principal_of(member)), pytest.raises(UnableToChangeRoom):
        write_text(partnership=room, topic=topic, text=text, based_on=0, at=NOW)
    assert not JointText.unscoped.exists()
