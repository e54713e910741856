"""Partner profiles: what a partner offers, to whom, and how it is paid."""

from comotion.formats.fields import Field, Kind
from comotion.formats.kinds.sides import PARTNERSHIP

MODELS = {
    "subscription": ("subscription", "saas", "SaaS", "recurring"),
    "services": ("services", "service", "consulting", "professional services"),
    "usage": ("usage", "usage based", "pay per use", "consumption"),
    "resale": ("resale", "reseller", "distribution", "var"),
    "marketplace": ("marketplace", "platform fee"),
    "licence": ("licence", "license", "perpetual licence", "perpetual license"),
}

KIND = Kind(
    name="profiles",
    title="Partner profiles",
    description="One row a partner: category, offers, shares of its customers by segment, business model.",
    identity=(("partnership",),),
    fields=(
        PARTNERSHIP,
        Field("category", required=True, description="What kind of partner it is, such as integration.",
              synonyms=("Partner category", "Solution category", "Kategorie")),
        Field("offers", "people", required=True, description="What it offers, separated by semicolons.",
              synonyms=("Offerings", "Offer tags", "Products", "Solutions", "Angebote")),
        Field("segment_shares", "shares", description="Shares of its customers, such as SMB 40 %; Retail 60 %.",
              synonyms=("Segments", "Customer segments", "Segment mix", "Customer mix")),
        Field("business_model", "choice", required=True, choices=MODELS,
              description="subscription, services, usage, resale, marketplace or licence.",
              synonyms=("Revenue model", "Pricing model", "Geschäftsmodell")),
        Field("regions", "people", description="Where it works, separated by semicolons.",
              synonyms=("Region", "Territories", "Geographies", "Markets")),
        Field("updated_date", "date", description="Day the profile was last checked.",
              synonyms=("Profile updated", "Updated on", "Last updated", "As of")),
    ),
)  # fmt: skip
