"""Parting: what stays and what goes is said first, then done."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.policy import policy
from comotion.partnerships.models import Partnership
from comotion.partnerships.parting import announce_end, end, leave, parting_of, withdraw_end
from comotion.partnerships.queries import name_of
from comotion.partnerships.rules import UnableToChangeRoom
from comotion.portfolio.operations import refresh
from comotion.web.room.forms import DateInput

NOW, LATER, LEAVE = "now", "later", "leave"


class PartingForm(forms.Form):
    """How to part, on which day, and why."""

    how = forms.ChoiceField(label=gettext_lazy("How?"), widget=forms.RadioSelect, initial=LATER)
    on = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput(), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        help_text=gettext_lazy("All parties read it in their log."),
    )
    understood = forms.BooleanField(label=gettext_lazy("I have read what stays and what goes."))

    def __init__(self, *args: object, may_leave: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        ways = [(LATER, _("End it on a day: until then all go on working")), (NOW, _("End it now"))]
        field = self.fields["how"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*ways, (LEAVE, _("Leave; the others go on without us"))] if may_leave else ways

    def clean(self) -> dict[str, object]:
        """Ask for the day of an end that is to come."""
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("how") == LATER and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", _("On which day does it end?"))
        return cleaned


@policy("room", GET="change", POST="change")
def part(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Say what stays and what goes; then end the room, announce its end, or leave it."""
    partnership = visible_or_404(Partnership, "change", "room", ref=ref)
    parting = parting_of(partnership)
    form = PartingForm(request.POST or None, may_leave=parting.may_leave)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _part(partnership, form)
        except UnableToChangeRoom as refused:
            form.add_error(None, str(refused))
        else:
            refresh(as_of=today(), at=now(), partnerships=sorted({partnership.pk, kept.pk}))
            messages.success(request, _("Done. Every party reads it in its log."))
            return redirect("room:people", organization=organization, ref=kept.ref)
    context = {"partnership": partnership, "name": name_of(partnership), "parting": parting, "form": form}
    return render(request, "room/parting.html", context)


def _part(partnership: Partnership, form: PartingForm) -> Partnership:
    """Part as the form says; return the partnership that the acting side still sees."""
    fields = form.cleaned_data
    if fields["how"] == LEAVE:
        return leave(partnership=partnership, at=now())
    if fields["how"] == NOW:
        end(partnership=partnership, reason=fields["reason"], at=now())
    else:
        announce_end(partnership=partnership, on=fields["on"], reason=fields["reason"], at=now())
    return partnership


@policy("room", POST="change")
def go_on(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take the announced end back."""
    partnership = visible_or_404(Partnership, "change", "room", ref=ref)
    try:
        withdraw_end(partnership=partnership, at=now())
    except UnableToChangeRoom as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The partnership goes on."))
    return redirect("room:people", organization=organization, ref=ref)
