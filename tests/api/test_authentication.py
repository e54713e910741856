from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from comotion.core.clock import now
from comotion.core.principal import acting_as
from comotion.identity.models import ApiToken, Membership, Organization
from comotion.identity.tokens import UnableToCreateToken, create_token, hash_of, revoke_token
from tests.api.conftest import AT, Caller, secret_of
from tests.factories import make_member, principal_of

ME = "/api/v1/organizations/me"


def bearer(secret: str) -> Client:
    return Client(headers={"authorization": f"Bearer {secret}"})


def test_me_says_for_whom_a_token_acts(member: Membership) -> None:
    answer = bearer(secret_of(member, "organization:read")).get(ME)
    assert answer.status_code == 200
    assert answer.json() == {
        "organization": "northwind-cloud",
        "name": "Northwind Cloud",
        "person": member.person.name,
        "email": member.person.email,
        "role": "owner",
        "scopes": ["organization:read"],
    }


def test_me_needs_a_token(db: None) -> None:
    answer = Client().get(ME)
    assert (answer.status_code, answer.json()["code"], answer["WWW-Authenticate"]) == (401, "TOKEN_NEEDED", "Bearer")


def test_unknown_expired_and_revoked_tokens_get_the_same_answer(member: Membership) -> None:
    expired = secret_of(member, expires_at=AT + dt.timedelta(minutes=1))
    revoked = secret_of(member)
    ApiToken.unscoped.filter(secret_hash=hash_of(expired)).update(expires_at=now() - dt.timedelta(seconds=1))
    with acting_as(principal_of(member)):
        revoke_token(ref=ApiToken.objects.get(secret_hash=hash_of(revoked)).ref, at=AT)
    answers = {bearer(secret).get(ME).content for secret in (expired, revoked, "comotion_never")}
    statuses = {bearer(secret).get(ME).status_code for secret in (expired, revoked, "comotion_never")}
    assert (statuses, len(answers)) == ({401}, 1)


def test_a_scope_implies_no_other(member: Membership) -> None:
    answer = bearer(secret_of(member, "portfolio:read")).get(ME)
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")


def test_a_token_follows_its_person(member: Membership, caller: Caller) -> None:
    client = caller()
    Membership.unscoped.filter(pk=member.pk).update(role="member")
    assert client.get(ME).json()["role"] == "member"
    Membership.unscoped.filter(pk=member.pk).update(state="suspended")
    assert client.get(ME).status_code == 401


def test_only_the_hash_of_a_secret_is_kept(member: Membership) -> None:
    secret = secret_of(member)
    kept = ApiToken.unscoped.values().get()
    assert kept["secret_hash"] == hash_of(secret)
    assert secret not in str(kept)


@pytest.mark.parametrize("scope", ["tokens:create", "tokens:read", "members:change", "settings:read", "portfolio:fly"])
def test_no_token_gets_a_scope_beyond_its_person_or_over_tokens(member: Membership, scope: str) -> None:
    with acting_as(principal_of(member)), pytest.raises(UnableToCreateToken, match="no scope that you can give"):
        create_token(name="Wide", scopes=[scope], at=AT)


def test_a_member_cannot_give_what_only_an_owner_has(organization: Organization) -> None:
    with acting_as(principal_of(make_member(organization, "member"))), pytest.raises(UnableToCreateToken):
        create_token(name="Wide", scopes=["imports:create"], at=AT)


def test_reading_again_with_the_etag_sends_nothing(caller: Caller) -> None:
    client = caller()
    first = client.get(ME)
    second = client.get(ME, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.content, second["ETag"]) == (304, b"", first["ETag"])


def test_too_many_requests_are_refused_with_a_time_to_wait(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comotion.api.rate.PER_MINUTE", 2)
    client = caller()
    answers = [client.get(ME) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
