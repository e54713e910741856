"""The page of the organization's data: who may, with which second factor, what is packed, handed out and deleted."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
import zipfile

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.files.storage import default_storage
from django.test import Client, TestCase

from comotion.core.models import AuditEntry, Job, JobState
from comotion.estate.models import Export
from comotion.identity.models import Membership, Organization
from comotion.notices.models import Notice
from comotion.web.settings.second_factor import was_given_again
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, make_room
from tests.web.program import MISSING_REF, body, count_queries, text_of

pytestmark = pytest.mark.django_db
PAGE = "/o/northwind-cloud/settings/data/"
SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "a-long-enough-word"
CODES = "/account/codes/"


def set_up(membership: Membership) -> None:
    """Give a person a second factor."""
    Authenticator.objects.create(
        user=membership.person, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )


def give_again(client: Client) -> None:
    """Give the code as the page asks for it, each time with a code that has not been used."""
    from django.core.cache import cache

    cache.clear()
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    answer = client.post(f"{CODES}reauthenticate/?next={PAGE}", {"code": code, "next": PAGE})
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)


@pytest.fixture
def owner(member: Membership) -> Client:
    """An owner whose second factor is set up, and has not been given again."""
    member.person.set_password(PASSWORD)
    member.person.save()
    set_up(member)
    client = Client()
    client.force_login(member.person)
    return client


@pytest.fixture
def sure(owner: Client) -> Client:
    """The same, having given it just now."""
    give_again(owner)
    return owner


def posted(client: Client, path: str, **fields: str) -> str:
    """Post, let everything happen that follows, and return where one is sent."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(PAGE + path, fields)
    return str(answer.headers.get("Location", answer.status_code))


def age_the_proof(client: Client, seconds: float) -> None:
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        one | {"at": one["at"] - seconds} for one in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()


def test_data_are_for_owners_alone(member_client: MemberClient, owner: Client) -> None:
    roles = ("alliance_manager", "analyst", "member", "executive_sponsor", "auditor")
    paths = (PAGE, f"{PAGE}delete/", f"{PAGE}exports/{MISSING_REF}/", f"{PAGE}exports/{MISSING_REF}/archive.zip")

    refused = {member_client(role).get(path).status_code for role in roles for path in paths}
    refused |= {
        member_client(role).post(PAGE + deed).status_code for role in roles for deed in ("export/", "keep/", "delete/")
    }

    assert refused == {403}
    assert [owner.get(path).status_code for path in paths] == [200, 200, 404, 404]


def test_pages_answer_only_to_their_methods(owner: Client) -> None:
    gets = [owner.get(PAGE + deed).status_code for deed in ("export/", "keep/", f"exports/{MISSING_REF}/remove/")]

    assert (gets, owner.post(PAGE).status_code) == ([405] * 3, 405)


def test_without_a_second_factor_one_is_led_to_set_one_up(member_client: MemberClient) -> None:
    client = member_client("owner")

    assert posted(client, "export/") == CODES
    assert posted(client, "delete/", typed="Northwind Cloud", understood="on") == CODES
    assert (Export.unscoped.count(), Organization.unscoped.filter(closes_at=None).count()) == (0, 1)
    assert "Both need a second factor, and you have none yet." in text_of(body(client.get(PAGE)))


def test_second_factor_has_to_be_given_again(owner: Client) -> None:
    for path, fields in (("export/", {}), ("delete/", {"typed": "Northwind Cloud", "understood": "on"})):
        assert posted(owner, path, **fields).startswith(
            f"{CODES}reauthenticate/?next=%2Fo%2Fnorthwind-cloud%2Fsettings"
        )
    assert (Export.unscoped.count(), Organization.unscoped.filter(closes_at=None).count()) == (0, 1)


def test_second_factor_given_long_ago_is_asked_for_again(sure: Client) -> None:
    age_the_proof(sure, 200)
    assert posted(sure, "export/") == PAGE
    age_the_proof(sure, 120)
    assert posted(sure, "export/").startswith(f"{CODES}reauthenticate/")
    assert Export.unscoped.count() == 1


def test_password_given_again_is_not_enough(owner: Client) -> None:
    answer = owner.post("/account/reauthenticate/", {"password": PASSWORD, "next": PAGE})

    assert answer.headers["Location"] == PAGE
    assert posted(owner, "export/").startswith(f"{CODES}reauthenticate/")
    assert not Export.unscoped.exists()


def test_wrong_code_proves_nothing(owner: Client) -> None:
    assert owner.post(f"{CODES}reauthenticate/", {"code": "000000", "next": PAGE}).status_code == 200
    assert posted(owner, "export/").startswith(f"{CODES}reauthenticate/")


def test_second_factor_of_somebody_who_took_it_off_counts_no_more(sure: Client, member: Membership) -> None:
    Authenticator.objects.filter(user=member.person).delete()

    assert posted(sure, "export/") == CODES


def test_proof_from_the_future_counts_for_nothing(sure: Client) -> None:
    request = sure.get(PAGE).wsgi_request

    assert [was_given_again(request, at=time.time() + seconds) for seconds in (0, 301, -60)] == [True, False, False]


