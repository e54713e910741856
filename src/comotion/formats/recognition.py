"""What a table is and what its columns mean: by headers people use, checked against what stands in the cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from comotion.formats import dates
from comotion.formats.catalogue import vendors
from comotion.formats.fields import Fault, Field, Kind, Wide
from comotion.formats.headers import plain
from comotion.formats.kinds import kinds
from comotion.formats.tables import Unreadable
from comotion.formats.typed import Setting, convert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from comotion.formats.grid import Vendor

SAMPLE = 200
ENOUGH, CLOSE = 0.9, 0.05
SOME, FAR = 0.5, 0.3
CERTAIN, SYNONYM, LOOSE, CONTENT, BLANK = 1.0, 0.95, 0.6, 0.5, 0.2
CHECKED = frozenset({"number", "amount", "integer", "probability", "bool", "date", "period", "choice", "answer",
                     "letters"})  # fmt: skip
LOOSELY = frozenset({"number", "amount", "date", "probability"})
WHOSE = "Partnership"
ALIASES = {"readings_wide": "readings"}
PARTNERS = (
    "partner",
    "partners",
    "partnership",
    "partnerships",
    "alliance",
    "alliances",
    "partnerschaft",
    "partnerfirma",
)
"""Words that make a column of bare names a list of partners."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column was taken for: a field, or an item of the wide form; and how sure that is."""

    field: Field
    confidence: float
    wide: Wide | None = None
    item: str | None = None

    @property
    def maps_to(self) -> str:
        """The name people and mappings use for it."""
        return f"{self.wide.prefix}:{self.item}" if self.wide else self.field.name


@dataclass(slots=True)
class Recognition:
    """The kind, the vendor, and the meaning of each column by its place."""

    kind: Kind | None
    confidence: float
    vendor: Vendor | None
    meanings: dict[int, Meaning] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """The columns as recognition sees them: names as written, plain headers, and some distinct texts of each."""

    names: Sequence[str]
    headers: Sequence[str]
    samples: Sequence[Sequence[str]]


@cache
def spellings(name: str, vendor_name: str | None) -> dict[str, dict[str, float]]:
    """Give for each plain header the fields it may mean in a kind, with how sure that is."""
    kind = kinds()[name]
    vendor = next((each for each in vendors() if each.name == vendor_name), None)
    found: dict[str, dict[str, float]] = {}
    own = vendor.synonyms.get(kind.name, {}) if vendor else {}
    for each in kind.fields:
        offers = [(each.name, CERTAIN)]
        offers += [(word, CERTAIN - 0.01) for word in own.get(each.name, ())]
        offers += [(word, SYNONYM - place / 1000) for place, word in enumerate(each.synonyms)]
        for word, confidence in offers:
            meant = found.setdefault(plain(word), {})
            meant[each.name] = max(confidence, meant.get(each.name, 0.0))
    return found


@cache
def vocabulary() -> Counter[str]:
    """Count for each plain header in how many kinds it means something."""
    return Counter(header for name in kinds() for header in spellings(name, None))


def known(header: str) -> bool:
    """Say whether a header means something in any kind or to any vendor."""
    bare = plain(header)
    if bare in vocabulary() or bare in item_names():
        return True
    return any(bare.startswith(f"{each.prefix} ") for each in vendors() if each.prefix)


@cache
def item_names() -> frozenset[str]:
    """Give the plain names of all items that wide tables have as columns."""
    every = (wide.names for kind in kinds().values() for wide in kind.wide)
    return frozenset(plain(word) for names in every for item, words in names.items() for word in (item, *words))


def vendor_of(seen: Seen) -> tuple[Vendor | None, str | None, Sequence[str]]:
    """Give the vendor whose signature fits best, the kind it says, and the headers without the vendor's prefix."""
    best: tuple[int, Vendor | None, str | None] = (0, None, None)
    for vendor in vendors():
        headers = set(stripped(seen.headers, vendor))
        for each in vendor.signatures:
            if each.headers <= headers and len(each.headers) > best[0]:
                best = (len(each.headers), vendor, each.kind)
    _, found, kind = best
    return found, kind, stripped(seen.headers, found) if found else seen.headers


