"""Who does what in which activity; activities and initiatives come with the first row that names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from comotion.imports.cells import Plain, Reader
from comotion.imports.context import Context
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.references import normal_name
from comotion.imports.writing import Values, Writer
from comotion.initiatives.models import Activity, Assignment, Initiative

Key = tuple[Plain, ...]
KEPT = ("weight", "crosses_sides")


@dataclass(slots=True)
class Tree:
    """Initiatives and activities by their keys; what is not written yet has a negative id.

    ``titles`` holds names as first written, ``held`` what an activity says now, ``said`` what the file says of it.
    """

    initiatives: dict[Key, int] = field(default_factory=dict)
    activities: dict[Key, int] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    held: dict[int, Values] = field(default_factory=dict)
    said: dict[int, Values] = field(default_factory=dict)
    shown: set[int] = field(default_factory=set)

    @classmethod
    def load(cls, organization_id: int) -> Tree:
        """Read the organization's own ones in two queries."""
        tree = cls()
        own = Initiative.objects.filter(owner_org_id=organization_id).order_by("pk")
        for key, partnership, name in own.values_list("pk", "partnership_id", "name"):
            tree.initiatives[partnership, normal_name(name)] = key
        rows = Activity.objects.filter(owner_org_id=organization_id).order_by("pk")
        for key, partnership, initiative, name, *held in rows.values_list(
            "pk", "partnership_id", "initiative_id", "name", *KEPT
        ):
            tree.activities[partnership, initiative, normal_name(name)] = key
            tree.held[key] = dict(zip(KEPT, held, strict=True))
        return tree

    def initiative(self, partnership: Plain, name: Plain) -> int | None:
        """Return the initiative of that name; a new one gets a negative id."""
        return None if name is None else self._one(self.initiatives, (partnership, normal_name(str(name))), str(name))

    def activity(self, partnership: Plain, initiative: int | None, name: str) -> int:
        """Return the activity of that name, likewise."""
        return self._one(self.activities, (partnership, initiative, normal_name(name)), name)

    def _one(self, known: dict[Key, int], key: Key, name: str) -> int:
        if key not in known:
            known[key] = -len(self.titles) - 1
            self.titles[known[key]] = name
        return known[key]


class ResponsibilityMatrix(Loader):
    """By activity and member. A cell that is blank now takes no letter away: undo, or the page of the matrix, does."""

    kind = "responsibility_matrix"
    model = Assignment
    fields = {name: name for name in ("member", "letters", "side", "is_group")}
    used = frozenset({"initiative", "activity", *KEPT})
    ways = (("activity_id", "member"),)
    label = ("member", "letters")

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Find or announce initiative and activity, and note what the file says of the activity."""
        tree = _tree(context)
        partnership = record.values.pop("partnership_id")
        initiative = tree.initiative(partnership, given.get("initiative"))
        activity = tree.activity(partnership, initiative, str(given["activity"]))
        record.values["activity_id"] = activity
        said = tree.said.setdefault(activity, {})
        said |= {name: given[name] for name in KEPT if given.get(name) is not None and name not in said}

    def special(self, name: str) -> Reader:
        """Keep weights and truth as they are."""
        return (lambda value: value) if name in KEPT else super().special(name)

    @property
    def references(self) -> tuple[str, ...]:
        """The activity is filled by its name."""
        return ("activity_id",)

    def compare(self, context: Context, record: Record) -> None:
        """Show what changes of an activity at the first of its rows."""
        super().compare(context, record)
        tree, activity = _tree(context), int(record.values["activity_id"] or 0)
        if activity not in tree.shown:
            tree.shown.add(activity)
            held = tree.held.get(activity, {})
            record.changes |= {name: (held[name], new) for name, new in _news(tree, activity).items()}

    def store(self, context: Context, writer: Writer, created: Sequence[Record], changed: Sequence[Record]) -> None:
        """Write new initiatives and activities, what changed of those that are here, and the assignments."""
        tree = _tree(context)
        for each in changed:
            for name in KEPT:
                each.changes.pop(name, None)
        wanted = {int(each.values["activity_id"] or 0) for each in (*created, *changed)}
        _change_activities(writer, tree, sorted(key for key in wanted if key > 0))
        given = _write_new(writer, tree, wanted)
        for each in created:
            number = int(each.values["activity_id"] or 0)
            each.values["activity_id"] = given.get(number, number)
        super().store(context, writer, created, [each for each in changed if each.changes])


def _news(tree: Tree, activity: int) -> Values:
    held = tree.held.get(activity, {})
    return {name: new for name, new in tree.said.get(activity, {}).items() if name in held and held[name] != new}


def _change_activities(writer: Writer, tree: Tree, activities: Sequence[int]) -> None:
    changing = [(key, news) for key in activities if (news := _news(tree, key))]
    pairs = [({name: tree.held[key][name] for name in news}, news) for key, news in changing]
    writer.update(Activity, [key for key, _news in changing], pairs, [None] * len(changing))
    for key, news in changing:
        tree.held[key] |= news


def _write_new(writer: Writer, tree: Tree, wanted: set[int]) -> dict[int, int]:
    """Write the activities of some rows that are not here yet, with their initiatives; return their real ids."""
    coming = [(key, number) for key, number in tree.activities.items() if number < 0 and number in wanted]
    parents = {key[1] for key, _number in coming}
    new = [(key, number) for key, number in tree.initiatives.items() if number < 0 and number in parents]
    rows: list[Values] = [{"partnership_id": key[0], "name": tree.titles[number]} for key, number in new]
    real = dict(zip((number for _key, number in new), writer.insert(Initiative, rows, [None] * len(rows)), strict=True))
    tree.initiatives |= {key: real[number] for key, number in new}
    place = len(tree.held)
    rows = [
        {"partnership_id": key[0], "initiative_id": real.get(key[1], key[1]), "name": tree.titles[number],  # type: ignore[arg-type]
         "position": place + at, **tree.said[number]}
        for at, (key, number) in enumerate(coming)
    ]  # fmt: skip
    ids = writer.insert(Activity, rows, [None] * len(rows))
    given = dict(zip((number for _key, number in coming), ids, strict=True))
    tree.activities |= {key: given[number] for key, number in coming}
    tree.held |= {key: {} for key in ids}
    return given


def _tree(context: Context) -> Tree:
    if "tree" not in context.__dict__:
        context.__dict__["tree"] = Tree.load(context.organization_id)
    found: Tree = context.__dict__["tree"]
    return found


LOADER = ResponsibilityMatrix()
