"""A link opens one thing for whoever holds it, as long as it holds, and nothing else; all others find nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings

from comotion.core.audit import verify_chain
from comotion.core.links import (
    LinkPurpose,
    UnableToRevokeLink,
    _purposes,
    link_address,
    link_purposes,
    make_link,
    open_link,
    register_purpose,
    revoke_link,
    revoke_links_of,
    visible_links,
)
from comotion.core.models import AuditEntry, Link
from comotion.core.policy import may
from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Organization
from comotion.partnerships.models import Partnership
from tests.architecture.routes import routes
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, make_partnership, principal_of

pytestmark = [pytest.mark.urls("tests.core.urls"), pytest.mark.django_db]
AT = dt.datetime(2026, 2, 3, 9, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=14)
TODAY = dt.date(2026, 2, 4)


@pytest.fixture(autouse=True)
def _planted() -> Iterator[None]:
    with override_settings(COMOTION_AS_OF=TODAY):
        register_purpose(LinkPurpose("planted", "Planted", "planted", frozenset({"room:read"})))
        yield
    _purposes.pop("planted")


def given(person_id: int | None = None, expires_at: dt.datetime = LATER, subject: str = "one") -> tuple[Link, str]:
    return make_link(
        purpose="planted", subject=subject, holder="pat@example.com", expires_at=expires_at, at=AT, person_id=person_id
    )


def address(secret: str) -> str:
    return f"/l/{secret}/planted/"


def test_link_opens_its_subject_for_somebody_without_an_account_and_nothing_else(
    principal: Principal, organization: Organization
) -> None:
    make_partnership(organization, "Meridian")
    _link, secret = given()

    answer = Client().get(address(secret))

    assert answer.content.decode() == "one: 0 partnerships; lent: link_holder, 1 partnerships, False"
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_who_holds_a_link_has_no_right_whatever_their_role(principal: Principal) -> None:
    link, secret = given(principal.person_id)
    opened = open_link(secret, "planted", AT)

    assert opened is not None
    assert [opened.ref, opened.subject, opened.holder] == [link.ref, "one", "pat@example.com"]
    assert may(principal, "read", "room")
    assert not may(opened.principal, "read", "room")
    with acting_as(opened.principal):
        assert [Partnership.objects.count(), Link.objects.count()] == [0, 0]


def test_link_of_a_member_lends_no_more_than_its_purpose_names(principal: Principal) -> None:
    _link, secret = given(principal.person_id)

    assert Client().get(address(secret)).content.decode() == "one: 0 partnerships; lent: owner, 0 partnerships, True"


def test_wrong_expired_revoked_foreign_and_left_are_answered_with_the_same_bytes(
    principal: Principal, organization: Organization
) -> None:
    nothing = Client().get("/never/was/")
    _expired, expired = given(expires_at=AT)
    revoked_link, revoked = given()
    revoke_link(ref=revoked_link.ref, at=AT)
    left = make_member(organization, "member", state="suspended")
    _left, of_one_who_left = given(left.person_id)
    _other, other = given()
    secrets = ["wrong", "\x00", "💼" * 40, expired, revoked, of_one_who_left]

    answers = [Client().get(address(secret)) for secret in secrets]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, nothing.content)}
    Link.unscoped.update(purpose="another")
    assert Client().get(address(other)).content == nothing.content


def test_link_expires_at_its_last_moment(principal: Principal) -> None:
    _link, secret = given(expires_at=LATER)

    assert open_link(secret, "planted", LATER - dt.timedelta(seconds=1)) is not None
    assert open_link(secret, "planted", LATER) is None


def test_method_that_is_not_offered_is_named_as_such(principal: Principal) -> None:
    _link, secret = given()

    answer = Client().delete(address(secret))

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")


def test_login_changes_nothing_of_what_a_link_opens(principal: Principal, member_client: MemberClient) -> None:
    _link, secret = given()
    stranger = member_client("owner", organization=make_organization("Elsewhere"))

    assert stranger.get(address(secret)).content == Client().get(address(secret)).content


def test_secret_is_kept_nowhere_and_stands_in_the_address(principal: Principal) -> None:
    link, secret = given()

    assert secret not in {str(getattr(link, field.attname)) for field in Link._meta.concrete_fields}
    assert link_address("planted", secret).endswith(address(secret))
    assert link_address("planted", secret).startswith("http")


def test_links_are_listed_to_those_who_answer_for_them_and_to_those_who_made_them(
    principal: Principal, organization: Organization
) -> None:
    first, _secret = given()
    colleague = principal_of(make_member(organization, "member"))
    with acting_as(colleague):
        own, _secret = given(subject="two")
        assert [link.ref for link in visible_links()] == [own.ref]
        with pytest.raises(UnableToRevokeLink):
            revoke_link(ref=first.ref, at=AT)
    with acting_as(principal_of(make_member(organization, "auditor"))), pytest.raises(PermissionDenied):
        revoke_link(ref=first.ref, at=AT)

    assert [link.ref for link in visible_links()] == [own.ref, first.ref]
    revoke_link(ref=own.ref, at=AT)
    assert [link.ref for link in visible_links()] == [first.ref]


def test_link_of_another_organization_is_not_there_to_revoke(principal: Principal) -> None:
    link, _secret = given()
    with acting_as(principal_of(make_member(make_organization("Elsewhere"), "owner"))):
        assert list(visible_links()) == []
        with pytest.raises(UnableToRevokeLink):
            revoke_link(ref=link.ref, at=AT)


def test_revoking_is_written_down_without_the_secret(principal: Principal) -> None:
    link, secret = given()
    revoke_link(ref=link.ref, at=AT)
    entry = AuditEntry.objects.get(action="link.revoked")

    assert entry.detail == {"purpose": "planted", "holder": "pat@example.com"}
    assert verify_chain(principal.organization_id) is None
    assert secret not in str(entry.__dict__)


def test_all_links_to_a_subject_end_together(principal: Principal) -> None:
    given()
    given()
    other, _secret = given(subject="two")

    assert revoke_links_of(purpose="planted", subject="one", at=AT) == 2
    assert [link.ref for link in visible_links()] == [other.ref]


def test_every_purpose_opens_views_that_declare_it_and_every_such_view_has_a_purpose(principal: Principal) -> None:
    by_link = [route for route in routes() if route.policy is not None and route.policy.audience == "link"]
    names = {purpose.url_name: purpose.name for purpose in link_purposes()}

    assert {route.policy.resource for route in by_link if route.policy} == set(names.values())
    assert {
        names[route.name] == route.policy.resource for route in by_link if route.policy and route.name in names
    } == {True}
    assert names.keys() - {route.name for route in by_link} == set()
