"""How a method is published: a mark on its function that the catalogue finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

Method = TypeVar("Method", bound=Callable[..., Any])
MARK = "published_as"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a published method says of itself: name ``family.method``, version, and an input that runs."""

    name: str
    version: str
    example: Mapping[str, Any]


def method(*, name: str, version: str, example: Mapping[str, Any]) -> Callable[[Method], Method]:
    """Publish a function of ``(inputs, settings)``, where ``inputs`` is one frozen dataclass.

    Parameters
    ----------
    name : ``family.method``; the family is the package the function stands in
    version : raised whenever the same inputs and settings give another result
    example : inputs as JSON that the method accepts

    """

    def mark(function: Method) -> Method:
        setattr(function, MARK, Mark(name, version, example))
        return function

    return mark
