"""Between JSON and the frozen records of the methods: read with exact refusals, write without loss."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from comotion.methods.checks import finite, within
from comotion.methods.scored import InvalidInput, Scored

Record = TypeVar("Record")


def read_record(kind: type[Record], payload: Any, field: str = "input") -> Record:
    """Build the frozen record ``kind`` from a JSON object.

    Parameters
    ----------
    kind : a dataclass whose annotations say what each field holds
    payload : the JSON object
    field : where in the whole payload this object stands, for messages

    Raises
    ------
    InvalidInput
        ``WRONG_TYPE``, ``MISSING_FIELD``, ``UNKNOWN_FIELD``, ``UNKNOWN_ENUM`` or ``NOT_FINITE``, ``OUT_OF_RANGE`` for
        a figure outside its bounds, and whatever the record itself refuses.

    """
    if not isinstance(payload, Mapping):
        raise InvalidInput("WRONG_TYPE", field, "An object is needed here.")
    plain: Any = kind
    hints = record_hints(plain)
    if unknown := sorted(set(payload) - set(hints)):
        raise InvalidInput("UNKNOWN_FIELD", f"{field}.{unknown[0]}", "There is no such field.")
    values = {name: read_value(hints[name], payload[name], f"{field}.{name}") for name in hints if name in payload}
    for name in required_fields(plain):
        if name not in values:
            raise InvalidInput("MISSING_FIELD", f"{field}.{name}", "This field has no default and must be given.")
    record = kind(**values)
    if isinstance(record, Scored):
        _check_figure(record, field)
    return record


def _check_figure(figure: Scored, field: str) -> None:
    """Refuse a figure that no method could have computed; those made here are not checked again."""
    within(figure.coverage, 0.0, 1.0, f"{field}.coverage")
    within(figure.low, 0.0, 100.0, f"{field}.low")
    within(figure.high, figure.low, 100.0, f"{field}.high")
    if figure.value is not None:
        within(figure.value, figure.low, figure.high, f"{field}.value")


@cache
def record_hints(kind: type) -> dict[str, Any]:
    """Return the types of the fields that a record is built from."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind) if field.init}


@cache
def required_fields(kind: type) -> tuple[str, ...]:
    """Return the fields of a record that have no default."""
    return tuple(
        field.name
        for field in dataclasses.fields(kind)
        if field.init and field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    )


def read_value(hint: Any, value: Any, field: str) -> Any:
    """Read one JSON value as the annotated type ``hint``."""
    if hint is Any:
        return value
    if dataclasses.is_dataclass(hint):
        return read_record(cast("type[Any]", hint), value, field)
    if hint in _SCALARS:
        return _SCALARS[hint](value, field)
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _read_union(get_args(hint), value, field)
    return _READERS[origin](get_args(hint), value, field)


def _read_union(kinds: tuple[Any, ...], value: Any, field: str) -> Any:
    if value is None and NoneType in kinds:
        return None
    refusals: list[InvalidInput] = []
    for kind in kinds:
        if kind is NoneType:
            continue
        try:
            return read_value(kind, value, field)
        except InvalidInput as refusal:
            refusals.append(refusal)
    raise refusals[-1]


def _read_literal(choices: tuple[Any, ...], value: Any, field: str) -> Any:
    if value not in choices:
        raise InvalidInput("UNKNOWN_ENUM", field, f"{value!r} is not one of {', '.join(map(str, choices))}.")
    return value


def _items(value: Any, field: str) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise InvalidInput("WRONG_TYPE", field, "A list is needed here.")
    return value


def _read_list(kinds: tuple[Any, ...], value: Any, field: str) -> tuple[Any, ...]:
    return tuple(read_value(kinds[0], item, f"{field}.{index}") for index, item in enumerate(_items(value, field)))


def _read_tuple(kinds: tuple[Any, ...], value: Any, field: str) -> tuple[Any, ...]:
    if Ellipsis in kinds:
        return _read_list(kinds, value, field)
    items = _items(value, field)
    if len(items) != len(kinds):
        raise InvalidInput("WRONG_TYPE", field, f"A list of {len(kinds)} values is needed here.")
    return tuple(
        read_value(kind, item, f"{field}.{index}") for index, (kind, item) in enumerate(zip(kinds, items, strict=True))
    )


def _read_set(kinds: tuple[Any, ...], value: Any, field: str) -> frozenset[Any]:
    return frozenset(_read_list(kinds, value, field))


def _read_mapping(kinds: tuple[Any, ...], value: Any, field: str) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise InvalidInput("WRONG_TYPE", field, "An object is needed here.")
    key_kind, value_kind = kinds
    return {
        read_value(key_kind, key, field): read_value(value_kind, item, f"{field}.{key}") for key, item in value.items()
    }


def _read_float(value: Any, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInput("WRONG_TYPE", field, "A number is needed here.")
    return finite(float(value), field)


def _read_int(value: Any, field: str) -> int:
    number = _read_float(value, field)
    if number != int(number):
        raise InvalidInput("WRONG_TYPE", field, "A whole number is needed here.")
    return int(number)


def _read_bool(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput("WRONG_TYPE", field, "true or false is needed here.")
    return value


def _read_text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidInput("WRONG_TYPE", field, "A text is needed here.")
    return value


def _read_time(value: Any, field: str) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        time = datetime.fromisoformat(_read_text(value, field))
    except ValueError as error:
        raise InvalidInput("WRONG_TYPE", field, "A time in ISO 8601 is needed here.") from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _read_date(value: Any, field: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(_read_text(value, field))
    except ValueError as error:
        raise InvalidInput("WRONG_TYPE", field, "A date in ISO 8601 is needed here.") from error


_SCALARS: dict[Any, Callable[[Any, str], Any]] = {
    float: _read_float,
    int: _read_int,
    bool: _read_bool,
    str: _read_text,
    datetime: _read_time,
    date: _read_date,
}
_READERS: dict[Any, Callable[[tuple[Any, ...], Any, str], Any]] = {
    Literal: _read_literal,
    tuple: _read_tuple,
    list: _read_list,
    Sequence: _read_list,
    frozenset: _read_set,
    dict: _read_mapping,
    Mapping: _read_mapping,
}


def as_json(value: Any) -> Any:
    """Return records, mappings, sequences, sets and dates as plain JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, AbstractSet):
        return sorted(as_json(item) for item in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_json(item) for item in value]
    return value
