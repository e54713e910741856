"""The walk: every road × method × actor × target, each answer held against five oracles.

A finding is a sentence. No finding means: the answer is the one the policy table says, nothing made for someone holds
another's canary, refusals wrote nothing, writes changed nothing of others, and the rules of stored rows still hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.isolation.errands import (
    MAY_ALSO,
    MAY_CHANGE_OF_OTHERS,
    SERVED,
    Errand,
    alike,
    allowed,
    area,
    concerns,
    content_of,
    leads_to,
    standing,
)
from tests.isolation.forms import FILE, Form, forms_of
from tests.isolation.roads import FRAGMENTS, METHODS, Road, plainest, roads
from tests.isolation.rooms import GUEST_ROOM
from tests.isolation.state import Rows, broken_rules, changed, fingerprint, foreign_changes, undone
from tests.isolation.targets import Target, referable_models, shelves, targets_of
from tests.isolation.world import NAMES, Actor, World

SAME_FORMS = 4
LEADING = {"a.owner", "b.owner", "d.owner"}
GUIDES = {"a.owner", "a.token.all", "guest"}
SHARE = 24
"""Of a sample, how many writes it takes until every page of the others was read again once."""


@dataclass(slots=True)
class Walk:
    """What was asked so far, and what was found."""

    world: World
    findings: list[str] = field(default_factory=list)
    errands: int = 0
    asked: set[tuple[str, ...]] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    clients: dict[str, Client] = field(default_factory=dict)
    forms: dict[tuple[str, str], list[Form]] = field(default_factory=dict)
    models: dict[str, list[Any]] = field(default_factory=dict)
    nothing_here: bytes = b""
    before: Rows = field(default_factory=dict)
    rereads: list[Road] = field(default_factory=list)
    sparing: bool = False
    known: dict[tuple[Any, str], list[Target]] = field(default_factory=dict)
    refs: set[str] = field(default_factory=set)
    words: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Log everybody in; remember how nothing looks and how everything stands."""
        for actor in self.world.actors.values():
            client = Client(raise_request_exception=False)
            if actor.person is not None and not actor.secret:
                client.force_login(actor.person)
            self.clients[actor.name] = client
        self.nothing_here = self.clients["a.owner"].get("/o/never-existed/today/").content
        self.before = self.before or fingerprint()
        self.rereads = [one for one in roads() if not one.ids and not one.is_api and one.policy("GET")]

    def begun_anew(self) -> Walk:
        """Return itself with notes of its own: what exploring found, and nothing else yet."""
        self.findings, self.written, self.errands, self.asked = list(self.findings), set(), 0, set()
        return self

    def find(self, oracle: str, errand: Errand, sentence: str) -> None:
        """Note a finding."""
        self.findings.append(f"{oracle}: {errand}: {sentence}")

    def go(self, chosen: list[Road] | None = None, actors: set[str] | None = None, targets: int = 99) -> list[str]:
        """Walk ``chosen`` roads as ``actors``; return what was found. Of some actors only it is a sample, and sparing."""
        self.explore()
        self.sparing = actors is not None
        for road in roads() if chosen is None else chosen:
            for actor in self.world.actors.values():
                if (actors is None or actor.name in actors) and concerns(actor, road):
                    for errand in self.errands_of(road, actor, targets):
                        self.run(errand, self._bodies(errand))
            if actors is None or self._guide(road).name in actors:
                self._submit(road)
        return self.findings

    def explore(self) -> None:
        """Find out once what every road's ids are ids of, and which forms there are."""
        if not self.reached:
            self.refs = {ref for model in referable_models() for ref in model.unscoped.values_list("ref", flat=True)}
            for road in roads():
                if road.policy("GET"):
                    self._explore(road)
            for form in [one for (_, method), forms in self.forms.items() for one in forms[:1] if method == "POST"]:
                self._try(form)
            for road in roads():
                if road.ids and road.name not in self.models:
                    self.models[road.name] = [self._guess(road)] * len(road.ids)

    def _explore(self, road: Road) -> None:
        """Find out as owner what a road's ids are ids of, and which forms its page holds."""
        actor = self._guide(road)
        likely = [model for name, models in self.models.items() for model in models if area(name) == area(road.name)]
        models = list(dict.fromkeys([*likely, *referable_models()]))
        choices = list(product(*([(model, self._own(model)) for model in models] for _ in road.ids)))
        for words in road.words():
            known = self.models.get(road.name)
            for choice in [one for one in choices if known in (None, [model for model, _ in one])]:
                values = {name: target.ref for name, (_, target) in zip(road.ids, choice, strict=True)}
                if self._look(self._errand(road, "GET", actor, values, words), [model for model, _ in choice]):
                    self.words.setdefault(road.name, []).append(words)
                    break
        if road.name not in self.reached:
            self.findings.append(f"reach: no id of the world opens {road.name}: give the world one, or name its words")
        elif len(road.ids) == 1:
            for target in self._owns(self.models[road.name][0])[1:]:
                values = {road.ids[0]: target.ref}
                self._look(self._errand(road, "GET", actor, values, plainest(self.words[road.name])), [])

    def _look(self, errand: Errand, models: list[Any]) -> bool:
        answer = self.send(errand, {})
        if answer.status_code >= 400:
            return False
        self.reached.add(errand.road.name)
        self.models.setdefault(errand.road.name, models)
        self._harvest(errand.address, answer)
        return True

    def _try(self, form: Form) -> None:
        """Submit a form as owner, for the forms on the page that answers."""
        for fields in (form.filled(), form.sparse(), *form.nudged()):
            with undone():
                answer = self.clients["a.owner"].post(form.action, fields)
            self._harvest(form.action, answer)
            if answer.status_code in {301, 302}:
                return  # it was taken, and the page it leads to has been looked at

    def _harvest(self, address: str, answer: Any) -> None:
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return
        names = {road.name for road in roads()}
        for form in forms_of(address, answer.content.decode()):
            try:
                name = resolve(form.action).view_name
            except Resolver404:
                continue
            kept = self.forms.setdefault((name, form.method), [])
            if len(kept) < SAME_FORMS and name in names and standing(form.action, self.refs):
                kept.append(form)

    def _guess(self, road: Road) -> Any:
        """Take the model from the form that leads to a road that only writes, else from the road most like it."""
        for (name, _method), forms in self.forms.items():
            if name == road.name:
                values = {str(value) for value in resolve(forms[0].action).kwargs.values()}
                return next(model for model in referable_models() if model.unscoped.filter(ref__in=values).exists())
        known = [one for one in roads() if one.name in self.reached and one.ids]
        nearest = max(known, key=lambda one: alike(one.pattern, road.pattern))
        return self.models[nearest.name][0]

    def _own(self, model: Any) -> Target:
        return self._owns(model)[0]

    def _owns(self, model: Any) -> list[Target]:
        found = self._targets(model, "a")
        return shelves(found, self.world.organizations["a"].pk)[0] or found[:1]

    def _targets(self, model: Any, letter: str) -> list[Target]:
        """Return what there is to aim at; whatever the walk does is taken back, so it stays the same."""
        if (model, letter) not in self.known:
            self.known[model, letter] = targets_of(model, self.world, letter)
        return self.known[model, letter]

    def _guide(self, road: Road) -> Actor:
        if road.audience == "guest":
            return self.world.actors["guest"]
        return self.world.actors["a.token.all" if road.is_api else "a.owner"]

    def _errand(self, road: Road, method: str, actor: Actor, values: dict[str, str], words: dict[str, str]) -> Errand:
        slug = actor.membership.organization.slug if actor.membership else self.world.organizations["a"].slug
        return Errand(actor, road, method, road.address(organization=slug, **values, **words), ())

    def errands_of(self, road: Road, actor: Actor, targets: int) -> Iterator[Errand]:
        """Yield what somebody asks on a road; in a sample, most of them ask only what is offered, of one target each."""
        letter = actor.name[0] if actor.name[0] in NAMES else "a"
        other = self.world.organizations["d" if letter != "d" else "a"].slug
        for method in METHODS:
            offered = road.policy(method) is not None
            if self.sparing and not offered and actor.name not in LEADING:
                continue
            for words, aims in self._choices(road, actor, targets if offered else 0):
                values = {name: aim.ref for name, aim in zip(road.ids, aims, strict=True)}
                address = road.address(organization=self.world.organizations[letter].slug, **values, **words)
                yield Errand(actor, road, method, address, aims)
            if "organization" in road.parameters and (offered or (actor.name in LEADING and not self.sparing)):
                values = dict.fromkeys(road.ids, "neverexisted")
                address = road.address(organization=other, **values, **next(road.words()))
                yield Errand(actor, road, method, address, (), own_organization=False)

    def _choices(self, road: Road, actor: Actor, targets: int) -> Iterator[tuple[dict[str, str], tuple[Target, ...]]]:
        """Yield the words and the ids of an address: where nothing is offered one of each, in a sample few."""
        letter = actor.name[0] if actor.name[0] in NAMES else "a"
        offered = self.words.get(road.name) or list(road.words())
        plain = plainest(offered)
        few = self.sparing and actor.name not in GUIDES
        for words in offered if targets and actor.name in LEADING and not few else [plain]:
            aims = self._aims(road, letter, min(targets, 1) if few else targets, leads=actor.name in LEADING)
            one_is_enough = self.sparing and (words != plain or (actor.organization is None and few))
            yield from ((words, aim) for aim in islice(aims, 1 if one_is_enough else None))

    def _aims(self, road: Road, letter: str, targets: int, *, leads: bool) -> Iterator[tuple[Target, ...]]:
        kinds = [self._targets(model, letter) for model in self.models.get(road.name, [])]
        if not kinds:
            yield ()
            return
        own, other, missing = shelves(kinds[0], self.world.organizations[letter].pk)
        missing = missing if leads else missing[:3]  # whether an id is malformed depends on nobody
        mine = [*own[: max(targets - 1, 0)], *own[max(targets - 1, 0) :][-1:]]
        chosen = [*mine, *other[-targets:], *missing[: targets + leads]] if targets else missing[:1]
        for aim in chosen:
            yield (aim, *(found[0] for found in kinds[1:]))

    def _submit(self, road: Road) -> None:
        """Send every form of a road to where its page sends it: as it is, nudged, hostile and swapped."""
        for method in () if road.is_api else METHODS:
            forms = self.forms.get((road.name, method), [])
            for form in forms[-2:] if self.sparing else forms:
                sent = [form.filled(), *([form.sparse()] if form.optional_words else [])]
                if form is forms[-1] and method != "GET":
                    sent += [*form.nudged(), form.filled() | self._hostile(), self._swapped(form.filled())]
                self.run(Errand(self._guide(road), road, method, form.action, ()), sent)

    def run(self, errand: Errand, bodies: Iterable[dict[str, Any]]) -> None:
        """Ask, and hold what is answered against the oracles; where a page has a part for scripts, ask for that too."""
        expected = self.expected(errand)
        self.asked.add((errand.actor.name, errand.road.name, errand.method, errand.address))
        part = FRAGMENTS.get(errand.road.name) if errand.method == "GET" else None
        for body, headers in [(body, headers) for body in bodies for headers in ({}, part) if headers is not None]:
            self.errands += 1
            with undone() as deed:
                answer = self.send(errand, body, headers)
                self._judge(errand, expected, answer, deed.wrote)

    def _judge(self, errand: Errand, expected: int, answer: HttpResponse, wrote: set[str]) -> None:
        content = content_of(answer)
        self._matrix(errand, expected, answer.status_code, content)
        actor = errand.actor
        seen = content + repr(sorted(answer.headers.items())).encode()
        person = actor.person.pk if actor.person else None
        for label in self._leaked(seen, actor, person):
            self.find("canary", errand, f"reads {label}")
        if b"<c-" in content and answer.headers.get("Content-Type", "").startswith("text/html"):
            self.find("component", errand, "a component's tag reached the browser")
        if not wrote or answer.status_code >= 500:
            return  # what broke is a finding already, and its transaction may answer no more questions
        if expected != SERVED or answer.status_code >= 400:
            if changed(self.before, wrote):
                self.find(
                    "state", errand, f"was refused ({answer.status_code}) and wrote to {', '.join(sorted(wrote))}"
                )
        else:
            deed = f"{errand.method} {errand.road.name}"
            self._after_a_write(errand, wrote, is_first=deed not in self.written)
            self.written.add(deed)

    def _leaked(self, seen: bytes, actor: Actor, person: int | None) -> list[str]:
        """Return what somebody may not read; a guest reads what all parties of the room read, and no more."""
        if actor.guest is None:
            return self.world.cage.leaked(seen, actor.organization, actor.role, person)
        parties = [self.world.organizations[letter].pk for letter in GUEST_ROOM]
        return [label for party in parties for label in self.world.cage.leaked(seen, party, "member", person)]

    def _after_a_write(self, errand: Errand, wrote: set[str], *, is_first: bool) -> None:
        common = MAY_CHANGE_OF_OTHERS.get(errand.road.name, set())
        for change in foreign_changes(self.before, errand.actor.organization or 0, wrote):
            if change.split(" of ")[0] not in common:
                self.find("state", errand, change)
        for rule in broken_rules(self.world, wrote):
            self.find("invariant", errand, rule)
        for name in ("b.owner", "d.owner") if is_first else ():
            reader = self.world.actors[name]
            if reader.organization != errand.actor.organization:
                turn = len(self.written) % SHARE
                for road in self.rereads[turn::SHARE] if self.sparing else self.rereads:
                    self._reread(reader, road)

    def _reread(self, reader: Actor, road: Road) -> None:
        again = self._errand(road, "GET", reader, {}, plainest(self.words.get(road.name) or list(road.words())))
        content = content_of(self.send(again, {}))
        assert reader.person is not None
        for label in self.world.cage.leaked(content, reader.organization, reader.role, reader.person.pk):
            self.find("canary", again, f"reads {label} after a write of others")

    def _matrix(self, errand: Errand, expected: int, status: int, content: bytes) -> None:
        if status >= 500:
            self.find("matrix", errand, f"broke with {status}")
        elif expected == SERVED:
            also = MAY_ALSO.get(errand.road.name, (0, ""))[0]
            if status in {401, 403, 404, 405} and status != also:
                self.find("matrix", errand, f"was answered {status} and should have been served")
        elif status != expected:
            self.find("matrix", errand, f"was answered {status} and should have been {expected}")
        elif status == 404 and not errand.road.is_api and content != self.nothing_here:
            self.find("matrix", errand, "the answer tells a foreign row from a missing one")

    def expected(self, errand: Errand) -> int:
        """Return the status that the policy table says, or SERVED."""
        if not leads_to(errand):
            return 404
        refusal = self._refusal_of_api(errand) if errand.road.is_api else self._refusal_of_page(errand)
        if refusal:
            return refusal
        if any(not self._is_visible(aim, errand) for aim in errand.aims):
            return 404
        return SERVED

    def _is_visible(self, aim: Target, errand: Errand) -> bool:
        if errand.road.audience == "guest":
            return aim.row is not None and self.world.lets_in(errand.actor, aim.row)
        return aim.is_visible_to(errand.actor, self.world)

    def _refusal_of_page(self, errand: Errand) -> int:
        road, actor = errand.road, errand.actor
        if road.audience != "public" and (actor.person is None or actor.state == "deactivated"):
            return 302
        if road.audience == "member" and (actor.organization is None or not errand.own_organization):
            return 404
        declared = road.policy(errand.method)
        if declared is None:
            return 405
        return 0 if road.audience != "member" or allowed(actor, *declared) else 403

    def _refusal_of_api(self, errand: Errand) -> int:
        declared = errand.road.policy(errand.method)
        if declared is None:
            return 405
        if errand.actor.state != "active" or not errand.actor.secret:
            return 401
        return 0 if allowed(errand.actor, *declared) else 403

    def _bodies(self, errand: Errand) -> Iterator[dict[str, Any]]:
        """Yield what is sent: the plain form, and in the whole walk, as owner, every form that leads there."""
        forms = self.forms.get((errand.road.name, errand.method), [])
        yield self._own_words(forms[0].filled()) if forms and errand.method != "GET" else {}
        if not self.sparing and forms and errand.actor.name == "a.owner" and self.expected(errand) == SERVED:
            yield from (form.filled() for form in forms[errand.method != "GET" :])
            yield from (form.sparse() for form in forms if form.optional_words)
            yield from forms[-1].nudged()
            yield forms[0].filled() | self._hostile()
            yield self._swapped(forms[0].filled())

    def _own_words(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the fields without words of the page that they were read from: whoever sends them reads them again."""
        cage = self.world.cage
        kept = {name: isinstance(value, str) and cage.found_in(value.encode()) for name, value in fields.items()}
        return {name: "Written by hand" if kept[name] else value for name, value in fields.items()}

    def _hostile(self) -> dict[str, Any]:
        stranger = self.world.owner("b")
        named = {"owner_org": stranger.organization_id, "owner_org_id": stranger.organization_id, "visibility": "3"}
        named |= {"organization": stranger.organization.slug, "organization_id": stranger.organization_id}
        named |= {"author": stranger.person_id, "person": stranger.person_id, "by": stranger.person_id}
        return named | {"partnership": self.world.private["b"].ref, "role": "owner", "state": "active"}

    def _swapped(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Return the fields with every id of ours turned into one of theirs."""
        swap = {self.world.private["a"].ref: self.world.private["b"].ref}
        swap |= {str(self.world.private["a"].pk): str(self.world.private["b"].pk)}
        for name in NAMES:
            swap[str(self.world.owner(name).person_id)] = str(self.world.owner("d").person_id)
        return {name: swap.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}

    def send(self, errand: Errand, body: dict[str, Any], asked: dict[str, str] | None = None) -> HttpResponse:
        client, method = self.clients[errand.actor.name], errand.method
        headers = {"authorization": f"Bearer {errand.actor.secret}"} if errand.actor.secret else asked or {}
        if method == "GET":
            return client.get(errand.address, body, headers=headers)
        if method == "POST":
            upload = {"file": SimpleUploadedFile("partners.csv", FILE, "text/csv")} if errand.road.is_api else {}
            return client.post(errand.address, body | upload, headers=headers)
        return client.generic(method, errand.address, b"{}", content_type="application/json", headers=headers)
