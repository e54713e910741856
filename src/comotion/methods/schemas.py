"""JSON schemas of the records that methods take and give, derived from their annotations."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

_SCALARS: dict[Any, Schema] = {
    float: {"type": "number"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    str: {"type": "string"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
}


def json_schema(hint: Any) -> Schema:
    """Return the JSON schema (2020-12) of an annotated type; records stand once each under ``$defs``."""
    records: dict[str, Schema] = {}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_schema(hint, records)}
    return {**schema, "$defs": records} if records else schema


def _schema(hint: Any, records: dict[str, Schema]) -> Schema:
    if hint is Any:
        return {}
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    if dataclasses.is_dataclass(hint):
        return _record(cast("type[Any]", hint), records)
    return _GENERIC[get_origin(hint)](get_args(hint), records)


def _record(kind: type[Any], records: dict[str, Schema]) -> Schema:
    if kind.__name__ not in records:
        records[kind.__name__] = {}
        records[kind.__name__] = _object(kind, records)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _object(kind: type[Any], records: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind)
    fields = [field for field in dataclasses.fields(kind) if field.init]
    return {
        "type": "object",
        "description": (kind.__doc__ or "").split("\n\n", maxsplit=1)[0].strip(),
        "properties": {field.name: _schema(hints[field.name], records) for field in fields},
        "required": [field.name for field in fields if _is_required(field)],
        "additionalProperties": False,
    }


def _is_required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _any_of(kinds: tuple[Any, ...], records: dict[str, Schema]) -> Schema:
    return {"anyOf": [_schema(kind, records) for kind in kinds]}


def _choices(choices: tuple[Any, ...], records: dict[str, Schema]) -> Schema:  # noqa: ARG001
    return {"enum": list(choices)}


def _array(kinds: tuple[Any, ...], records: dict[str, Schema]) -> Schema:
    return {"type": "array", "items": _schema(kinds[0], records)}


def _tuple(kinds: tuple[Any, ...], records: dict[str, Schema]) -> Schema:
    if Ellipsis in kinds:
        return _array(kinds, records)
    items = [_schema(kind, records) for kind in kinds]
    return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}


def _mapping(kinds: tuple[Any, ...], records: dict[str, Schema]) -> Schema:
    return {"type": "object", "additionalProperties": _schema(kinds[1], records)}


_GENERIC: dict[Any, Callable[[tuple[Any, ...], dict[str, Schema]], Schema]] = {
    Union: _any_of,
    UnionType: _any_of,
    Literal: _choices,
    tuple: _tuple,
    list: _array,
    frozenset: _array,
    Sequence: _array,
    dict: _mapping,
    Mapping: _mapping,
}
