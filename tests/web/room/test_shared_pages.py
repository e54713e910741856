"""The shared side of a room: what all read, what each side shares, view as, people, texts and parting."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from django.test import Client

from comotion.core.clock import now
from comotion.core.principal import acting_as
from comotion.identity.models import Membership, Organization
from comotion.ledger.models import SharedGoal
from comotion.measures.models import Reading
from comotion.partnerships.inviting import Letter, invite
from comotion.partnerships.models import Guest, Invitation, JointText, Partnership
from tests.conftest import MemberClient
from tests.factories import (
    make_ledger_entry,
    make_member,
    make_organization,
    make_partnership,
    make_person,
    make_reading,
    make_room,
    make_standing,
    make_theme,
    principal_of,
)
from tests.scores.world import OCTOBER, TODAY
from tests.web.program import ROLES, count_queries, roles_that_may

pytestmark = pytest.mark.django_db
PAGES = {
    "shared/": "room", "shared/ours/": "standing", "people/": "room", "people/invite/": "room", "parting/": "room",
    "shared/as/1/": "room", "shared/text/aim/": "joint",
}  # fmt: skip
ACTIONS = {"people/invite/": "create", "parting/": "change", "shared/as/1/": "change"}
DEEDS = (
    "shared/ours/preview/", "shared/ours/share/", "shared/ours/keep-back/", "people/send-again/", "people/take-back/",
    "people/agree/", "people/let-out/", "parting/go-on/",
)  # fmt: skip
CONTENT = re.compile(r'<div class="co-cols">.*</table>', re.DOTALL)


@dataclass(frozen=True)
class Pair:
    """A room of two companies, and a browser of each one's owner."""

    room: Partnership
    ours: Client
    theirs: Client
    us: Membership
    them: Membership

    def path(self, rest: str = "", *, theirs: bool = False) -> str:
        slug = (self.them if theirs else self.us).organization.slug
        return f"/o/{slug}/partnerships/{self.room.ref}/{rest}"

    def text(self, rest: str, *, theirs: bool = False) -> str:
        client = self.theirs if theirs else self.ours
        return " ".join(client.get(self.path(rest, theirs=theirs)).content.decode().split())

    def keys(self) -> dict[str, str]:
        """Return what our side could share or keep back: title → key."""
        found = re.findall(
            r'value="([0-9a-f]{24})"[^>]*>\s*([^<]+?)\s*</label>',
            self.ours.get(self.path("shared/ours/")).content.decode(),
        )
        return {title: key for key, title in found}


@pytest.fixture
def pair(organization: Organization, settings: object) -> Pair:
    settings.COMOTION_AS_OF = TODAY  # type: ignore[attr-defined]
    us = make_member(organization, "owner", person=make_person(name="Priya Raman"))
    them = make_member(make_organization("Halden Analytics"), "owner", person=make_person(name="Dario Venn"))
    room = make_room("The room", us.organization, them.organization)
    for one in (us, them):
        make_standing(one.organization, room)
    clients = [Client(), Client()]
    for client, one in zip(clients, (us, them), strict=True):
        client.force_login(one.person)
    return Pair(room, *clients, us, them)


def test_shared_pages_answer_each_role_by_the_policy(pair: Pair, member_client: MemberClient) -> None:
    found = {(path, role): member_client(role).get(pair.path(path)).status_code for path in PAGES for role in ROLES}

    assert found == {
        (path, role): 200 if role in roles_that_may(ACTIONS.get(path, "read"), resource) else 403
        for path, resource in PAGES.items()
        for role in ROLES
    }


def test_deeds_are_refused_to_those_who_may_not(pair: Pair, member_client: MemberClient) -> None:
    for role in ("analyst", "member", "executive_sponsor", "auditor"):
        client = member_client(role)
        assert {path: client.post(pair.path(path)).status_code for path in DEEDS} == dict.fromkeys(DEEDS, 403)


def test_deeds_answer_only_to_post(pair: Pair) -> None:
    assert {pair.ours.get(pair.path(path)).status_code for path in DEEDS} == {405}


def test_rooms_of_others_are_not_found_alike(pair: Pair) -> None:
    foreign = make_room("Foreign", make_organization("Third"), make_organization("Fourth"))
    refs = (foreign.ref, "neverexisted", "..", "%00")
    paths = [pair.path(rest).replace(pair.room.ref, ref) for ref in refs for rest in (*PAGES, *DEEDS)]

    answers = [pair.ours.post(path) if path.endswith(DEEDS) else pair.ours.get(path) for path in paths]

    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}


