"""Answers: the pulse of trust and satisfaction, one row an answer or one column an item."""

from comotion.formats.fields import Fault, Field, Kind, Values, Wide
from comotion.formats.kinds.sides import PARTNERSHIP, side

ITEMS = {
    **{
        f"trust_{n}": (f"trust {n}", f"trust item {n}", f"t{n}", f"trust{n}", f"trust question {n}")
        for n in range(1, 6)
    },
    "satisfaction": ("satisfaction", "satisfaction 0-10", "overall satisfaction", "partner satisfaction", "sat"),
}
LEVELS = {
    "executive": ("exec", "c level", "leadership", "sponsor", "vp"),
    "management": ("manager", "middle management", "managers", "director"),
    "operational": ("operations", "operation", "working level", "team", "operative", "staff"),
}


def scale(values: Values) -> tuple[str, Fault] | None:
    """Hold trust to 1–5 and satisfaction to 0–10."""
    value, item = values["value"], values["item"]
    low, high = (0, 10) if item == "satisfaction" else (1, 5)
    if not isinstance(value, int) or low <= value <= high:
        return None
    fault = Fault("OUT_OF_RANGE", f"is outside {low} to {high}", f"Give a whole number from {low} to {high}.")
    return "value", fault


KIND = Kind(
    name="answers",
    title="Pulse answers",
    description="One row an answer; or one row a person with one column an item.",
    identity=(("partnership", "round_closed_date", "side", "respondent", "item"),),
    check=scale,
    wide=(Wide(item="item", value="value", prefix="item", names=ITEMS),),
    fields=(
        PARTNERSHIP,
        Field("round_closed_date", "date", required=True, description="Day the round closed.",
              synonyms=("Round", "Round closed", "Closed", "Closed on", "Round date", "Survey date", "Date", "Wave")),
        side(required=True),
        Field("level", "choice", required=True, choices=LEVELS, description="executive, management or operational.",
              synonyms=("Role level", "Seniority", "Hierarchy level", "Respondent level")),
        Field("respondent", required=True, description="A name or any code that stays the same for one person.",
              synonyms=("Person", "Respondent ID", "Participant", "Email", "Who", "Respondent code", "Answered by")),
        Field("item", "choice", required=True, choices=ITEMS, description="trust_1 to trust_5, or satisfaction.",
              synonyms=("Question", "Survey item", "Question ID", "Item ID")),
        Field("value", "answer", required=True,
              description="1 to 5 (satisfaction 0 to 10), dont_know or not_applicable.",
              synonyms=("Answer", "Score", "Response", "Rating", "Points")),
    ),
)  # fmt: skip