def stripped(headers: Sequence[str], vendor: Vendor) -> list[str]:
    """Cut the vendor's prefix from the headers that have it."""
    return [header.removeprefix(f"{vendor.prefix} ") if vendor.prefix else header for header in headers]


def recognise(seen: Seen, kind: str | None, mapping: Mapping[str, str | None] | None) -> Recognition:
    """Find the kind (where it is not given), and what each column means."""
    vendor, signed, headers = vendor_of(seen)
    seen = replace(seen, headers=headers)
    wanted = ALIASES.get(kind, kind) if kind else None
    if wanted is not None and wanted not in kinds():
        raise Unreadable(f"There is no kind called {kind}: use one of {', '.join(kinds())}.")
    chosen, confidence = (kinds()[wanted], 1.0) if wanted else kind_of(seen, vendor, signed)
    if chosen is None:
        return Recognition(None, confidence, vendor)
    found = Recognition(chosen, confidence, vendor, meanings_of(chosen, seen, vendor))
    if not wanted and partners_only(found, seen):
        found = Recognition(
            partners := kinds()["partnerships"], confidence, vendor, meanings_of(partners, seen, vendor)
        )
    apply_mapping(found, seen, mapping or {})
    return found


def partners_only(found: Recognition, seen: Seen) -> bool:
    """Say whether a list of accounts is one of partners: its type column says so in every row."""
    if found.kind is None or found.kind.name != "accounts":
        return False
    place = next((place for place, each in found.meanings.items() if each.field.name == "type"), None)
    texts = [text for text in seen.samples[place] if text.strip()] if place is not None else []
    return bool(texts) and all("partner" in plain(text).split() or "alliance" in plain(text) for text in texts)


def kind_of(seen: Seen, vendor: Vendor | None, signed: str | None) -> tuple[Kind | None, float]:
    """Give the kind that explains the headers best, and how sure that is."""
    if vendor and signed:
        return kinds()[signed], 0.98
    if bare_names(seen):
        return kinds()["partnerships"], 0.8
    scores = sorted(((points, name) for name, points in scored(seen, vendor).items()), reverse=True)
    (best, name), (second, _) = [*scores, (0.0, ""), (0.0, "")][:2]
    if vendor or not clear(best, second):
        alone = None if vendor else only_kind(seen)
        nearly = None if vendor or alone else kind_without_partner(seen)
        return (alone, 0.6) if alone else (nearly, 0.4) if nearly else (None, round(min(best, 1.0) / 2, 2))
    return kinds()[name], round(min(0.97, 0.5 + 0.15 * best + 0.3 * (best - second)), 2)


def clear(first: float, second: float) -> bool:
    """Say whether the best of two scores is good enough, and far enough from the other one."""
    return (first >= ENOUGH and first - second >= CLOSE) or (first >= SOME and first - second >= FAR)


def kind_without_partner(seen: Seen) -> Kind | None:
    """Give the kind of a table that lacks nothing but the partnership, which the person can name for all its rows."""
    wanting = replace(
        seen, names=[*seen.names, WHOSE], headers=[*seen.headers, plain(WHOSE)], samples=[*seen.samples, ["X"]]
    )
    scores = scored(wanting, None)
    fitting = sorted(
        ((scores[kind.name], kind.name) for kind in kinds().values() if kind.name in scores and wants(kind, seen)),
        reverse=True,
    )
    best, second = [*fitting, (0.0, ""), (0.0, "")][:2]
    return kinds()[best[1]] if clear(best[0], second[0]) else None


def wants(kind: Kind, seen: Seen) -> bool:
    """Say whether a table lacks nothing that a kind requires but the partnership."""
    return lacking(kind, meanings_of(kind, seen, None)) == [plain(WHOSE)]


