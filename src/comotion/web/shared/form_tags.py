"""Template tags of forms: a label above, the control, its help, its error beside it; what was typed stays."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def field(bound: BoundField, label: Any = None) -> SafeString:
    """Render one form field; ``label`` replaces the form's own."""
    widget = bound.field.widget
    is_check = isinstance(widget, CheckboxInput)
    is_choices = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    attrs: dict[str, str | bool] = (
        {} if is_check or is_choices else {"class": f"co-field {widget.attrs.get('class', '')}".strip()}
    )
    control = bound.as_widget(attrs=attrs)
    context = {"field": bound, "control": control, "label": label or bound.label}
    kind = "check" if is_check else "choices" if is_choices else "field"
    return SafeString(render_to_string(f"shared/form/{kind}.html", context))


def fields(form: Any) -> SafeString:
    """Render what is wrong with the form as a whole, then its fields in order, hidden ones last."""
    visible = "".join(field(bound) for bound in form.visible_fields())
    hidden = "".join(str(bound) for bound in form.hidden_fields())
    return SafeString(f"{form_errors(form)}{visible}{hidden}")


def form_errors(form: Any) -> SafeString:
    """Render what is wrong with the form as a whole, and how many fields need another look."""
    if not form.errors:
        return SafeString("")
    return SafeString(render_to_string("shared/form/errors.html", {"form": form}))
