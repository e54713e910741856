"""OpenID Connect: whom a provider can bring in, and every way in which what it says does not hold."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils.html import escape

from comotion.core.models import AuditEntry
from comotion.core.principal import acting_as
from comotion.identity.models import Membership, Person, SignOn
from comotion.identity.sign_on import change_arrival
from tests.factories import make_member, make_person, principal_of
from tests.web.account.companies import AT, Company, set_out
from tests.web.account.openid_provider import CLIENT, SECRET, ScriptedProvider, new_key

INES = {"sub": "ines-1", "email": "ines@northwind.example", "email_verified": True, "name": "Ines Roth"}


@pytest.fixture
def sign_on(northwind: Company, openid_provider: ScriptedProvider) -> SignOn:
    """Northwind's provider, open."""
    openid_provider.names(**INES)
    return northwind.opens_openid(openid_provider.issuer)


def question(page: Any) -> dict[str, str]:
    """Return what the provider is asked by the page that leads to it."""
    (address,) = re.findall(r'http-equiv="refresh"\s+content="0;url=([^"]+)"', page.content.decode())
    return {name: values[0] for name, values in parse_qs(urlsplit(address.replace("&amp;", "&")).query).items()}


def come_back(client: Client, sign_on: SignOn, asked: dict[str, str], **other: str) -> Any:
    sent = {"code": "a-code", "state": asked["state"]} | other
    return client.get(f"/account/sign-on/{sign_on.ref}/callback/", sent, follow=True)


def sign_in(client: Client, sign_on: SignOn, address: str = "ines@northwind.example") -> Any:
    return come_back(client, sign_on, question(set_out(client, address)))


def is_refused(answer: Any, sentence: str) -> bool:
    said = escape(sentence) in answer.content.decode()
    return said and answer.status_code == 403 and "_auth_user_id" not in answer.wsgi_request.session


@pytest.mark.postgres
def test_newcomer_of_the_domain_becomes_what_the_owner_chose(northwind: Company, sign_on: SignOn) -> None:
    with acting_as(principal_of(northwind.owner)):
        change_arrival(sign_on=sign_on, default_role="analyst", trusts_addresses=False, at=AT)
    client = Client()
    answer = sign_in(client, sign_on)
    assert answer.redirect_chain[-1][0] == f"/o/{northwind.organization.slug}/today/"
    made = Membership.unscoped.get(person__email="ines@northwind.example")
    assert (made.organization, made.role, made.person.name) == (northwind.organization, "analyst", "Ines Roth")
    assert not made.person.has_usable_password()
    assert (
        AuditEntry.unscoped.filter(action="member.came_by_sign_on", organization=northwind.organization.pk).count() == 1
    )


def test_provider_is_asked_for_what_is_needed_and_gets_its_secret(
    sign_on: SignOn, openid_provider: ScriptedProvider
) -> None:
    client = Client()
    asked = question(set_out(client, "ines@northwind.example"))
    come_back(client, sign_on, asked)
    (sent,) = openid_provider.asked
    assert (asked["client_id"], asked["response_type"], asked["login_hint"]) == (
        CLIENT,
        "code",
        "ines@northwind.example",
    )
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert asked["redirect_uri"] == f"http://testserver/account/sign-on/{sign_on.ref}/callback/"
    assert (sent["client_secret"], sent["code"], asked["code_challenge_method"]) == (SECRET, "a-code", "S256")
    assert len(sent["code_verifier"]) >= 43


def test_second_time_it_is_the_same_person(sign_on: SignOn) -> None:
    for _ in range(2):
        assert sign_in(Client(), sign_on).status_code == 200
    assert Person.objects.filter(email="ines@northwind.example").count() == 1
    assert SocialAccount.objects.count() == 1


def test_member_with_a_password_is_known_by_the_verified_address(northwind: Company, sign_on: SignOn) -> None:
    member = make_member(northwind.organization, "member", person=make_person("ines@northwind.example"))
    sign_in(Client(), sign_on)
    assert SocialAccount.objects.get().user == member.person
    assert Membership.unscoped.get(person=member.person).role == "member"