def test_widening_shows_the_thing_as_the_other_side_will_read_it(pair: Pair) -> None:
    make_theme(pair.room, "One data model", our_rating=1, their_rating=-1, note="Priority for both.")
    key = pair.keys()["One data model"]

    preview = pair.ours.post(pair.path("shared/ours/preview/"), {"row": key}).content.decode()
    before = pair.text("shared/", theirs=True)
    pair.ours.post(pair.path("shared/ours/share/"), {"row": key})
    after = pair.theirs.get(pair.path("shared/", theirs=True)).content.decode()

    row = re.search(r"<tr>\s*<th scope=\"row\">One data model.*?</tr>", preview, re.DOTALL)
    assert row is not None
    assert row[0] in after
    assert "rating, Northwind Cloud: 1" in " ".join(row[0].split())
    assert "rating, Halden Analytics: -1" in " ".join(row[0].split()).replace("\u2212", "-")
    assert "One data model" not in before
    assert "Share with Halden Analytics" in preview


def test_reading_is_previewed_as_the_other_side_will_read_it(pair: Pair) -> None:
    make_reading(pair.room, "trust_survey", dt.date(2025, 9, 1), 50, source="Our pulse")
    make_reading(pair.room, "trust_survey", OCTOBER, 68, source="Our pulse")
    key = pair.keys()["Trust survey"]

    preview = " ".join(pair.ours.post(pair.path("shared/ours/preview/"), {"row": key}).content.decode().split())
    pair.ours.post(pair.path("shared/ours/share/"), {"row": key})

    side = re.search(r"Northwind Cloud: <b>68</b>, [^<]*Our pulse", preview)
    assert side is not None
    assert side[0] in pair.text("shared/", theirs=True)
    assert "trust_survey" not in preview


def test_keeping_back_says_what_has_been_sent(pair: Pair) -> None:
    make_theme(pair.room, "One data model")
    pair.ours.post(pair.path("shared/ours/share/"), {"row": pair.keys()["One data model"]})

    key = pair.keys()["One data model"]
    preview = " ".join(pair.ours.post(pair.path("shared/ours/preview/"), {"row": key}).content.decode().split())
    pair.ours.post(pair.path("shared/ours/keep-back/"), {"row": key})

    assert "by Priya Raman. Halden Analytics could read, export and print it since then" in preview
    assert "One data model" not in pair.text("shared/", theirs=True)


def test_measure_is_shared_with_all_its_readings_and_new_ones_stay_private(pair: Pair) -> None:
    for month in (1, 2, 3):
        make_reading(pair.room, "trust_survey", dt.date(2025, month, 1), 60 + month)
    pair.ours.post(pair.path("shared/ours/share/"), {"row": pair.keys()["Trust survey"]})
    make_reading(pair.room, "trust_survey", OCTOBER, 99)

    assert sorted(Reading.unscoped.values_list("value", "visibility")) == [(61, 3), (62, 3), (63, 3), (99, 2)]


@pytest.mark.parametrize("deed", ["preview", "share", "keep-back"])
def test_keys_that_name_nothing_of_ours_share_nothing(pair: Pair, deed: str) -> None:
    make_theme(pair.room, "Ours")
    make_theme(pair.room, "Theirs", owner_org=pair.them.organization)
    stranger = make_partnership(pair.us.organization, "Elsewhere")
    make_theme(stranger, "Elsewhere")
    known = pair.keys()["Ours"]

    answers = [
        pair.ours.post(pair.path(f"shared/ours/{deed}/"), {"row": keys})
        for keys in (["0" * 24], [known, "0" * 24], ["reading:1"])
    ]

    assert {one.status_code for one in answers} == {404}
    assert set(pair.keys()) == {"Ours"}
    assert not type(make_theme(pair.room, "x")).unscoped.filter(visibility=3).exists()


def test_choosing_nothing_changes_nothing(pair: Pair) -> None:
    answer = pair.ours.post(pair.path("shared/ours/preview/"), follow=True)

    assert "Nothing was chosen." in answer.content.decode()


def test_view_as_is_the_partners_page_to_the_byte(pair: Pair) -> None:
    for owner, value in ((pair.us, 60.0), (pair.them, 71.0)):
        make_reading(pair.room, "trust_survey", OCTOBER, value, owner_org=owner.organization, visibility=3)
        make_reading(pair.room, "lead_response_hours", OCTOBER, 123.0, owner_org=owner.organization)
        make_ledger_entry(pair.room, "ours", "return", 1000, owner_org=owner.organization, visibility=3)
        SharedGoal.unscoped.create(
            owner_org=owner.organization, partnership=pair.room, side="ours", goal=f"Private to {owner.organization}"
        )

    shown = CONTENT.search(pair.ours.get(pair.path("shared/as/1/")).content.decode())
    theirs = CONTENT.search(pair.theirs.get(pair.path("shared/", theirs=True)).content.decode())

    assert shown is not None
    assert theirs is not None
    assert shown[0] == theirs[0]
    assert "Private to" not in shown[0]
    assert "123" not in shown[0]


