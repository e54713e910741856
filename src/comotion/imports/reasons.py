"""Problems summed up by reason: how many rows, one example, and what to do."""

from __future__ import annotations

from typing import Any

SHOWN_ROWS = 5
BY_VALUE = frozenset({"UNKNOWN_PARTNERSHIP"})


def reasons(problems: list[dict[str, Any]], refused: set[int]) -> list[dict[str, Any]]:
    """Group problems by code and column, refusals first, the most frequent first.

    An unknown partnership is a reason of its own for each name, because each is mended by its own answer.
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for each in problems:
        refuses = each["row"] in refused and each["code"] not in HARMLESS
        value = each["value"] if each["code"] in BY_VALUE else None
        key = (refuses, each["code"], each["column"], value)
        reason = found.setdefault(key, {**each, "refuses": refuses, "count": 0, "rows": []})
        reason["count"] += 1
        if each["row"] is not None and len(reason["rows"]) < SHOWN_ROWS:
            reason["rows"].append(each["row"])
    return sorted(found.values(), key=lambda reason: (not reason["refuses"], -reason["count"], reason["code"]))


HARMLESS = frozenset({"DELETED_AT_SOURCE", "NOT_A_WEBSITE"})
