"""What people enter in an audit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.audits.enums import ArtifactKind, Behaviour, ElementKind, Grade, Level, Mode, Outcome, Tier
from comotion.audits.evidence import MINUTES
from comotion.audits.models import Respondent
from comotion.audits.queries import AuditView
from comotion.partnerships.models import Partnership
from comotion.surveys.answering import Given
from comotion.surveys.enums import NoValue

MOST_MINUTES = 24 * 60
SCALE = (
    ("5", gettext_lazy("5, strongly agree")),
    ("4", gettext_lazy("4, agree")),
    ("3", gettext_lazy("3, partly")),
    ("2", gettext_lazy("2, disagree")),
    ("1", gettext_lazy("1, strongly disagree")),
)


class DateInput(forms.DateInput):
    """A day, chosen by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BeginForm(forms.Form):
    """Which partnership, and the goal that both sides share."""

    partnership = forms.ChoiceField(label=gettext_lazy("Partnership"))
    goal = forms.CharField(
        label=gettext_lazy("The joint goal, in one sentence"),
        widget=_text(2),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("What rewards will be held against. It can be written later."),
    )
    starts_date = forms.DateField(label=gettext_lazy("First day"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Partnership.objects.order_by("name").values_list("ref", "name")
        self.fields["partnership"].choices = list(rows)  # type: ignore[attr-defined]


class GoalForm(forms.Form):
    """The joint goal, and the last day."""

    goal = forms.CharField(label=gettext_lazy("The joint goal, in one sentence"), widget=_text(2), max_length=1000)
    ends_date = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput(), required=False)


def side_choices(view: AuditView) -> list[tuple[str, str]]:
    """Return the sides by name."""
    return [(side.key, side.name) for side in view.sides]


class RespondentsForm(forms.Form):
    """One person, or a pasted list."""

    side = forms.ChoiceField(label=gettext_lazy("Company"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=Level.choices, initial=Level.OPERATIONAL)
    function = forms.CharField(label=gettext_lazy("Function"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    pasted = forms.CharField(
        label=gettext_lazy("Or paste a list"),
        widget=_text(4),
        required=False,
        help_text=gettext_lazy("One person a line: name, level, company, function, mail address, in any order."),
    )

    def __init__(self, data: Any, view: AuditView) -> None:
        super().__init__(data)
        self.fields["side"].choices = side_choices(view)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("name") and not (cleaned.get("pasted") or "").strip():
            self.add_error("name", _("Write a name or paste a list."))
        return cleaned


class SendForm(forms.Form):
    """Until when the questionnaire takes answers."""

    closes_date = forms.DateField(label=gettext_lazy("Answers until the end of"), widget=DateInput())


class InterviewForm(forms.Form):
    """Who was spoken to, when, alone or jointly, and what the facilitator wrote down."""

    mode = forms.ChoiceField(label=gettext_lazy("Setting"), choices=Mode.choices, widget=forms.RadioSelect)
    held_date = forms.DateField(label=gettext_lazy("Held on"), widget=DateInput())
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who was there"), widget=forms.CheckboxSelectMultiple, required=True
    )
    note = forms.CharField(label=gettext_lazy("Notes"), widget=_text(5), required=False)

    def __init__(self, data: Any, people: list[Respondent], today: dt.date) -> None:
        super().__init__(data, initial={"mode": Mode.SEPARATE, "held_date": today})
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (one.ref, f"{one.name}, {one.organization.name}, {one.get_level_display()}") for one in people
        ]


class AnswersForm(forms.Form):
    """What somebody answered to the statements of their level; what was not asked stays empty."""

    def __init__(self, data: Any, asked: dict[str, str]) -> None:
        super().__init__(data)
        choices = [("", "–"), *SCALE, *NoValue.choices]
        for name, text in asked.items():
            widget = forms.Select(attrs={"class": "co-field"})
            self.fields[name] = forms.ChoiceField(label=text, choices=choices, required=False, widget=widget)

    def clean(self) -> dict[str, Any]:
        """Ask for one answer at least."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Enter one answer at least."))
        return cleaned

    @property
    def given(self) -> dict[str, Given]:
        """The answers by statement."""
        return {
            name: Given(value=float(choice)) if choice.isdigit() else Given(no_value=choice)
            for name, choice in self.cleaned_data.items()
            if choice
        }


class NoteForm(forms.Form):
    """What the facilitator wrote down."""

    note = forms.CharField(label=gettext_lazy("Notes"), widget=_text(8), required=False)


def _number(label: Any, *, required: bool = False, most: float = MOST_MINUTES, least: float = 0) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "any", "class": "co-field-number"})
    return forms.FloatField(label=label, required=required, min_value=least, max_value=most, widget=widget)


def count_field(place: int, level: str) -> str:
    """Return the name of the field that counts people of a side, by its place, and a level."""
    return f"people_{place}_{level}"


class TouchpointForm(forms.Form):
    """A contact: how often, how long, who of each side and level, and what the minutes go into."""

    name = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    tier = forms.ChoiceField(label=gettext_lazy("Review"), choices=Tier.choices)
    per_quarter = _number(gettext_lazy("Times a quarter"), required=True, most=200, least=0.1)
    minutes = _number(gettext_lazy("Minutes each"), required=True, least=1)
    channel = forms.CharField(label=gettext_lazy("Channel"), max_length=60, required=False)
    past = _number(gettext_lazy("the past"))
    firefighting = _number(gettext_lazy("incidents"))
    problem = _number(gettext_lazy("joint problems"))
    planning = _number(gettext_lazy("planning"))
    relationship = _number(gettext_lazy("getting along"))
    agenda = forms.CharField(
        label=gettext_lazy("Or paste the agenda"),
        widget=_text(3),
        required=False,
        help_text=gettext_lazy("Lines such as “Status of last month (40 min)” fill the minutes that are empty."),
    )

    def __init__(self, data: Any, view: AuditView, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.sides = view.sides
        for place, side in enumerate(view.sides):
            for level in Level:
                name = _("%(side)s, %(level)s") % {"side": side.name, "level": str(level.label).lower()}
                widget = forms.NumberInput(attrs={"class": "co-field co-field-number", "aria-label": name})
                self.fields[count_field(place, level)] = forms.IntegerField(
                    label=name, required=False, min_value=0, max_value=500, widget=widget
                )

    @property
    def people(self) -> dict[str, dict[str, int]]:
        """How many of each side and level."""
        found: dict[str, dict[str, int]] = {}
        for place, side in enumerate(self.sides):
            for level in Level:
                count = self.cleaned_data.get(count_field(place, level))
                if count:
                    found.setdefault(side.key, {})[level.value] = count
        return found

    @property
    def grid(self) -> list[tuple[str, list[Any]]]:
        """The counts as rows of sides."""
        return [
            (side.name, [self[count_field(place, level)] for level in Level]) for place, side in enumerate(self.sides)
        ]

    @property
    def level_names(self) -> list[str]:
        """The heads of the counts."""
        return [str(level.label) for level in Level]

    @property
    def plain(self) -> list[Any]:
        """The fields before the counts."""
        return [self[name] for name in ("name", "tier", "per_quarter", "minutes", "channel")]

    @property
    def split(self) -> list[Any]:
        """The minutes by purpose."""
        return [self[name] for name in MINUTES]


class CalendarForm(forms.Form):
    """A calendar file."""

    calendar = forms.FileField(label=gettext_lazy("Calendar (.ics)"))


class ArtifactForm(forms.Form):
    """A document that was reviewed."""

    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=ArtifactKind.choices)
    name = forms.CharField(label=gettext_lazy("Document"), max_length=200)
    date = forms.DateField(label=gettext_lazy("Dated"), widget=DateInput(), required=False)
    owner_name = forms.CharField(label=gettext_lazy("Whose"), max_length=150, required=False)
    reviewed_by = forms.CharField(label=gettext_lazy("Reviewed by"), max_length=150, required=False)
    showed = forms.CharField(label=gettext_lazy("What it showed"), widget=_text(2), required=False)


class SignalForm(forms.Form):
    """Something seen outside, and the days until both sides acted on it."""

    name = forms.CharField(label=gettext_lazy("What was seen"), max_length=200)
    side = forms.ChoiceField(label=gettext_lazy("By whom"))
    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=[("", "–"), *Level.choices], required=False)
    observed_date = forms.DateField(label=gettext_lazy("Seen"), widget=DateInput())
    escalated_date = forms.DateField(label=gettext_lazy("Escalated"), widget=DateInput(), required=False)
    on_agenda_date = forms.DateField(label=gettext_lazy("On a joint agenda"), widget=DateInput(), required=False)
    decided_date = forms.DateField(label=gettext_lazy("Decided"), widget=DateInput(), required=False)
    started_date = forms.DateField(label=gettext_lazy("Started"), widget=DateInput(), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=[("", "–"), *Outcome.choices], required=False)

    def __init__(self, data: Any, view: AuditView) -> None:
        super().__init__(data)
        self.fields["side"].choices = side_choices(view)  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """A role group and its counterpart."""

    side = forms.ChoiceField(label=gettext_lazy("Company"))
    name = forms.CharField(label=gettext_lazy("Role group"), max_length=100, help_text=gettext_lazy("Never a person."))
    counterpart = forms.CharField(
        label=gettext_lazy("Its counterpart on the other side"), max_length=100, required=False
    )

    def __init__(self, data: Any, view: AuditView) -> None:
        super().__init__(data)
        self.fields["side"].choices = side_choices(view)  # type: ignore[attr-defined]


class ElementForm(forms.Form):
    """One rewarded behaviour and its weight; never an amount."""

    kind = forms.ChoiceField(label=gettext_lazy("Written in"), choices=ElementKind.choices)
    behaviour = forms.ChoiceField(label=gettext_lazy("What is rewarded"), choices=Behaviour.choices)
    percent = forms.FloatField(
        label=gettext_lazy("Weight, %"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": "any", "class": "co-field-number"}),
    )


class JointShareForm(forms.Form):
    """Which share of the variable reward hangs on a joint metric."""

    percent = forms.FloatField(
        label=gettext_lazy("Share of variable pay on a joint metric, %"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": "any", "class": "co-field-number"}),
    )


class GradeForm(forms.Form):
    """One side's grade of an element."""

    side = forms.ChoiceField()
    grade = forms.TypedChoiceField(coerce=int, choices=Grade.choices)

    def __init__(self, data: Any, view: AuditView) -> None:
        super().__init__(data)
        self.fields["side"].choices = side_choices(view)  # type: ignore[attr-defined]
