"""Answers of the pulse: read in, never read out one by one."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.crypto import salted_hmac

from comotion.core.visibility import Visibility
from comotion.imports.cells import Plain, Reader
from comotion.imports.context import Context
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.writing import Values, Writer
from comotion.surveys.models import PulseAnswer, PulseRound


class Answers(Loader):
    """By round, side, item and respondent, of whom only a keyed hash is kept; a round comes with its first answer.

    A round that is not here yet has a negative id until it is written.
    """

    kind = "answers"
    model = PulseAnswer
    fields = {name: name for name in ("side", "level", "item")}
    used = frozenset({"round_closed_date", "respondent", "value"})
    defaults = {"visibility": int(Visibility.RESTRICTED)}
    ways = (("round_id", "side", "item", "respondent_hash"),)
    label = ("item",)
    confidential = True

    def special(self, name: str) -> Reader:
        """Keep days and answers as texts."""
        return answer_text if name in {"round_closed_date", "value"} else super().special(name)

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Find the round, hide the respondent, and tell a number from the two ways to give none."""
        partnership_id = record.values.pop("partnership_id")
        answer = str(given["value"])
        number = float(answer) if answer.isdecimal() else None
        record.values |= {
            "round_id": self._round(context, partnership_id, given["round_closed_date"]),
            "respondent_hash": hashed(context.organization_id, str(given["respondent"])),
            "value": number,
            "no_value": answer if number is None else None,
        }
        record.forced |= {"value", "no_value"}

    @property
    def references(self) -> tuple[str, ...]:
        """Columns that are filled by what a row names."""
        return ("round_id", "value", "no_value", "visibility")

    def _round(self, context: Context, partnership_id: Plain, closed: Plain) -> int:
        rounds = _rounds(context)
        return rounds.setdefault((partnership_id, closed), -len(rounds) - 1)

    def store(self, context: Context, writer: Writer, created: Sequence[Record], changed: Sequence[Record]) -> None:
        """Write rounds that are new, then the answers."""
        rounds = _rounds(context)
        wanted = {each.values["round_id"] for each in created}
        new = [(key, number) for key, number in rounds.items() if number < 0 and number in wanted]
        rows: list[Values] = [{"partnership_id": key[0], "closed_date": key[1]} for key, _ in new]
        ids = writer.insert(PulseRound, rows, [None] * len(rows))
        given = {number: real for (_key, number), real in zip(new, ids, strict=True)}
        rounds.update({key: given[number] for key, number in new})
        for each in created:
            each.values["round_id"] = given.get(each.values["round_id"], each.values["round_id"])  # type: ignore[arg-type]
        super().store(context, writer, created, changed)
        touched = {each.values["round_id"] for each in (*created, *changed)}
        writer.partnership_ids.update(int(key[0] or 0) for key, number in rounds.items() if number in touched)


def answer_text(value: object) -> Plain:
    """Write a day or an answer as text."""
    return str(value)


def hashed(organization_id: int, respondent: str) -> str:
    """Return what stands for a respondent: the same for one person in one organization, and no way back."""
    person = " ".join(respondent.split()).casefold()
    return salted_hmac(f"pulse:{organization_id}", person, algorithm="sha256").hexdigest()


def _rounds(context: Context) -> dict[tuple[Plain, Plain], int]:
    if "rounds" not in context.__dict__:
        rounds = PulseRound.objects.filter(owner_org_id=context.organization_id)
        known = rounds.values_list("partnership_id", "closed_date", "pk")
        context.__dict__["rounds"] = {(partner, closed.isoformat()): key for partner, closed, key in known}
    found: dict[tuple[Plain, Plain], int] = context.__dict__["rounds"]
    return found


LOADER = Answers()
