"""The form of how one wants to be told."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from comotion.notices.catalogue import kinds
from comotion.notices.enums import Rate
from comotion.notices.happenings import HAPPENINGS
from comotion.notices.models import Preference
from comotion.notices.preferences import rate_of

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
ZONES = sorted(
    name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
)


class PreferenceForm(forms.Form):
    """One choice a kind, and when digests come."""

    time_zone = forms.ChoiceField(
        label=_("Your time zone"), choices=[("UTC", "UTC"), *((zone, zone) for zone in ZONES)]
    )
    hour = forms.TypedChoiceField(label=_("Daily mail at"), choices=HOURS, coerce=int)
    weekday = forms.TypedChoiceField(label=_("Weekly mail on"), choices=list(WEEKDAYS.items()), coerce=int)

    def __init__(self, preference: Preference, data: QueryDict | None = None) -> None:
        initial: dict[str, Any] = {name: getattr(preference, name) for name in ("time_zone", "hour", "weekday")}
        super().__init__(data, initial=initial)
        for name, kind in kinds().items():
            self.fields[f"rate-{name}"] = forms.ChoiceField(
                label=str(kind.title), choices=Rate.choices, initial=rate_of(preference, name)
            )

    @property
    def rates(self) -> list[forms.BoundField]:
        """Return the choices of the kinds, for the page."""
        return [self[name] for name in self.fields if name.startswith("rate-")]

    def choices(self) -> dict[str, Any]:
        """Return what was chosen, as ``prefer`` takes it."""
        rates = {name: self.cleaned_data[f"rate-{name}"] for name in kinds()}
        return {"rates": rates} | {name: self.cleaned_data[name] for name in ("time_zone", "hour", "weekday")}


class WebhookForm(forms.Form):
    """Where to, and what of."""

    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("https, on a server of the open internet."),
    )
    events = forms.MultipleChoiceField(
        label=_("What it hears of"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(one.name, one.title) for one in HAPPENINGS.values()],
    )


class StatusForm(forms.Form):
    """How a promise stands: kept, later, or taken back."""

    state = forms.ChoiceField(
        label=_("How does it stand?"),
        widget=forms.RadioSelect,
        choices=[("done", _("Done")), ("later", _("Later")), ("cancelled", _("It will not be done"))],
    )
    due = forms.DateField(label=_("New day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Both sides read it."),
    )  # fmt: skip

    @property
    def state_name(self) -> str:
        """Return what was chosen."""
        return str(self.cleaned_data["state"])

    @property
    def is_later(self) -> bool:
        """Say whether it was promised anew."""
        return self.state_name == "later"

    @property
    def reason(self) -> str:
        """Return what was written."""
        return str(self.cleaned_data["why"])

    def clean(self) -> dict[str, Any]:
        """Ask for a day where it is later."""
        cleaned = super().clean() or {}
        if cleaned.get("state") == "later" and not cleaned.get("due") and "due" not in self.errors:
            self.add_error("due", _("Say by when."))
        return cleaned


class AskForm(forms.Form):
    """Whom to ask."""

    address = forms.EmailField(label=_("Their address"), help_text=_("They need no account."))
