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

PAGES: dict[str, tuple[str, ...]] = {
    "room.overview": ("room:overview",),
    "room.momentum": ("room:momentum", "room:rhythm"),
    "room.rhythm": ("room:rhythm",),
    "room.initiatives": ("room:initiatives",),
    "room.metrics": ("room:metrics",),
    "room.value": ("room:value",),
    "room.agreements": ("room:agreements", "agreements:index", "room:overview"),
    "room.people": ("room:people",),
    "room.scorecard": ("room:scorecard",),
    "room.history": ("room:history",),
    "friction-audit": ("friction-audit:guide",),
    "how-agreement": ("how-agreement:index", "room:how_agreement", "room:initiatives"),
    "plan": ("plan:index", "room:plan", "room:rhythm"),
    "meetings": ("meetings:index", "room:meetings", "room:rhythm"),
    "agreements": ("agreements:index", "room:agreements", "room:overview"),
    "selection": ("selection:index",),
    "portfolio": ("portfolio:index",),
}
"""Where each page of the product is: the first of these that this installation has."""


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
    """Return where an action is done: about this partnership where the page is about one."""
    ref = view.ref if page == "friction-audit" else view.audit.partnership.ref
    places: tuple[dict[str, str], ...] = ({"ref": ref}, {})
    found = (link_to(name, organization=organization, **place) for name in PAGES[page] for place in places)
    return next(address for address in found if address)
