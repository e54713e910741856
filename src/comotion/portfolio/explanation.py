"""Opening a figure of the whole program: which partnerships make it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from comotion.core.principal import current_principal
from comotion.methods.checks import reaches
from comotion.methods.portfolio.counts import counts_of_portfolio
from comotion.methods.portfolio.phases import phases_of_portfolio
from comotion.methods.portfolio.tiers import tiers_of_portfolio
from comotion.methods.publishing import MARK, Mark
from comotion.methods.scorecard.warnings.together import early_warnings
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import DIMENSIONS, PHASES
from comotion.portfolio.arranging import Kept, kept_lines
from comotion.portfolio.models import ProgramTotals
from comotion.portfolio.totals import TIER_WORDS
from comotion.scores.explained import Explanation, Gap, Input, UnableToExplain
from comotion.scores.queries import settings_version
from comotion.scores.settings import current_settings

Counted = Callable[[Kept, MethodSettings], bool | None]
"""Whether a partnership counts; None where it cannot be judged."""


def explain_program(figure: str, as_of: dt.date | None = None) -> Explanation:
    """Return which partnerships make up a count of the program, each with the value that decided.

    Figures are ``partnerships``, ``scored``, ``good.<dimension>``, ``good_on_all``, ``good_on_none``,
    ``phase.<phase>``, ``tier.<tier>`` and ``warning.<code>``; the program is the one kept now.

    Raises
    ------
    UnableToExplain
        If there is no such figure, or nothing was scored by ``as_of``.

    """
    totals = ProgramTotals.objects.filter(owner_org_id=current_principal().organization_id).first()
    if totals is None or (as_of is not None and totals.as_of is not None and totals.as_of > as_of):
        raise UnableToExplain("The program has not been scored by that day.")
    settings = current_settings()
    mark, value_of, counted = _rule(figure)
    lines = sorted(kept_lines().values(), key=lambda line: (line.row.name, line.pk))
    judged = [(line, counted(line, settings)) for line in lines]
    inputs = tuple(_input(line, value_of) for line, counts in judged if counts)
    unknown = tuple(Gap(line.row.ref, "NOT_JUDGED", line.row.name) for line, counts in judged if counts is None)
    version, since = settings_version(settings.config_hash)
    share = 1.0 - len(unknown) / len(judged) if judged else 0.0
    return Explanation(
        figure=figure,
        title=figure.rpartition(".")[2],
        partnership="",
        partnership_name="",
        as_of=totals.as_of or totals.computed_at.date(),
        value=float(len(inputs)),
        coverage=share,
        status="ok" if share >= settings.coverage.ok else "provisional",
        low=float(len(inputs)),
        high=float(len(inputs) + len(unknown)),
        n=len(inputs),
        parts=(),
        inputs=inputs,
        missing=unknown,
        method=mark.name,
        version=mark.version,
        config_hash=settings.config_hash,
        settings_version=version,
        settings_since=since,
        computed_at=totals.computed_at,
        history=(),
        recipe={"kind": "count"},
    )


def _input(line: Kept, value_of: str) -> Input:
    value = line.row.value(value_of)
    day = line.row.as_of.isoformat() if line.row.as_of else ""
    return Input("partnership", line.row.name, value, source="scores", date=day, values={"ref": line.row.ref})


def _mark(function: Callable[..., object]) -> Mark:
    mark: Mark = getattr(function, MARK)
    return mark


def _rule(figure: str) -> tuple[Mark, str, Counted]:
    """Return the method, the figure shown beside each partnership, and what counts."""
    counts, group, word = _mark(counts_of_portfolio), *figure.partition(".")[::2]
    plain: dict[str, tuple[str, Counted]] = {
        "partnerships": ("scorecard", lambda _line, _settings: True),
        "scored": ("scorecard", lambda line, _settings: line.row.value("scorecard") is not None),
        "good_on_all": ("health", partial(_good_on, every=True)),
        "good_on_none": ("health", partial(_good_on, every=False)),
    }
    if figure in plain:
        return counts, *plain[figure]
    if group == "good" and word in DIMENSIONS:
        return counts, f"dimension.{word}", partial(_good, word)
    if group == "phase" and word in PHASES:
        return _mark(phases_of_portfolio), "health", lambda line, _settings: line.place.phase == word
    if group == "tier" and word in TIER_WORDS:
        return _mark(tiers_of_portfolio), "tier_score", lambda line, _settings: line.place.tier == word
    if group == "warning" and word:
        return _mark(early_warnings), "scorecard", partial(_warned, word)
    raise UnableToExplain(f"There is no figure “{figure}” of the program. There are: {', '.join(_names())}.")


def _names() -> Iterator[str]:
    yield from ("partnerships", "scored", "good_on_all", "good_on_none")
    yield from (f"good.{name}" for name in DIMENSIONS)
    yield from (f"phase.{name}" for name in PHASES)
    yield from (f"tier.{name}" for name in TIER_WORDS)
    yield "warning.<code>"


def _good(dimension: str, line: Kept, settings: MethodSettings) -> bool | None:
    value = line.row.value(f"dimension.{dimension}")
    return None if value is None else reaches(value, settings.phases.good_cut)


def _good_on(line: Kept, settings: MethodSettings, *, every: bool) -> bool | None:
    """Say whether a partnership is good on all four dimensions, or on none of those that are known."""
    found = [_good(name, line, settings) for name in DIMENSIONS]
    if all(one is None for one in found):
        return None
    if every:
        return None if None in found and False not in found else all(found)
    return not any(found)


def _warned(code: str, line: Kept, settings: MethodSettings) -> bool:
    del settings
    return any(mark.code == code for mark in line.row.warnings)
