"""Ledger: contributions and returns of each side, in money or in kind."""

from comotion.formats.fields import Field, Kind
from comotion.formats.kinds.sides import PARTNERSHIP, side

KIND = Kind(
    name="ledger",
    title="Contributions and returns",
    description="One row for what a side gave or got.",
    identity=(("external_id",),),
    fields=(
        PARTNERSHIP,
        side(required=True),
        Field("direction", "choice", required=True, description="contribution (given) or return (received).",
              choices={"contribution": ("given", "gave", "invested", "input", "give", "contributed"),
                       "return": ("received", "got", "benefit", "output", "take", "returned")},
              synonyms=("Give or get", "Contribution or return", "In or out", "Flow")),
        Field("value_type", "choice", required=True, description="financial, strategic or operational.",
              choices={"financial": ("money", "finance", "revenue"), "strategic": ("strategy",),
                       "operational": ("operations", "operation")},
              synonyms=("Type of value", "Kind of value", "Type", "Category")),
        Field("description", required=True, description="What was given or received.",
              synonyms=("What", "Item", "Entry", "Text", "Contribution", "Subject")),
        Field("date", "date", required=True, description="Day it happened.", synonyms=("Day", "On", "When", "Datum")),
        Field("our_amount", "amount", description="What we value it at.",
              synonyms=("Our valuation", "Our value", "Valued by us", "Amount ours", "Value ours")),
        Field("their_amount", "amount", description="What the partner values it at.",
              synonyms=("Their valuation", "Partner amount", "Valued by partner", "Amount theirs", "Partner valuation",
                        "Value theirs", "Partner value")),
        Field("currency", "currency", description="Currency of the amounts.", synonyms=("Currency code", "Währung")),
        Field("confirmed_by_us", "bool", description="Confirmed by us: yes or no.",
              synonyms=("We confirm", "Confirmed ours", "Confirmed (us)")),
        Field("confirmed_by_them", "bool", description="Confirmed by the partner: yes or no.",
              synonyms=("Partner confirms", "Confirmed by partner", "Confirmed theirs", "Confirmed (partner)")),
        Field("external_id", "id", description="Id of the entry.", synonyms=("Id", "Entry ID", "External ID", "No")),
    ),
)  # fmt: skip
