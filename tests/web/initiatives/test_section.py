"""The section of initiatives: leaders with the authority check, the matrix as a grid, findings beside it."""

from __future__ import annotations

import pytest
from django.test import Client

from comotion.identity.models import Organization
from comotion.initiatives.models import Activity, Assignment, Initiative, Leader
from comotion.partnerships.models import Partnership
from tests.factories import make_partnership
from tests.web.program import ROLES, body, count_queries, text_of

PLAN = {"activity": "Launch plan", "weight": "3", "crosses_sides": "on", "initiative": ""}


@pytest.fixture
def partnership(organization: Organization) -> Partnership:
    return make_partnership(organization, "Halden Analytics")


def at(partnership: Partnership, rest: str = "") -> str:
    return f"/o/northwind-cloud/partnerships/{partnership.ref}/initiatives/{rest}"


def findings(client: Client, partnership: Partnership) -> str:
    return text_of(body(client.get(at(partnership))).split('id="findings"')[1].split("</section")[0])


def test_empty_section_says_what_fills_it(owner: Client, partnership: Partnership):
    page = text_of(body(owner.get(at(partnership))))
    assert "Nobody has written down yet who answers for the joint work." in page
    assert "Write down the five pieces of joint work" in page


def test_matrix_is_kept_as_a_grid_and_checked(owner: Client, partnership: Partnership):
    owner.post(at(partnership, "activity/"), PLAN)
    activity = Activity.unscoped.get()
    assert "Nobody answers for “Launch plan”" in findings(owner, partnership)
    owner.post(at(partnership, "matrix/"), {f"{activity.ref}/0": "ar", "member": "Ana Ruiz", "side": "ours"})
    owner.post(
        at(partnership, "matrix/"),
        {f"{activity.ref}/0": "AR", f"{activity.ref}/1": "C", "member": "Dario Venn", "side": "theirs"},
    )
    kept = Assignment.unscoped.order_by("pk").values_list("member", "letters", "side")
    assert list(kept) == [("Ana Ruiz", "RA", "ours"), ("Dario Venn", "C", "theirs")]
    assert "Nothing is open" in findings(owner, partnership)
    owner.post(at(partnership, "matrix/"), {f"{activity.ref}/0": "", "side": "ours"})
    assert Assignment.unscoped.count() == 1


def test_letters_that_are_no_role_change_nothing(owner: Client, partnership: Partnership):
    owner.post(at(partnership, "activity/"), PLAN)
    activity = Activity.unscoped.get()
    owner.post(at(partnership, "matrix/"), {f"{activity.ref}/0": "XYZ", "member": "Ana Ruiz", "side": "ours"})
    assert Assignment.unscoped.count() == 0
    assert "holds more than R, A, C and I" in text_of(body(owner.get(at(partnership))))


def test_leader_is_named_checked_and_replaced(owner: Client, partnership: Partnership):
    owner.post(at(partnership, "begin/"), {"name": "Joint launch", "goal": "Launch by June"})
    initiative = Initiative.unscoped.get()
    assert "Not exactly one leader: “Joint launch”" in findings(owner, partnership)
    leader = {"leader": "Tom Okafor", "side": "ours", "rank": "3", "percent": "30"}
    owner.post(f"/o/northwind-cloud/initiatives/{initiative.ref}/leader/", leader)
    found = findings(owner, partnership)
    assert "The leader lacks rank or a mandate: “Joint launch”" in found
    assert "The leader has less than half of their time for “Joint launch”" in found
    owner.post(f"/o/northwind-cloud/leaders/{Leader.unscoped.get().ref}/end/")
    assert "Not exactly one leader" in findings(owner, partnership)


def test_activity_can_be_taken_out(owner: Client, partnership: Partnership):
    owner.post(at(partnership, "activity/"), PLAN)
    owner.post(f"/o/northwind-cloud/activities/{Activity.unscoped.get().ref}/remove/")
    assert Activity.unscoped.count() == 0


@pytest.mark.parametrize("path", ["matrix/", "activity/", "begin/"])
def test_writing_needs_the_right_and_the_method(clients: dict[str, Client], partnership: Partnership, path: str):
    answers = {role: clients[role].post(at(partnership, path), {}).status_code for role in ROLES}
    assert answers == {
        "owner": 302, "alliance_manager": 302, "analyst": 403, "member": 302, "executive_sponsor": 403, "auditor": 403
    }  # fmt: skip
    assert clients["owner"].get(at(partnership, path)).status_code == 405
    assert Activity.unscoped.count() == Initiative.unscoped.count() == 0


def test_section_takes_as_many_queries_for_three_rows_as_for_one(owner: Client, partnership: Partnership):
    owner.post(at(partnership, "activity/"), PLAN)
    one = count_queries(owner, at(partnership))
    for name in ("Renewals", "Pricing"):
        owner.post(at(partnership, "activity/"), PLAN | {"activity": name})
    owner.get(at(partnership))
    assert count_queries(owner, at(partnership)) == one