def test_export_is_packed_told_of_and_downloaded(sure: Client, member: Membership) -> None:
    assert posted(sure, "export/") == PAGE

    export = Export.unscoped.get()
    page = body(sure.get(PAGE))
    answer = sure.get(f"{PAGE}exports/{export.ref}/archive.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert f'href="{PAGE}exports/{export.ref}/archive.zip"' in page
    assert "kept until" in text_of(page)
    assert export.sha256 in page
    assert re.fullmatch(r'attachment; filename="northwind-cloud-[\d-]{10}\.zip"', answer.headers["Content-Disposition"])
    assert "tables/identity.Membership.jsonl" in archive.namelist()
    assert "no-store" in answer.headers["Cache-Control"]
    assert [entry.action for entry in AuditEntry.unscoped.order_by("sequence")] == [
        "export.asked", "export.made", "export.downloaded",
    ]  # fmt: skip
    assert Notice.unscoped.get().kind == "export_finished"
    (letter,) = mail.outbox
    assert (letter.to, "Your export is ready" in letter.subject) == ([member.person.email], True)


def test_download_needs_the_second_factor_as_well(sure: Client) -> None:
    posted(sure, "export/")
    ref = Export.unscoped.get().ref
    age_the_proof(sure, 400)

    answer = sure.get(f"{PAGE}exports/{ref}/archive.zip")

    assert answer.headers["Location"].startswith(f"{CODES}reauthenticate/")
    assert not AuditEntry.unscoped.filter(action="export.downloaded").exists()


def test_archive_that_is_kept_no_longer_is_not_handed_out(sure: Client) -> None:
    posted(sure, "export/")
    export = Export.unscoped.get()
    name = export.file_name
    assert posted(sure, f"exports/{export.ref}/remove/") == PAGE

    answer = sure.get(f"{PAGE}exports/{export.ref}/archive.zip", follow=True)

    assert "This archive is no longer kept." in text_of(body(answer))
    assert not default_storage.exists(name)


def test_export_of_another_organization_is_not_found(sure: Client) -> None:
    other = make_organization("Another Cloud")
    foreign = Export.unscoped.create(owner_org=other, asked_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC), file_name="x")

    pages = [sure.get(f"{PAGE}exports/{ref}/archive.zip") for ref in (foreign.ref, MISSING_REF)]
    posts = [sure.post(f"{PAGE}exports/{foreign.ref}/{deed}/") for deed in ("remove", "cancel")]

    assert {(answer.status_code, answer.content) for answer in (*pages, *posts)} == {(404, pages[0].content)}


def test_one_export_at_a_time_and_it_can_be_cancelled(sure: Client, member: Membership) -> None:
    at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    job = Job.unscoped.create(
        owner_org=member.organization, kind="estate.export", person=member.person, role="owner", requested_at=at
    )
    export = Export.unscoped.create(owner_org=member.organization, asked_at=at, job_ref=job.ref)

    answer = sure.post(f"{PAGE}export/", follow=True)
    fragment = body(sure.get(f"{PAGE}exports/{export.ref}/", headers={"hx-request": "true"}))
    assert sure.get(f"{PAGE}exports/{export.ref}/").headers["Location"] == PAGE
    assert "Everything is being packed already." in text_of(body(answer))
    assert (Export.unscoped.count(), "Waiting for a worker" in fragment, "hx-get" in fragment) == (1, True, True)

    assert posted(sure, f"exports/{export.ref}/cancel/") == PAGE
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert "It was cancelled." in text_of(body(sure.get(PAGE)))
    assert posted(sure, "export/") == PAGE


def test_page_says_what_goes_and_what_stays_before_anything_is_asked(owner: Client, member: Membership) -> None:
    halden = make_member(make_organization("Halden Analytics"))
    make_room("The room", member.organization, halden.organization)

    text = text_of(body(owner.get(f"{PAGE}delete/")))

    assert "Northwind Cloud would be deleted after 30 days, for good." in text
    assert "The room ends; your partner keeps it as an archive with what was theirs." in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"typed": "Northwind", "understood": "on"}, "Type the name of the organization"),
        ({"typed": "Northwind Cloud"}, "This field is required."),
        ({"understood": "on"}, "This field is required."),
    ],
)
def test_deletion_is_refused_beside_the_field(sure: Client, fields: dict[str, str], said: str) -> None:
    answer = sure.post(f"{PAGE}delete/", fields)

    assert said in text_of(body(answer))
    assert Organization.unscoped.get().closes_at is None


def test_deletion_makes_everything_read_only_until_it_is_taken_back(sure: Client, member_client: MemberClient) -> None:
    manager = member_client("alliance_manager")
    assert posted(sure, "delete/", typed="Northwind Cloud", understood="on") == PAGE

    people = "/o/northwind-cloud/settings/people/"
    invited = {"address": "new@northwind.example", "role": "member"}
    assert (
        sure.post(f"{people}invite/", invited).status_code,
        manager.get("/o/northwind-cloud/today/").status_code,
    ) == (403, 200)
    assert "Northwind Cloud is deleted for good on" in text_of(body(sure.get(PAGE)))
    assert "is deleted for good on" in text_of(body(manager.get("/o/northwind-cloud/today/")))
    assert sure.get(f"{PAGE}delete/").status_code == 403

    assert posted(sure, "keep/") == PAGE
    assert Organization.unscoped.get().closes_at is None
    assert sure.post(f"{people}invite/", invited).status_code == 302


def test_keeping_what_nobody_deletes_says_so(owner: Client) -> None:
    assert "Nobody has asked for the organization to be deleted." in text_of(
        body(owner.post(f"{PAGE}keep/", follow=True))
    )


def test_page_takes_as_many_queries_for_three_exports_as_for_one(owner: Client, member: Membership) -> None:
    counts = []
    for times in (1, 2):
        for number in range(times):
            Export.unscoped.create(
                owner_org=member.organization, asked_by=member.person, job_ref=f"job{times}{number}",
                asked_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
            )  # fmt: skip
        counts.append(count_queries(owner, PAGE))

    assert counts[0] == counts[1]
