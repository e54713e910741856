"""The words a kind of input is described with: kinds and their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FieldType = Literal[
    "text", "name", "id", "website", "number", "amount", "integer", "probability", "bool", "date", "period", "choice",
    "answer", "people", "currency", "letters", "shares",
]  # fmt: skip
Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value cannot be used; becomes a problem once the row and column are known.

    ``refuses`` says whether the row is refused with it; else the value alone is left out.
    """

    code: str
    message: str
    remedy: str
    refuses: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind.

    ``synonyms`` are headers seen in real files, compared without case and punctuation. ``choices`` maps each allowed
    value to the words people write for it. ``low`` and ``high`` bound a number, both included.
    """

    name: str
    type: FieldType = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    description: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None

    @property
    def title(self) -> str:
        """The header of this field in our own template."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Wide:
    """How the wide form of a kind is read: one column an item, each becoming a row of the long form.

    ``item`` is the field that takes the name of the column, ``value`` the one that takes the cell, ``names`` the known
    items with their spellings, ``prefix`` what ``Column.maps_to`` shows before the item's name. Without known items a
    column is one where its header is a period, or, where they are ``free``, where all of its cells are values.
    """

    item: str
    value: str
    prefix: str
    names: Mapping[str, tuple[str, ...]]
    free: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of input: its fields, and what tells two of its rows apart.

    ``identity`` lists the ways a row is recognised again, best first; a way counts where all its fields have values.
    ``signs`` names fields of which one must have a column before the kind is recognised unasked.
    ``complete`` may fill what the values of a row say together, ``check`` finds what contradicts itself.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    identity: tuple[tuple[str, ...], ...] = ()
    wide: tuple[Wide, ...] = ()
    signs: tuple[str, ...] = ()
    complete: Callable[[Values], Values] | None = None
    check: Callable[[Values], tuple[str, Fault] | None] | None = None
    description: str = ""

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields without which a row cannot be used."""
        return tuple(each.name for each in self.fields if each.required)

    def field(self, name: str) -> Field | None:
        """Give the field of that name, or None."""
        return next((each for each in self.fields if each.name == name), None)


def words(values: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Make choices of values that people write as they are, with spaces for underscores."""
    return {value: (value.replace("_", " "),) for value in values}
