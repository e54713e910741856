"""Whom to ask, as people write it down: one person a line, a name and an address in any order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.partnerships.queries import PartyLine
from comotion.surveys.enums import Level
from comotion.surveys.operations import Invited

ADDRESS = re.compile(r"[^\s<>,;()\"]+@[^\s<>,;()\"]+")
AROUND = ' \t<>,;()"'
USUAL_DAYS = 14


def people_in(text: str) -> list[tuple[str, str]]:
    """Return (name, address) of each line.

    Raises
    ------
    ValidationError
        For a line without an address, naming the line.

    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        address = ADDRESS.search(line)
        if address is None:
            raise ValidationError(_("Line %(number)s has no mail address.") % {"number": number})
        validate_email(address[0])
        name = (line[: address.start()] + " " + line[address.end() :]).strip(AROUND)
        found.append((" ".join(name.split()), address[0]))
    return found


class PeopleField(forms.CharField):
    """Several people, one a line."""

    def __init__(self, **given: Any) -> None:
        attrs = {"rows": 3, "class": "co-field", "inputmode": "email", "autocapitalize": "off", "spellcheck": "false"}
        super().__init__(widget=forms.Textarea(attrs=attrs), **given)

    def clean(self, value: Any) -> Any:
        """Return names and addresses."""
        return people_in(super().clean(value))


class StartForm(forms.Form):
    """Whom to ask, by party and level, and until when."""

    closes = forms.DateField(
        label=gettext_lazy("Open until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("Two weeks are usual. A reminder goes out at half time and two days before the end."),
    )

    def __init__(
        self, parties: Sequence[PartyLine], data: Any = None, *, asked: Sequence[Invited], today: dt.date
    ) -> None:
        super().__init__(data, initial={"closes": today + dt.timedelta(days=USUAL_DAYS)})
        self.parties = parties
        for party in parties:
            for level in Level:
                before = [one for one in asked if (one.organization_id, one.level) == (party.organization_id, level)]
                self.fields[_name(party, level)] = PeopleField(
                    required=False,
                    label=level.label,
                    initial="\n".join(f"{one.name} {one.address}".strip() for one in before),
                )
            spoken = next((one.language for one in asked if one.organization_id == party.organization_id), "")
            self.fields[f"language_{party.organization_id}"] = _language_field(spoken)

    @property
    def groups(self) -> list[tuple[PartyLine, list[forms.BoundField]]]:
        """Return the fields of each party."""
        return [
            (party, [*(self[_name(party, level)] for level in Level), self[f"language_{party.organization_id}"]])
            for party in self.parties
        ]

    @property
    def respondents(self) -> list[Invited]:
        """Return whom to ask, once the form has been found valid."""
        return [
            Invited(party.organization_id, level, address, name, self.cleaned_data[f"language_{party.organization_id}"])
            for party in self.parties
            for level in Level
            for name, address in self.cleaned_data[_name(party, level)]
        ]


class InviteForm(forms.Form):
    """More people of one party and level."""

    party = forms.TypedChoiceField(label=gettext_lazy("They answer for"), coerce=int)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level.choices)
    people = PeopleField(label=gettext_lazy("One person a line"))
    language = forms.ChoiceField()

    def __init__(self, parties: Sequence[PartyLine], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.organization_id, one.name) for one in parties]
        self.fields["language"] = _language_field("")

    @property
    def respondents(self) -> list[Invited]:
        """Return whom to ask, once the form has been found valid."""
        given = self.cleaned_data
        return [
            Invited(given["party"], given["level"], address, name, given["language"])
            for name, address in given["people"]
        ]


class PlanForm(forms.Form):
    """How often the pulse comes."""

    months = forms.IntegerField(min_value=0, max_value=12)


def closing_moment(day: dt.date) -> dt.datetime:
    """Return the end of a day."""
    return dt.datetime.combine(day, dt.time(23, 59), tzinfo=dt.UTC)


def _name(party: PartyLine, level: Level) -> str:
    return f"{level.value}_{party.organization_id}"


def _language_field(spoken: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Language of letter and questions"),
        choices=settings.LANGUAGES,
        initial=spoken or "en",
        widget=forms.Select(attrs={"class": "co-field"}),
    )
