"""The friction audits of the example program: their filled-in sheets are read as a person would read them back."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from comotion.cli.output import progress

if TYPE_CHECKING:
    from comotion.audits.models import Audit
    from comotion.audits.queries import AuditView

BEFORE_CLOSING = ("answers", "interviews", "touchpoints", "signals", "artifacts", "incentives")
AFTER_RELEASE = ("grades", "matrix")
MORNING = dt.time(9)


@dataclass(frozen=True, slots=True)
class ExampleAudit:
    """One audit of the list, and the folder of its sheets."""

    partnership: str
    goal: str
    starts: dt.date
    ends: dt.date
    folder: Path


def example_audits(program: Path) -> list[ExampleAudit]:
    """Return the audits that stand beside the files of the program."""
    folder = program.parent / "friction_audits"
    listed = tomllib.loads((folder / "audits.toml").read_text(encoding="utf-8"))["audits"]
    return [
        ExampleAudit(one["partnership"], one["goal"], one["starts"], one["ends"], folder / one["folder"])
        for one in listed
    ]


def load_audits(program: Path) -> None:
    """Carry out each audit that is not there yet, from the first name to the issued report."""
    from comotion.audits.models import Audit
    from comotion.partnerships.models import Partnership

    listed = example_audits(program)
    for done, one in enumerate(listed):
        partnership = Partnership.objects.filter(name=one.partnership).first()
        is_there = Audit.objects.filter(partnership=partnership, starts_date=one.starts).exists()
        if partnership is not None and not is_there:
            progress(done, len(listed), f"audit of {one.partnership}")
            carry_out(one, partnership)


def carry_out(one: ExampleAudit, partnership: object) -> Audit:
    """Begin an audit, read its sheets, close its questionnaire and issue its report, on the days of the story."""
    from comotion.audits.issuing import issue
    from comotion.audits.models import RoleGroup
    from comotion.audits.operations import begin_audit, state_goal
    from comotion.audits.queries import audit_view
    from comotion.audits.questionnaire import close_round, send
    from comotion.audits.rewards import release

    begun = dt.datetime.combine(one.starts, MORNING, dt.UTC)
    ended = dt.datetime.combine(one.ends, MORNING, dt.UTC)
    audit = begin_audit(partnership=partnership, goal=one.goal, starts_date=one.starts, at=begun)  # type: ignore[arg-type]
    state_goal(audit=audit, goal=one.goal, ends_date=one.ends, at=begun)
    view = audit_view(audit)
    _read(view, one.folder, ("people",), begun)
    send(audit=audit, closes_at=ended, at=begun, by=None)
    _read(view, one.folder, BEFORE_CLOSING, begun)
    for group in RoleGroup.objects.filter(audit=audit):
        release(group=group, at=begun)
    _read(view, one.folder, AFTER_RELEASE, begun)
    close_round(audit=audit, at=ended)
    issue(audit=audit, at=ended + dt.timedelta(days=1))
    return audit


def _read(view: AuditView, folder: Path, names: tuple[str, ...], at: dt.datetime) -> None:
    from comotion.audits.sheets import read_sheet, sheet_kind

    for name in names:
        file, kind = folder / f"{name}.csv", sheet_kind(name)
        assert kind is not None
        result = read_sheet(view=view, kind=kind, data=file.read_bytes(), name=file.name, at=at)
        if result.refused:
            number, reason = result.refused[0]
            raise ValueError(f"{file}, row {number}: {reason}")
