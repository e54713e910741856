"""Commitments: what somebody promised across the table, by when, and what became of it."""

from comotion.formats.fields import Fault, Field, Kind, Values
from comotion.formats.kinds.sides import PARTNERSHIP, side

STATES = {
    "open": ("open", "in progress", "new", "not started", "ongoing", "overdue", "late", "offen", "todo", "to do",
             "on track", "at risk", "delayed"),
    "done": ("done", "closed", "complete", "completed", "finished", "kept", "erledigt"),
    "cancelled": ("cancelled", "canceled", "withdrawn", "dropped", "obsolete", "void"),
}  # fmt: skip


def dates(values: Values) -> Values:
    """Take the state from the days where the file has none."""
    if values.get("state") is None:
        known = (("cancelled_date", "cancelled"), ("done_date", "done"))
        values["state"] = next((state for name, state in known if values.get(name) is not None), None)
    return values


def order(values: Values) -> tuple[str, Fault] | None:
    """Refuse what is due or done before it was made."""
    made = values.get("made_date")
    for name in ("due_date", "done_date"):
        day = values.get(name)
        if made is not None and day is not None and day < made:  # type: ignore[operator]
            return name, Fault("DATE_ORDER", "lies before the day it was made", "Correct one of the two days.")
    return None


KIND = Kind(
    name="commitments",
    title="Commitments",
    description="One row a promise: who, what, by when, and when it was done.",
    identity=(("external_id",), ("partnership", "commitment", "due_date")),
    complete=dates,
    check=order,
    fields=(
        PARTNERSHIP,
        Field("commitment", required=True, description="What was promised.",
              synonyms=("Action", "Action item", "Commitment text", "Promise", "Promised action", "Next step",
                        "Zusage", "Maßnahme", "To-do")),
        Field("owner", description="Who promised it.",
              synonyms=("Commitment owner", "Responsible", "Promised by", "Assignee", "Assigned to", "Verantwortlich")),
        side(required=False),
        Field("made_date", "date", description="Day it was promised.",
              synonyms=("Made on", "Made", "Agreed on", "Agreed", "Promised on", "Committed on", "Date", "Created")),
        Field("due_date", "date", required=True, description="Day it is due.",
              synonyms=("Due", "Due on", "Deadline", "By when", "Fällig", "Target date")),
        Field("done_date", "date", description="Day it was done; blank while it is open.",
              synonyms=("Done", "Done on", "Completed on", "Closed on", "Completion date", "Erledigt am")),
        Field("cancelled_date", "date", description="Day it was cancelled or given another date.",
              synonyms=("Cancelled on", "Canceled on", "Withdrawn on", "Cancelled")),
        Field("both_agreed", "bool", description="Did both sides agree to cancel it: yes or no.",
              synonyms=("Both sides agreed", "Cancelled by both", "Agreed by both")),
        Field("state", "choice", choices=STATES, description="open, done or cancelled; else taken from the days.",
              synonyms=("Status", "Commitment status", "Progress")),
        Field("reason", description="Why it was cancelled or is late.",
              synonyms=("Comment", "Reason for cancelling", "Note", "Notes", "Remarks")),
        Field("external_id", "id", description="Id of the commitment.",
              synonyms=("Commitment ID", "Id", "Action ID", "External ID", "No", "Nr", "#")),
    ),
)  # fmt: skip
