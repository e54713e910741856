"""Whose people an address belongs to: ours by our own domains, a partner's by the website and what people have said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from comotion.formats.calendar.attendees import company_domains, within
from comotion.formats.calendar.records import People
from comotion.identity.domains import company_domain
from comotion.identity.models import Membership, Organization
from comotion.imports.cells import UnableToKeep
from comotion.imports.references import PartnershipIndex
from comotion.partnerships.models import Party, Standing

SAID = "domain:"
"""What an answer begins with that gives a domain its partner: ``domain:halden.example`` = ``Halden Analytics``."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Domains of the organization, and of each partner with the partnerships they may stand for."""

    ours: frozenset[str]
    theirs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def people(self) -> People:
        """What the reader of calendars tells the two sides apart by."""
        return People(self.ours, frozenset(self.theirs))

    def partnerships_of(self, domain: str) -> tuple[int, ...]:
        """Return the partnerships of a domain or of the one it lies below."""
        fitting = [each for each in self.theirs if within(domain, frozenset({each}))]
        return self.theirs[max(fitting, key=len)] if fitting else ()


def sides_of(organization_id: int, index: PartnershipIndex, said: Mapping[str, str]) -> Sides:
    """Return the domains that are known of both sides; ``said`` are a person's answers."""
    ours = _ours(organization_id)
    found: dict[str, list[int]] = {}
    for domain, partnership in [*_websites(organization_id), *_companies(organization_id), *_said(index, said)]:
        if not within(domain, ours) and partnership not in found.setdefault(domain, []):
            found[domain].append(partnership)
    return Sides(ours, {domain: tuple(keys) for domain, keys in found.items() if keys})


def _ours(organization_id: int) -> frozenset[str]:
    own = Organization.objects.filter(pk=organization_id).values_list("domain", flat=True)
    mails = Membership.objects.values_list("person__email", flat=True)
    return company_domains([*own, *map(company_domain, mails)])


def _websites(organization_id: int) -> list[tuple[str, int]]:
    standings = Standing.objects.filter(owner_org_id=organization_id).exclude(website="")
    pairs = [(host_of(site), key) for site, key in standings.values_list("website", "partnership_id")]
    return [(domain, key) for site, key in pairs for domain in company_domains([site])]


def _companies(organization_id: int) -> list[tuple[str, int]]:
    parties = Party.objects.exclude(organization_id=organization_id).exclude(organization__domain="")
    pairs = parties.values_list("organization__domain", "partnership_id")
    return [(domain, key) for site, key in pairs for domain in company_domains([site])]


def _said(index: PartnershipIndex, said: Mapping[str, str]) -> list[tuple[str, int]]:
    found = []
    for key, name in said.items():
        if key.startswith(SAID):
            found += [(domain, index.find(name)) for domain in company_domains([key.removeprefix(SAID)])]
    return found


def host_of(site: str) -> str:
    """Return the domain of a web address.

    >>> host_of("https://www.halden.example/about"), host_of("halden.example")
    ('halden.example', 'halden.example')
    """
    text = site.strip().casefold()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""


def domains_said(text: str) -> dict[str, str]:
    """Read lines like ``halden.example = Halden Analytics`` as answers.

    Raises
    ------
    UnableToKeep
        If a line has no domain of a company before the sign, or nothing after it.

    """
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        domain, _sign, name = (part.strip() for part in line.partition("="))
        if not (name and "." in domain and company_domains([domain])):
            raise UnableToKeep("NO_DOMAIN", f"“{line}”", "")
        found[f"{SAID}{domain.casefold().lstrip('@')}"] = name
    return found