def test_whoever_asked_to_come_in_is_let_in(northwind: Company, sign_on: SignOn) -> None:
    asking = make_member(
        northwind.organization, "member", person=make_person("ines@northwind.example"), state="invited"
    )
    sign_in(Client(), sign_on)
    asking.refresh_from_db()
    assert asking.state == "active"


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "ines@halden.example"}, "ines@halden.example is in no domain of Northwind Cloud, so its provider cannot speak for it."),
        ({"email": "ines@sub.northwind.example"}, "ines@sub.northwind.example is in no domain of Northwind Cloud, so its provider cannot speak for it."),
        ({"email_verified": False}, "Your provider has not verified the address ines@northwind.example."),
        ({"email_verified": None}, "Your provider has not verified the address ines@northwind.example."),
        ({"email": ""}, "Your provider did not say which address you have."),
        ({"exp": 1_700_000_000}, "What the provider sent has expired. Begin again."),
        ({"aud": "another-application"}, "What the provider sent was meant for another application."),
        ({"iss": "https://elsewhere.example"}, "What came back was said by another provider."),
        ({"sub": None}, "What came back is not signed by your provider."),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_refused_in_one_line(
    sign_on: SignOn, openid_provider: ScriptedProvider, claims: dict[str, Any], sentence: str
) -> None:
    openid_provider.names(**{name: value for name, value in (INES | claims).items() if value is not None})
    assert is_refused(sign_in(Client(), sign_on), sentence)
    assert not Person.objects.filter(name="Ines Roth").exists()


def test_token_of_another_key_is_refused(sign_on: SignOn, openid_provider: ScriptedProvider) -> None:
    openid_provider.signs_with = new_key()
    assert is_refused(sign_in(Client(), sign_on), "What came back is not signed by your provider.")


def test_token_that_names_a_key_which_the_provider_does_not_have_is_refused(
    sign_on: SignOn, openid_provider: ScriptedProvider
) -> None:
    openid_provider.names_key = "two"
    assert is_refused(sign_in(Client(), sign_on), "What came back is not signed by your provider.")


def test_address_counts_unverified_where_the_owner_says_so_but_never_against_a_no(
    northwind: Company, sign_on: SignOn, openid_provider: ScriptedProvider
) -> None:
    with acting_as(principal_of(northwind.owner)):
        change_arrival(sign_on=sign_on, default_role="member", trusts_addresses=True, at=AT)
    openid_provider.names(**(INES | {"email_verified": False}))
    assert is_refused(sign_in(Client(), sign_on), "Your provider has not verified the address ines@northwind.example.")
    openid_provider.names(sub="ines-1", email="ines@northwind.example")
    assert sign_in(Client(), sign_on).status_code == 200


def test_answer_counts_once_and_in_the_browser_that_asked(sign_on: SignOn) -> None:
    client, sentence = (
        Client(),
        "This sign-in was used already, took too long, or began in another browser. Begin again.",
    )
    asked = question(set_out(client, "ines@northwind.example"))
    assert is_refused(come_back(Client(), sign_on, asked), sentence)
    assert come_back(client, sign_on, asked).status_code == 200
    client.logout()
    assert is_refused(come_back(client, sign_on, asked), sentence)


def test_whoever_gives_up_at_the_provider_is_told_so(sign_on: SignOn) -> None:
    client = Client()
    asked = question(set_out(client, "ines@northwind.example"))
    answer = client.get(
        f"/account/sign-on/{sign_on.ref}/callback/", {"state": asked["state"], "error": "access_denied"}
    )
    assert is_refused(answer, "Your provider let nobody in.")


@pytest.mark.postgres
def test_provider_of_one_organization_never_opens_an_account_of_another(
    northwind: Company, halden: Company, openid_provider: ScriptedProvider
) -> None:
    theirs = halden.opens_openid(openid_provider.issuer)
    northwind.opens_openid(openid_provider.issuer)
    openid_provider.names(sub="x", email=northwind.owner.person.email, email_verified=True)
    answer = sign_in(Client(), theirs, "anybody@halden.example")
    assert is_refused(
        answer, "owner@northwind.example is in no domain of Halden Analytics, so its provider cannot speak for it."
    )


def test_answer_of_one_provider_is_not_taken_at_the_door_of_another(
    northwind: Company, halden: Company, openid_provider: ScriptedProvider
) -> None:
    theirs, ours = halden.opens_openid(openid_provider.issuer), northwind.opens_openid(openid_provider.issuer)
    openid_provider.names(**INES)
    client = Client()
    asked = question(set_out(client, "anybody@halden.example"))
    answer = come_back(client, ours, asked)
    assert is_refused(answer, "This sign-in was used already, took too long, or began in another browser. Begin again.")
    assert theirs.ref != ours.ref


