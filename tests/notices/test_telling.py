"""Who is told, once, by which road, as each of them chose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comotion.core.models import Job
from comotion.core.principal import Principal, acting_as
from comotion.notices.enums import MailState
from comotion.notices.models import Mail, Notice
from comotion.notices.queries import latest_notices, number_unread
from comotion.notices.reactions import tell_of_warnings
from comotion.notices.reminders import remind
from comotion.notices.telling import SEND, Occasion, mark_read, tell_person
from comotion.portfolio.operations import refresh
from comotion.scores.events import OpenedWarning, WarningsOpened
from tests.factories import make_member, make_organization, make_partnership, principal_of
from tests.notices.conftest import AT, TODAY, Telling, committed, letters, plan_review, warn
from tests.scores.world import AT as SCORED_AT
from tests.scores.world import TODAY as SCORED_DAY
from tests.scores.world import make_full_partnership


def open_warning(telling: Telling, code: str = "HIDDEN_EROSION") -> WarningsOpened:
    warning = warn(telling.halden, code)
    opened = OpenedWarning(telling.halden.pk, code, warning.opened_date)
    return WarningsOpened(telling.organization.pk, (opened,))


def told(telling: Telling) -> dict[str, list[str]]:
    """Who has which notices."""
    found: dict[str, list[str]] = {}
    for notice in Notice.unscoped.order_by("pk").select_related("author"):
        found.setdefault(notice.author.name, []).append(notice.kind)
    return found


def test_warning_is_told_to_who_looks_after_the_partnership(telling: Telling) -> None:
    tell_of_warnings(open_warning(telling))

    assert told(telling) == {"Ada Lind": ["warning_opened"]}


def test_warning_nobody_looks_after_is_told_to_the_alliance_managers(telling: Telling) -> None:
    other = make_partnership(telling.organization, "Osprey Robotics")
    warning = warn(other)
    tell_of_warnings(
        WarningsOpened(telling.organization.pk, (OpenedWarning(other.pk, warning.code, warning.opened_date),))
    )

    assert told(telling) == {"Ben Ortiz": ["warning_opened"]}


def test_warning_told_twice_is_one_notice(telling: Telling) -> None:
    event = open_warning(telling)
    tell_of_warnings(event)
    tell_of_warnings(event)

    assert told(telling) == {"Ada Lind": ["warning_opened"]}


def test_warning_that_opened_long_ago_is_history_and_not_told(telling: Telling) -> None:
    warning = warn(telling.halden, opened_date=TODAY.replace(month=6))
    opened = OpenedWarning(telling.halden.pk, warning.code, warning.opened_date)
    tell_of_warnings(WarningsOpened(telling.organization.pk, (opened,)))

    assert told(telling) == {}


def test_rescore_tells_of_the_warnings_it_opens(telling: Telling, settings: object) -> None:
    settings.COMOTION_AS_OF = SCORED_DAY  # type: ignore[attr-defined]
    make_full_partnership(telling.organization)
    with telling.as_organization, committed():
        refreshed = refresh(as_of=SCORED_DAY, at=SCORED_AT)

    assert refreshed.warnings_opened > 0
    assert set(told(telling)) == {"Ben Ortiz"}


def test_notice_is_put_into_words_for_its_reader(telling: Telling) -> None:
    tell_of_warnings(open_warning(telling))
    with telling.as_(telling.ada):
        (one,), _more = latest_notices()

    assert one.told is not None
    assert (one.told.title, one.told.severity) == ("Hidden erosion: Halden Analytics", "high")
    assert one.told.says == "Halden Analytics is losing trust behind rising revenue."


def test_notice_of_what_is_gone_has_no_words(telling: Telling) -> None:
    tell_of_warnings(open_warning(telling))
    telling.halden.delete()
    with telling.as_(telling.ada):
        (one,), _more = latest_notices()

    assert one.told is None


def test_nobody_is_told_what_they_may_not_see(telling: Telling) -> None:
    warn(telling.halden)
    stranger = make_member(make_organization("Elsewhere"))
    count = tell_person(
        kind="warning_opened", person_id=stranger.person_id, organization_id=stranger.organization_id,
        occasions=[Occasion(f"{telling.halden.ref}:HIDDEN_EROSION", "x")], at=AT,
    )  # fmt: skip

    assert (count, Notice.unscoped.count()) == (0, 0)


def test_person_who_left_is_not_told(telling: Telling) -> None:
    type(telling.ada).unscoped.filter(pk=telling.ada.pk).update(state="suspended")
    tell_of_warnings(open_warning(telling))

    assert told(telling) == {"Ben Ortiz": ["warning_opened"]}


def test_notice_is_seen_by_its_person_alone(telling: Telling) -> None:
    tell_of_warnings(open_warning(telling))
    elsewhere = make_member(make_organization("Elsewhere"), person=telling.ada.person)
    seen = {}
    for name, member in {"ada": telling.ada, "ben": telling.ben, "ada elsewhere": elsewhere}.items():
        with acting_as(principal_of(member)):
            seen[name] = (number_unread(), len(latest_notices()[0]))

    assert seen == {"ada": (1, 1), "ben": (0, 0), "ada elsewhere": (0, 0)}


def test_reading_counts_down_the_unread(telling: Telling) -> None:
    tell_of_warnings(open_warning(telling))
    with telling.as_(telling.ada) as principal:
        mark_read(notices=None, at=AT, own=principal)
        assert number_unread() == 0


def test_review_a_week_away_is_told_once(telling: Telling) -> None:
    plan_review(telling.halden, days=7)
    with telling.as_organization:
        counts = [remind(at=AT), remind(at=AT)]

    assert (counts, told(telling)) == ([1, 0], {"Ada Lind": ["review_due"]})


def test_review_eight_days_away_is_not_told_yet(telling: Telling) -> None:
    plan_review(telling.halden, days=8)
    with telling.as_organization:
        assert remind(at=AT) == 0


def test_mail_at_once_is_sent_through_a_job_of_its_recipient(telling: Telling, wants: Callable[..., None]) -> None:
    wants(telling.ada, warning_opened="at_once")
    with committed():
        tell_of_warnings(open_warning(telling))
    job = Job.unscoped.get(kind=SEND)

    assert [letter.to for letter in letters()] == [["ada@example.com"]]
    assert (job.person_id, job.state, job.result) == (telling.ada.person_id, "done", {"state": "sent"})


@pytest.mark.parametrize("rate", ["daily", "weekly", "off"])
def test_no_mail_at_once_for_who_wants_it_later_or_never(
    telling: Telling, wants: Callable[..., None], rate: str
) -> None:
    wants(telling.ada, warning_opened=rate)
    with committed():
        tell_of_warnings(open_warning(telling))

    assert (letters(), Mail.unscoped.count(), Notice.unscoped.count()) == ([], 0, 1)


def test_many_warnings_at_once_come_in_one_mail(telling: Telling, wants: Callable[..., None]) -> None:
    wants(telling.ada, warning_opened="at_once")
    codes = ("HIDDEN_EROSION", "DIVERGENCE", "GOING_DARK", "RHYTHM_SLIP")
    opened = tuple(OpenedWarning(telling.halden.pk, code, warn(telling.halden, code).opened_date) for code in codes)
    with committed():
        tell_of_warnings(WarningsOpened(telling.organization.pk, opened))

    assert [letter.subject for letter in letters()] == ["Northwind Cloud: 4 things are new"]


def test_mail_to_who_has_left_meanwhile_is_not_sent(telling: Telling, wants: Callable[..., None]) -> None:
    wants(telling.ada, warning_opened="at_once")
    with committed():
        tell_of_warnings(open_warning(telling))
        type(telling.ada).unscoped.filter(pk=telling.ada.pk).update(state="removed")

    assert (letters(), Mail.unscoped.get().state) == ([], MailState.WAITING)


def test_organization_itself_has_no_notices(telling: Telling) -> None:
    tell_of_warnings(open_warning(telling))
    with acting_as(Principal(telling.organization.pk, "owner")):
        assert Notice.objects.count() == 0
