"""How files of one shape were mapped: remembered for the next one, and handed on as a small file."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from comotion.formats.headers import plain
from comotion.imports.intake import Answers
from comotion.imports.models import ImportRun, SavedMapping

REASON = "Not loaded because"
"""The column that the file of refused rows has beside those of its source."""
OF_ONE_FILE = frozenset({"from", "to", "guesses"})
"""Answers that are about one calendar and say nothing of the next."""


def shape_of(headers: Sequence[str]) -> str:
    """Return what stands for a set of headers, whatever their order."""
    names = sorted(plain(each) for each in headers if each != REASON)
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def saved_mapping(organization_id: int, headers: Sequence[str]) -> SavedMapping | None:
    """Return how a file of this shape was mapped before."""
    return SavedMapping.objects.filter(owner_org_id=organization_id, shape=shape_of(headers)).first()


def remember(run: ImportRun, at: dt.datetime) -> None:
    """Keep the answers a person gave for a file that was then loaded."""
    if not run.mapping and not run.choices:
        return
    choices = {key: answer for key, answer in run.choices.items() if key not in OF_ONE_FILE}
    mapping = {column: field for column, field in run.mapping.items() if column != REASON}
    headers = [column["name"] for column in run.inspection["columns"]]
    SavedMapping.objects.update_or_create(
        owner_org_id=run.owner_org_id,
        shape=shape_of(headers),
        defaults={"kind": run.kind, "mapping": mapping, "choices": choices, "saved_at": at},
    )


class UnableToReadMapping(ValueError):
    """A file that is no mapping; the message says what one looks like."""


def mapping_file(run: ImportRun) -> bytes:
    """Write how the columns of a run were understood and what was answered, for colleagues and for scripts."""
    columns = {each["name"]: each["maps_to"] for each in run.inspection.get("columns", []) if each["name"] != REASON}
    answers = {key: answer for key, answer in run.choices.items() if key not in OF_ONE_FILE}
    document = {"kind": run.kind, "columns": columns, "answers": answers}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def read_mapping(data: bytes, name: str) -> Answers:
    """Read such a file, or a bare object from column to field.

    Raises
    ------
    UnableToReadMapping
        If it is neither.

    """
    try:
        found = json.loads(data)
    except ValueError as wrong:
        raise UnableToReadMapping(
            _("%(name)s is no JSON (%(wrong)s). Download a mapping from an import to see what one looks like.")
            % {"name": name, "wrong": wrong}
        ) from wrong
    whole = isinstance(found, dict) and isinstance(found.get("columns"), dict)
    columns = found["columns"] if whole else found
    answers = found.get("answers", {}) if whole else {}
    kind = found.get("kind") if whole else None
    if not (_is_plain(columns, str | None) and _is_plain(answers, str) and isinstance(kind, str | None)):
        raise UnableToReadMapping(
            _("%(name)s is no mapping. Write it as {“Column”: “field”}, with null for a column to leave out.")
            % {"name": name}
        )
    return Answers(kind or None, columns, answers)


def _is_plain(found: Any, kind: Any) -> bool:
    return isinstance(found, Mapping) and all(isinstance(value, kind) for value in found.values())
