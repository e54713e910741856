"""Designations: the programs a partner takes part in, such as certified service provider."""

from comotion.formats.fields import Field, Kind
from comotion.formats.kinds.sides import PARTNERSHIP

KIND = Kind(
    name="designations",
    title="Designations",
    description="One row for each program a partner takes part in.",
    identity=(("external_id", "program", "partnership"), ("partnership", "program")),
    fields=(
        Field("partnership", "name", required=True, description="Partner or product that holds the designation.",
              synonyms=(*PARTNERSHIP.synonyms, "Name", "Account Name", "Member", "Organization", "Company name")),
        Field("external_id", "id", description="Id of the partner in the system the list comes from.",
              synonyms=("Id", "External ID", "Crunchbase", "Account ID", "Partner account ID", "CRM ID")),
        Field("program", "text", required=True, description="Name of the program or designation.",
              synonyms=("Program name", "Partner program", "Designation", "Certification", "Competency", "Badge",
                        "Programme", "Specialization")),
        Field("website", "website", description="Web address.",
              synonyms=("Homepage", "Homepage URL", "URL", "Web site", "Company URL")),
    ),
)  # fmt: skip
