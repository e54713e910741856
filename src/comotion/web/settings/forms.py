"""The draft of the method settings as a form: what was typed stays, what is wrong stands beside its field."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.web.settings.fields import all_fields, read, write


def plain(value: float | None) -> str:
    """Write a number as a person would type it."""
    return "" if value is None else f"{value:.10g}"


class SettingsForm(forms.Form):
    """Every number of the page, and why it changes."""

    reason = forms.CharField(
        label=_("Why (kept with the change)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, settings: MethodSettings, data: QueryDict | None = None, *, draft: dict[str, str] | None = None
    ) -> None:
        self.current = settings
        self.content = settings.as_json()
        initial = {field.name: plain(read(self.content, field.path)) for field in all_fields(settings)}
        super().__init__(data, initial=initial | (draft or {}))
        for field in all_fields(settings):
            self.fields[field.name] = forms.FloatField(
                label=field.label,
                required=not field.optional,
                min_value=field.minimum,
                max_value=field.maximum,
                localize=False,
                widget=forms.NumberInput(attrs={"step": "any", "class": "co-field co-field-number"}),
            )

    def clean(self) -> dict[str, Any]:
        """Build the draft; what the methods refuse is said beside the field."""
        cleaned = super().clean() or {}
        if not self.errors:
            self.draft = self._build(cleaned)
        return cleaned

    def _build(self, cleaned: dict[str, Any]) -> MethodSettings:
        content = copy.deepcopy(self.content)
        for field in all_fields(self.current):
            write(content, field.path, cleaned[field.name])
        try:
            return MethodSettings.from_json(content)
        except InvalidInput as refused:
            self.add_error(None, refused.detail)
            return self.current

    @property
    def is_changed(self) -> bool:
        """Say whether there is a draft, and it differs from what is in force."""
        draft: MethodSettings | None = getattr(self, "draft", None)
        return draft is not None and draft.config_hash != self.current.config_hash
