"""Every kind of job works with the rights of who asked for it, on what is theirs, whatever its argument names."""

from __future__ import annotations

from typing import Any

import pytest

from comotion.core.jobs import Job, JobState, job_kinds, run_job
from comotion.core.principal import acting_as
from comotion.estate.models import Export
from comotion.imports.models import ImportRun, RunState
from comotion.notices.models import Delivery, Mail
from tests.isolation.state import Rows, foreign_changes, undone
from tests.isolation.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def argument_of(kind: str, world: World, letter: str) -> dict[str, Any]:
    """Return an argument that aims at what is ``letter``'s; a new kind of job has to be named here."""
    arguments: dict[str, dict[str, Any]] = {
        "estate.export": {"export": Export.unscoped.filter(owner_org=world.organizations[letter]).earliest("pk").ref},
        "imports.apply": {"run": _waiting_run(world, letter)},
        "imports.read": {"run": _waiting_run(world, letter), "kind": None, "mapping": None, "choices": None},
        "imports.undo": {"run": _waiting_run(world, letter, RunState.APPLIED)},
        "portfolio.refresh": {"partnerships": [world.private[letter].pk]},
        "notices.mail": {"mail": Mail.unscoped.filter(owner_org=world.organizations[letter]).earliest("pk").ref},
        "notices.digest": {"period": "daily"},
        "notices.remind": {},
        "surveys.rounds": {},
        "webhooks.deliver": {
            "delivery": Delivery.unscoped.filter(owner_org=world.organizations[letter]).earliest("pk").ref
        },
    }
    return arguments[kind]


def _waiting_run(world: World, letter: str, state: str = RunState.PREVIEWED) -> str:
    run = ImportRun.unscoped.filter(owner_org=world.organizations[letter], state=state).exclude(kind="")
    return run.earliest("pk").ref


def ask(kind: str, argument: dict[str, Any], world: World, actor: str) -> Job:
    """Put a job in the queue in somebody's name, and let the worker have it."""
    membership = world.actors[actor].membership
    assert membership is not None
    job = Job.unscoped.create(
        owner_org=membership.organization, person=membership.person, role="owner", kind=kind, argument=argument,
        requested_at=NOW,
    )  # fmt: skip
    with acting_as(None):
        run_job.call(job.pk)
    job.refresh_from_db()
    return job


FOR_EVERYBODY = {"notices.mail", "notices.digest"}
"""What everybody may ask for, since it is for nobody but themselves."""
KINDS = [kind.name for kind in job_kinds()]


@pytest.mark.parametrize("kind", KINDS)
def test_job_changes_what_is_ones_own(world: World, before: Rows, kind: str) -> None:
    with undone() as deed:
        job = ask(kind, argument_of(kind, world, "a"), world, "a.owner")
        assert foreign_changes(before, world.organizations["a"].pk, deed.wrote) == []

    assert (job.state, job.message) == (JobState.DONE, "")


@pytest.mark.parametrize("kind", KINDS)
def test_job_aimed_at_what_is_anothers_changes_nothing_there(world: World, before: Rows, kind: str) -> None:
    with undone() as deed:
        job = ask(kind, argument_of(kind, world, "b"), world, "a.owner")
        assert foreign_changes(before, world.organizations["a"].pk, deed.wrote) == []

    assert world.cage.leaked(
        f"{job.message} {job.result}".encode(), job.owner_org_id, "owner", job.person_id
    ) == []  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("actor", ["a.suspended", "a.removed", "a.invited", "a.deactivated"])
def test_job_of_somebody_who_is_not_active_fails(world: World, kind: str, actor: str) -> None:
    with undone() as deed:
        job = ask(kind, argument_of(kind, world, "a"), world, actor)
        assert deed.wrote == {"core_job"}

    assert job.state == JobState.FAILED


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in FOR_EVERYBODY])
def test_job_of_somebody_who_may_not_fails(world: World, kind: str) -> None:
    with undone() as deed:
        job = ask(kind, argument_of(kind, world, "a"), world, "a.executive_sponsor")
        assert deed.wrote == {"core_job"}

    assert job.state == JobState.FAILED
