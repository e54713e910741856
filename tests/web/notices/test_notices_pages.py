"""One's notices, how one is told, and stopping mails from the mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from comotion.notices.addresses import stop_address
from comotion.notices.models import Notice, Preference
from comotion.notices.preferences import own_preference
from comotion.notices.reactions import tell_of_warnings
from comotion.scores.events import OpenedWarning, WarningsOpened
from tests.factories import make_member, make_partnership
from tests.notices.conftest import SITE, Telling, committed, letters, telling, wants, warn
from tests.web.program import body, count_queries, text_of

__all__ = ["telling", "wants"]
INDEX, PREFERENCES, READ_ALL = (f"/o/northwind-cloud/notices/{page}" for page in ("", "preferences/", "read/"))


def browser(member: Any) -> Client:
    client = Client()
    client.force_login(member.person)
    return client


def tell_ada(told: Telling, *names: str) -> None:
    for name in names:
        partnership = make_partnership(told.organization, name, standing={"owner": told.ada.person})
        warning = warn(partnership)
        opened = OpenedWarning(partnership.pk, warning.code, warning.opened_date)
        tell_of_warnings(WarningsOpened(told.organization.pk, (opened,)))


@pytest.fixture
def ada(telling: Telling) -> Client:
    return browser(telling.ada)


def test_page_lists_notices_and_counts_the_new_ones(telling: Telling, ada: Client) -> None:
    tell_ada(telling, "Osprey Robotics", "Kestrel Payments")
    text = text_of(body(ada.get(INDEX)))

    assert "2 notices are new." in text
    assert text.index("Hidden erosion: Kestrel Payments") < text.index("Hidden erosion: Osprey Robotics")


def test_page_of_somebody_with_no_notice_says_what_will_come(ada: Client) -> None:
    assert "Early warnings, reviews ahead and files that were loaded appear here" in text_of(body(ada.get(INDEX)))


def test_bell_counts_what_is_new_on_every_page(telling: Telling, ada: Client) -> None:
    tell_ada(telling, "Osprey Robotics")
    counts = [re.findall(r'Notices</span><span class="co-nav-count[^>]*>(\d+)', body(ada.get(INDEX)))]
    ada.post(READ_ALL)

    assert [*counts, re.findall(r'Notices</span><span class="co-nav-count', body(ada.get(INDEX)))] == [["1"], []]


def test_notice_leads_to_its_subject_and_is_read_then(telling: Telling, ada: Client) -> None:
    tell_ada(telling, "Osprey Robotics")
    notice = Notice.unscoped.get()
    answer = ada.post(f"{INDEX}{notice.ref}/")
    notice.refresh_from_db()

    ref = notice.about.partition(":")[0]
    assert (answer.status_code, answer["Location"]) == (302, f"/o/northwind-cloud/partnerships/{ref}/")
    assert notice.read_at is not None


def test_notice_of_what_is_gone_leads_back_to_the_list(telling: Telling, ada: Client) -> None:
    tell_ada(telling, "Osprey Robotics")
    type(telling.halden).unscoped.filter(name="Osprey Robotics").delete()
    notice = Notice.unscoped.get()

    assert "No longer here, or no longer yours to see" in body(ada.get(INDEX))
    assert ada.post(f"{INDEX}{notice.ref}/")["Location"] == INDEX
    assert ada.get(f"{INDEX}{notice.ref}/").status_code == 405


def test_notice_of_somebody_else_is_not_there(telling: Telling) -> None:
    tell_ada(telling, "Osprey Robotics")
    notice = Notice.unscoped.get()
    owner = make_member(telling.organization, "owner")

    assert browser(owner).post(f"{INDEX}{notice.ref}/").status_code == 404


def test_reading_all_touches_only_ones_own(telling: Telling) -> None:
    tell_ada(telling, "Osprey Robotics")
    answer = browser(telling.ben).post(READ_ALL)

    assert (answer.status_code, Notice.unscoped.get().read_at) == (302, None)


def test_reading_all_is_not_offered_by_get(ada: Client) -> None:
    assert ada.get(READ_ALL).status_code == 405


def test_page_takes_the_same_queries_for_one_and_three(telling: Telling, ada: Client) -> None:
    tell_ada(telling, "One")
    one = count_queries(ada, INDEX)
    tell_ada(telling, "Two", "Three")

    assert count_queries(ada, INDEX) == one


@pytest.mark.parametrize("page", ["0", "-1", "x", "2", "99999999999", "²"])
def test_page_number_that_makes_no_sense_shows_a_page(ada: Client, page: str) -> None:
    assert ada.get(INDEX, {"page": page}).status_code == 200


def choose(client: Client, **changes: str) -> Any:
    content = body(client.get(PREFERENCES))
    names = re.findall(r'<select name="([\w-]+)"', content)
    fields = {name: "daily" for name in names if name.startswith("rate-")}
    fields |= {"time_zone": "Europe/Berlin", "hour": "6", "weekday": "4"}
    return client.post(PREFERENCES, fields | changes)


def test_choices_are_kept_for_their_person_alone(telling: Telling, ada: Client) -> None:
    answer = choose(ada, **{"rate-warning_opened": "off"})
    kept = Preference.unscoped.get()

    assert answer.status_code == 302
    assert (kept.author_id, kept.rates["warning_opened"], kept.rates["review_due"]) == (
        telling.ada.person_id,
        "off",
        "daily",
    )
    assert (kept.time_zone, kept.hour, kept.weekday) == ("Europe/Berlin", 6, 4)


@pytest.mark.parametrize(
    "wrong",
    [{"rate-warning_opened": "hourly"}, {"time_zone": "Mars/Olympus"}, {"hour": "24"}, {"weekday": "x"}],
)
def test_choice_that_does_not_exist_is_refused(ada: Client, wrong: dict[str, str]) -> None:
    answer = choose(ada, **wrong)

    assert (answer.status_code, Preference.unscoped.count()) == (200, 0)


def stop_link(told: Telling, choice: Callable[..., None]) -> str:
    choice(told.ada, warning_opened="at_once")
    with committed():
        tell_ada(told, "Osprey Robotics")
    return letters()[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)


def rate(told: Telling) -> str:
    with told.as_(told.ada):
        return str(own_preference().rates.get("warning_opened"))


def test_mail_program_stops_mails_with_one_request(telling: Telling, wants: Callable[..., None]) -> None:
    link = stop_link(telling, wants)
    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, rate(telling)) == (200, "off")


def test_opening_the_link_stops_nothing_yet(telling: Telling, wants: Callable[..., None]) -> None:
    answer = Client().get(stop_link(telling, wants))

    assert "An early warning opens" in body(answer)
    assert rate(telling) == "at_once"


def test_stopping_twice_is_stopping_once(telling: Telling, wants: Callable[..., None]) -> None:
    link = stop_link(telling, wants)
    statuses = [Client().post(link).status_code for _ in range(2)]

    assert (statuses, rate(telling)) == ([200, 200], "off")


@pytest.mark.parametrize("token", ["x", "a~b", "abcdefghjkmn.daily~forged"])
def test_address_that_nobody_signed_stops_nothing(telling: Telling, token: str) -> None:
    assert Client().post(f"/mail/stop/{token}/").status_code == 404


def test_stop_address_of_a_digest_stops_what_it_holds(telling: Telling, wants: Callable[..., None]) -> None:
    wants(telling.ada, warning_opened="daily", review_due="weekly")
    with telling.as_(telling.ada):
        address = stop_address(f"{own_preference().ref}.daily")
    Client().post(address.removeprefix(SITE))
    with telling.as_(telling.ada):
        rates = own_preference().rates

    assert (rates["warning_opened"], rates["review_due"]) == ("off", "weekly")
