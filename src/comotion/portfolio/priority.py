"""Opening the worth of attention of one partnership: potential not yet reached, for the effort it takes."""

from __future__ import annotations

from collections.abc import Iterator

from comotion.core.principal import current_principal
from comotion.methods.portfolio.phases import phases_of_portfolio
from comotion.methods.publishing import MARK, Mark
from comotion.portfolio.models import ProgramTotals
from comotion.portfolio.pages import own_lines
from comotion.portfolio.rows import COLUMNS, Row, kept_row
from comotion.scores.explained import Explanation, Gap, Input, UnableToExplain
from comotion.scores.queries import settings_version
from comotion.scores.settings import current_settings

PRIORITY = "priority"


def explain_priority(ref: str) -> Explanation:
    """Return what ``max(0, potential − health) / effort`` was computed from, as the portfolio keeps it now.

    Raises
    ------
    UnableToExplain
        Where the partnership has not been placed yet.

    """
    found = own_lines().filter(ref=ref).values_list("priority", *COLUMNS).first()
    computed = ProgramTotals.objects.filter(owner_org_id=current_principal().organization_id).first()
    if found is None or computed is None:
        raise UnableToExplain("Nothing has been scored here yet.")
    value, row = found[0], kept_row(found[1:])
    mark: Mark = getattr(phases_of_portfolio, MARK)
    settings = current_settings()
    version, since = settings_version(settings.config_hash)
    known = tuple(_inputs(row))
    return Explanation(
        figure=PRIORITY,
        title=PRIORITY,
        partnership=row.ref,
        partnership_name=row.name,
        as_of=row.as_of or computed.computed_at.date(),
        value=value,
        coverage=len(known) / 3,
        status="insufficient" if value is None else "ok",
        low=0.0 if value is None else value,
        high=100.0 if value is None else value,
        n=len(known),
        parts=(),
        inputs=known,
        missing=tuple(Gap(name, "MISSING", "") for name, one in _basis(row).items() if one is None),
        method=mark.name,
        version=mark.version,
        config_hash=settings.config_hash,
        settings_version=version,
        settings_since=since,
        computed_at=computed.computed_at,
        history=(),
    )


def _basis(row: Row) -> dict[str, float | None]:
    return {"potential": row.value("potential"), "health": row.value("health"), "effort": row.effort}


def _inputs(row: Row) -> Iterator[Input]:
    day = row.as_of.isoformat() if row.as_of else ""
    for name, value in _basis(row).items():
        if value is not None:
            yield Input("judgement", name, value, source="standing" if name == "effort" else "scores", date=day)