def only_kind(seen: Seen) -> Kind | None:
    """Give partnerships where no other kind explains every column of a table whose first column names partners."""
    if len(seen.headers) < 2 or not names_partners(seen.headers[0]):
        return None
    whole = [kind for kind in kinds().values() if explains_all(kind, seen)]
    return whole[0] if [kind.name for kind in whole] == ["partnerships"] else None


def explains_all(kind: Kind, seen: Seen) -> bool:
    """Say whether a kind has a field for every column, and a column for every field it must have."""
    found = meanings_of(kind, seen, None)
    return not lacking(kind, found) and len(found) == len(seen.headers)


def bare_names(seen: Seen) -> bool:
    """Say whether a table is one column of names whose header says that they are partners."""
    texts = [text for text in seen.samples[0] if text.strip()]
    if len(seen.headers) != 1 or not names_partners(seen.headers[0]) or not texts:
        return False
    return all(any(sign.isalpha() for sign in text) for text in texts)


def names_partners(header: str) -> bool:
    """Say whether a header names partners and nothing else that has a name."""
    return header.partition(" ")[0] in PARTNERS and "name" in spellings("partnerships", None).get(header, {})


def scored(seen: Seen, vendor: Vendor | None) -> dict[str, float]:
    """Weigh how much of a table each kind explains, of those that it can be: what many of them explain weighs less."""
    every = {name: meanings_of(kind, seen, vendor) for name, kind in kinds().items()}
    found = {name: meanings for name, meanings in every.items() if can_be(kinds()[name], meanings)}
    shared = Counter(place for meanings in found.values() for place, each in meanings.items() if each.wide is None)
    return {
        name: sum(each.confidence / (1 if each.wide else shared[place]) for place, each in meanings.items())
        for name, meanings in found.items()
    }


def can_be(kind: Kind, meanings: Mapping[int, Meaning]) -> bool:
    """Say whether a table can be of a kind: it has what is required, a sign where one is needed, and two columns."""
    return not lacking(kind, meanings) and signed(kind, meanings) and len(meanings) >= 2


def signed(kind: Kind, meanings: Mapping[int, Meaning]) -> bool:
    """Say whether a column gives one of the fields without which a kind is not recognised unasked."""
    return not kind.signs or any(each.field.name in kind.signs for each in meanings.values())


def lacking(kind: Kind, meanings: Mapping[int, Meaning]) -> list[str]:
    """Name the required fields that no column gives."""
    given = {each.field.name for each in meanings.values() if each.wide is None}
    for each in meanings.values():
        if each.wide:
            given |= {each.wide.item, each.wide.value}
    return [name for name in kind.required if name not in given]


def meanings_of(kind: Kind, seen: Seen, vendor: Vendor | None) -> dict[int, Meaning]:
    """Give each column the field it means best, each field one column; the rest may be items of a wide table."""
    offers: list[tuple[float, int, Field]] = []
    for place in range(len(seen.headers)):
        offers += [(confidence, -place, each) for confidence, each in offers_of(kind, seen, place, vendor)]
    found: dict[int, Meaning] = {}
    taken: set[str] = set()
    for confidence, place, each in sorted(offers, key=lambda offer: offer[:2], reverse=True):
        if each.name not in taken and -place not in found:
            found[-place] = Meaning(each, round(confidence, 2))
            taken.add(each.name)
    return found | items_of(kind, seen, found)


def offers_of(kind: Kind, seen: Seen, place: int, vendor: Vendor | None) -> list[tuple[float, Field]]:
    """Give the fields a column may mean: by its header, else by a header inside its header, else by its cells."""
    header, named = seen.headers[place], spellings(kind.name, vendor.name if vendor else None)
    offers = []
    for name, confidence in named.get(header, {}).items():
        each = kind.field(name)
        if each and each.required and seen.samples[place] and not any(text.strip() for text in seen.samples[place]):
            offers.append((BLANK, each))
        elif each and (confidence == CERTAIN or fit(each, seen, place) >= 0.5):
            offers.append((confidence, each))
    return offers or loose_offers(kind, seen, place, named)


