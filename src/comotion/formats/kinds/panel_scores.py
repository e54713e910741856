"""Panel scores: what each rater gives a candidate, 1 to 5, with the evidence it rests on."""

from comotion.formats.fields import Field, Kind, Wide

DIMENSIONS = {
    "strategic_fit": ("strategic fit", "strategy", "strategic"),
    "cultural_compatibility": ("cultural compatibility", "culture", "cultural fit", "culture fit"),
    "operational_capability": ("operational capability", "capability", "operations", "operational"),
    "market_position": ("market position", "market"),
}

KIND = Kind(
    name="panel_scores",
    title="Panel scores",
    description="One row a score of a rater; or one row a rater and candidate with one column a dimension.",
    identity=(("candidate", "rater", "dimension", "round"), ("candidate", "rater", "dimension")),
    wide=(Wide(item="dimension", value="score", prefix="dimension", names=DIMENSIONS),),
    fields=(
        Field("candidate", "name", required=True, description="Name or id of the candidate.",
              synonyms=("Candidate name", "Candidate ID", "Candidate company", "Potential partner", "Kandidat")),
        Field("rater", required=True, description="Who scored: a name, or any code that stays the same.",
              synonyms=("Scored by", "Judge", "Panelist", "Panel member", "Assessor", "Reviewer", "Evaluator")),
        Field("dimension", "choice", required=True, choices=DIMENSIONS,
              description="strategic_fit, cultural_compatibility, operational_capability or market_position.",
              synonyms=("Criterion", "Criteria", "Partner dimension", "Area")),
        Field("score", "integer", required=True, low=1, high=5, description="Whole number from 1 to 5.",
              synonyms=("Panel score", "Points", "Rating", "Grade", "Score 1-5")),
        Field("evidence", required=True, description="What the score rests on.",
              synonyms=("Evidence note", "Reason", "Why", "Rationale", "Justification", "Comment")),
        Field("round", "integer", low=1, high=9, description="1 before the panel talked, 2 after; 1 where blank.",
              synonyms=("Scoring round", "Round number", "Wave")),
        Field("date", "date", description="Day of the score.", synonyms=("Scored on", "Day", "Score date")),
    ),
)  # fmt: skip
