"""The columns of the portfolio's table: which there are, which are shown, by which one may sort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in links, its head, the sort it offers, whether it is shown at first."""

    name: str
    title: Promise
    sort: str = ""
    numeric: bool = False
    default: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("phase", _("Phase")),
    Column("categories", _("Categories")),
    Column("total", _("Total, bounds, coverage"), sort="scorecard"),
    Column("trend", _("Trend"), numeric=True),
    Column("momentum", _("Momentum, 3 months")),
    Column("warnings", _("Warnings"), sort="warnings"),
    Column("priority", _("Worth of attention"), sort="priority", numeric=True, default=False),
    Column("potential", _("Potential"), numeric=True, default=False),
    Column("level", _("Level"), default=False),
    Column("tier", _("Tier"), default=False),
    Column("owner", _("Owner")),
    Column("last_review", _("Last review"), default=False),
    Column("next_review", _("Next review")),
)


def shown_columns(names: Sequence[str]) -> tuple[Column, ...]:
    """Return the chosen columns in their order, the usual ones where nothing known was chosen."""
    chosen = tuple(column for column in COLUMNS if column.name in names)
    return chosen or tuple(column for column in COLUMNS if column.default)
