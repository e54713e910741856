"""What a road can be pointed at, and who may see it, said independently of the rules that the product uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from comotion.core.visibility import Visibility
from comotion.partnerships.models import Partnership
from tests.isolation.filling import RESTRICTED_READERS, owned_models
from tests.isolation.world import NAMES, Actor, World

ABOVE = ("audit", "group", "initiative", "activity", "leader", "mandate")
MALFORMED = ("\x00", "../../etc/passwd", "💼" * 40, "' OR '1'='1", "-1", "1e400", "{{ 7*7 }}")


@dataclass(frozen=True, slots=True)
class Target:
    """An id and the row it names; ``row`` is None for what was deleted, never existed or is malformed."""

    kind: str
    ref: str
    row: Any = None

    def is_visible_to(self, actor: Actor, world: World) -> bool:
        """Say whether the actor may know that the row is there."""
        return self.row is not None and actor.organization is not None and _sees(actor, self.row, world)


def _sees(actor: Actor, row: Any, world: World) -> bool:
    if row.owner_org_id == actor.organization:
        if row.visibility == Visibility.RESTRICTED:
            return actor.role in RESTRICTED_READERS
        return row.visibility != Visibility.PERSONAL or row.author_id == getattr(actor.person, "pk", None)
    partnership = _partnership_of(row)
    room = next((name for name, one in world.rooms.items() if one.pk == partnership), "")
    return bool(room) and row.visibility == Visibility.SHARED and actor.organization in world.readers_of(room)


def _partnership_of(row: Any) -> int | None:
    """Follow a row to what it belongs to, up to its partnership."""
    if isinstance(row, Partnership):
        return row.pk
    if hasattr(row, "partnership_id"):
        return row.partnership_id
    above = next((getattr(row, name) for name in ABOVE if hasattr(row, f"{name}_id")), None)
    return None if above is None else _partnership_of(above)


def referable_models() -> list[type[models.Model]]:
    """The models whose rows stand in links by their ``ref``."""
    return [model for model in owned_models() if any(field.name == "ref" for field in model._meta.fields)]


def targets_of(model: type[Any], world: World, letter: str) -> list[Target]:
    """What an actor of ``letter`` may try: own, shared, private of others, deleted, never existed, malformed."""
    if model is Partnership:
        found = [Target(f"room {name}", room.ref, room) for name, room in world.rooms.items()]
        found += [Target(f"private of {one}", world.private[one].ref, world.private[one]) for one in NAMES]
    else:
        found = [
            Target(f"{model._meta.model_name} of {one}", row.ref, row)
            for one in NAMES
            for row in model.unscoped.filter(owner_org=world.organizations[one]).order_by("-pk")[:3]
        ]
    own_first = sorted(found, key=lambda one: one.row.owner_org_id != world.organizations[letter].pk)
    nothing = [Target("deleted", world.deleted_ref), Target("never existed", "neverexisted")]
    return own_first + nothing + [Target(f"malformed {index}", text) for index, text in enumerate(MALFORMED)]


def shelves(found: list[Target], organization: int) -> tuple[list[Target], list[Target], list[Target]]:
    """Part targets into those of an organization, those of others, and those that name nothing."""
    own = [one for one in found if one.row is not None and one.row.owner_org_id == organization]
    other = [one for one in found if one.row is not None and one.row.owner_org_id != organization]
    return own, other, [one for one in found if one.row is None]
