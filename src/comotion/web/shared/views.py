"""The page of components, and the example of an explanation it opens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comotion.core.policy import policy
from comotion.web.shared import showcase
from comotion.web.shared.explaining import explain
from comotion.web.shared.mark_tags import visibility
from comotion.web.shared.showcase_charts import charts
from comotion.web.shared.showcase_explanation import example_explanation


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As the partner writes it."))
    note = forms.CharField(
        label=_("Why (kept with the change)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=[("quick_win", _("Quick win")), ("overhaul", _("Overhaul"))])
    level = forms.ChoiceField(
        label=_("Who sees it"), widget=forms.RadioSelect, choices=[("2", _("Only us")), ("3", _("Both sides"))]
    )
    agreed = forms.BooleanField(label=_("Both sponsors agreed"))


@policy("design", GET="read")
def design(request: HttpRequest, organization: str) -> HttpResponse:
    """Show every component in every state."""
    address = reverse("shared:design_explanation", kwargs={"organization": organization})
    context: dict[str, Any] = {
        "figures": showcase.figures(),
        "strips": showcase.strips(),
        "rows": showcase.rows(),
        "comets": showcase.comets(),
        "large": {"now": 60.0, "months": (68.0, 66.0, 62.0)},
        "head": showcase.HEAD,
        "board": showcase.board(),
        "charts": charts(),
        "spark": (68.0, 64.0, 61.0, 55.0),
        "explain_url": address,
        "links": {"start": address, "now": address, "qsr": address},
        "form": ExampleForm({"name": "", "note": "Halden’s revenue hid falling trust.", "phase": "quick_win"}),
        "fate": {"unchanged": 6249, "changed": 148, "new": 312, "refused": 37},
    }
    return render(request, "shared/design.html", context)


@policy("design", GET="read")
def design_explanation(request: HttpRequest, organization: str) -> HttpResponse:
    """Show the example of an explanation."""
    back = reverse("shared:design", kwargs={"organization": organization})
    mark = visibility({"organization": request.membership.organization}, 2)  # type: ignore[attr-defined]
    return explain(request, example_explanation(mark, back))
