"""Responsibility matrices: who is responsible, accountable, consulted and informed; members may be columns."""

import re

from comotion.formats.fields import Field, Kind, Values, Wide
from comotion.formats.headers import plain
from comotion.formats.kinds.sides import JOINT, OURS, PARTNERSHIP, THEIRS, side

BRACKETS = re.compile(r"^(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\s*$")
GROUPS = frozenset({"team", "teams", "group", "board", "committee", "council", "department", "office", "everyone",
                    "all", "gremium", "abteilung"})  # fmt: skip
WORDS = {"ours": OURS, "theirs": THEIRS, "joint": JOINT}
SIDES = {plain(word): value for value, words in WORDS.items() for word in words}


def member(values: Values) -> Values:
    """Take from a member's name what stands in brackets: the side, or that it is a group."""
    name = str(values.get("member") or "")
    if (found := BRACKETS.match(name)) and (word := plain(found[2])):
        if word in SIDES and values.get("side") is None:
            values["side"], values["member"] = SIDES[word], found[1]
        elif word in GROUPS:
            values["is_group"], values["member"] = True, found[1]
    if values.get("is_group") is None and GROUPS & set(plain(name).split()):
        values["is_group"] = True
    return values


KIND = Kind(
    name="responsibility_matrix",
    title="Responsibility matrix",
    description="One row an activity with one column a member and R, A, C, I in the cells; or one row an assignment.",
    identity=(("partnership", "initiative", "activity", "member"), ("partnership", "activity", "member")),
    complete=member,
    wide=(Wide(item="member", value="letters", prefix="member", names={}, free=True),),
    fields=(
        PARTNERSHIP,
        Field("initiative", "name", description="Initiative that the activity belongs to; blank for none.",
              synonyms=("Workstream", "Project", "Program", "Initiative name", "Stream")),
        Field("activity", "name", required=True, description="What is done.",
              synonyms=("Task", "Work package", "Deliverable", "Process step", "Responsibility", "Activities", "Tasks",
                        "Aufgabe", "Aktivität", "Decision or activity")),
        Field("weight", "integer", low=1, high=3, description="How critical it is, 1 to 3; 1 where blank.",
              synonyms=("Criticality", "Importance", "Weight 1-3")),
        Field("crosses_sides", "bool", description="Do both sides work on it: yes or no.",
              synonyms=("Joint activity", "Cross-company", "Crosses sides?", "Both sides")),
        Field("member", "name", required=True, description="Person or group.",
              synonyms=("Role holder", "Person", "Assignee", "Name", "Role", "Who")),
        Field("letters", "letters", required=True, description="R, A, C, I or several of them.",
              synonyms=("RACI", "Roles", "R/A/C/I", "RACI role", "Letter")),
        side(required=False),
        Field("is_group", "bool", description="Is it a team or committee and no person: yes or no.",
              synonyms=("Group", "Team?", "Is a group")),
    ),
)  # fmt: skip
