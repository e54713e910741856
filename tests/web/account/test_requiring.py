"""Where an organization requires its provider: passwords of its people open nothing, and nothing tells who they are."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import Client, RequestFactory

from comotion.core.principal import Principal, acting_as
from comotion.identity.entering import required_for
from comotion.identity.joining import UnableToComeIn, make_account
from comotion.identity.models import Person, SignOn
from comotion.identity.sign_on import UnableToKeepSignOn, allow_passwords, close_sign_on, require_sign_on
from comotion.web.account.adapter import ClosedSignup
from tests.factories import make_member, make_person, principal_of
from tests.web.account.companies import AT, Company
from tests.web.account.openid_provider import ScriptedProvider

PASSWORD = "quite-long-and-unheard-of"
REFUSAL = "People of Northwind Cloud sign in with their organization."


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


def with_codes(person: Person) -> Person:
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    return person


def sign_in(address: str, password: str = PASSWORD) -> Any:
    return Client().post("/account/login/", {"login": address, "password": password}, follow=True)


@pytest.fixture
def required(northwind: Company, openid_provider: ScriptedProvider) -> SignOn:
    """Northwind's provider, required."""
    with_codes(with_password(northwind.owner.person))
    sign_on = northwind.opens_openid(openid_provider.issuer)
    with acting_as(principal_of(northwind.owner)):
        require_sign_on(sign_on=sign_on, at=AT)
    return sign_on


def test_right_wrong_and_unknown_are_refused_alike(northwind: Company, required: SignOn) -> None:
    del required
    with_password(make_member(northwind.organization, "member", person=make_person("ines@northwind.example")).person)
    answers = [
        sign_in("ines@northwind.example"),
        sign_in("ines@northwind.example", "wrong-password"),
        sign_in("nobody@northwind.example"),
        sign_in(northwind.owner.person.email, "wrong-password"),
    ]
    said = [answer.context["form"].non_field_errors() for answer in answers]
    assert said == [[REFUSAL]] * 4


def test_owner_comes_in_with_password_and_second_factor(northwind: Company, required: SignOn) -> None:
    del required
    assert sign_in(northwind.owner.person.email).redirect_chain[-1][0] == "/account/codes/authenticate/"


def test_second_owner_without_a_second_factor_does_not(northwind: Company, required: SignOn) -> None:
    del required
    with_password(make_member(northwind.organization, "owner", person=make_person("two@northwind.example")).person)
    assert sign_in("two@northwind.example").context["form"].non_field_errors() == [REFUSAL]


def test_whoever_acts_for_another_organization_too_keeps_their_password(
    northwind: Company, halden: Company, required: SignOn
) -> None:
    del required
    person = with_password(make_person("ines@northwind.example"))
    make_member(northwind.organization, "member", person=person)
    make_member(halden.organization, "member", person=person)
    assert sign_in("ines@northwind.example").redirect_chain[-1][0].startswith("/o/")


def test_people_of_other_domains_are_not_concerned(halden: Company, required: SignOn) -> None:
    del required
    with_password(halden.owner.person)
    assert sign_in(halden.owner.person.email).redirect_chain[-1][0].startswith("/o/")


@pytest.mark.postgres
def test_account_is_not_made_around_the_provider(required: SignOn, halden: Company) -> None:
    del required
    inviting = Principal(halden.organization.pk, "link_holder", None, frozenset(), state="link")
    with acting_as(inviting), pytest.raises(UnableToComeIn, match="sign in with their organization"):
        make_account(address="new@northwind.example", name="New", password=PASSWORD)


def way_in(person: Person, came_by: str = "") -> tuple[str, list[str]]:
    """Return where somebody is sent who has proven who they are, by a passkey or by a provider, and what they hear."""
    request = RequestFactory().get("/")
    SessionMiddleware(HttpResponse).process_request(request)
    MessageMiddleware(HttpResponse).process_request(request)
    how = {"email_verification": "none", "email": None, "signup": False, "redirect_url": None}
    answer = ClosedSignup(request).pre_login(request, person, signal_kwargs={"sign_on": came_by}, **how)
    return (answer["Location"] if answer else "", [str(message) for message in get_messages(request)])


def test_passkey_opens_no_more_than_a_password(northwind: Company, halden: Company, required: SignOn) -> None:
    person = make_member(northwind.organization, "member", person=make_person("ines@northwind.example")).person
    assert way_in(person) == ("/account/login/", [REFUSAL])
    assert way_in(person, "of-another-organization") == ("/account/login/", [REFUSAL])
    assert [
        way_in(one, by) for one, by in ((person, required.ref), (northwind.owner.person, ""), (halden.owner.person, ""))
    ] == [("", [])] * 3


def test_passwords_count_again_once_they_are_allowed(northwind: Company, required: SignOn) -> None:
    with_password(make_member(northwind.organization, "member", person=make_person("ines@northwind.example")).person)
    with acting_as(principal_of(northwind.owner)):
        allow_passwords(sign_on=required, at=AT)
    assert sign_in("ines@northwind.example").redirect_chain[-1][0].startswith("/o/")


def test_closing_a_provider_ends_the_requirement(northwind: Company, required: SignOn) -> None:
    with acting_as(principal_of(northwind.owner)):
        close_sign_on(sign_on=required, at=AT)
    assert required_for("ines@northwind.example") is None


def test_provider_is_not_required_while_no_owner_has_another_way_in(
    northwind: Company, openid_provider: ScriptedProvider
) -> None:
    sign_on = northwind.opens_openid(openid_provider.issuer)
    with acting_as(principal_of(northwind.owner)), pytest.raises(UnableToKeepSignOn, match="way in while"):
        require_sign_on(sign_on=sign_on, at=AT)
