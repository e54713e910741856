"""Signing in and its neighbours, in our own clothes: no sign-up, a code after the password, a password to set."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from comotion.identity.models import Organization
from tests.conftest import MemberClient
from tests.factories import make_member

PASSWORD = "quite-long-and-unheard-of"


def person_of(organization: Organization, *, password: str | None = PASSWORD) -> object:
    person = make_member(organization, "owner").person
    person.set_password(password)
    person.save()
    return person


def sign_in(client: Client, person: object, password: str = PASSWORD) -> object:
    return client.post("/account/login/", {"login": person.email, "password": password}, follow=True)  # type: ignore[attr-defined]


def test_signing_in_leads_to_today(organization: Organization) -> None:
    client = Client()
    answer = sign_in(client, person_of(organization))
    assert answer.redirect_chain[-1][0] == "/o/northwind-cloud/today/"  # type: ignore[attr-defined]
    assert "signed in" not in answer.content.decode()  # type: ignore[attr-defined]


def test_wrong_password_says_the_same_as_an_unknown_address(organization: Organization) -> None:
    person = person_of(organization)
    wrong = sign_in(Client(), person, "something else entirely").content.decode()  # type: ignore[attr-defined]
    unknown = Client().post("/account/login/", {"login": "nobody@northwind.example", "password": "x"}).content.decode()
    said = "are not correct"
    assert said in wrong
    assert said in unknown


def test_code_is_asked_for_after_the_password(organization: Organization) -> None:
    person = person_of(organization)
    secret = "JBSWY3DPEHPK3PXP"
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )
    client = Client()
    answer = sign_in(client, person)
    assert answer.redirect_chain[-1][0] == "/account/codes/authenticate/"  # type: ignore[attr-defined]
    assert client.get("/o/northwind-cloud/today/").status_code == 302
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    answer = client.post("/account/codes/authenticate/", {"code": code}, follow=True)
    assert answer.redirect_chain[-1][0] == "/o/northwind-cloud/today/"


@pytest.mark.parametrize(
    "page", ["codes/", "sessions/", "password/", "codes/totp/activate/", "passkeys/", "passkeys/add/"]
)
def test_own_pages_wear_our_frame(organization: Organization, page: str) -> None:
    client = Client()
    sign_in(client, person_of(organization))
    answer = client.get(f"/account/{page}", follow=True)
    assert answer.status_code == 200
    assert "co-link-page" in answer.content.decode()


def test_person_without_a_password_can_set_one(organization: Organization) -> None:
    client = Client()
    client.force_login(person_of(organization, password=None))  # type: ignore[arg-type]
    assert client.get("/account/password/").status_code == 302
    assert client.get("/account/password/set/").status_code == 200


@pytest.mark.parametrize("address", ["/account/signup/", "/admin/", "/account/email/"])
def test_there_is_no_sign_up_and_no_admin(db: None, address: str) -> None:
    assert Client().get(address).status_code in {403, 404}


def test_nobody_is_led_to_sign_in_and_back(member_client: MemberClient) -> None:
    answer = Client().get("/o/northwind-cloud/portfolio/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/o/northwind-cloud/portfolio/")
