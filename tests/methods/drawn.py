"""Inputs for any published method, drawn from its example and its types: values, gaps and lists vary."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from comotion.methods.payloads import record_hints, required_fields

NUMBERS = (0.0, 0.2, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 12.0, 40.0, 55.0, 75.0, 100.0)


def drawn(random, hint, value):
    """A JSON value like ``value`` that the annotated type ``hint`` describes, some of it changed or left out."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _drawn_union(random, get_args(hint), value)
    if dataclasses.is_dataclass(hint):
        return _drawn_record(random, hint, value)
    if origin is Literal:
        return random.choice(get_args(hint)) if random.random() < 0.2 else value
    if isinstance(value, Mapping):
        return {key: drawn(random, get_args(hint)[1], item) for key, item in value.items() if random.random() < 0.93}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _drawn_list(random, hint, value)
    return _drawn_scalar(random, hint, value)


def _drawn_union(random, kinds, value):
    if NoneType in kinds and random.random() < 0.15:
        return None
    if value is None:
        return None
    plain = [kind for kind in kinds if kind is not NoneType]
    return drawn(random, next((kind for kind in plain if _is(kind, value)), plain[0]), value)


def _is(kind, value):
    if dataclasses.is_dataclass(kind):
        return isinstance(value, Mapping)
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    return isinstance(value, int | float) if kind in (int, float) else kind in (date, datetime, str)


def _drawn_record(random, kind, value):
    hints, required = record_hints(kind), required_fields(kind)
    kept = {
        name: drawn(random, hints[name], item)
        for name, item in value.items()
        if name in required or random.random() < 0.9
    }
    names = sorted(words(value)) or ["x"]
    added = {name: made(random, hints[name], name, names) for name in hints if name not in value}
    return {**kept, **{name: item for name, item in added.items() if random.random() < 0.2}}


def words(value):
    """Every text in a JSON value, which others may refer to."""
    if isinstance(value, Mapping):
        return {key for key in value if isinstance(key, str)}.union(*map(words, value.values()))
    if isinstance(value, list):
        return set().union(*map(words, value))
    return {value} if isinstance(value, str) and not value[:4].isdigit() else set()


def made(random, hint, name, names):
    """A JSON value of an annotated type, made without an example; texts come from ``names``."""
    origin, kinds = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return made(random, random.choice([kind for kind in kinds if kind is not NoneType]), name, names)
    if dataclasses.is_dataclass(hint):
        hints = record_hints(hint)
        given = [key for key in hints if key in required_fields(hint) or random.random() < 0.5]
        return {key: made(random, hints[key], key, names) for key in given}
    if origin is Literal:
        return random.choice(kinds)
    if origin in (tuple, list, frozenset, Sequence):
        every = kinds if Ellipsis not in kinds and origin is tuple else kinds[:1] * random.randint(0, 3)
        return [made(random, kind, name, names) for kind in every]
    if origin in (dict, Mapping):
        keys = {made(random, kinds[0], name, names) for _ in range(random.randint(0, 3))}
        return {key: made(random, kinds[1], name, names) for key in sorted(keys)}
    return _made_scalar(random, hint, name, names)


def _made_scalar(random, hint, name, names):
    if hint is str:
        return f"{name}{random.randint(0, 10**6)}" if name == "id" else random.choice(names)
    if hint is bool:
        return random.random() < 0.5
    if hint is int:
        return random.randint(0, 6)
    if hint is float:
        return random.choice(NUMBERS)
    day = date(2025, 1, 1) + timedelta(days=random.randint(-60, 200))
    return f"{day}T09:00:00" if hint is datetime else str(day)


def _drawn_list(random, hint, value):
    kinds = get_args(hint)
    if get_origin(hint) is tuple and Ellipsis not in kinds:
        return [drawn(random, kind, item) for kind, item in zip(kinds, value, strict=True)]
    if random.random() < 0.05:
        return []
    return [drawn(random, kinds[0], item) for item in value if random.random() < 0.93]


def _drawn_scalar(random, hint, value):
    if random.random() < 0.6:
        return value
    if hint is bool:
        return not value
    if hint is int:
        return max(0, value + random.randint(-2, 3))
    if hint is float:
        return random.choice((*NUMBERS, 0.9 * value, 1.1 * value))
    if hint in (date, datetime):
        moved = datetime.fromisoformat(str(value)) + timedelta(days=random.randint(-20, 20))
        return moved.isoformat() if hint is datetime else moved.date().isoformat()
    return value


def gaps(hint, value, path=()):
    """Every way to leave out one thing of an input: (path, the input without it)."""
    if get_origin(hint) in (Union, UnionType) and value is not None:
        kinds = [kind for kind in get_args(hint) if kind is not NoneType]
        if NoneType in get_args(hint):
            yield path, None
        hint = next((kind for kind in kinds if _is(kind, value) or get_origin(kind) is tuple), kinds[0])
    if dataclasses.is_dataclass(hint) and isinstance(value, Mapping):
        for name, item in value.items():
            if name not in required_fields(hint):
                yield (*path, name), {key: kept for key, kept in value.items() if key != name}
            for where, changed in gaps(record_hints(hint)[name], item, (*path, name)):
                yield where, {**value, name: changed}
    elif isinstance(value, Mapping):
        yield path, {}
        for key, item in value.items():
            yield (*path, key), {other: kept for other, kept in value.items() if other != key}
            for where, changed in gaps(get_args(hint)[1], item, (*path, key)):
                yield where, {**value, key: changed}
    elif isinstance(value, Sequence) and not isinstance(value, str) and Ellipsis in get_args(hint):
        yield path, []
        for at, item in enumerate(value):
            yield (*path, str(at)), [kept for other, kept in enumerate(value) if other != at]
            for where, changed in gaps(get_args(hint)[0], item, (*path, str(at))):
                yield where, [*value[:at], changed, *value[at + 1 :]]


def shuffled(random, hint, value, ordered, path=()):
    """The same input with every list and mapping in another order, but for the paths whose order has a meaning."""
    if get_origin(hint) in (Union, UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not NoneType]
        fitting = (kind for kind in kinds if value is None or _is(kind, value) or get_origin(kind) is not None)
        hint = next(fitting, kinds[0])
    if isinstance(value, Mapping):
        hints = record_hints(hint) if dataclasses.is_dataclass(hint) else dict.fromkeys(value, get_args(hint)[1])
        items = [(key, shuffled(random, hints[key], item, ordered, (*path, key))) for key, item in value.items()]
        return dict(_mixed(random, items, ordered, path))
    if isinstance(value, Sequence) and not isinstance(value, str):
        kinds = get_args(hint)
        if Ellipsis not in kinds and get_origin(hint) is tuple:
            return list(value)
        items = [shuffled(random, kinds[0], item, ordered, (*path, "*")) for item in value]
        return _mixed(random, items, ordered, path)
    return value


def _mixed(random, items, ordered, path):
    name = path[-1] if path and path[-1] != "*" else (path[-2] if len(path) > 1 else "")
    if name in ordered and (not path or path[-1] != "*"):
        return items
    return random.sample(items, len(items))


def canonical(value: Any) -> Any:
    """A result without the order of its lists, and with numbers to nine digits."""
    if isinstance(value, Mapping):
        return {key: canonical(item) for key, item in sorted(value.items())}
    if isinstance(value, list):
        return sorted((canonical(item) for item in value), key=repr)
    if isinstance(value, float):
        return round(value, 8) + 0.0
    return value