def loose_offers(
    kind: Kind, seen: Seen, place: int, named: Mapping[str, Mapping[str, float]]
) -> list[tuple[float, Field]]:
    """Find a known header of several words inside a longer one, where the cells bear it out; else a web address."""
    tokens = set(seen.headers[place].split())
    for spelling, fields in named.items():
        within = set(spelling.split())
        if len(within) > 1 and within < tokens:
            each = kind.field(max(fields, key=lambda name: fields[name]))
            if each and each.type in LOOSELY and any(seen.samples[place]) and fit(each, seen, place) >= ENOUGH:
                return [(LOOSE, each)]
    site = next((each for each in kind.fields if each.type == "website"), None)
    texts = [text for text in seen.samples[place] if text.strip()]
    if site and texts and all(text.startswith(("http://", "https://", "www.")) for text in texts):
        return [(CONTENT, site)]
    return []


def fit(each: Field, seen: Seen, place: int) -> float:
    """Give the share of a column's texts that can be read as a field's type; 1 where nothing speaks against it."""
    texts = [text for text in seen.samples[place] if text.strip()]
    if each.type not in CHECKED or not texts:
        return 1.0
    values = convert(each, texts, Setting(seen.names[place]))
    wrong = sum(isinstance(value, Fault) and not value.code.startswith("AMBIGUOUS") for value in values.of.values())
    return 1 - wrong / len(values.of)


def items_of(kind: Kind, seen: Seen, found: Mapping[int, Meaning]) -> dict[int, Meaning]:
    """Find the columns that are items of a wide table, where no column names the item itself."""
    given = {each.field.name for each in found.values()}
    for wide in kind.wide:
        value = kind.field(wide.value)
        if wide.item in given or wide.value in given or value is None:
            continue
        free = [place for place in range(len(seen.headers)) if place not in found]
        items = {place: item for place in free if (item := item_of(kind, wide, seen, place))}
        if items:
            return {place: Meaning(value, SYNONYM, wide, item) for place, item in items.items()}
    return {}


def item_of(kind: Kind, wide: Wide, seen: Seen, place: int) -> str | None:
    """Give the item a header names: one of the known names, else a period, else any name over nothing but values."""
    if wide.names:
        words = {plain(word): item for item, words in wide.names.items() for word in (item, *words)}
        return words.get(seen.headers[place])
    name = seen.names[place].strip()
    if wide.free:
        value = kind.field(wide.value)
        said = any(text.strip() for text in seen.samples[place])
        return name if value and said and fit(value, seen, place) == 1.0 else None
    return name if dates.period(name, dates.certain(name)) else None


def apply_mapping(found: Recognition, seen: Seen, mapping: Mapping[str, str | None]) -> None:
    """Let the given mapping overrule what was recognised; refuse names that are not there."""
    places = {name: place for place, name in enumerate(seen.names)}
    for column, target in mapping.items():
        if column not in places:
            raise Unreadable(f"The mapping names a column {column!r} that the file does not have: {', '.join(places)}.")
        found.meanings.pop(places[column], None)
        if target is None:
            continue
        meaning = meant(found, target)
        for place in [place for place, each in found.meanings.items() if each.maps_to == target]:
            del found.meanings[place]
        found.meanings[places[column]] = meaning


def meant(found: Recognition, target: str) -> Meaning:
    """Give the meaning a mapping names: a field, or ``kpi:<id>``, ``period:<text>``, ``item:<name>``."""
    if found.kind is None:
        raise Unreadable("A mapping needs a kind: name it as well.")
    if each := found.kind.field(target):
        return Meaning(each, CERTAIN)
    prefix, _, item = target.partition(":")
    for wide in found.kind.wide:
        value = found.kind.field(wide.value)
        if wide.prefix == prefix and item and value:
            return Meaning(value, CERTAIN, wide, item)
    allowed = ", ".join(each.name for each in found.kind.fields)
    raise Unreadable(
        f"The mapping names a field {target!r} that {found.kind.name} does not have: use one of {allowed}."
    )
