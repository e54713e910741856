"""Stages: the table of deal stages that a warehouse delivers beside the deals."""

from comotion.formats.fields import Field, Kind

KIND = Kind(
    name="stages",
    title="Deal stages",
    description="One row a stage of a pipeline: its id, its label and what it means.",
    identity=(("external_id",),),
    fields=(
        Field("external_id", "id", required=True, description="Id of the stage.",
              synonyms=("Stage ID", "Deal pipeline stage ID", "Id", "Internal name")),
        Field("label", description="Label people see.", synonyms=("Stage label", "Stage", "Stage name", "Label")),
        Field("pipeline", description="Pipeline it belongs to.",
              synonyms=("Pipeline ID", "Deal pipeline ID", "Pipeline name")),
        Field("is_closed", "bool", description="Does the stage close a deal.", synonyms=("Closed", "IsClosed")),
        Field("is_won", "bool", description="Does the stage win a deal.",
              synonyms=("Closed won", "IsWon", "Won", "Closedwon")),
        Field("probability", "probability", low=0, high=100, description="Probability in percent, 0 to 100.",
              synonyms=("Default probability", "Probability (%)", "Win probability")),
        Field("deleted", "bool", description="Is the record deleted where it comes from.",
              synonyms=("Is deleted", "IsDeleted", "Deleted")),
    ),
)  # fmt: skip