@pytest.mark.postgres
def test_account_that_acts_for_another_organization_as_well_is_opened_by_no_provider(
    northwind: Company, halden: Company, sign_on: SignOn
) -> None:
    person = make_person("ines@northwind.example")
    make_member(northwind.organization, "member", person=person)
    make_member(halden.organization, "member", person=person)
    answer = sign_in(Client(), sign_on)
    assert is_refused(
        answer,
        "This account acts for another organization as well: no provider opens it, its password or passkey does.",
    )


@pytest.mark.parametrize("state", ["suspended", "removed"])
def test_whoever_was_sent_away_is_not_let_in_again(northwind: Company, sign_on: SignOn, state: str) -> None:
    make_member(northwind.organization, "member", person=make_person("ines@northwind.example"), state=state)
    sentence = "You cannot act for this organization now. An owner can let you in again."
    assert is_refused(sign_in(Client(), sign_on), sentence)
    assert SocialAccount.objects.count() == 0


def test_closed_account_stays_closed(northwind: Company, sign_on: SignOn) -> None:
    person = make_person("ines@northwind.example")
    person.is_active = False
    person.save()
    assert is_refused(sign_in(Client(), sign_on), "This account is closed. Ask an owner of your organization.")


def test_browser_of_somebody_else_changes_hands(northwind: Company, sign_on: SignOn) -> None:
    client = Client()
    client.force_login(northwind.owner.person)
    sign_in(client, sign_on)
    assert SocialAccount.objects.get().user.email == "ines@northwind.example"
    assert client.get("/", follow=True).wsgi_request.user.email == "ines@northwind.example"  # type: ignore[union-attr]


def test_nobody_is_led_elsewhere_after_signing_in(northwind: Company, sign_on: SignOn) -> None:
    client, today = Client(), f"/o/{northwind.organization.slug}/settings/"
    asked = question(set_out(client, "ines@northwind.example", next=today))
    assert come_back(client, sign_on, asked).redirect_chain[-1][0] == today
    client = Client()
    asked = question(set_out(client, "ines@northwind.example", next="https://elsewhere.example/"))
    assert come_back(client, sign_on, asked).redirect_chain[-1][0].startswith("/o/")


def test_door_answers_by_the_domain_alone(northwind: Company, sign_on: SignOn) -> None:
    known = set_out(Client(), northwind.owner.person.email).content
    unknown = set_out(Client(), "nobody@northwind.example").content
    assert b"127.0.0.1 asks who you are" in known
    assert b"127.0.0.1 asks who you are" in unknown
    elsewhere = [set_out(Client(), address).content.decode() for address in ("a@gmail.com", "b@nowhere.example")]
    assert all("No organization here signs its people in under this domain." in page for page in elsewhere)


def test_door_is_not_for_knocking_at_all_day(db: None, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"sign_on": "2/m/ip"}
    assert [set_out(Client(), "a@nowhere.example").status_code for _ in range(3)] == [200, 200, 429]


def test_provider_that_is_down_is_said_in_one_line(northwind: Company) -> None:
    northwind.opens_openid("http://127.0.0.1:9")
    answer = Client().post("/account/sign-on/", {"address": "ines@northwind.example"}, follow=True)
    assert "Your provider did not answer properly. Try again later." in answer.content.decode()


def test_secret_of_another_installation_is_asked_for_anew(sign_on: SignOn, settings: Any) -> None:
    del sign_on
    settings.SECRET_KEY = "of another installation, " + "x" * 40
    answer = Client().post("/account/sign-on/", {"address": "ines@northwind.example"}, follow=True)
    assert "An owner has to enter it anew." in answer.content.decode()


def test_provider_in_our_own_network_is_not_called(
    northwind: Company, openid_provider: ScriptedProvider, settings: Any
) -> None:
    northwind.opens_openid(openid_provider.issuer)
    settings.SIGN_ON_NETWORKS = []
    answer = Client().post("/account/sign-on/", {"address": "ines@northwind.example"}, follow=True)
    assert "Your provider did not answer properly. Try again later." in answer.content.decode()


def test_nobody_finds_a_provider_by_guessing(sign_on: SignOn) -> None:
    del sign_on
    answers = [Client().get(f"/account/sign-on/{ref}/callback/") for ref in ("neverexisted", "northwind-cloud")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_token_is_good_until_its_end_and_a_minute(sign_on: SignOn, openid_provider: ScriptedProvider) -> None:
    openid_provider.names(**(INES | {"exp": int(time.time()) - 30}))
    assert sign_in(Client(), sign_on).status_code == 200
