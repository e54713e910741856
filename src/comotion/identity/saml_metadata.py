"""What a SAML provider says of itself: its name, where people are sent, and the certificates it signs with."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
MOST_BYTES = 256 * 1024


class UnableToReadMetadata(ValueError):
    """These are no metadata of a provider; the message says why."""


@dataclass(frozen=True, slots=True)
class SamlProvider:
    """The provider that metadata describe."""

    entity_id: str
    sign_on_url: str
    certificates: tuple[str, ...]


def read_metadata(text: bytes) -> SamlProvider:
    """Return the provider that the metadata describe; XML that brings a document type of its own is refused."""
    if len(text) > MOST_BYTES or b"<!" in text.replace(b"<!--", b""):
        raise UnableToReadMetadata(_("This is no metadata of a SAML provider."))
    try:
        found = OneLogin_Saml2_IdPMetadataParser.parse(text, required_sso_binding=REDIRECT).get("idp", {})
    except (etree.LxmlError, ValueError, TypeError, AttributeError, IndexError) as malformed:
        raise UnableToReadMetadata(_("This is no metadata of a SAML provider.")) from malformed
    many = found.get("x509certMulti", {}).get("signing", [])
    provider = SamlProvider(
        found.get("entityId", ""),
        found.get("singleSignOnService", {}).get("url", ""),
        tuple(certificate for certificate in (*many, found.get("x509cert", "")) if certificate),
    )
    if not provider.entity_id or not provider.certificates:
        raise UnableToReadMetadata(_("The metadata name no provider with a certificate for signing."))
    if not provider.sign_on_url.startswith(("https://", "http://")):
        raise UnableToReadMetadata(_("The metadata name no address to which people can be sent (HTTP-Redirect)."))
    return provider
