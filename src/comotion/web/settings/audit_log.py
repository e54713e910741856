"""The audit log of an organization: filtered, page by page, and as a file; and whether its chain is whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.audit import Tampered, verify_chain
from comotion.core.audit_entries import NOBODY, AskedEntries, Offered, asked_entries, offered_entries, verified_chain
from comotion.core.clock import now
from comotion.core.models import AuditEntry
from comotion.core.policy import may, policy
from comotion.partnerships.models import Partnership
from comotion.web.shared.deeds import deed_words, person_words, said_words, thing_words
from comotion.web.shared.logs import as_csv, as_file, as_json, dressed, page_of

ENTRIES = 50
SCHEDULE = "comotion"
HEADS = ("entry", "at", "person", "email", "action", "subject", "subject_id", "detail", "previous_hash", "hash")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    entry: AuditEntry
    person: str
    deed: str
    thing: str
    name: str
    ref: str
    said: str


def _key(person_id: int) -> str:
    """Return the name of a person in addresses: it says nothing about how many people there are."""
    return salted_hmac("audit log", str(person_id), algorithm="sha256").hexdigest()[:16]


class LogForm(forms.Form):
    """What to show: who, what, since and until when, which thing."""

    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    what = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of thing"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    thing = forms.CharField(label=gettext_lazy("Reference of the thing"), required=False, max_length=64)

    def __init__(self, data: Any, offered: Offered) -> None:
        super().__init__(data)
        self.people = {_key(pk): pk for pk, _name in offered.people} | {SCHEDULE: NOBODY}
        people = [(_key(pk), name) for pk, name in offered.people]
        actions = sorted(((one, deed_words(one)) for one in offered.actions), key=lambda pair: pair[1].casefold())
        subjects = sorted(((one, thing_words(one)) for one in offered.subjects), key=lambda pair: pair[1].casefold())
        self._offer("who", _("Everybody"), [*people, (SCHEDULE, _("Comotion, or who runs it"))])
        self._offer("what", _("Every deed"), actions)
        self._offer("kind", _("Everything"), subjects)
        dressed(self)

    def _offer(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *choices]

    def clean(self) -> dict[str, Any]:
        """Refuse days that are the wrong way round."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return cleaned

    @property
    def asked(self) -> AskedEntries:
        """Return what is asked for; a field that is wrong does not limit."""
        said = self.cleaned_data
        return AskedEntries(
            person=self.people.get(said.get("who", "")),
            action=said.get("what", ""),
            since=said.get("since"),
            until=said.get("until"),
            subject=said.get("kind", ""),
            thing=said.get("thing", "").strip(),
        )


def _read(request: HttpRequest) -> LogForm:
    form = LogForm(request.GET, offered_entries())
    form.is_valid()
    return form


@policy("audit-log", GET="read")
def audit_log(request: HttpRequest, organization: str) -> HttpResponse:
    """Show the deeds that are asked for, and whether the chain is whole."""
    del organization
    form = _read(request)
    page = page_of(request, asked_entries(form.asked), ENTRIES)
    principal = request.principal  # type: ignore[attr-defined]
    length = AuditEntry.objects.count()
    verified = verified_chain(principal.organization_id, length=length, at=now())
    context = {
        "section": "audit_log",
        "may_read_log": True,
        "may_export": may(principal, "export", "audit-log"),
        "form": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "page": page,
        "lines": _lines(page.rows),
        "tampered": verified.tampered,
        "verified_at": verified.at,
        "length": length,
    }
    return render(request, "settings/audit_log.html", context)


def _lines(entries: list[AuditEntry]) -> list[Line]:
    refs = {_room_of(entry) for entry in entries}
    names = dict(Partnership.objects.filter(ref__in=refs).values_list("ref", "name"))
    return [
        Line(
            entry,
            person_words(entry),
            deed_words(entry.action),
            thing_words(entry.subject),
            names.get(_room_of(entry), ""),
            _room_of(entry) if _room_of(entry) in names else "",
            said_words(entry),
        )
        for entry in entries
    ]


def _room_of(entry: AuditEntry) -> str:
    return entry.subject_id if entry.subject == "partnership" else str(entry.detail.get("partnership", ""))


@policy("audit-log", GET="export")
def audit_log_file(request: HttpRequest, organization: str, ending: str) -> HttpResponse:
    """Hand out the same entries as the page shows, all pages of them, the oldest first."""
    rows = [_row(entry) for entry in asked_entries(_read(request).asked).reverse()]
    tampered = verify_chain(request.principal.organization_id)  # type: ignore[attr-defined]
    if ending == "csv":
        return as_file(as_csv(HEADS, rows), f"{organization}-audit-log.csv")
    if ending == "json":
        document = {"organization": organization, "chain": _chain(tampered), "entries": rows}
        return as_file(as_json(document), f"{organization}-audit-log.json")
    raise Http404


def _chain(tampered: Tampered | None) -> dict[str, Any]:
    if tampered is None:
        return {"whole": True, "entry": None, "reason": ""}
    return {"whole": False, "entry": tampered.sequence, "reason": tampered.reason}


def _row(entry: AuditEntry) -> dict[str, Any]:
    person = entry.person
    hidden = entry.subject in {"saved view", "notice", "draft"}
    values = (
        entry.sequence,
        entry.at.astimezone(dt.UTC).isoformat(),
        person.name if person else "",
        person.email if person else "",
        entry.action,
        entry.subject,
        entry.subject_id,
        {} if hidden else entry.detail,
        entry.previous_hash,
        entry.hash,
    )
    return dict(zip(HEADS, values, strict=True))
