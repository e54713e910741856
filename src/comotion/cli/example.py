"""The example program: loaded through the importers that a person would use, in the order of its manifest."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comotion.cli.example_audits import load_audits
from comotion.cli.output import progress, refuse
from comotion.cli.passwords import generated_password

if TYPE_CHECKING:
    from comotion.identity.models import Membership, Organization

LOGINS = "logins.json"
REPORT = "portfolio.pdf"


@dataclass(frozen=True, slots=True)
class Program:
    """What the manifest says, and the folder it stands in."""

    folder: Path
    as_of: dt.date
    organization: str
    people: tuple[dict[str, str], ...]
    files: tuple[dict[str, str], ...]


def manifest() -> Program:
    """Read the manifest of the example program, beside the installed package or in the checkout."""
    package = Path(__file__).resolve().parents[1]
    places = (package / "examples" / "program", package.parents[1] / "examples" / "program")
    folder = next((place for place in places if (place / "manifest.toml").exists()), None)
    if folder is None:
        refuse("The example program is not part of this installation. Run “comotion demo” from a checkout.")
    written = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    people, files = tuple(written["people"]), tuple(written["files"])
    return Program(folder, written["as_of"], written["organization"], people, files)


def pin_home(home: Path, program: Program, port: int) -> None:
    """Let the home stand still on the day on which the example's figures end."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = [f"as_of = {program.as_of.isoformat()}", f'url = "http://localhost:{port}"', ""]
    (home / "comotion.toml").write_text("\n".join(lines), encoding="utf-8")


def prepare(program: Program, port: int) -> dict[str, Any]:
    """Make what is not there yet; return what ``comotion demo --json`` prints."""
    from django.conf import settings

    from comotion.cli.home import upgrade_database

    home = settings.HOME.path
    upgrade_database()
    with _acting(program, home):
        _load_what_is_missing(program)
        return {
            "home": str(home),
            "url": f"http://localhost:{port}",
            "logins": json.loads((home / LOGINS).read_text(encoding="utf-8")),
            "report": str(_report(home)),
            "partnerships": _count(),
        }


@contextmanager
def _acting(program: Program, home: Path) -> Iterator[None]:
    """Act as the first person of the program, its owner, making everyone first where they are not there."""
    from comotion.core.principal import Principal, acting_as
    from comotion.identity.queries import active_members, active_organizations

    organization = next((one for one in active_organizations() if one.name == program.organization), None)
    if organization is None or not (home / LOGINS).exists():
        organization = _make_people(program, home, organization)
    owner = next(member for member in active_members(organization) if member.role == "owner")
    with acting_as(Principal(organization.pk, owner.role, owner.person_id)):
        yield


def _make_people(program: Program, home: Path, organization: Organization | None) -> Organization:
    """Make the organization and its people, and keep their passwords in the home, closed to others."""
    from django.db import transaction

    from comotion.identity.operations import create_organization

    with transaction.atomic():
        organization = organization or create_organization(name=program.organization)
        logins = [_make_person(organization, person) for person in program.people]
    file = home / LOGINS
    file.touch(mode=0o600)
    file.write_text(json.dumps(logins, indent=2), encoding="utf-8")
    return organization


def _make_person(organization: Organization, person: dict[str, str]) -> dict[str, str]:
    from comotion.identity.operations import create_member

    password = generated_password()
    member: Membership = create_member(
        organization=organization,
        email=person["email"],
        name=person["name"],
        role=person["role"],
        password=password,
    )
    member.person.set_password(password)
    member.person.save(update_fields=["password"])
    return {
        "email": member.person.email,
        "password": password,
        "organization": organization.slug,
        "role": member.role,
    }


def _load_what_is_missing(program: Program) -> None:
    """Load each file that was not loaded before; then score once."""
    from comotion.core.clock import now, today
    from comotion.imports.models import ImportRun, RunState
    from comotion.portfolio.operations import refresh
    from comotion.portfolio.queries import portfolio_summary

    loaded = set(ImportRun.objects.filter(state=RunState.APPLIED).values_list("file_name", flat=True))
    missing = [file for file in program.files if Path(file["path"]).name not in loaded]
    for done, file in enumerate(missing):
        progress(done, len(missing) + 1, file["path"])
        _load(program.folder / file["path"], file["kind"])
    if missing or portfolio_summary().computed_at is None:
        progress(len(missing), len(missing) + 1, "scores")
        refresh(as_of=today(), at=now())
        load_audits(program.folder)
        _forget_queued_refreshes()
        progress(len(missing) + 1, len(missing) + 1, "done")


def _load(file: Path, kind: str) -> None:
    from comotion.core.clock import now
    from comotion.imports.operations import apply, preview

    run = preview(data=file.read_bytes(), file_name=file.name, kind=kind, at=now())
    apply(run=run, at=now())


def _forget_queued_refreshes() -> None:
    """Take back what each import asked for: one refresh at the end has done it all."""
    from comotion.core.jobs import cancel
    from comotion.core.models import Job, JobState
    from comotion.scores.settings import REFRESH

    for job in Job.objects.filter(kind=REFRESH, state=JobState.WAITING):
        cancel(job=job)


def _report(home: Path) -> Path:
    """Write the portfolio report, once."""
    from comotion.core.clock import today
    from comotion.portfolio.lines import PortfolioFilters
    from comotion.reports.portfolio import portfolio_report

    file = home / REPORT
    if not file.exists():
        file.write_bytes(portfolio_report(ending="pdf", filters=PortfolioFilters(), as_of=today()))
    return file


def _count() -> int:
    from comotion.partnerships.models import Partnership

    return Partnership.objects.count()
