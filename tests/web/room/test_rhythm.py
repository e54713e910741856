"""The rhythm section of a room: who may, what it lists, what it says where nothing is, queries."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.test import Client

from comotion.core.visibility import Visibility
from comotion.identity.models import Organization
from comotion.partnerships.models import Partnership
from comotion.rhythm.models import Commitment, Decision, Insight, Issue
from tests.factories import make_organization, make_room
from tests.web.program import ROLES, TODAY, Program, body, broken_links, count_queries, statuses, text_of

DAY = dt.timedelta(days=1)


def write_down(room: Partnership, owner: Organization | None = None, count: int = 1, **fields: Any) -> None:
    """So many lines of each kind; the commitment is late, the rest is open."""
    given = {"partnership": room, "owner_org": owner or room.owner_org, **fields}
    for number in range(count):
        Commitment.unscoped.create(
            **given, text=f"Send plan {number}", owner_name="Ida", side="ours", due_date=TODAY - DAY
        )
        Decision.unscoped.create(**given, text=f"Which region {number}?", raised_date=TODAY - 9 * DAY)
        Insight.unscoped.create(
            **given, text=f"Demos are long {number}", from_tier="wts", to_tier="mbr", raised_date=TODAY
        )
        Issue.unscoped.create(**given, text=f"No test system {number}", owner_name="Tor", side="theirs")


def test_rhythm_is_read_by_every_role(program: Program, clients: dict[str, Client]) -> None:
    path = program.room("rhythm/")
    assert statuses(clients, [path]) == {path: dict.fromkeys(ROLES, 200)}


def test_rhythm_answers_only_to_get(program: Program, owner: Client) -> None:
    assert {owner.post(program.room("rhythm/")).status_code, owner.delete(program.room("rhythm/")).status_code} == {405}


def test_rhythm_that_is_empty_says_what_fills_it(program: Program, owner: Client) -> None:
    text = text_of(body(owner.get(program.room("rhythm/"))))
    assert "Nothing that was promised, decided or learnt here has been written down yet." in text
    assert text.count("Import a log") == 5


def test_rhythm_lists_what_is_open_first_and_marks_what_is_late(program: Program, owner: Client) -> None:
    room = program.one_month
    write_down(room)
    Commitment.unscoped.create(
        partnership=room, owner_org=room.owner_org, text="Name a lead", due_date=TODAY - 20 * DAY,
        done_date=TODAY - 21 * DAY, state="done",
    )  # fmt: skip
    html = body(owner.get(program.room("rhythm/", room)))

    text = text_of(html)
    assert "One commitment is open, one of them late. One question waits for a decision, the oldest for 9 days." in text
    assert re.findall(r"(Send plan 0|Name a lead)", text) == ["Send plan 0", "Name a lead"]
    assert re.findall(r'class="co-watch">(\w+)<', html) == ["late"]
    refs = Commitment.unscoped.order_by("text").values_list("ref", flat=True)
    assert sorted(re.findall(r"/commitments/(\w+)/", html)) == sorted(refs)
    assert ("Ida our side" in text, "Tor their side" in text, "Weekly sync → Monthly review" in text) == (
        True,
        True,
        True,
    )


def test_rhythm_shows_what_the_other_side_shared_and_nothing_of_its_own(program: Program, owner: Client) -> None:
    another = make_organization("Another Cloud")
    room = make_room("Shared venture", another, program.organization)
    write_down(room, another, visibility=Visibility.PRIVATE)
    Decision.unscoped.create(
        partnership=room, owner_org=another, text="A shared question?", raised_date=TODAY, visibility=Visibility.SHARED
    )
    text = text_of(body(owner.get(program.room("rhythm/", room))))

    assert ("Send plan" in text, "Which region" in text) == (False, False)
    assert "A shared question? shared with the room" in text


def test_rhythm_leads_nowhere_that_is_not(program: Program, owner: Client) -> None:
    write_down(program.one_month)
    assert broken_links(owner, program.room("rhythm/", program.one_month)) == {}


def test_rhythm_takes_as_many_queries_for_three_lines_as_for_one(program: Program, owner: Client) -> None:
    room = program.one_month
    write_down(room)
    one = count_queries(owner, program.room("rhythm/", room))
    write_down(room, count=2)
    assert count_queries(owner, program.room("rhythm/", room)) == one
