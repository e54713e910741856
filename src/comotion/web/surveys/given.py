"""The links that were given out, to be seen and taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.clock import now
from comotion.core.links import UnableToRevokeLink, link_purposes, revoke_link, visible_links
from comotion.core.models import Link
from comotion.core.policy import may, policy

SHOWN = 200
READ = 2000


@policy("links", GET="read")
def links(request: HttpRequest, organization: str) -> HttpResponse:
    """List the links that still open something."""
    del organization
    titles = {purpose.name: purpose.title for purpose in link_purposes()}
    found = list({(link.purpose, link.subject, link.holder): link for link in _holding()}.values())
    context = {
        "links": [(link, titles.get(link.purpose, link.purpose)) for link in found[:SHOWN]],
        "has_more": len(found) > SHOWN,
        "may_revoke": may(request.principal, "delete", "links"),  # type: ignore[attr-defined]
    }
    return render(request, "surveys/links.html", context)


def _holding() -> Iterable[Link]:
    """Return the links that have not expired; of several to one thing for one holder a page shows the first one."""
    return visible_links().filter(expires_at__gt=now())[:READ]


@policy("links", POST="delete")
def revoke(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """End a link at once."""
    try:
        link = revoke_link(ref=ref, at=now())
    except UnableToRevokeLink as missing:
        raise Http404 from missing
    messages.success(request, _("The link of %(holder)s opens nothing any more.") % {"holder": link.holder})
    return redirect("surveys:links", organization=organization)
