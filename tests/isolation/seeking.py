"""How a leak is looked for on each kind of road; every way to look answers with the oracles that spoke."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from comotion.cli.main import main
from comotion.core.access import Scoped
from comotion.core.jobs import JobState
from comotion.core.links import make_link
from comotion.core.principal import Principal, acting_as
from comotion.rhythm.models import Commitment
from comotion.surveys.models import SurveyRespondent
from tests.architecture.routes import undeclared_routes
from tests.isolation.roads import link_roads, roads
from tests.isolation.state import Rows, foreign_changes, undone
from tests.isolation.test_command_line import ABOUT_ONE, arguments
from tests.isolation.test_interference import differences
from tests.isolation.test_jobs import argument_of, ask
from tests.isolation.test_links import LATER, secrets_that_open_nothing, usual_link
from tests.isolation.test_telling import feeds_of, heard_of, mailed
from tests.isolation.walk import Walk
from tests.isolation.world import World

Oracles = set[str]


def everybody(_principal: Principal) -> Q:
    """A rule that forgets to ask who acts."""
    return Q()


def forgetful(model: type[Scoped]) -> Any:
    """A model whose queries forget whose rows they want."""

    class Unasked:
        def filter(self, *args: Any, **given: Any) -> Any:
            return model.unscoped.filter(*args, **{name: one for name, one in given.items() if name != "owner_org_id"})

        def order_by(self, *names: str) -> Any:
            return model.unscoped.order_by(*names)

    return type("Forgetful", (), {"objects": Unasked()})


@dataclass(frozen=True, slots=True)
class Garden:
    """Where a leak is planted and looked for."""

    walk: Walk
    before: Rows
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    folder: Path

    @property
    def world(self) -> World:
        """The world it is in."""
        return self.walk.world

    def put(self, target: str, value: Any) -> None:
        """Put something else in the place of ``module.name``."""
        module, name = target.rsplit(".", 1)
        self.monkeypatch.setattr(importlib.import_module(module), name, value)

    def open(self, *models: type[Scoped]) -> None:
        """Let everybody see every row of ``models``."""
        for model in models:
            self.monkeypatch.setattr(model, "scope", everybody)

    def leaked(self, actor: str, content: bytes) -> Oracles:
        """Say whether somebody would read in ``content`` what is not theirs."""
        reader = self.world.actors[actor]
        assert reader.person is not None
        return (
            {"canary"} if self.world.cage.leaked(content, reader.organization, reader.role, reader.person.pk) else set()
        )


Seek = Callable[[Garden], Oracles]


def by_walk(*names: str, actors: set[str], targets: int = 4) -> Seek:
    """Walk the named roads."""

    def seek(garden: Garden) -> Oracles:
        garden.walk.go([road for road in roads() if road.name in names], actors=actors, targets=targets)
        return {finding.split(":")[0] for finding in garden.walk.findings}

    return seek


def by_file(name: str, ending: str, actor: str) -> Seek:
    """Ask for a file of one kind, of everything there is."""

    def seek(garden: Garden) -> Oracles:
        (road,) = [road for road in roads() if road.name == name]
        for errand in garden.walk.errands_of(road, garden.world.actors[actor], 4):
            if errand.method == "GET" and errand.address.endswith(ending):
                garden.walk.run(errand, [{}])
        return {finding.split(":")[0] for finding in garden.walk.findings}

    return seek


def by_search(name: str, actor: str, **asked: str) -> Seek:
    """Search on a page or in the API."""

    def seek(garden: Garden) -> Oracles:
        (road,) = [road for road in roads() if road.name == name]
        errands = garden.walk.errands_of(road, garden.world.actors[actor], 1)
        errand = next(one for one in errands if one.method == "GET" and one.own_organization)
        garden.walk.run(
            errand, [{name: text.format(ref=garden.world.private["b"].ref) for name, text in asked.items()}]
        )
        return {finding.split(":")[0] for finding in garden.walk.findings}

    return seek


def by_reading(*names: str) -> Seek:
    """Read as the owner of A, and again when everything is gone that others keep to themselves."""

    def seek(garden: Garden) -> Oracles:
        reader = garden.world.actors["a.owner"]
        return {"interference"} if differences(garden.walk, reader, plain=True, only=set(names)) else set()

    return seek


def by_command(name: str, actor: str, aims: str = "a") -> Seek:
    """Run a command as somebody of another organization, aimed at what is A's or at nothing in particular."""

    def seek(garden: Garden) -> Oracles:
        somebody = garden.world.actors[actor].membership
        assert somebody is not None
        view = ["--organization", somebody.organization.slug, "--as", somebody.person.email, "--json"]
        with undone() as deed:
            status = main([*arguments(name, garden.world, aims, garden.folder), *view])
            found = {"state"} if foreign_changes(garden.before, somebody.organization_id, deed.wrote) else set()
        printed = garden.capsys.readouterr()
        refused = name in ABOUT_ONE | {"token revoke"} or garden.world.actors[actor].state != "active"
        found |= {"matrix"} if refused and status != 2 else set()
        return found | garden.leaked(actor, (printed.out + printed.err).encode())

    return seek


