"""The page that says what changed since the last import of a file of this shape."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comotion.core.access import visible_or_404
from comotion.core.policy import policy
from comotion.imports.models import ImportRun
from comotion.imports.since import Since, since_last
from comotion.narrative.imports import since_sentence
from comotion.web.imports.presentation import title_of
from comotion.web.shared.reader import wording


def _counts(found: Since | None) -> tuple[int, int, int] | None:
    return (found.new_count, found.changed_count, found.gone_count) if found else None


@policy("imports", GET="read")
def since(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show rows that are new, different and gone."""
    del organization
    run = visible_or_404(ImportRun, "read", "imports", ref=ref)
    found = since_last(run)
    context = {
        "run": run,
        "kind_title": title_of(run.kind),
        "found": found,
        "sentence": since_sentence(_counts(found), wording()),
        "changed": [(name, [(field.replace("_", " "), old, new) for field, old, new in fields])
                    for name, fields in (found.changed if found else ())],
    }  # fmt: skip
    return render(request, "imports/since.html", context)
