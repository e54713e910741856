"""Profiles and links as the methods read them, in three queries for any number of partners."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comotion.ecosystem.models import PartnerProfile, PeerLink
from comotion.methods.ecosystem import network as networks
from comotion.methods.ecosystem.network import NetworkInputs, NetworkResult
from comotion.methods.settings import MethodSettings
from comotion.partnerships.facts import partnership_facts


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One partner: what it offers, to whom, and how it is paid."""

    ref: str
    name: str
    category: str
    offers: tuple[str, ...]
    segments: dict[str, float]
    business_model: str
    regions: tuple[str, ...]
    updated_date: dt.date | None


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link between two partners, and whether something happened on it lately."""

    left: str
    right: str
    kind: str
    started_date: dt.date
    ended_date: dt.date | None
    last_active_date: dt.date | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class EcosystemFacts:
    """The partners of the program with the network between them; ``isolates`` names those without an active link."""

    profiles: tuple[ProfileLine, ...]
    links: tuple[LinkLine, ...]
    network: NetworkResult
    partners: int
    isolates: tuple[str, ...]


def ecosystem_facts(settings: MethodSettings, today: dt.date) -> EcosystemFacts:
    """Return the ecosystem of the acting organization."""
    partners = {one.id: one for one in partnership_facts()}
    names = {str(key): one.name for key, one in partners.items()}
    links = [row for row in PeerLink.objects.order_by("pk") if {row.left_id, row.right_id} <= partners.keys()]
    counted = tuple(_link(row) for row in links)
    network = networks.network(NetworkInputs(tuple(names), counted, today), settings)
    days = settings.clusters.active_days
    lines = tuple(
        LinkLine(
            names[link.left], names[link.right], str(row.get_kind_display()), row.started_date, row.ended_date,
            row.last_active_date, link.active(today, days),
        )
        for row, link in zip(links, counted, strict=True)
    )  # fmt: skip
    profiles = (row for row in PartnerProfile.objects.order_by("pk") if row.partnership_id in partners)
    found = [_profile(row, partners[row.partnership_id].ref, names[str(row.partnership_id)]) for row in profiles]
    isolates = tuple(sorted(names[key] for key in network.isolates))
    return EcosystemFacts(tuple(sorted(found, key=lambda one: one.name)), lines, network, len(partners), isolates)


def _link(row: PeerLink) -> networks.PeerLink:
    """Return a link; one of which nobody wrote down when something last happened was active when it began."""
    return networks.PeerLink(
        str(row.left_id), str(row.right_id), row.kind,  # type: ignore[arg-type]
        row.started_date, row.last_active_date or row.started_date, row.ended_date,
    )  # fmt: skip


def _profile(row: PartnerProfile, ref: str, name: str) -> ProfileLine:
    shares = (part.partition("=") for part in row.segment_shares.split(";") if part)
    return ProfileLine(
        ref, name, row.category, _words(row.offers), {segment: float(share) for segment, _sign, share in shares},
        str(row.get_business_model_display()), _words(row.regions), row.updated_date,
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
