"""Insights: what one tier of the rhythm learnt, and what the next one made of it."""

from comotion.formats.fields import Fault, Field, Kind, Values
from comotion.formats.kinds.meetings import MEETINGS
from comotion.formats.kinds.sides import PARTNERSHIP

TIERS = {name: MEETINGS[name] for name in ("wts", "mbr", "qsr")}
NEXT = {"wts": "mbr", "mbr": "qsr"}
DISPOSITIONS = {
    "accepted": ("accepted", "adopted", "yes", "approved", "taken up"),
    "rejected": ("rejected", "declined", "no"),
    "deferred": ("deferred", "postponed", "later", "parked"),
}


def next_tier(values: Values) -> Values:
    """Send an insight to the next tier where the file does not say where it goes."""
    if values.get("to_tier") is None:
        values["to_tier"] = NEXT.get(str(values.get("from_tier")))
    return values


def road(values: Values) -> tuple[str, Fault] | None:
    """Refuse a road that does not lead to the next tier, and steps before it was raised."""
    if values.get("to_tier") is None or NEXT.get(str(values.get("from_tier"))) != values["to_tier"]:
        remedy = "Insights go from wts to mbr, or from mbr to qsr."
        return "from_tier", Fault("NO_SUCH_ROAD", "does not feed the tier it is sent to", remedy)
    raised = values.get("raised_date")
    for name in ("on_agenda_date", "reported_back_date"):
        day = values.get(name)
        if raised is not None and day is not None and day < raised:  # type: ignore[operator]
            return name, Fault("DATE_ORDER", "lies before the day it was raised", "Correct one of the two days.")
    return None


KIND = Kind(
    name="insights",
    title="Insights",
    description="One row for what was learnt in one tier of meetings and must reach the next.",
    identity=(("external_id",), ("partnership", "insight", "raised_date")),
    complete=next_tier,
    check=road,
    fields=(
        PARTNERSHIP,
        Field("insight", required=True, description="What was learnt.",
              synonyms=("Learning", "Lesson", "Lesson learned", "Observation", "Insight text", "Erkenntnis",
                        "What we learnt")),
        Field("from_tier", "choice", required=True, choices=TIERS, description="wts or mbr: where it was raised.",
              synonyms=("From", "Raised in", "Source tier", "From meeting", "Tier")),
        Field("to_tier", "choice", choices=TIERS, description="mbr or qsr: where it must go; the next tier if blank.",
              synonyms=("To", "Goes to", "Target tier", "To meeting")),
        Field("raised_date", "date", required=True, description="Day it was raised.",
              synonyms=("Raised", "Raised on", "Date raised", "Noted on", "Date")),
        Field("on_agenda_date", "date", description="Day it was on the agenda of the next tier.",
              synonyms=("On agenda", "On agenda on", "Agenda date", "Brought forward on")),
        Field("disposition", "choice", choices=DISPOSITIONS, description="accepted, rejected or deferred.",
              synonyms=("Answer", "Response", "Verdict")),
        Field("reported_back_date", "date", description="Day the outcome was reported back.",
              synonyms=("Reported back", "Reported back on", "Feedback given on")),
        Field("raised_by", description="Who raised it.", synonyms=("Author", "By", "From person", "Noted by")),
        Field("external_id", "id", description="Id of the insight.",
              synonyms=("Insight ID", "Id", "External ID", "No", "Nr", "#")),
    ),
)  # fmt: skip
