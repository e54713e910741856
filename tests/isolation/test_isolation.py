"""Nobody sees, counts, changes or learns of what is not theirs, by any road."""

from __future__ import annotations

import pytest

from tests.architecture.routes import routes
from tests.isolation import tally
from tests.isolation.filling import owned_models
from tests.isolation.roads import SEALED, Road, link_roads, operations, roads
from tests.isolation.state import broken_rules
from tests.isolation.tally import WALKED, Note
from tests.isolation.walk import Walk
from tests.isolation.world import NAMES, World

pytestmark = pytest.mark.django_db

SAMPLE = {
    "a.owner",
    "a.executive_sponsor",
    "a.suspended",
    "b.analyst",
    "d.owner",
    "nobody",
    "guest",
    "a.token.all",
    "a.token.narrow",
}
WRITES_NOTHING_HERE: dict[str, str] = {
    "POST room:preview_sharing": "shows what the other side would see, and writes nothing by design",
    "POST room:keep_back": "the first thing a form offers is private already; tested with sharing",
    "POST room:part": "a form's date lies before the world's day, and no end is announced for it; tested with parting",
    "POST webhooks:index": "asks a name server for the address, which the walk does without; tested with web/notices",
    "POST webhooks:again": "sends again only what was given up, and in the world nothing was; tested with web/notices",
    "POST settings:claim_domain": "takes a domain and no words; tested with the pages of sign-on",
    "POST settings:prove_domain": "reads the claimed domain's own page, which the walk does without; likewise",
    "POST settings:keep_openid": "takes the address of a provider; likewise",
    "POST settings:keep_saml": "takes the metadata of a provider; likewise",
    "POST settings:decide_sign_on": "opens only what an owner has tried; likewise",
    "POST sign_on_trial": "asks the provider, which the walk does without; likewise",
    "POST settings:export": "asks for the second factor first; tested with the page of the data",
    "POST settings:cancel_export": "needs an export that runs; likewise",
    "POST settings:delete": "asks for the second factor and for the name, typed; likewise",
    "POST settings:keep": "keeps what was to be deleted, and in the world nothing is; likewise",
    "POST usersessions_list": "ends one's own sessions, which the walk keeps no count of; tested with web/account",
    "POST sign_on": "leads to a provider and writes nothing; tested with web/account",
    "POST settings:preview": "shows what a change would do, and writes nothing by design",
    "POST friction-audit:hand_out": "needs an issued report, and the newest audits have none; tested with test_handing",
    "POST friction-audit:interview_answers": "needs a questionnaire that runs; tested with the pages of the audit",
    "POST friction-audit:remind": "needs a questionnaire that runs; tested with the pages of the audit",
    "POST friction-audit:close": "needs a questionnaire that runs; tested with the pages of the audit",
    "POST friction-audit:propose_calendar": "takes a calendar; tested with the pages of the audit",
    "POST friction-audit:sheets": "takes a sheet of its own columns; tested with the pages of the audit",
    "POST room:keep_matrix": "its cells take letters of roles and no words; tested with the initiatives",
    "POST imports:mend": "corrects a refused row of a run that was loaded with one; tested with imports",
}


def test_every_model_has_a_row_at_every_level_for_every_organization(world: World) -> None:
    missing = [
        f"{model._meta.label} at {level.name} of {letter}"
        for letter in NAMES
        for model in owned_models()
        for level in model.allowed_visibilities
        if not model.unscoped.filter(owner_org=world.organizations[letter], visibility=level).exists()
    ]

    assert [one for one in missing if not one.endswith("SHARED of d")] == []


def test_world_keeps_its_own_rules(world: World) -> None:
    assert broken_rules(world) == []


def test_every_road_of_the_resolver_is_walked(world: World) -> None:
    ours = {route.name for route in routes() if route.is_ours and not route.name.startswith("api-")}

    assert ours - {road.name for road in (*roads(), *link_roads())} - set(SEALED) == set()


def test_every_operation_of_the_api_declares_its_policy() -> None:
    undeclared = [path for path, operation in operations() if getattr(operation.view_func, "policy", None) is None]

    assert undeclared == []


def test_sample_of_the_walk_finds_nothing_opens_every_page_and_writes_by_every_road(walk: Walk, note: Note) -> None:
    """What is never reached is never judged: the walk says so itself, and writes by all roads that write."""
    assert walk.go(actors=SAMPLE, targets=2) == []
    writing = {f"{method} {road.name}" for road in roads() for method, _ in road.policies if method != "GET"}
    assert writing - walk.written - set(WRITES_NOTHING_HERE) == set()
    assert set(WRITES_NOTHING_HERE) - writing == set()
    note(WALKED, done(walk, tally.SAMPLE, actors=len(SAMPLE)))


def done(walk: Walk, road: str, actors: int) -> dict[str, object]:
    """Return what a walk did, for the figures in the README."""
    return {"road": road, "actors": actors, "asked": len(walk.asked), "requests": walk.errands}


@pytest.mark.slow
@pytest.mark.parametrize("road", roads(), ids=lambda road: road.name)
def test_whole_walk_finds_nothing(walk: Walk, road: Road, note: Note) -> None:
    walk.begun_anew().findings.clear()

    assert walk.go([road]) == []
    note(WALKED, done(walk, road.name, actors=len(walk.world.actors)))
