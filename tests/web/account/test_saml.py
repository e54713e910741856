"""SAML: signed answers to what this browser asked, once, for us, in time; anything else opens nothing."""

from __future__ import annotations

import base64
import datetime as dt
import re
from typing import Any

import pytest
import xmlsec
from django.test import Client
from django.utils.html import escape
from lxml import etree

from comotion.identity.models import Membership, Person, SignOn
from comotion.identity.saml_metadata import UnableToReadMetadata, read_metadata
from tests.web.account.companies import Company, set_out
from tests.web.account.saml_provider import Asked, SigningProvider

INES = "ines@northwind.example"
AGAIN = "This sign-in was used already, took too long, or began in another browser. Begin again."
EXPIRED = "What the provider sent has expired. Begin again."
NOT_OURS = "What the provider sent was meant for another application."
UNSIGNED = "What came back is not signed by your provider."
UNASKED = "What came back answers nothing that was asked here, or too late. Begin again."


@pytest.fixture
def sign_on(northwind: Company, saml_provider: SigningProvider) -> SignOn:
    """Northwind's provider, open."""
    return northwind.opens_saml(saml_provider)


def question(client: Client, address: str = INES) -> Asked:
    page = set_out(client, address).content.decode()
    (found,) = re.findall(r'http-equiv="refresh"\s+content="0;url=([^"]+)"', page)
    return Asked.by(found.replace("&amp;", "&"))


def come_back(client: Client, sign_on: SignOn, letter: str) -> Any:
    return client.post(f"/account/sign-on/{sign_on.ref}/acs/", {"SAMLResponse": letter}, follow=True)


def is_refused(answer: Any, sentence: str) -> bool:
    said = escape(sentence) in answer.content.decode()
    return said and answer.status_code == 403 and "_auth_user_id" not in answer.wsgi_request.session


def test_newcomer_comes_in_by_a_signed_answer(
    northwind: Company, sign_on: SignOn, saml_provider: SigningProvider
) -> None:
    client = Client()
    answer = come_back(client, sign_on, saml_provider.answer(question(client), INES))
    assert answer.redirect_chain[-1][0] == f"/o/{northwind.organization.slug}/today/"
    made = Membership.unscoped.get(person__email=INES)
    assert (made.organization, made.role, made.person.name) == (northwind.organization, "member", "Ines Roth")


def test_question_names_us_and_where_the_answer_goes(sign_on: SignOn) -> None:
    asked, here = question(Client()), f"http://testserver/account/sign-on/{sign_on.ref}"
    assert (asked.audience, asked.reply_to) == (f"{here}/metadata/", f"{here}/acs/")
    document = etree.fromstring(Client().get(f"/account/sign-on/{sign_on.ref}/metadata/").content)
    assert document.get("entityID") == asked.audience
    replies = document.findall(".//{urn:oasis:names:tc:SAML:2.0:metadata}AssertionConsumerService")
    assert [one.get("Location") for one in replies] == [asked.reply_to]


HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"now": dt.datetime.now(dt.UTC) - HOUR}, EXPIRED),
        ({"now": dt.datetime.now(dt.UTC) + HOUR}, EXPIRED),
        ({"audience": "https://elsewhere.example"}, NOT_OURS),
        ({"audience": ""}, NOT_OURS),
        ({"to": "https://elsewhere.example/acs"}, NOT_OURS),
        ({"issuer": "https://elsewhere.example"}, "What came back was said by another provider."),
        ({"verified": "false"}, "Your provider has not verified the address ines@northwind.example."),
        ({"email": "ines@halden.example"}, "ines@halden.example is in no domain of Northwind Cloud, so its provider cannot speak for it."),
        ({"afterwards": ((INES, "owner@northwind.example"),)}, UNSIGNED),
        ({"afterwards": (("status:Success", "status:Responder"),)}, "Your provider let nobody in."),
        ({"leaves_unsigned": True}, UNSIGNED),
        ({"signs_by": xmlsec.Transform.RSA_SHA1}, "Your provider signs with SHA-1, which counts no more. Have it sign with SHA-256."),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_refused_in_one_line(
    sign_on: SignOn, saml_provider: SigningProvider, other: dict[str, Any], sentence: str
) -> None:
    client = Client()
    answer = come_back(client, sign_on, saml_provider.answer(question(client), INES, **other))
    assert is_refused(answer, sentence)
    assert not Person.objects.filter(email__startswith="ines").exists()


