"""Goals: what each side wants of the partnership, and which goals are the same."""

from comotion.formats.fields import Field, Kind
from comotion.formats.kinds.sides import PARTNERSHIP, side

KIND = Kind(
    name="goals",
    title="Goals",
    description="One row a goal of a side.",
    identity=(("external_id",), ("partnership", "side", "goal")),
    fields=(
        PARTNERSHIP,
        side(required=True),
        Field("goal", required=True, description="The goal, in one sentence.",
              synonyms=("Objective", "Shared goal", "Goal text", "Target", "Aim", "Ziel")),
        Field("same_as", description="The goal of the other side that means the same, as written there.",
              synonyms=("Matches", "Same as goal", "Matching goal", "Counterpart goal")),
        Field("external_id", "id", description="Id of the goal.", synonyms=("Id", "Goal ID", "External ID")),
    ),
)  # fmt: skip
