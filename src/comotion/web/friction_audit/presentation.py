"""What the pages of an audit show, written out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comotion.audits.queries import AuditView
from comotion.figures.figure import Figure
from comotion.methods.communication.mapping import CommunicationMap
from comotion.methods.incentives.trials import Trial
from comotion.reports import friction_rows as rows
from comotion.web.shared.frame_tags import link_to
from comotion.web.shared.reader import wording

PAGES: dict[str, str] = {
    "room.overview": "room:overview",
    "room.momentum": "room:momentum",
    "room.rhythm": "room:rhythm",
    "room.initiatives": "room:initiatives",
    "room.metrics": "room:metrics",
    "room.value": "room:value",
    "room.agreements": "room:agreements",
    "room.people": "room:people",
    "room.scorecard": "room:scorecard",
    "room.history": "room:history",
    "friction-audit": "friction-audit:guide",
    "portfolio": "portfolio:index",
}
"""The page of an action by its name in the product; what is not here has the area's first page."""


def sides_by_key(view: AuditView) -> dict[str, str]:
    """Return the names of the sides."""
    return {side.key: side.name for side in view.sides}


def contact_figure(found: CommunicationMap, view: AuditView) -> Figure | None:
    """Draw who meets whom."""
    pairs = [(one.left, one.right, one.hours) for one in found.pairs]
    missing = [(left, right, 0.0) for left, right in found.missing_pairs]
    return rows.contacts_figure([*pairs, *missing], sides_by_key(view), wording())


def time_words(found: CommunicationMap) -> list[tuple[str, str]]:
    """Return what the time goes into."""
    shares = (found.cross_level_share, found.cross_partner_share, found.past_share)
    return rows.time_rows((*shares, found.firefighting_share, found.forward_share), wording())


def trial_rows(found: Iterable[Trial], view: AuditView) -> list[dict[str, Any]]:
    """Return each trial written out."""
    return [rows.trial_row(one, sides_by_key(view), wording()) for one in found]


def page_address(page: str, organization: str, view: AuditView) -> str:
    """Return where an action is done; a page that this installation does not have leads to the room."""
    name = PAGES.get(page, f"{page}:index")
    partnership = view.audit.partnership.ref
    if name == "friction-audit:guide":
        return link_to(name, organization=organization, ref=view.ref)
    found = link_to(name, organization=organization, ref=partnership) or link_to(name, organization=organization)
    return found or link_to("room:overview", organization=organization, ref=partnership)
