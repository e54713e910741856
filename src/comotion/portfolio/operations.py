"""Bringing the portfolio up to date, and what people decide about phases and tiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.principal import current_principal
from comotion.methods.scored import InvalidInput
from comotion.methods.vocabulary import PHASES, TIERS
from comotion.partnerships.models import Partnership
from comotion.portfolio.arranging import arrange, kept_lines
from comotion.portfolio.decisions import decided
from comotion.portfolio.models import PhaseMove, PortfolioRow, ProgramTotals, TierPin
from comotion.portfolio.placing import tiers_with
from comotion.portfolio.rows import row_of
from comotion.scores.operations import MONTHS, Rescored, rescore
from comotion.scores.settings import current_settings


class UnableToMove(ValueError):
    """The partnership stays in its phase; the message says why."""


class UnableToPin(ValueError):
    """The partnership is not pinned; the message says why."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did."""

    as_of: dt.date
    partnerships: int
    snapshots: int
    warnings_opened: int
    warnings_cleared: int


@transaction.atomic
def refresh(
    *,
    as_of: dt.date,
    at: dt.datetime,
    partnerships: Collection[int] | None = None,
    months: int = MONTHS,
    progress: Callable[[int, int], None] | None = None,
) -> Refreshed:
    """Rescore partnerships, place the whole program anew, and keep its lines and counts."""
    found: Rescored = rescore(as_of=as_of, at=at, partnerships=partnerships, months=months, progress=progress)
    fresh = {row.id: row for row in map(row_of, found.outcomes)}
    arrange(fresh, partnerships, settings=current_settings(), as_of=as_of, at=at)
    return Refreshed(found.as_of, len(fresh), found.written, found.warnings_opened, found.warnings_cleared)


@transaction.atomic
def move_phase(*, partnership: Partnership, phase: str, reason: str, at: dt.datetime) -> PhaseMove:
    """Put a partnership into another phase than the computed one, with a reason."""
    line = _line_of(partnership)
    if phase not in PHASES:
        raise UnableToMove(_("There is no such phase."))
    if not reason.strip():
        raise UnableToMove(_("Say why: the reason is kept and shown beside the computed phase."))
    if line is None:
        raise UnableToMove(_("This partnership has not been scored yet."))
    if line.phase == phase:
        raise UnableToMove(_("It is in this phase already."))
    _withdraw_moves(partnership, at)
    principal = current_principal()
    move = PhaseMove.objects.create(
        owner_org_id=principal.organization_id,
        partnership=partnership,
        phase=phase,
        computed_phase=line.computed_phase,
        reason=reason.strip(),
        moved_at=at,
        moved_by_id=principal.person_id,
    )
    _put(line, phase, {"moved": move.reason})
    record("phase.moved", "partnership", partnership.ref, at=at, phase=phase, reason=move.reason)
    return move


@transaction.atomic
def undo_move(*, partnership: Partnership, at: dt.datetime) -> None:
    """Take a move back: the partnership returns to its computed phase."""
    line = _line_of(partnership)
    if line is None or not _withdraw_moves(partnership, at):
        raise UnableToMove(_("Nobody has moved this partnership."))
    _put(line, line.computed_phase, {})
    record("phase.move_withdrawn", "partnership", partnership.ref, at=at, phase=line.computed_phase)


@transaction.atomic
def pin_tier(*, partnership: Partnership, tier: str, reason: str, until: dt.date, at: dt.datetime) -> TierPin:
    """Pin a partnership to a tier until a date, with a reason; it takes a slot of that tier."""
    if tier not in TIERS:
        raise UnableToPin(_("There is no such tier."))
    if not reason.strip():
        raise UnableToPin(_("Say why: the reason is kept with the pin."))
    if until <= at.date():
        raise UnableToPin(_("A pin ends on a later day."))
    if _line_of(partnership) is None:
        raise UnableToPin(_("This partnership has not been scored yet."))
    _withdraw_pins(partnership, at)
    principal = current_principal()
    pin = TierPin.objects.create(
        owner_org_id=principal.organization_id,
        partnership=partnership,
        tier=tier,
        reason=reason.strip(),
        until_date=until,
        pinned_at=at,
        pinned_by_id=principal.person_id,
    )
    _refuse_too_many(at.date())
    arrange({}, (), settings=current_settings(), as_of=at.date(), at=at)
    record("tier.pinned", "partnership", partnership.ref, at=at, tier=tier, reason=pin.reason, until=until.isoformat())
    return pin


@transaction.atomic
def unpin_tier(*, partnership: Partnership, at: dt.datetime) -> None:
    """Take a pin back: the tier is computed again."""
    if not _withdraw_pins(partnership, at):
        raise UnableToPin(_("Nobody has pinned this partnership."))
    arrange({}, (), settings=current_settings(), as_of=at.date(), at=at)
    record("tier.unpinned", "partnership", partnership.ref, at=at)


def _refuse_too_many(as_of: dt.date) -> None:
    kept = kept_lines()
    rows = [kept[key].row for key in sorted(kept)]
    try:
        tiers_with(rows, {}, decided(as_of).pins, current_settings())
    except InvalidInput as refusal:
        raise UnableToPin(_("This tier has no free place: take another pin back first.")) from refusal


def _line_of(partnership: Partnership) -> PortfolioRow | None:
    own = current_principal().organization_id
    return PortfolioRow.objects.filter(owner_org_id=own, partnership=partnership).first()


def _withdraw_moves(partnership: Partnership, at: dt.datetime) -> int:
    own = {"owner_org_id": current_principal().organization_id, "withdrawn_at": None}
    return PhaseMove.objects.filter(partnership=partnership, **own).update(withdrawn_at=at)


def _withdraw_pins(partnership: Partnership, at: dt.datetime) -> int:
    own = {"owner_org_id": current_principal().organization_id, "withdrawn_at": None}
    return TierPin.objects.filter(partnership=partnership, **own).update(withdrawn_at=at)


def _put(line: PortfolioRow, phase: str, decision: dict[str, str]) -> None:
    """Put a line into a phase and count the phases again, without placing the others."""
    totals = ProgramTotals.objects.filter(owner_org_id=line.owner_org_id).get()
    counted = dict(totals.content["phases"])
    for word, step in ((line.phase, -1), (phase, 1)):
        if word in counted:
            counted[word] += step
    totals.content["phases"] = counted
    totals.save(update_fields=["content"])
    line.phase = phase
    line.sort_phase = next((at for at, word in enumerate(PHASES) if word == phase), len(PHASES))
    line.glyphs = {name: value for name, value in line.glyphs.items() if name != "moved"} | decision
    line.save(update_fields=["phase", "sort_phase", "glyphs"])