def test_view_as_a_party_that_is_not_there_is_not_found(pair: Pair) -> None:
    assert {pair.ours.get(pair.path(f"shared/as/{place}/")).status_code for place in (0, 2, 99)} == {404}


def test_both_sides_readings_are_kept_and_their_difference_is_explained(pair: Pair) -> None:
    for owner, value, source in ((pair.us, 60.0, "our survey"), (pair.them, 72.0, "their survey")):
        make_reading(
            pair.room, "trust_survey", OCTOBER, value, owner_org=owner.organization, visibility=3, source=source
        )

    pages = [pair.text("shared/", theirs=theirs) for theirs in (False, True)]

    for page in pages:
        assert "Northwind Cloud: <b>60</b>" in page
        assert "Halden Analytics: <b>72</b>" in page
        assert "The sides differ by 12. They come from different sources." in page
        assert "Neither counts on the joint card until they agree." in page
        assert "66" not in re.findall(r"<b>(\d+)</b>", page)


def test_own_scorecard_stands_beside_the_joint_one_and_is_ours_alone(pair: Pair) -> None:
    make_reading(pair.room, "trust_survey", OCTOBER, 60.0)

    assert "One row about this partnership is read by nobody else." in pair.text("shared/")
    assert "0 rows about this partnership are read by nobody else." in pair.text("shared/", theirs=True)
    assert "Beside it, ours alone" not in pair.text("shared/as/1/")


def test_amounts_that_are_shared_are_read_beside_the_card(pair: Pair) -> None:
    make_reading(pair.room, "revenue_plan", OCTOBER, 120000, unit="EUR", visibility=3, source="Budget")

    page = pair.text("shared/", theirs=True)

    assert "Northwind Cloud: <b>120,000 EUR</b>" in page
    assert "0 of 16 measures" in page


def test_private_side_changes_nothing_on_the_shared_page(pair: Pair) -> None:
    make_reading(pair.room, "trust_survey", OCTOBER, 60.0, visibility=3)
    before = CONTENT.search(pair.text("shared/", theirs=True))
    make_reading(pair.room, "lead_response_hours", OCTOBER, 24.0)
    make_reading(pair.room, "trust_survey", OCTOBER, 90.0, side="joint")

    assert CONTENT.search(pair.text("shared/", theirs=True))[0] == before[0]  # type: ignore[index]


def test_shared_page_reads_as_often_for_one_row_as_for_three(pair: Pair) -> None:
    make_theme(pair.room, "One", visibility=3)
    paths = [pair.path(rest) for rest in ("shared/", "shared/ours/", "people/")]
    counts = []
    for number in range(2):
        counts.append([count_queries(pair.ours, path) for path in paths])
        for name in ("Two", "Three"):
            make_theme(pair.room, f"{name} {number}", visibility=3)
            Guest.unscoped.create(
                owner_org=pair.us.organization, partnership=pair.room, person=make_person(), since=now(), visibility=3
            )

    assert counts[0] == counts[1]


def test_text_is_written_by_both_and_nobodys_words_are_lost(pair: Pair) -> None:
    pair.ours.post(pair.path("shared/text/aim/"), {"text": "Grow in health care.", "based_on": "0"})
    conflict = pair.theirs.post(
        pair.path("shared/text/aim/", theirs=True), {"text": "Grow in banking.", "based_on": "0"}
    ).content.decode()
    merged = {
        "text": "Health care, then banking.",
        "based_on": re.search(r'name="based_on" value="(\d+)"', conflict)[1],
    }  # type: ignore[index]
    pair.theirs.post(pair.path("shared/text/aim/", theirs=True), merged)

    assert "Both versions are kept." in conflict
    assert "Grow in health care." in conflict
    assert "Grow in banking." in conflict
    assert "Health care, then banking." in pair.text("shared/")
    history = pair.text("shared/text/aim/")
    assert [words in history for words in ("Grow in health care.", "Grow in banking.", "Set aside")] == [True] * 3
    assert JointText.unscoped.count() == 3


def test_unknown_text_is_not_found(pair: Pair) -> None:
    assert pair.ours.get(pair.path("shared/text/nothing/")).status_code == 404


def test_text_needs_the_version_it_was_written_on(pair: Pair) -> None:
    answer = pair.ours.post(pair.path("shared/text/aim/"), {"text": "x", "based_on": "no number"})

    assert answer.status_code == 200
    assert not JointText.unscoped.exists()


