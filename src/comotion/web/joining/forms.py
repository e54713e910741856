"""What somebody who comes in by a link fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comotion.partnerships.joining import WRONG_ADDRESS
from comotion.web.joining.visitor import Place

NEW = "new"
NOTHING = ""


class AccountForm(forms.Form):
    """A name and a password; the address is known from the link."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters."),
    )


class AcceptForm(forms.Form):
    """For which organization somebody joins, and what it holds about the partner already."""

    place = forms.ChoiceField(label=_("For which organization do you join?"), widget=forms.RadioSelect)
    company = forms.CharField(label=_("Name of the new organization"), max_length=200, required=False)
    kept = forms.ChoiceField(
        label=_("Records of your own about this partner"),
        required=False,
        help_text=_("They move into the room and stay as private as they are."),
    )

    def __init__(self, places: list[Place], company: str, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"place": places[0].slug if places else NEW, "company": company})
        super().__init__(*args, **kwargs)
        kept = [(f"{place.slug}:{ref}", f"{place.name}: {name}") for place in places for ref, name in place.kept]
        choices = [(place.slug, place.name) for place in places]
        _choices(self, "place", [*choices, (NEW, _("A new organization"))])
        _choices(self, "kept", [(NOTHING, _("Start with nothing")), *kept])
        if not kept:
            del self.fields["kept"]
        if not places:
            self.fields["place"].widget = forms.HiddenInput()
            self.fields["company"].required = True

    def clean(self) -> dict[str, Any]:
        """Ask for a name where a new organization is made, and refuse another organization's records."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("place") == NEW and not cleaned.get("company", "").strip():
            self.add_error("company", _("What is the organization called?"))
        kept = cleaned.get("kept", NOTHING)
        if kept and kept.partition(":")[0] != cleaned.get("place"):
            self.add_error("kept", _("These records belong to another organization than the one that joins."))
        return cleaned


def _choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class DeclineForm(forms.Form):
    """A word why not; the address may be the wrong one."""

    reason = forms.ChoiceField(
        label=_("Why not?"),
        widget=forms.RadioSelect,
        initial="not now",
        choices=[
            ("not now", _("Not now")),
            ("not us", _("We do not work with this company")),
            (WRONG_ADDRESS, _("This reached the wrong person")),
        ],
    )
