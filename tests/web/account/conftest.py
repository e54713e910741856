"""Two organizations with a domain each, and providers to speak for them."""

from tests.web.account.companies import halden, northwind, openid_provider, own_network, saml_provider

__all__ = ["halden", "northwind", "openid_provider", "own_network", "saml_provider"]
