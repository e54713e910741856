"""Decisions: questions that both sides must answer, when they were raised, and when they were decided."""

from comotion.formats.fields import Fault, Field, Kind, Values
from comotion.formats.kinds.sides import PARTNERSHIP


def order(values: Values) -> tuple[str, Fault] | None:
    """Refuse what was decided or withdrawn before it was raised."""
    raised = values.get("raised_date")
    for name in ("decided_date", "withdrawn_date"):
        day = values.get(name)
        if raised is not None and day is not None and day < raised:  # type: ignore[operator]
            return name, Fault("DATE_ORDER", "lies before the day it was raised", "Correct one of the two days.")
    return None


KIND = Kind(
    name="decisions",
    title="Decisions",
    description="One row a question to be decided: when it was raised, when decided, by whom.",
    identity=(("external_id",), ("partnership", "decision", "raised_date"), ("partnership", "decision")),
    check=order,
    fields=(
        PARTNERSHIP,
        Field("decision", required=True, description="The question, or what was decided.",
              synonyms=("Question", "Decision needed", "Decision text", "Decision topic", "Entscheidung",
                        "Decision required", "Open question")),
        Field("raised_date", "date", description="Day the question was raised; without it no time is measured.",
              synonyms=("Raised", "Raised on", "Asked on", "Opened", "Opened on", "Date raised")),
        Field("decided_date", "date", description="Day it was decided; blank while it is open.",
              synonyms=("Decided", "Decided on", "Decision date", "Date decided")),
        Field("withdrawn_date", "date", description="Day the question was withdrawn.",
              synonyms=("Withdrawn", "Withdrawn on")),
        Field("decided_by", "people", description="Who decided.",
              synonyms=("Decision maker", "Decision makers", "Decider", "Approved by", "Decision owner")),
        Field("outcome", description="What was decided.",
              synonyms=("Result", "Decision outcome", "Decision taken", "Resolution")),
        Field("external_id", "id", description="Id of the decision.",
              synonyms=("Decision ID", "Id", "External ID", "No", "Nr", "#")),
    ),
)  # fmt: skip
