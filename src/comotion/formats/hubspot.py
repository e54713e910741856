"""HubSpot: view exports and warehouse tables, where every property has a prefix and stages have two names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comotion.formats.grid import Vendor, signature

if TYPE_CHECKING:
    from comotion.formats.fields import Field

STAGES = {
    "appointmentscheduled": "Appointment scheduled",
    "qualifiedtobuy": "Qualified to buy",
    "presentationscheduled": "Presentation scheduled",
    "decisionmakerboughtin": "Decision maker bought-in",
    "contractsent": "Contract sent",
    "closedwon": "Closed won",
    "closedlost": "Closed lost",
}
LABELS = {label.casefold(): label for label in STAGES.values()}


def clean(field: Field, text: str) -> str:
    """Give a stage of the standard pipeline its label, whether the file has the label or the internal name.

    Several ids in one cell are a list: the first is the record's own.
    """
    if field.name == "stage":
        bare = text.strip().casefold()
        return STAGES.get(bare) or LABELS.get(bare, text)
    if field.type == "id" and ";" in text:
        return next((part.strip() for part in text.split(";") if part.strip()), "")
    return text


VENDOR = Vendor(
    name="hubspot",
    prefix="property",
    clean=clean,
    signatures=(
        signature("opportunities", "record id", "deal name"),
        signature("opportunities", "record id", "deal name", "deal stage"),
        signature("opportunities", "deal id", "dealname"),
        signature("opportunities", "deal id", "deal pipeline stage id", "owner id"),
        signature("accounts", "record id", "company name"),
        signature("accounts", "id", "name", "createdate", "is deleted"),
        signature("accounts", "id", "name", "annualrevenue"),
        signature("stages", "stage id", "label", "pipeline id"),
        signature("pipelines", "pipeline id", "label", "display order"),
        signature("merges", "deal id", "merged deal id"),
        signature("merges", "company id", "merged company id"),
        signature(None, "record id", "first name", "last name"),
    ),
    synonyms={
        "opportunities": {"name": ("Dealname",), "close_date": ("Closedate",), "created_date": ("Createdate",)},
        "accounts": {"annual_revenue": ("Annualrevenue",)},
        "stages": {"deleted": ("Fivetran deleted",)},
        "pipelines": {"deleted": ("Fivetran deleted",)},
    },
)