def test_inviting_says_where_the_letter_goes(pair: Pair) -> None:
    alone = make_partnership(pair.us.organization, "Brightwater")
    path = f"/o/{pair.us.organization.slug}/partnerships/{alone.ref}/people/"
    form = {"kind": "counterpart", "company": "Brightwater", "address": "amira@brightwater.example"}

    refused = pair.ours.post(f"{path}invite/", form | {"company": ""})
    sent = pair.ours.post(f"{path}invite/", form, follow=True)
    twice = pair.ours.post(f"{path}invite/", form)

    assert "Which company do they join for?" in refused.content.decode()
    assert "The invitation to amira@brightwater.example is on its way." in sent.content.decode()
    assert "has been invited already" in twice.content.decode()
    invitation = Invitation.unscoped.get()
    assert (invitation.state, invitation.record.name if invitation.record else "") == ("sent", "Brightwater")


def test_invitation_is_sent_again_and_taken_back(pair: Pair) -> None:
    alone = make_partnership(pair.us.organization, "Brightwater")
    path = f"/o/{pair.us.organization.slug}/partnerships/{alone.ref}/people/"
    with acting_as(principal_of(pair.us)):
        letter = Letter("amira@brightwater.example", company="Brightwater")
        invitation = invite(partnership=alone, letter=letter, at=now())

    said = [
        pair.ours.post(f"{path}{deed}/", {"invitation": invitation.ref}, follow=True).content.decode()
        for deed in ("send-again", "take-back", "take-back")
    ]

    assert ["Sent again." in said[0], "Taken back." in said[1], "answered already" in said[2]] == [True] * 3


def test_other_party_agrees_before_anybody_is_asked_in(pair: Pair) -> None:
    form = {"kind": "counterpart", "company": "Brightwater", "address": "amira@brightwater.example"}
    asked = pair.ours.post(pair.path("people/invite/"), form, follow=True)
    invitation = Invitation.unscoped.get()
    page = pair.text("people/", theirs=True)
    pair.theirs.post(pair.path("people/agree/", theirs=True), {"invitation": invitation.ref, "agrees": "yes"})

    invitation.refresh_from_db()
    assert "The other parties are asked first" in asked.content.decode()
    assert "Northwind Cloud would like to ask Brightwater in" in page
    assert invitation.state == "sent"


def test_invitations_and_guests_of_others_are_not_found(pair: Pair) -> None:
    guest = Guest.unscoped.create(
        owner_org=pair.them.organization, partnership=pair.room, person=make_person(), since=now(), visibility=3
    )
    with acting_as(principal_of(pair.them)):
        theirs = invite(partnership=pair.room, letter=Letter("x@x.example", company="X"), at=now())

    answers = [
        pair.ours.post(pair.path("people/take-back/"), {"invitation": theirs.ref}),
        pair.ours.post(pair.path("people/send-again/"), {"invitation": "nothing"}),
        pair.ours.post(pair.path("people/let-out/"), {"guest": guest.ref}),
        pair.ours.post(pair.path("people/agree/"), {"invitation": "\x00"}),
    ]

    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}


def test_guest_is_let_out(pair: Pair) -> None:
    guest = Guest.unscoped.create(
        owner_org=pair.us.organization, partnership=pair.room, person=make_person(), since=now(), visibility=3
    )
    pair.ours.post(pair.path("people/let-out/"), {"guest": guest.ref})

    guest.refresh_from_db()
    assert guest.state == "removed"


def test_parting_says_first_what_stays_and_what_goes(pair: Pair) -> None:
    make_theme(pair.room, "Shared", visibility=3)
    make_theme(pair.room, "Private")

    page = pair.text("parting/")

    assert "1 rows of yours, 0 of theirs" in page
    assert "What you hold for yourself stays yours: 1 rows." in page
    assert "If you leave" not in page


def test_end_is_announced_taken_back_and_done(pair: Pair) -> None:
    make_theme(pair.room, "Shared", visibility=3)
    form = {"how": "later", "on": "2027-06-30", "reason": "Strategy.", "understood": "on"}

    without_day = pair.ours.post(pair.path("parting/"), form | {"on": ""})
    announced = pair.ours.post(pair.path("parting/"), form, follow=True)
    back = pair.theirs.post(pair.path("parting/go-on/", theirs=True), follow=True)
    twice = pair.theirs.post(pair.path("parting/go-on/", theirs=True), follow=True)
    ended = pair.ours.post(pair.path("parting/"), form | {"how": "now"}, follow=True)

    assert "On which day does it end?" in without_day.content.decode()
    assert "This partnership ends on" in announced.content.decode()
    assert "The partnership goes on." in back.content.decode()
    assert "No end has been announced." in twice.content.decode()
    assert "This partnership ended on" in ended.content.decode()
    assert "Shared" in pair.text("shared/", theirs=True)


def test_nothing_is_done_before_it_has_been_read(pair: Pair) -> None:
    pair.ours.post(pair.path("parting/"), {"how": "now", "reason": "x"})

    pair.room.refresh_from_db()
    assert pair.room.state == "active"