def by_job(kind: str, actor: str, aims: str, *, may: bool) -> Seek:
    """Ask for a job that is aimed at somebody's rows; who may not ask for it must see it fail."""

    def seek(garden: Garden) -> Oracles:
        own = garden.world.actors[actor].membership
        assert own is not None
        with undone() as deed:
            job = ask(kind, argument_of(kind, garden.world, aims), garden.world, actor)
            found = {"state"} if foreign_changes(garden.before, own.organization_id, deed.wrote) else set()
        found |= {"matrix"} if job.state != JobState.FAILED and not may else set()
        return found | garden.leaked(actor, f"{job.message} {job.result}".encode())

    return seek


def by_mail(kind: str) -> Seek:
    """Read the mail of one kind about everything, as D's owner gets it."""

    def seek(garden: Garden) -> Oracles:
        with undone():
            return garden.leaked("d.owner", mailed(kind, garden.world.actors["d.owner"]))

    return seek


def by_feed(garden: Garden) -> Oracles:
    """Read every calendar that D's owner could make."""
    with undone():
        return garden.leaked("d.owner", b"\n".join(feeds_of(garden.world.actors["d.owner"])))


def by_webhook(garden: Garden) -> Oracles:
    """List what webhooks of D's owner could be told of and D may not see."""
    return {"canary"} if heard_of(garden.world, garden.world.actors["d.owner"]) else set()


def by_dead_links(garden: Garden) -> Oracles:
    """Open every link that must open nothing."""
    found: Oracles = set()
    with undone():
        for road in link_roads():
            if any(method == "GET" for method, _ in road.policies):
                for _kind, secret in list(secrets_that_open_nothing(garden.world, road)):
                    client = Client(raise_request_exception=False)
                    found |= {"matrix"} if client.get(road.address(token=secret)).status_code != 404 else set()
    return found


def by_link(purpose: str) -> Seek:
    """Open a link of A's own without an account: its page may say the words of what it is about, and no others."""

    def seek(garden: Garden) -> Oracles:
        with undone():
            usual = usual_link(purpose, garden.world)
            with acting_as(garden.world.principal("a")):
                secret = make_link(purpose=purpose, expires_at=LATER, **usual)[1]
            pages = [road for road in link_roads() if road.policies[0][1].resource == purpose and road.policy("GET")]
            page = b"".join(Client().get(road.address(token=secret)).content for road in pages)
        said = {one.token for one in garden.world.cage.found_in(page)}
        return {"canary"} if said - _words_of(purpose, usual["subject"]) else set()

    return seek


def _words_of(purpose: str, subject: str) -> set[str]:
    if purpose == "survey":
        person = SurveyRespondent.unscoped.get(pk=subject)
        return {person.round.partnership.name, person.name, person.address}
    promise = Commitment.unscoped.get(ref=subject)
    return {promise.partnership.name, promise.text, promise.owner_name, promise.reason}


def by_census(pattern: Any) -> Seek:
    """Ask the census whether every route declares its policy."""
    return lambda _garden: {"census"} if undeclared_routes(pattern) else set()
