"""A provider of SAML: reads what it is asked, and answers with XML that it signs."""

from __future__ import annotations

import base64
import datetime as dt
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree

P, A = "urn:oasis:names:tc:SAML:2.0:protocol", "urn:oasis:names:tc:SAML:2.0:assertion"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
SECONDS = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service asks: its question's id, who it is, and where the answer goes."""

    id: str
    audience: str
    reply_to: str

    @classmethod
    def by(cls, address: str) -> Asked:
        """Read the question out of the address to which somebody was sent."""
        (packed,) = parse_qs(urlsplit(address).query)["SAMLRequest"]
        root = etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))
        return cls(root.get("ID"), root.findtext(f"{{{A}}}Issuer"), root.get("AssertionConsumerServiceURL"))


@dataclass(frozen=True, slots=True)
class SigningProvider:
    """Its name, where people are sent, and what it signs with."""

    entity_id: str
    sign_on_url: str
    key: bytes = field(repr=False)
    certificate: str = field(repr=False)

    @classmethod
    def made(cls, entity_id: str) -> SigningProvider:
        """Make one with a key and a certificate of its own."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "provider")])
        day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        dated = builder.serial_number(1).not_valid_before(day).not_valid_after(day + dt.timedelta(days=3650))
        certificate = dated.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(entity_id, f"{entity_id}/sign-on", pem, base64.b64encode(certificate).decode())

    def metadata(self) -> str:
        """Return what it says of itself."""
        return f"""<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{self.entity_id}">
 <md:IDPSSODescriptor protocolSupportEnumeration="{P}"><md:KeyDescriptor use="signing">
  <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
   <ds:X509Certificate>{self.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
  <md:SingleSignOnService Binding="{REDIRECT}" Location="{self.sign_on_url}"/>
 </md:IDPSSODescriptor></md:EntityDescriptor>"""

    def answer(self, asked: Asked, address: str, **other: Any) -> str:
        """Return a signed answer, as a form carries it; ``other`` says what is different in it."""
        root = etree.fromstring(self._text(asked, address, **other))
        if not other.get("leaves_unsigned"):
            self._sign(root.find(f"{{{A}}}Assertion"), other.get("signs_by", xmlsec.Transform.RSA_SHA256))
        for old, new in other.get("afterwards", ()):
            root = etree.fromstring(etree.tostring(root).replace(old.encode(), new.encode()))
        return base64.b64encode(etree.tostring(root)).decode()

    def _text(self, asked: Asked, address: str, **other: Any) -> str:
        now = other.get("now", dt.datetime.now(dt.UTC))
        at, until = now.strftime(SECONDS), (now + dt.timedelta(minutes=5)).strftime(SECONDS)
        values = {
            "issuer": self.entity_id, "audience": asked.audience, "to": asked.reply_to, "id": asked.id, "email": address,
            "uid": address.split("@", maxsplit=1)[0], "verified": "true",
        } | {name: value for name, value in other.items() if isinstance(value, str)}  # fmt: skip
        restricted = "<saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>"
        restriction = restricted.format(**values) if values["audience"] else ""
        attributes = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
            for name, value in {
                "email": values["email"],
                "email_verified": values["verified"],
                "displayName": "Ines Roth",
            }.items()
        )
        return f"""<samlp:Response xmlns:samlp="{P}" xmlns:saml="{A}" ID="_r" Version="2.0" IssueInstant="{at}"
 Destination="{values["to"]}" InResponseTo="{values["id"]}"><saml:Issuer>{values["issuer"]}</saml:Issuer>
 <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
 <saml:Assertion ID="_a" Version="2.0" IssueInstant="{at}"><saml:Issuer>{values["issuer"]}</saml:Issuer>
  <saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{values["uid"]}</saml:NameID>
   <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
    <saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{values["to"]}" InResponseTo="{values["id"]}"/>
   </saml:SubjectConfirmation></saml:Subject>
  <saml:Conditions NotBefore="{at}" NotOnOrAfter="{until}">{restriction}</saml:Conditions>
  <saml:AuthnStatement AuthnInstant="{at}"><saml:AuthnContext>
   <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
  </saml:AuthnContext></saml:AuthnStatement>
  <saml:AttributeStatement>{attributes}</saml:AttributeStatement>
 </saml:Assertion></samlp:Response>"""

    def _sign(self, assertion: Any, algorithm: Any) -> None:
        signature = xmlsec.template.create(assertion, xmlsec.Transform.EXCL_C14N, algorithm)
        assertion.insert(1, signature)
        reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri="#_a")
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
        xmlsec.tree.add_ids(assertion, ["ID"])
        signing = xmlsec.SignatureContext()
        signing.key = xmlsec.Key.from_memory(self.key, xmlsec.KeyFormat.PEM)
        signing.key.load_cert_from_memory(base64.b64decode(self.certificate), xmlsec.KeyFormat.CERT_DER)
        signing.sign(signature)
