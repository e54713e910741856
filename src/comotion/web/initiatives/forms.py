"""What people enter about initiatives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comotion.initiatives.enums import Rank
from comotion.initiatives.models import Initiative
from comotion.partnerships.enums import Side
from comotion.partnerships.models import Partnership

SIDES = [(Side.OURS.value, _("Ours")), (Side.THEIRS.value, _("Theirs"))]


class InitiativeForm(forms.Form):
    """A workstream and what it is for."""

    name = forms.CharField(label=_("Initiative"), max_length=200)
    goal = forms.CharField(
        label=_("What it is for"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=1000
    )


class ActivityForm(forms.Form):
    """A row of the matrix."""

    activity = forms.CharField(label=_("Activity"), max_length=200)
    initiative = forms.ChoiceField(label=_("Initiative"), required=False)
    weight = forms.TypedChoiceField(
        label=_("How critical"), coerce=int, choices=[(1, _("1: helpful")), (2, _("2: needed")), (3, _("3: decisive"))]
    )
    crosses_sides = forms.BooleanField(label=_("Both companies work on it"), required=False, initial=True)

    def __init__(self, data: Any, partnership: Partnership) -> None:
        super().__init__(data)
        rows = Initiative.objects.filter(partnership=partnership).order_by("name").values_list("ref", "name")
        self.fields["initiative"].choices = [("", _("none")), *rows]  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """A new column of the matrix."""

    member = forms.CharField(label=_("Person or group"), max_length=150, required=False)
    side = forms.ChoiceField(label=_("Whose"), choices=SIDES)
    is_group = forms.BooleanField(label=_("It is a group"), required=False)


class LeaderForm(forms.Form):
    """Who leads."""

    leader = forms.CharField(label=_("Leader"), max_length=150)
    side = forms.ChoiceField(label=_("Whose"), choices=SIDES)
    rank = forms.TypedChoiceField(
        label=_("Rank"), coerce=int, empty_value=None, choices=[("", _("not known")), *Rank.choices], required=False
    )
    percent = forms.FloatField(
        label=_("Share of their time, %"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"step": "any", "class": "co-field-number"}),
    )
