"""Which partnership a row means: by its id in the source, else by exactly its name, written any way."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from comotion.imports.cells import UnableToKeep
from comotion.partnerships.models import Partnership, Standing

SHARED_SUFFIX = re.compile(r"\s*\((?:member|supporter|contributor|kcsp|partner)\)\s*$", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
NEAR, SHOWN = 75, 3


@lru_cache(maxsize=65_536)
def normal_name(text: str) -> str:
    """Return a name without case, punctuation, and the suffix that a membership list hangs on it.

    >>> normal_name("Ænix  (member)"), normal_name("ACME, Inc.")
    ('ænix', 'acme inc')
    """
    bare = SHARED_SUFFIX.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return " ".join(WORD.findall(bare)) or bare.strip()


@dataclass(slots=True)
class PartnershipIndex:
    """The partnerships that the organization can name, by id in the source, by name, and by reference of the room."""

    by_external_id: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    by_ref: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    external_ids: dict[int, str] = field(default_factory=dict)
    asked: dict[str, int | UnableToKeep] = field(default_factory=dict)

    @classmethod
    def load(cls, organization_id: int) -> PartnershipIndex:
        """Read the index in two queries."""
        index = cls()
        for key, name, ref in Partnership.objects.values_list("pk", "name", "ref"):
            index.add(key, name)
            index.by_ref[ref] = key
        standings = Standing.objects.filter(owner_org_id=organization_id).exclude(external_id="", called="")
        for key, external_id, called in standings.values_list("partnership_id", "external_id", "called"):
            if external_id:
                index.identify(key, external_id)
            if called and key in index.names:
                index.name(key, called)
        return index

    def add(self, key: int, name: str) -> None:
        """Make a partnership known by the name of its room."""
        self.names[key] = name
        self.name(key, name)

    def name(self, key: int, name: str) -> None:
        """Make a partnership known by one of its names: that of the room, or what the organization calls it."""
        keys = self.by_name.setdefault(normal_name(name), [])
        if key not in keys:
            keys.append(key)
        self.asked.clear()

    def identify(self, key: int, external_id: str) -> None:
        """Make a partnership known by its id in the source."""
        self.by_external_id[external_id] = key
        self.external_ids[key] = external_id
        self.asked.clear()

    def find(self, text: str, external_id: str | None = None) -> int:
        """Return the partnership that a row names.

        Raises
        ------
        UnableToKeep
            If there is none, or more than one of that name.

        """
        if external_id and external_id in self.by_external_id:
            return self.by_external_id[external_id]
        if text not in self.asked:
            self.asked[text] = self._look_up(text)
        found = self.asked[text]
        if isinstance(found, UnableToKeep):
            raise UnableToKeep(found.code, found.message, found.remedy)
        return found

    def _look_up(self, text: str) -> int | UnableToKeep:
        if text in self.by_external_id:
            return self.by_external_id[text]
        if text in self.by_ref:
            return self.by_ref[text]
        found = self.by_name.get(normal_name(text), [])
        if len(found) == 1:
            return found[0]
        return self._ambiguous(found) if found else self._unknown(text)

    def _ambiguous(self, found: list[int]) -> UnableToKeep:
        ids = ", ".join(self.external_ids.get(key, "?") for key in found)
        message = _("names %(count)d partnerships here") % {"count": len(found)}
        return UnableToKeep("AMBIGUOUS_PARTNERSHIP", message, _("Write its id instead: %(ids)s.") % {"ids": ids})

    def _unknown(self, text: str) -> UnableToKeep:
        near = self.nearest(text)
        remedy = _("Import the partnership first, or correct the name.")
        if near:
            quoted = _(" or ").join(f"“{name}”" for name in near)
            remedy = _("Do you mean %(names)s? Correct the name, or import the partnership first.") % {"names": quoted}
        return UnableToKeep("UNKNOWN_PARTNERSHIP", _("names a partnership that is not here"), remedy)

    def nearest(self, text: str) -> list[str]:
        """Return the names that a person may have meant, the likeliest first."""
        found = process.extract(
            normal_name(text), list(self.by_name), scorer=fuzz.token_set_ratio, limit=SHOWN, score_cutoff=NEAR
        )
        return [self.names[self.by_name[name][0]] for name, _score, _place in found]
