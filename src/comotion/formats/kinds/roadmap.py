"""Roadmap: themes that both sides rate, with their dates."""

from comotion.formats.fields import Field, Kind
from comotion.formats.kinds.sides import PARTNERSHIP

RATINGS = "−1 against, 0 neutral, 1 for."

KIND = Kind(
    name="roadmap",
    title="Roadmap themes",
    description="One row a theme of the shared roadmap.",
    identity=(("partnership", "theme", "date"), ("partnership", "theme")),
    fields=(
        PARTNERSHIP,
        Field("theme", required=True, description="The theme or milestone.",
              synonyms=("Roadmap theme", "Milestone", "Topic", "Initiative", "Thema")),
        Field("our_rating", "integer", low=-1, high=1, description=f"Our rating: {RATINGS}",
              synonyms=("Our view", "Rating ours", "We", "Our vote")),
        Field("their_rating", "integer", low=-1, high=1, description=f"The partner's rating: {RATINGS}",
              synonyms=("Partner rating", "Their view", "Rating theirs", "Partner view", "Their vote")),
        Field("due_date", "date", description="Day it is due.", synonyms=("Due", "Deadline", "Planned", "Due on")),
        Field("done_date", "date", description="Day it was done.",
              synonyms=("Done", "Completed", "Delivered", "Done on", "Completed on")),
        Field("note", description="Note.", synonyms=("Notes", "Comment", "Remark", "Remarks")),
        Field("date", "date", description="Day of the ratings.", synonyms=("Rated on", "As of", "Day")),
    ),
)  # fmt: skip
