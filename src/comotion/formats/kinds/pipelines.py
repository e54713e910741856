"""Pipelines: the table of deal pipelines that a warehouse delivers beside the deals."""

from comotion.formats.fields import Field, Kind

KIND = Kind(
    name="pipelines",
    title="Deal pipelines",
    description="One row a pipeline: its id and its label.",
    identity=(("external_id",),),
    fields=(
        Field("external_id", "id", required=True, description="Id of the pipeline.",
              synonyms=("Pipeline ID", "Deal pipeline ID")),
        Field("label", description="Label people see.", synonyms=("Pipeline label", "Pipeline name", "Pipeline")),
        Field("deleted", "bool", description="Is the record deleted where it comes from.",
              synonyms=("Is deleted", "IsDeleted", "Deleted")),
    ),
)  # fmt: skip
