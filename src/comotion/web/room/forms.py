"""What a person enters in a room: a reading, a grade with its evidence, a contribution or return, the standing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comotion.ledger.models import Direction, ValueType
from comotion.narrative.names import KPIS
from comotion.partnerships.enums import Side
from comotion.partnerships.models import Standing

SIDES = [(Side.OURS.value, _("Ours")), (Side.THEIRS.value, _("Theirs"))]
AMOUNT: dict[str, Any] = {"min_value": 0, "max_digits": 17, "decimal_places": 2}
"""As much as either database gives back to the cent."""
LARGEST = 1e12
EXTRA_MEASURES = {"revenue_plan": _("Revenue plan"), "partnership_cost": _("Cost of the partnership")}


class DateInput(forms.DateInput):
    """A day, chosen by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ReadingForm(forms.Form):
    """One value of a measure for one month."""

    kpi = forms.ChoiceField(label=_("Measure"))
    month = forms.DateField(
        label=_("Month"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
        help_text=_("A complete month, as in 2026-10."),
    )
    value = forms.FloatField(
        label=_("Value"), min_value=-LARGEST, max_value=LARGEST, widget=forms.NumberInput(attrs={"step": "any"})
    )
    source = forms.CharField(
        label=_("Where it comes from"), max_length=200, help_text=_("A report, a system, a person who counted.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["kpi"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, _(title)) for code, title in KPIS.items()] + list(EXTRA_MEASURES.items())


class HorizonForm(forms.Form):
    """How far one horizon is, with its evidence."""

    horizon = forms.ChoiceField(
        label=_("Horizon"),
        choices=[("h1", _("Value today, months 0–6")), ("h2", _("Growth, months 6–18")), ("h3", _("Options beyond"))],
    )
    grade = forms.TypedChoiceField(
        label=_("Grade"),
        coerce=int,
        choices=[
            (0, _("0: nothing")),
            (1, _("1: stated")),
            (2, _("2: planned with owner and date")),
            (3, _("3: funded and started")),
            (4, _("4: results seen")),
        ],
    )
    evidence = forms.CharField(label=_("Evidence"), widget=forms.Textarea(attrs={"rows": 2}))
    date = forms.DateField(label=_("Graded on"), widget=DateInput())


class EntryForm(forms.Form):
    """A contribution or a return of one side."""

    side = forms.ChoiceField(label=_("Whose"), choices=SIDES)
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=[(Direction.CONTRIBUTION.value, _("Put in")), (Direction.RETURN.value, _("Got out"))],
    )
    value_type = forms.ChoiceField(
        label=_("Kind of value"),
        choices=[
            (ValueType.FINANCIAL.value, _("Financial")),
            (ValueType.STRATEGIC.value, _("Strategic")),
            (ValueType.OPERATIONAL.value, _("Operational")),
        ],
    )
    description = forms.CharField(label=_("What"), max_length=300)
    date = forms.DateField(label=_("When"), widget=DateInput())
    our_amount = forms.DecimalField(label=_("Worth to us"), required=False, **AMOUNT)
    their_amount = forms.DecimalField(label=_("Worth to them"), required=False, **AMOUNT)
    currency = forms.RegexField(
        "^[A-Za-z]{3}$",
        label=_("Currency"),
        max_length=3,
        initial="EUR",
        error_messages={"invalid": _("Three letters, as in EUR.")},
    )
    confirmed_by_us = forms.BooleanField(label=_("We confirm it"), required=False, initial=True)
    confirmed_by_them = forms.BooleanField(label=_("They have confirmed it"), required=False)

    def clean_currency(self) -> str:
        """Write the currency in one way."""
        return str(self.cleaned_data["currency"]).upper()


class StandingForm(forms.ModelForm[Standing]):
    """What one's own organization holds about the partnership: potential, effort, willingness, step, notes."""

    class Meta:
        model = Standing
        fields = (
            "owner_name",
            "potential_fit",
            "potential_our_contribution",
            "potential_partner_contribution",
            "potential_complexity",
            "effort",
            "partner_willing",
            "willing_asked_date",
            "step",
            "next_review_date",
            "notes",
        )
        labels = {
            "owner_name": _("Owner on our side"),
            "potential_fit": _("Strategic fit, 1–5"),
            "potential_our_contribution": _("What we could commit, 1–5"),
            "potential_partner_contribution": _("What they could commit, 1–5"),
            "potential_complexity": _("Complexity, 1–5"),
            "effort": _("Effort to improve, 1–5"),
            "partner_willing": _("Is the partner willing?"),
            "willing_asked_date": _("Asked on"),
            "step": _("Step of the process, 1–7"),
            "next_review_date": _("Next review"),
            "notes": _("Notes"),
        }
        help_texts = {
            "effort": _("1 days of one person, 3 a quarter of one team, 5 new contract or rebuild."),
            "potential_complexity": _("1 no technical or legal work, 5 a year or more."),
        }
        widgets = {"willing_asked_date": DateInput(), "next_review_date": DateInput()}

    def clean(self) -> dict[str, object]:
        """Keep every grade inside its scale."""
        cleaned = super().clean() or {}
        for name, top in [*((field, 5) for field in self.Meta.fields[1:6]), ("step", 7)]:
            value = cleaned.get(name)
            if value is not None and not 1 <= value <= top:
                self.add_error(name, _("Between 1 and %(top)s.") % {"top": top})
        return cleaned
