"""The log of a room: what each party did to what they share, the same for all of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.access import visible_or_404
from comotion.core.policy import may, policy
from comotion.core.visibility import Visibility
from comotion.partnerships.deeds import Deed, deeds_of
from comotion.partnerships.models import Partnership
from comotion.partnerships.queries import name_of
from comotion.web.room.forms import DateInput
from comotion.web.shared.deeds import deed_words, thing_words
from comotion.web.shared.logs import as_csv, as_file, as_json, dressed, page_of

DEEDS = 50
HEADS = ("at", "organization", "person", "action", "subject")


class RoomLogForm(forms.Form):
    """What to show: which party, what, since and until when."""

    who = forms.ChoiceField(label=gettext_lazy("Company"), required=False)
    what = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of thing"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DateInput())
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=DateInput())

    def __init__(self, data: Any, deeds: list[Deed]) -> None:
        super().__init__(data)
        self.deeds = deeds
        self._offer("who", _("All companies"), {one.organization: one.organization for one in deeds})
        self._offer("what", _("Every deed"), {one.action: deed_words(one.action) for one in deeds})
        self._offer("kind", _("Everything"), {one.subject: thing_words(one.subject) for one in deeds})
        dressed(self)

    def _offer(self, name: str, everything: str, words: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *sorted(words.items(), key=lambda pair: pair[1].casefold())]

    def found(self) -> list[Deed]:
        """Return the deeds that are asked for; a field that is wrong does not limit."""
        self.is_valid()
        said = self.cleaned_data
        return [one for one in self.deeds if _fits(one, said)]


def _fits(deed: Deed, said: dict[str, Any]) -> bool:
    wanted = {"who": deed.organization, "what": deed.action, "kind": deed.subject}
    if any(said.get(name) and said[name] != value for name, value in wanted.items()):
        return False
    day = deed.at.astimezone(dt.UTC).date()
    return (said.get("since") or day) <= day <= (said.get("until") or day)


@policy("room-log", GET="read")
def log(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show what the parties did in the room."""
    del organization
    partnership = visible_or_404(Partnership, "read", "room-log", ref=ref)
    form = RoomLogForm(request.GET, deeds_of(partnership))
    page = page_of(request, form.found(), DEEDS)
    principal = request.principal  # type: ignore[attr-defined]
    context = {
        "partnership": partnership,
        "name": name_of(partnership),
        "is_shared": partnership.visibility == Visibility.SHARED,
        "form": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "page": page,
        "lines": [(one, deed_words(one.action), thing_words(one.subject)) for one in page.rows],
        "may_export": may(principal, "export", "room-log"),
        "may_read_own": may(principal, "read", "audit-log"),
    }
    return render(request, "room/log.html", context)


@policy("room-log", GET="export")
def log_file(request: HttpRequest, organization: str, ref: str, ending: str) -> HttpResponse:
    """Hand out the same deeds as the page shows, all pages of them, the oldest first."""
    del organization
    partnership = visible_or_404(Partnership, "export", "room-log", ref=ref)
    found = RoomLogForm(request.GET, deeds_of(partnership)).found()
    rows = [
        {"at": one.at.astimezone(dt.UTC).isoformat()} | {name: getattr(one, name) for name in HEADS[1:]}
        for one in reversed(found)
    ]
    if ending == "csv":
        return as_file(as_csv(HEADS, rows), f"room-{partnership.ref}-log.csv")
    if ending == "json":
        document = {"room": partnership.ref, "name": name_of(partnership), "deeds": rows}
        return as_file(as_json(document), f"room-{partnership.ref}-log.json")
    raise Http404
