"""What a respondent sends: one of the answers offered, and a comment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comotion.surveys.answering import LONGEST_COMMENT, Given
from comotion.surveys.enums import NoValue
from comotion.surveys.instruments import Item

AGREEMENT: dict[int, Promise] = {
    5: _("Strongly agree"),
    4: _("Agree"),
    3: _("Partly"),
    2: _("Disagree"),
    1: _("Strongly disagree"),
}


class AnswerForm(forms.Form):
    """One question's answer; nothing chosen leaves the question open."""

    choice = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    comment = forms.CharField(
        required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3, "class": "co-field"})
    )
    may_quote = forms.BooleanField(required=False)

    def __init__(self, item: Item, data: Any = None, *, given: Given | None = None) -> None:
        given = given or Given()
        initial = {"choice": given.choice, "comment": given.comment, "may_quote": given.may_quote}
        super().__init__(data, initial=initial)
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        self.scale = [
            (str(value), AGREEMENT.get(value, value) if item.kind == "agreement" else value) for value in item.scale
        ]
        self.others = list(NoValue.choices)
        field.choices = [*self.scale, *self.others]

    @property
    def chosen(self) -> str:
        """Return what stands chosen on the page."""
        return str(self["choice"].value() or "")

    def given(self) -> Given:
        """Return what was sent, once it has been found valid."""
        choice, comment = self.cleaned_data["choice"], self.cleaned_data["comment"].strip()
        is_word = choice in NoValue.values
        return Given(
            value=None if is_word else float(choice),
            no_value=choice if is_word else "",
            comment=comment,
            may_quote=self.cleaned_data["may_quote"],
        )
