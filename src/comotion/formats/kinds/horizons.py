"""Horizons: grades of the three horizons, by side, with their evidence."""

from comotion.formats.fields import Field, Kind
from comotion.formats.kinds.sides import PARTNERSHIP, side

KIND = Kind(
    name="horizons",
    title="Horizon grades",
    description="One row a grade: partnership, horizon, day and side.",
    identity=(("partnership", "horizon", "date", "side"), ("partnership", "horizon", "date")),
    fields=(
        PARTNERSHIP,
        Field("horizon", "choice", required=True, description="h1, h2 or h3.", synonyms=("Horizon", "H"),
              choices={"h1": ("1", "horizon 1", "first", "h1"), "h2": ("2", "horizon 2", "second", "h2"),
                       "h3": ("3", "horizon 3", "third", "h3")}),
        Field("grade", "integer", required=True, low=0, high=4, description="Grade from 0 to 4.",
              synonyms=("Horizon grade", "Grade 0-4", "Score", "Rating")),
        Field("evidence", description="What the grade rests on.", synonyms=("Reason", "Proof", "Why", "Comment")),
        Field("date", "date", required=True, description="Day of the grade.",
              synonyms=("Graded on", "Grade date", "As of", "Day", "Datum")),
        side(required=False),
    ),
)  # fmt: skip
