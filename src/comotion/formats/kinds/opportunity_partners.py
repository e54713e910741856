"""Opportunity partners: which partner account takes part in which deal, and as what."""

from comotion.formats.fields import Field, Kind

KIND = Kind(
    name="opportunity_partners",
    title="Opportunity partners",
    description="One row a partner of a deal, as a CRM keeps them beside the deals.",
    identity=(("external_id",), ("opportunity_external_id", "account_to_external_id")),
    fields=(
        Field("opportunity_external_id", "id", required=True, description="Id of the deal in the CRM.",
              synonyms=("OpportunityId", "Opportunity ID", "Deal ID", "Opportunity", "Deal")),
        Field("account_to_external_id", "id", required=True, description="Id of the partner's account in the CRM.",
              synonyms=("AccountToId", "Account To ID", "Partner account ID", "Partner ID", "Partner Account: ID")),
        Field("account_from_external_id", "id", description="Id of the customer's account in the CRM.",
              synonyms=("AccountFromId", "Account From ID", "Account ID")),
        Field("role", description="What the partner does in the deal, in the words of the CRM.",
              synonyms=("Partner role", "Role in deal")),
        Field("is_primary", "bool", description="Is it the first partner of the deal: yes or no.",
              synonyms=("IsPrimary", "Primary", "Primary partner")),
        Field("external_id", "id", description="Id of the row in the CRM.",
              synonyms=("Id", "Opportunity Partner ID", "Partner row ID")),
        Field("deleted", "bool", description="Is the record deleted where it comes from.",
              synonyms=("Is deleted", "IsDeleted", "Deleted")),
    ),
)  # fmt: skip
