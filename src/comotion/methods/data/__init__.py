"""Tables that the methods read: KPIs, rubrics, questions, clauses, claims, proposed actions."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table ``<name>.json`` of this folder; callers must not change it."""
    content: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return content
