"""Opening a figure: from the stored month to its parts, its inputs, its gaps and its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from comotion.scores.collecting import how_to_collect
from comotion.scores.derived import as_input
from comotion.scores.explained import ExplainedPart, Explanation, Gap, Input, UnableToExplain
from comotion.scores.queries import StoredMonth, figure_history, settings_version, stored_month

PREFIXES = ("", "category.", "kpi.", "dimension.")
Figures = Mapping[str, Any]


def explain(partnership_ref: str, figure: str, as_of: dt.date | None = None) -> Explanation:
    """Return everything behind a figure of one partnership, at the end of the last month up to ``as_of``.

    Raises
    ------
    UnableToExplain
        Where nothing was scored, or there is no such figure.

    """
    month = stored_month(partnership_ref, as_of)
    if month is None:
        raise UnableToExplain("Nothing has been scored here yet.")
    return explanation_of(month, figure_name(month.figures, figure))


def figure_name(figures: Figures, figure: str) -> str:
    """Return the full name of a figure: ``trust_survey`` is ``kpi.trust_survey``."""
    for prefix in PREFIXES:
        if prefix + figure in figures:
            return prefix + figure
    raise UnableToExplain(f"There is no figure “{figure}” here. There are: {', '.join(sorted(figures))}.")


def explanation_of(month: StoredMonth, figure: str) -> Explanation:
    """Return the explanation of a figure of a stored month."""
    record = month.figures[figure]
    version, since = settings_version(month.config_hash)
    return Explanation(
        figure=figure,
        title=figure.rpartition(".")[2],
        partnership=month.partnership,
        partnership_name=month.partnership_name,
        as_of=month.as_of,
        value=record["value"],
        coverage=record["coverage"],
        status=record["status"],
        low=record["low"],
        high=record["high"],
        n=record["n"],
        parts=parts_of(record, month.figures),
        inputs=tuple(inputs_of(figure, month.figures, month.as_of)),
        missing=tuple(gaps_of(figure, month.figures)),
        method=record["method"],
        version=record["version"],
        config_hash=month.config_hash,
        settings_version=version,
        settings_since=since,
        computed_at=month.computed_at,
        history=figure_history(month.partnership, figure, month.as_of),
        notes=tuple(record.get("notes", ())),
        raw=record.get("raw"),
        unit=record.get("unit", ""),
        recipe=record["recipe"],
    )


def parts_of(record: Figures, figures: Figures) -> tuple[ExplainedPart, ...]:
    """Return the parts of a figure, each with its own below it."""
    return tuple(_part(part, figures) for part in record.get("parts", ()))


def _part(part: Figures, figures: Figures) -> ExplainedPart:
    below = figures.get(part["figure"], {})
    value = part["value"]
    return ExplainedPart(
        name=part["name"],
        figure=part["figure"] if below else "",
        weight=part["weight"],
        value=value,
        coverage=part["coverage"],
        contribution=part["contribution"],
        status=below.get("status", "ok" if value is not None else "insufficient"),
        low=below.get("low", value if value is not None else 0.0),
        high=below.get("high", value if value is not None else 100.0),
        raw=below.get("raw", part.get("raw")),
        unit=below.get("unit", ""),
        clamped=below.get("clamped", False),
        notes=tuple(below.get("notes", ())),
        parts=parts_of(below, figures),
        recipe=below.get("recipe", part.get("recipe", {})),
    )


def inputs_of(figure: str, figures: Figures, as_of: dt.date) -> Iterator[Input]:
    """Return the records behind a figure; of a figure made of others, one line for each of those."""
    record = figures[figure]
    for one in record.get("inputs", ()):
        yield as_input(one)
    for name in leaves_of(record, figures):
        below = figures[name]
        if below.get("raw") is not None or below.get("inputs"):
            yield _summary(name, below, as_of.isoformat())


def leaves_of(record: Figures, figures: Figures) -> Iterator[str]:
    """Return the figures at the end of a figure's parts, in order, each once."""
    seen: set[str] = set()
    for part in record.get("parts", ()):
        below = figures.get(part["figure"])
        if below is None:
            continue
        deeper = [part["figure"]] if not _has_figures(below) else list(leaves_of(below, figures))
        yield from (name for name in deeper if name not in seen)
        seen.update(deeper)


def _has_figures(record: Figures) -> bool:
    return any(part["figure"] for part in record.get("parts", ()))


def _summary(name: str, record: Figures, until: str) -> Input:
    """Return one line for a figure: its reading, where the newest of its records came from, and how many there are.

    ``n`` counts respondents where they are known, else records; a day to come (a deal's closing) is not when it came.
    """
    given = record.get("inputs", [])
    inputs = [one for one in given if one["kind"] != "deal" or one.get("date", "") <= until]
    newest: Figures = max(inputs, key=lambda one: str(one.get("date", "")), default={})
    raw = record.get("raw", record["value"])
    return Input(
        "reading",
        name.rpartition(".")[2],
        raw,
        unit=record.get("unit", ""),
        source=newest.get("source", ""),
        person=newest.get("person", ""),
        date=newest.get("date", ""),
        n=max((one["n"] for one in given if one["kind"] == "pulse" and one.get("n")), default=len(given)),
        note=record.get("code", ""),
    )


def gaps_of(figure: str, figures: Figures) -> Iterator[Gap]:
    """Return what is missing in a figure: itself where it is made of inputs, else the parts that have no value."""
    record = figures[figure]
    parts = record.get("parts", ())
    if not parts and record["value"] is None:
        yield _gap(figure, record.get("code", "NO_DATA"))
    seen: set[str] = set()
    for part in parts:
        for gap in _part_gaps(part, figures):
            if gap.figure not in seen:
                seen.add(gap.figure)
                yield gap


def _part_gaps(part: Figures, figures: Figures) -> Iterator[Gap]:
    if part["figure"] in figures:
        yield from gaps_of(part["figure"], figures)
    elif part["value"] is None:
        yield _gap(part["name"], "NO_DATA")


def _gap(name: str, code: str) -> Gap:
    how, method = how_to_collect(name)
    return Gap(name, code, how, method)
