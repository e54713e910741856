"""API tokens on their page: listed without secrets, made with chosen scopes, shown once, ended."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from comotion.core.principal import acting_as
from comotion.identity.models import ApiToken, Membership
from comotion.identity.tokens import create_token, note_use
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, principal_of
from tests.web.program import body, count_queries, text_of

pytestmark = pytest.mark.django_db
PAGE = "/o/northwind-cloud/settings/tokens/"
AT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
NIGHTLY = {"name": "Nightly report", "days": "90", "scopes": ["portfolio:read", "reports:export"]}


@pytest.fixture
def owner(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person)
    return client


def token_of(membership: Membership, name: str, **fields: object) -> ApiToken:
    with acting_as(principal_of(membership)):
        return create_token(name=name, scopes=["today:read"], at=AT, **fields)[0]  # type: ignore[arg-type]


def test_token_is_made_with_the_scopes_that_were_ticked_and_shown_once(owner: Client, member: Membership) -> None:
    answer = owner.post(f"{PAGE}create/", NIGHTLY)

    token = ApiToken.unscoped.get()
    secret = re.search(r"comotion_[\w-]{43}", body(answer))[0]  # type: ignore[index]
    assert (token.name, token.scopes, token.person) == ("Nightly report", NIGHTLY["scopes"], member.person)
    assert token.expires_at is not None
    assert (token.expires_at - token.created_at).days in {89, 90}
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in body(owner.get(PAGE))
    assert token.secret_hash not in body(owner.get(PAGE))
    bearer = {"authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/partnerships", headers=bearer).status_code == 200
    assert "last used" in text_of(body(owner.get(PAGE)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"scopes": []}, "This field is required."),
        ({"scopes": ["tokens:create"]}, "Select a valid choice."),
        ({"scopes": ["settings:change"]}, "Select a valid choice."),
        ({"days": "99999"}, "Select a valid choice."),
    ],
)
def test_token_is_refused_beside_the_field(owner: Client, fields: dict[str, object], said: str) -> None:
    answer = owner.post(f"{PAGE}create/", NIGHTLY | fields)

    assert (said in text_of(body(answer)), ApiToken.unscoped.count()) == (True, 0)


def test_nobody_gives_more_than_they_may(member_client: MemberClient) -> None:
    answer = member_client("member").post(f"{PAGE}create/", NIGHTLY | {"scopes": ["imports:create"]})

    assert ("Select a valid choice." in text_of(body(answer)), ApiToken.unscoped.count()) == (True, 0)


def test_list_says_for_each_token_whose_it_is_how_long_and_when_it_was_used(owner: Client, member: Membership) -> None:
    used = token_of(member, "Used", expires_at=AT + dt.timedelta(days=9999))
    note_use_at = AT + dt.timedelta(hours=1)
    with acting_as(principal_of(member)):
        note_use(used, note_use_at)
    token_of(member, "Old", expires_at=AT + dt.timedelta(days=1))

    text = text_of(body(owner.get(PAGE)))

    assert "last used 1 Mar 2026, 10:00" in text
    assert f"{member.person} · until" in text
    assert re.search(r"Old Expired", text) is not None
    assert "One token lets a program act here." in text


def test_one_lists_ones_own_tokens_and_owner_and_auditor_list_all(
    owner: Client, member: Membership, member_client: MemberClient
) -> None:
    analyst = make_member(member.organization, "analyst")
    token_of(member, "Of the owner")
    token_of(analyst, "Of the analyst")
    theirs = Client()
    theirs.force_login(analyst.person)
    clients = {
        "owner": owner,
        "analyst": theirs,
        "auditor": member_client("auditor"),
        "member": member_client("member"),
    }

    seen = {
        role: {name for name in ("Of the owner", "Of the analyst") if name in body(client.get(PAGE))}
        for role, client in clients.items()
    }
    both = {"Of the owner", "Of the analyst"}
    assert seen == {"owner": both, "analyst": {"Of the analyst"}, "auditor": both, "member": set()}
    assert f"{PAGE}end/" not in body(clients["auditor"].get(PAGE))


def test_token_is_ended_at_once(owner: Client, member: Membership) -> None:
    secret = re.search(r"comotion_[\w-]{43}", body(owner.post(f"{PAGE}create/", NIGHTLY)))[0]  # type: ignore[index]
    token = ApiToken.unscoped.get()

    answer = owner.post(f"{PAGE}end/", {"token": token.ref}, follow=True)

    assert "“Nightly report” has ended." in text_of(body(answer))
    assert Client().get("/api/v1/partnerships", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_foreign_and_missing_tokens_are_not_found(
    owner: Client, member: Membership, member_client: MemberClient
) -> None:
    foreign = token_of(make_member(make_organization("Another Cloud")), "Theirs")
    mine = token_of(member, "Of the owner")
    answers = [owner.post(f"{PAGE}end/", {"token": ref}) for ref in (foreign.ref, "none", "")]
    answers.append(member_client("analyst").post(f"{PAGE}end/", {"token": mine.ref}))

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert not ApiToken.unscoped.filter(revoked_at__isnull=False).exists()


def test_those_who_only_read_make_and_end_nothing(member_client: MemberClient) -> None:
    for role in ("executive_sponsor", "auditor"):
        client = member_client(role)
        assert [client.post(PAGE + deed).status_code for deed in ("create/", "end/")] == [403, 403]
        assert f"{PAGE}create/" not in body(client.get(PAGE))


def test_pages_answer_only_to_their_methods(owner: Client) -> None:
    assert [owner.get(PAGE + deed).status_code for deed in ("create/", "end/")] == [405, 405]
    assert owner.post(PAGE).status_code == 405


def test_list_takes_as_many_queries_for_three_tokens_as_for_one(owner: Client, member: Membership) -> None:
    counts = []
    for names in (("One",), ("Two", "Three")):
        for name in names:
            token_of(member, name)
        counts.append(count_queries(owner, PAGE))

    assert counts[0] == counts[1]
