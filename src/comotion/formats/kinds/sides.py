"""Words that several kinds share: which side speaks, and which of two sides a value belongs to."""

from comotion.formats.fields import Field

OURS = ("ours", "our side", "us", "we", "own", "self", "internal", "our company", "wir", "our")
THEIRS = ("theirs", "their side", "them", "partner", "partner side", "external", "counterpart", "their")
JOINT = ("joint", "both", "shared", "both sides", "common", "jointly")
SIDE_WORDS = ("Side", "Party", "Who", "Whose", "By side")

PARTNERSHIP = Field(
    "partnership", "name", required=True,
    synonyms=("Partnership", "Partner", "Partner name", "Partner account", "Alliance", "Partnership name", "Company",
              "Partner company", "Partner organization", "Partner ID", "Partnership ID"),
    description="Name or id of the partnership, as in your list of partnerships.",
)  # fmt: skip


def side(*, required: bool, joint: bool = False) -> Field:
    """Give the field that says whose a row is; ``joint`` allows both sides together."""
    choices = {"ours": OURS, "theirs": THEIRS} | ({"joint": JOINT} if joint else {})
    return Field(
        "side",
        "choice",
        required=required,
        synonyms=SIDE_WORDS,
        choices=choices,
        description="Whose it is: ours or theirs" + (", or joint." if joint else "."),
    )
