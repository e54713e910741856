"""Candidates: organizations that might become partners."""

from comotion.formats.fields import Field, Kind

EXCLUSIONS = {
    "direct_competitor": ("direct competitor", "competitor", "rival"),
    "compliance": ("compliance", "legal", "sanctions"),
    "no_linked_objective": ("no linked objective", "no objective", "no strategic objective"),
    "conflict_of_interest": ("conflict of interest", "conflict"),
}

KIND = Kind(
    name="candidates",
    title="Candidates",
    description="One row a company that might become a partner, and what is known of it before the panel scores.",
    identity=(("external_id",), ("candidate",)),
    fields=(
        Field("candidate", "name", required=True, description="Name of the company.",
              synonyms=("Candidate name", "Candidate company", "Potential partner", "Prospective partner",
                        "Partner candidate", "Target partner", "Kandidat")),
        Field("external_id", "id", description="Id of the candidate.",
              synonyms=("Candidate ID", "Id", "External ID", "CRM ID")),
        Field("website", "website", description="Web address.", synonyms=("URL", "Homepage", "Domain", "Web site")),
        Field("objectives", description="Objectives it would serve, separated by semicolons.",
              synonyms=("Linked objectives", "Objective", "Objectives served", "Linked objective", "Serves")),
        Field("excluded_because", "choice", choices=EXCLUSIONS,
              description="direct_competitor, compliance, no_linked_objective or conflict_of_interest; else blank.",
              synonyms=("Exclusion reason", "Exclusion", "Excluded", "Reason for exclusion", "Knock-out")),
        Field("wildcard", "bool", description="Is it an unusual choice worth a look: yes or no.",
              synonyms=("Wild card", "Unusual", "Is wildcard")),
        Field("aligned_items", "integer", low=0, high=5, description="How many of five items of culture fit.",
              synonyms=("Culture items aligned", "Aligned", "Cultural alignment", "Culture fit (of 5)")),
        Field("bridge_plan", "bool", description="Has every gap of culture a measure, an owner and a date: yes or no.",
              synonyms=("Has bridge plan", "Bridge plan in place")),
        Field("our_customers", "integer", low=0, description="Customers we have in its market.",
              synonyms=("Customers ours", "Our customer count")),
        Field("their_customers", "integer", low=0, description="Customers it has.",
              synonyms=("Customers theirs", "Customers", "Their customer count")),
        Field("shared_customers", "integer", low=0, description="Customers of both.",
              synonyms=("Customers shared", "Common customers", "Joint customers")),
        Field("notes", description="Notes.", synonyms=("Note", "Comment", "Comments", "Remarks")),
    ),
)  # fmt: skip
