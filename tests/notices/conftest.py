"""A program with people who are told, a clock that stands still, and jobs that run at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from django.test import TestCase

from comotion.core.jobs import Job, JobState, run_job
from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Membership, Organization
from comotion.notices.preferences import prefer
from comotion.partnerships.models import Partnership
from comotion.scores.models import EarlyWarning
from tests.factories import make_meeting, make_member, make_partnership, make_person, principal_of

TODAY = dt.date(2026, 11, 22)
AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SITE = "https://comotion.example"


@dataclass(frozen=True)
class Telling:
    """An organization whose partnership with Halden is looked after by Ada; Ben manages all others."""

    organization: Organization
    ada: Membership
    ben: Membership
    halden: Partnership

    def as_(self, member: Membership) -> Any:
        return acting_as(principal_of(member))

    @property
    def as_organization(self) -> Any:
        return acting_as(Principal(self.organization.pk, "owner"))


@pytest.fixture
def telling(organization: Organization, settings: Any) -> Telling:
    settings.COMOTION_AS_OF = TODAY
    settings.BASE_URL = SITE
    settings.DEFAULT_FROM_EMAIL = "Comotion <hello@comotion.example>"
    ada = make_member(organization, "member", person=make_person("ada@example.com", name="Ada Lind"))
    ben = make_member(organization, "alliance_manager", person=make_person("ben@example.com", name="Ben Ortiz"))
    halden = make_partnership(organization, "Halden Analytics", standing={"owner": ada.person})
    return Telling(organization, ada, ben, halden)


@pytest.fixture
def wants(telling: Telling) -> Callable[..., None]:
    """Return ``wants(member, kind=rate, …)``."""

    def choose(member: Membership, **rates: str) -> None:
        with telling.as_(member):
            prefer(rates=rates)

    return choose


def warn(partnership: Partnership, code: str = "HIDDEN_EROSION", **fields: Any) -> EarlyWarning:
    """An early warning that opened yesterday."""
    day = TODAY - dt.timedelta(days=1)
    return EarlyWarning.unscoped.create(
        owner_org=partnership.owner_org, partnership=partnership, code=code,
        **({"severity": "high", "opened_date": day, "last_fired_date": day} | fields),
    )  # fmt: skip


def plan_review(partnership: Partnership, days: int = 5) -> None:
    make_meeting(partnership, "qsr", TODAY + dt.timedelta(days=days))


def letters() -> list[EmailMultiAlternatives]:
    """What was sent so far."""
    return list(outbox.outbox)  # type: ignore[arg-type]


@contextmanager
def committed() -> Iterator[None]:
    """Let what follows a commit happen at the end of the block, and the worker do what was asked for."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield
    work()


def work() -> None:
    """Let the worker have every job that waits, also those that come while it works."""
    while job := Job.unscoped.filter(state=JobState.WAITING).order_by("pk").first():
        with acting_as(None), TestCase.captureOnCommitCallbacks(execute=True):
            run_job.call(job.pk)


@pytest.fixture(autouse=True)
def _worker_is_away(settings: Any) -> None:
    """Jobs wait until a test lets the worker have them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
