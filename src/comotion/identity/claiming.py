"""Domains of addresses: claimed by an owner, proven by a file on the domain or by whoever runs the server."""

from __future__ import annotations

import datetime as dt
import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.identity.domains import SHARED_BY_ALL
from comotion.identity.enums import DomainProof
from comotion.identity.models import ClaimedDomain

PROOF_PATH = "/.well-known/comotion-domain.txt"
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"{LABEL}(?:\.{LABEL})+")
MOST_DOMAINS = 20


class UnableToClaim(ValueError):
    """The domain stays as it was; the message says why."""


def domains_here() -> tuple[ClaimedDomain, ...]:
    """Return the domains that the acting organization has claimed."""
    return tuple(ClaimedDomain.objects.order_by("domain"))


def proof_address(claim: ClaimedDomain) -> str:
    """Return where the proof of a claim is looked for."""
    return f"https://{claim.domain}{PROOF_PATH}"


@transaction.atomic
def claim_domain(*, domain: str, at: dt.datetime) -> ClaimedDomain:
    """Say that a domain is ours; until it is proven that changes nothing."""
    principal = current_principal()
    require(principal, "create", "sign-on")
    name = _plain(domain)
    if ClaimedDomain.objects.filter(domain=name).exists():
        raise UnableToClaim(_("You have claimed this domain already."))
    if ClaimedDomain.objects.count() >= MOST_DOMAINS:
        raise UnableToClaim(_("You have claimed as many domains as one organization may."))
    claim = ClaimedDomain.objects.create(owner_org_id=principal.organization_id, domain=name, claimed_at=at)
    record("domain.claimed", "domain", claim.ref, at=at, domain=name)
    return claim


def _plain(domain: str) -> str:
    try:
        name = domain.strip().rstrip(".").lower().rpartition("@")[2].encode("idna").decode()
    except UnicodeError as malformed:
        raise UnableToClaim(_("This is no domain. Write it as example.com.")) from malformed
    if not DOMAIN.fullmatch(name):
        raise UnableToClaim(_("This is no domain. Write it as example.com."))
    if name in SHARED_BY_ALL:
        raise UnableToClaim(_("Everybody can have an address there, so it is nobody's own."))
    return name


def prove_domain(*, claim: ClaimedDomain, found: str, at: dt.datetime) -> None:
    """Take a claim as proven if what was found on the domain holds the proof."""
    require(current_principal(), "change", "sign-on")
    if claim.proof not in found.split():
        raise UnableToClaim(_("The file is there, but the line with your proof is not in it."))
    _prove(claim, DomainProof.FILE, at)


def confirm_domain(*, domain: str, at: dt.datetime) -> ClaimedDomain:
    """Take a domain as proven because whoever runs the server says so; it is claimed first where it was not."""
    name = _plain(domain)
    claim = ClaimedDomain.objects.filter(domain=name).first() or claim_domain(domain=name, at=at)
    _prove(claim, DomainProof.OPERATOR, at)
    return claim


def _prove(claim: ClaimedDomain, proven_by: DomainProof, at: dt.datetime) -> None:
    try:
        with transaction.atomic():
            claim.proven_at, claim.proven_by = at, proven_by
            claim.save(update_fields=["proven_at", "proven_by"])
            record("domain.proven", "domain", claim.ref, at=at, domain=claim.domain, by=proven_by)
    except IntegrityError as taken:
        raise UnableToClaim(
            _("Another organization on this server has proven this domain. Ask whoever runs the server.")
        ) from taken


@transaction.atomic
def give_domain_up(*, claim: ClaimedDomain, at: dt.datetime) -> None:
    """Give a domain up: its people sign in as anybody does."""
    require(current_principal(), "delete", "sign-on")
    record("domain.given_up", "domain", claim.ref, at=at, domain=claim.domain)
    claim.delete()
