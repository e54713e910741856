"""What an examination knows beside the rows: for whom, when, what the person answered, and what it has to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from comotion.formats.tables import Problem
from comotion.identity.models import Membership
from comotion.imports.cells import Plain, UnableToKeep
from comotion.imports.models import NameDecision, Verdict
from comotion.imports.references import PartnershipIndex, normal_name

ERASE = "erase"


@dataclass
class Context:
    """One examination of one file.

    ``headers`` gives the column of each field. ``choices`` are the person's answers: ``HEADER:empty`` = ``erase`` lets
    blank cells of a column erase what is there; ``HEADER=TEXT`` = ``NAME`` reads a text as a partnership's
    name. ``fresh`` are the rows of new names, where a person called any names the same.
    """

    organization_id: int
    at: dt.datetime
    headers: Mapping[str, str]
    choices: Mapping[str, str]
    kind: str = ""
    warnings: dict[tuple[str, str], tuple[Problem, int]] = field(default_factory=dict)
    fresh: dict[str, int] = field(default_factory=dict)

    @cached_property
    def decisions(self) -> dict[tuple[str, str], str]:
        """What people said of two names of this kind that look alike."""
        said = NameDecision.objects.filter(owner_org_id=self.organization_id, kind=self.kind)
        return {(name, other): verdict for name, other, verdict in said.values_list("name", "other", "verdict")}

    @cached_property
    def same(self) -> dict[str, str]:
        """The name that each name is read as which a person called the same."""
        return {name: other for (name, other), verdict in self.decisions.items() if verdict == Verdict.SAME}

    def verdict(self, name: str, other: str) -> str:
        """Return what was said of two names, whichever of them came first; nothing where nobody was asked."""
        pair = (normal_name(name), normal_name(other))
        return self.decisions.get(pair) or self.decisions.get(pair[::-1]) or ""

    @cached_property
    def index(self) -> PartnershipIndex:
        """The partnerships that rows can name."""
        return PartnershipIndex.load(self.organization_id)

    @cached_property
    def members(self) -> dict[str, int]:
        """The organization's people by e-mail and by name, in lower case; a name of two people is left out."""
        found: dict[str, int] = {}
        people = Membership.objects.values_list("person_id", "person__email", "person__name")
        names: dict[str, list[int]] = {}
        for key, email, name in people:
            found[email.casefold()] = key
            names.setdefault(name.strip().casefold(), []).append(key)
        return found | {name: keys[0] for name, keys in names.items() if name and len(keys) == 1}

    @cached_property
    def erasing(self) -> frozenset[str]:
        """The fields whose blank cells erase."""
        return frozenset(name for name, header in self.headers.items() if self.choices.get(f"{header}:empty") == ERASE)

    def partnership(self, name: str, text: Plain, external_id: Plain = None) -> int:
        """Return the partnership that a cell of field ``name`` means."""
        shown = str(text)
        alias = self.choices.get(f"{self.headers.get(name, name)}={shown}")
        try:
            return self.index.find(alias or shown, str(external_id) if external_id else None)
        except UnableToKeep as unknown:
            raise UnableToUse(name, unknown, shown) from unknown

    def warn(self, number: int, name: str, problem: UnableToKeep, value: str | None) -> None:
        """Say something about a row that is loaded nevertheless; the same word about the same value once."""
        key = (problem.code, value or "")
        if key in self.warnings:
            first, count = self.warnings[key]
            self.warnings[key] = (first, count + 1)
            return
        header = self.headers.get(name, name)
        message = sentence_of(problem.message, value)
        self.warnings[key] = (Problem(number, header, problem.code, message, value, problem.remedy), 1)


class UnableToUse(ValueError):
    """A row that cannot be loaded: which field is to blame, why, and what stood there."""

    def __init__(self, name: str | None, problem: UnableToKeep, value: str | None) -> None:
        super().__init__(problem.message)
        self.name, self.problem, self.value = name, problem, value

    def as_problem(self, number: int, headers: Mapping[str, str]) -> Problem:
        """Return it as data."""
        header = headers.get(self.name, self.name) if self.name else None
        message = sentence_of(self.problem.message, None if self.name is None else self.value)
        return Problem(number, header, self.problem.code, message, self.value, self.problem.remedy)


def sentence_of(message: str, value: str | None) -> str:
    """Make a sentence of what is wrong: about the value where there is one."""
    text = f"“{value}” {message}" if value else f"{message[:1].upper()}{message[1:]}"
    return text if text.endswith((".", "!", "?")) else f"{text}."
