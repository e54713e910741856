"""Issue logs: open points of a partnership, who has them, and whether they are closed."""

from comotion.formats.fields import Field, Kind, Values
from comotion.formats.kinds.sides import PARTNERSHIP, side

STATES = {
    "open": ("open", "new", "in progress", "ongoing", "blocked", "waiting", "on hold", "offen", "active"),
    "closed": ("closed", "done", "resolved", "complete", "completed", "fixed", "erledigt", "solved"),
}


def dates(values: Values) -> Values:
    """Take the state from the day it was closed where the file has none."""
    if values.get("state") is None and values.get("closed_date") is not None:
        values["state"] = "closed"
    return values


KIND = Kind(
    name="issues",
    title="Issues",
    description="One row an open point or blocker, as action and issue logs keep them.",
    identity=(("external_id",), ("partnership", "issue", "raised_date"), ("partnership", "issue")),
    complete=dates,
    fields=(
        PARTNERSHIP,
        Field("issue", required=True, description="What is open or blocked.",
              synonyms=("Item", "Blocker", "Problem", "Risk", "Open point", "Issue description", "Open item",
                        "Action/issue", "Problemstellung")),
        Field("raised_date", "date", description="Day it came up.",
              synonyms=("Date", "Raised", "Raised on", "Opened on", "Logged on", "Date raised")),
        Field("owner", description="Who has it.",
              synonyms=("Issue owner", "Responsible", "Assignee", "Assigned to", "Action owner")),
        Field("owner_company", description="Company of who has it.",
              synonyms=("Owner Company", "Company of owner", "Responsible company")),
        side(required=False),
        Field("due_date", "date", description="Day by which it should be closed.",
              synonyms=("Due", "Due on", "Deadline", "Target date")),
        Field("closed_date", "date", description="Day it was closed; blank while it is open.",
              synonyms=("Closed", "Closed on", "Resolved on", "Date closed", "Resolution date")),
        Field("state", "choice", choices=STATES, description="open or closed; else taken from the days.",
              synonyms=("Status", "Issue status")),
        Field("comment", description="What is known of it.",
              synonyms=("Comments", "Note", "Notes", "Remarks", "Update", "Latest update")),
        Field("external_id", "id", description="Id of the issue.",
              synonyms=("Issue ID", "Id", "External ID", "No", "Nr", "#")),
    ),
)  # fmt: skip
