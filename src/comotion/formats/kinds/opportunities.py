"""Opportunities: the deals of a CRM, with the partner they name."""

from comotion.formats.fields import Field, Kind, Values

WON = {"closed won", "closedwon", "won", "gewonnen"}
LOST = {"closed lost", "closedlost", "lost", "verloren"}
OPEN = {"open", "offen", "in progress"}


def closing(values: Values) -> Values:
    """Take closed and won from a status or stage that says so in words, where the file has no flags of its own.

    A status goes before the stage: a deal that is lost keeps the stage in which it was lost.
    """
    said = (str(values.get(name) or "").strip().casefold() for name in ("status", "stage"))
    word = next((word for word in said if word in WON | LOST | OPEN), "")
    if word in WON | LOST:
        values["is_closed"] = True if values["is_closed"] is None else values["is_closed"]
        values["is_won"] = word in WON if values["is_won"] is None else values["is_won"]
    elif word in OPEN and values.get("status") is not None:
        values["is_closed"] = False if values["is_closed"] is None else values["is_closed"]
    return values


KIND = Kind(
    name="opportunities",
    title="Opportunities",
    description="One row a deal of your CRM; partner columns are often custom fields.",
    identity=(("external_id",), ("account_name", "name"), ("account_external_id", "name")),
    complete=closing,
    fields=(
        Field("external_id", "id", description="Id of the deal in the CRM.",
              synonyms=("Id", "Opportunity ID", "Deal ID", "Record ID", "OpportunityId", "External ID", "Deal - ID",
                        "(Do Not Modify) Opportunity", "CRM ID", "Opp ID")),
        Field("name", "name", required=True, description="Name of the deal.",
              synonyms=("Opportunity Name", "Deal Name", "Deal - Title", "Topic", "Deal", "Opportunity",
                        "Opportunity title", "Partner project title", "Deal title", "Dealname")),
        Field("account_external_id", "id", description="Id of the account.",
              synonyms=("Account ID", "AccountId", "Associated Company IDs (Primary)", "Associated Company IDs",
                        "Account CRM ID", "Company ID", "Account Name.id", "Customer ID")),
        Field("account_name", "name", description="Name of the account.",
              synonyms=("Account Name", "Associated Company", "Company name", "Customer Name", "Account",
                        "Deal - Organization", "Organization - Name", "Potential Customer", "Customer",
                        "Opportunities: Account Name", "Company")),
        Field("stage", description="Stage as the CRM shows it.",
              synonyms=("StageName", "Deal Stage", "Stage", "Sales Stage", "Deal - Stage", "Pipeline Phase",
                        "Deal pipeline stage ID", "Stage ID", "Opportunity stage", "Deal - Status", "Phase")),
        Field("status", description="open, won or lost, where the CRM says it beside the stage.",
              synonyms=("Deal - Status", "Deal status", "Opportunity status", "Status")),
        Field("pipeline", description="Pipeline.",
              synonyms=("Deal pipeline ID", "Pipeline ID", "Deal - Pipeline", "Pipeline", "Pipeline name")),
        Field("amount", "amount", description="Amount of the deal; empty where unknown.",
              synonyms=("Deal - Value", "Amount", "Deal Amount", "Total Amount", "Estimated Deal Value", "Value",
                        "Opportunity Amount", "Est. Revenue", "Amount (converted)", "Betrag", "Deal value")),
        Field("currency", "currency", description="Currency of the amount, three letters.",
              synonyms=("Amount Currency", "Deal - Currency", "CurrencyIsoCode", "Currency", "Total Amount Currency",
                        "Opportunity Currency", "Currency code", "Währung")),
        Field("probability", "probability", low=0, high=100, description="Probability in percent, 0 to 100.",
              synonyms=("Probability (%)", "Deal - Probability", "Probability", "Deal probability", "Win probability")),
        Field("created_date", "date", description="Day the deal was created.",
              synonyms=("Created Date", "Create Date", "CreatedDate", "Created", "Created On", "Deal - Deal created",
                        "Opened date", "Createdate", "Created at")),
        Field("close_date", "date", description="Day it closed or is expected to close.",
              synonyms=("Close Date", "CloseDate", "Closing Date", "Closed date", "Deal - Expected close date",
                        "Estimated Close Date", "Estimated Close Date (MM/DD/YYYY UTC)", "Est. Close Date",
                        "Target close date", "Target close date (mm/dd/yyyy)", "Expected close date", "Closedate")),
        Field("is_closed", "bool", description="Is the deal closed.", synonyms=("IsClosed", "Closed", "Is closed")),
        Field("is_won", "bool", description="Is the deal won.", synonyms=("IsWon", "Won", "Is won", "Closed won")),
        Field("owner", description="Owner in the CRM: name, e-mail or id.",
              synonyms=("Opportunity Owner", "Deal owner", "OwnerId", "Owner ID", "Deal - Owner", "Owner name",
                        "Sales rep", "Rep", "Account Manager")),
        Field("partner", "name", description="Partner the deal names: name or id.",
              synonyms=("Partner Account", "PartnerAccountId", "Primary Partner", "Partner Name", "Sourcing partner",
                        "Influencing partner", "Partner", "Partner Account ID", "Alliance partner", "Partner ID",
                        "Sourced by partner", "Partner company")),
        Field("partner_role", "choice", description="Was the deal sourced or influenced by the partner.",
              choices={"sourced": ("source", "sourced", "partner sourced", "sourcing", "originated", "referral"),
                       "influenced": ("influence", "influenced", "partner influenced", "influencing", "assisted",
                                      "co sell", "cosell")},
              synonyms=("Partner role", "Role", "Attribution", "Partner attribution", "Partner involvement",
                        "Sourced or influenced", "Partner type")),
        Field("partner_owner", description="Owner on the partner's side.",
              synonyms=("Partner owner", "Partner rep", "Partner sales rep", "Partner contact", "Partner deal owner")),
        Field("deleted", "bool", description="Is the record deleted where it comes from.",
              synonyms=("Is deleted", "IsDeleted", "Deleted")),
    ),
)  # fmt: skip
