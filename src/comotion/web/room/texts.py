"""Texts that all parties of a room write: where two wrote at once, both versions are shown and kept."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import policy
from comotion.partnerships.enums import JointTopic
from comotion.partnerships.joint import LONGEST, Written, current_texts, versions_of, write_text
from comotion.partnerships.models import Partnership
from comotion.partnerships.queries import name_of, partners_in
from comotion.partnerships.rules import UnableToChangeRoom


class TextForm(forms.Form):
    """The text, and the version on which it was written."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Everyone in the room reads it and can change it."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, initial=0)


def _topic(word: str) -> JointTopic:
    if word not in JointTopic.values:
        raise Http404
    return JointTopic(word)


@policy("joint", GET="read", POST="change")
def write(request: HttpRequest, organization: str, ref: str, topic: str) -> HttpResponse:
    """Show a text with all its versions, and keep a new one."""
    action = "change" if request.method == "POST" else "read"
    partnership, found = visible_or_404(Partnership, action, "joint", ref=ref), _topic(topic)
    current = current_texts(partnership).get(topic)
    initial = {"text": current.text, "based_on": current.number} if current else {}
    form = TextForm(request.POST or None, initial=initial)
    met: Written | None = None
    if request.method == "POST" and form.is_valid():
        try:
            written = write_text(partnership=partnership, topic=topic, at=now(), **form.cleaned_data)
        except UnableToChangeRoom as refused:
            form.add_error(None, str(refused))
        else:
            if not written.is_set_aside:
                messages.success(request, _("Kept. Everyone in the room reads this version now."))
                return redirect("room:shared", organization=organization, ref=ref)
            met = written
            form = TextForm(initial={"text": form.cleaned_data["text"], "based_on": written.met.number})  # type: ignore[union-attr]
    context = {
        "partnership": partnership,
        "name": name_of(partnership),
        "topic": found,
        "form": form,
        "met": met,
        "versions": versions_of(partnership, topic),
        "partners": partners_in(partnership),
    }
    return render(request, "room/text.html", context)