def test_signature_of_somebody_else_counts_for_nothing(sign_on: SignOn, saml_provider: SigningProvider) -> None:
    forger = SigningProvider.made(saml_provider.entity_id)
    client = Client()
    assert is_refused(come_back(client, sign_on, forger.answer(question(client), INES)), UNSIGNED)


def test_answer_counts_once_and_in_the_browser_that_asked(sign_on: SignOn, saml_provider: SigningProvider) -> None:
    client = Client()
    letter = saml_provider.answer(question(client), INES)
    assert is_refused(come_back(Client(), sign_on, letter), AGAIN)
    assert come_back(client, sign_on, letter).status_code == 200
    client.logout()
    assert is_refused(come_back(client, sign_on, letter), AGAIN)


def test_captured_answer_is_not_bent_to_another_question(sign_on: SignOn, saml_provider: SigningProvider) -> None:
    victim, thief = Client(), Client()
    asked, wanted = question(victim), question(thief)
    outside = f'InResponseTo="{asked.id}"><saml:Issuer'
    bent = ((outside, outside.replace(asked.id, wanted.id)),)
    letter = saml_provider.answer(asked, INES, afterwards=bent)
    assert is_refused(come_back(thief, sign_on, letter), UNASKED)


def test_answer_that_nobody_asked_for_is_refused(sign_on: SignOn, saml_provider: SigningProvider) -> None:
    here = f"http://testserver/account/sign-on/{sign_on.ref}"
    unasked = Asked("_made-up", f"{here}/metadata/", f"{here}/acs/")
    assert is_refused(come_back(Client(), sign_on, saml_provider.answer(unasked, INES)), AGAIN)


def test_provider_of_one_organization_never_opens_an_account_of_another(
    northwind: Company, halden: Company, sign_on: SignOn, saml_provider: SigningProvider
) -> None:
    evil = SigningProvider.made("https://login.halden.example")
    theirs = halden.opens_saml(evil)
    client = Client()
    letter = evil.answer(question(client, "anybody@halden.example"), northwind.owner.person.email)
    sentence = "owner@northwind.example is in no domain of Halden Analytics, so its provider cannot speak for it."
    assert is_refused(come_back(client, theirs, letter), sentence)
    client = Client()
    letter = saml_provider.answer(question(client), "owner@halden.example")
    sentence = "owner@halden.example is in no domain of Northwind Cloud, so its provider cannot speak for it."
    assert is_refused(come_back(client, sign_on, letter), sentence)


@pytest.mark.parametrize("letter", ["", "not base64 at all!", base64.b64encode(b"<a/>").decode(), "x" * 600_000])
def test_what_is_no_answer_is_refused(sign_on: SignOn, letter: str) -> None:
    answer = come_back(Client(), sign_on, letter)
    assert answer.status_code == 403
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_answer_comes_by_post_and_to_a_provider_that_is_there(sign_on: SignOn) -> None:
    assert Client().get(f"/account/sign-on/{sign_on.ref}/acs/").status_code == 405
    roads = [Client().get(f"/account/sign-on/neverexisted/{road}/").status_code for road in ("metadata", "acs/finish")]
    assert roads == [404, 404]


def test_metadata_are_read(saml_provider: SigningProvider) -> None:
    found = read_metadata(saml_provider.metadata().encode())
    assert (found.entity_id, found.sign_on_url) == (saml_provider.entity_id, saml_provider.sign_on_url)
    assert found.certificates == (saml_provider.certificate,)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no xml",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"x" * 300_000,
    ],
)
def test_what_is_no_metadata_is_refused(text: bytes) -> None:
    with pytest.raises(UnableToReadMetadata):
        read_metadata(text)
