"""Merges: which records were merged into which, so that none is counted twice."""

from comotion.formats.fields import Fault, Field, Kind, Values


def itself(values: Values) -> tuple[str, Fault] | None:
    """Refuse a record that is merged into itself."""
    if values["survivor_external_id"] != values["merged_external_id"]:
        return None
    fault = Fault("MERGED_INTO_ITSELF", "is merged into itself", "Correct one of the two ids.")
    return "merged_external_id", fault


KIND = Kind(
    name="merges",
    title="Merged records",
    description="One row a record that was merged away, with the one that survives.",
    identity=(("merged_external_id",),),
    check=itself,
    fields=(
        Field("survivor_external_id", "id", required=True, description="Id of the record that remains.",
              synonyms=("Deal ID", "Survivor ID", "Surviving ID", "Master record ID", "Survivor", "Merged into",
                        "Company ID", "Primary object ID")),
        Field("merged_external_id", "id", required=True, description="Id of the record that was merged away.",
              synonyms=("Merged deal ID", "Merged ID", "Merged record ID", "Merged", "Merged company ID",
                        "Merged object ID", "Duplicate ID")),
    ),
)  # fmt: skip
