"""What raters give candidates."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from comotion.imports.cells import UnableToKeep
from comotion.imports.context import Context, UnableToUse
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.references import NEAR, SHOWN, normal_name
from comotion.imports.writing import Values
from comotion.selection.models import Candidate, PanelScore


@dataclass(slots=True)
class CandidateIndex:
    """The candidates that rows can name, by id and by name; a name of two is left out."""

    by_id: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> CandidateIndex:
        """Read the index in one query."""
        index = cls()
        rows = list(Candidate.objects.order_by("pk").values_list("pk", "external_id", "name"))
        for key, external_id, name in rows:
            index.names[normal_name(name)] = name
            index.by_name[normal_name(name)] = key
            if external_id:
                index.by_id[external_id] = key
        named = [normal_name(name) for _key, _external_id, name in rows]
        for name in {name for name in named if named.count(name) > 1}:
            del index.by_name[name]
        return index

    def find(self, text: str) -> int | None:
        """Return the candidate that a cell means."""
        return self.by_id.get(text) or self.by_name.get(normal_name(text))

    def nearest(self, text: str) -> list[str]:
        """Return the names that a person may have meant."""
        found = process.extract(
            normal_name(text), list(self.names), scorer=fuzz.token_set_ratio, limit=SHOWN, score_cutoff=NEAR
        )
        return [self.names[name] for name, _score, _place in found]


class PanelScores(Loader):
    """By candidate, rater, dimension and round; a row that names no round is of the first."""

    kind = "panel_scores"
    model = PanelScore
    fields = {name: name for name in ("rater", "dimension", "score", "evidence", "round", "date")}
    used = frozenset({"candidate"})
    defaults = {"round": 1}
    ways = (("candidate_id", "rater", "dimension", "round"),)
    label = ("rater", "dimension")

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Find the candidate."""
        index, shown = _index(context), str(given["candidate"])
        found = index.find(shown)
        if found is None:
            names = _(" or ").join(f"“{name}”" for name in index.nearest(shown))
            remedy = _("Import the candidate first, or correct the name.")
            if names:
                remedy = _("Do you mean %(names)s? Correct the name, or import it first.") % {"names": names}
            message = _("names a candidate that is not here")
            raise UnableToUse("candidate", UnableToKeep("UNKNOWN_CANDIDATE", message, remedy), shown)
        record.values["candidate_id"] = found

    @property
    def references(self) -> tuple[str, ...]:
        """The candidate is filled by its name."""
        return ("candidate_id",)


def _index(context: Context) -> CandidateIndex:
    if "candidates" not in context.__dict__:
        context.__dict__["candidates"] = CandidateIndex.load()
    found: CandidateIndex = context.__dict__["candidates"]
    return found


LOADER = PanelScores()
