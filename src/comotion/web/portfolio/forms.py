"""The forms of the portfolio: a move on the board, a view to keep."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from comotion.narrative.names import PHASES


class MoveForm(forms.Form):
    """Another phase, and why."""

    phase = forms.ChoiceField(label=_("Move to"), choices=[(code, _(name)) for code, name in PHASES.items()])
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the move and shown beside the computed phase."),
    )


class ViewForm(forms.Form):
    """A name for the filters, the order and the columns as they are."""

    name = forms.CharField(label=_("Name of the view"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    for_everyone = forms.BooleanField(label=_("For everyone in my organization"), required=False)
