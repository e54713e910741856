"""Peer links: which partners work with each other, how, and when something last happened."""

from comotion.formats.fields import Fault, Field, Kind, Values

LINKS = {
    "referral": ("referral", "referrals", "lead exchange"),
    "integration": ("integration", "technical integration", "api"),
    "joint_delivery": ("joint delivery", "delivery", "joint project", "co delivery"),
    "joint_event": ("joint event", "event", "webinar"),
}


def order(values: Values) -> tuple[str, Fault] | None:
    """Refuse a link of a partner with itself, and one that ends before it starts."""
    first, second = (str(values.get(name)).casefold() for name in ("partner_a", "partner_b"))
    if first == second:
        return "partner_b", Fault("SELF_LINK", "is linked with itself", "Name two partners.")
    started, ended = values.get("started_date"), values.get("ended_date")
    if started is not None and ended is not None and ended < started:  # type: ignore[operator]
        return "ended_date", Fault("DATE_ORDER", "lies before the day it started", "Correct one of the two days.")
    return None


KIND = Kind(
    name="peer_links",
    title="Peer links",
    description="One row a link between two partners of your program.",
    identity=(("external_id",), ("partner_a", "partner_b", "link")),
    check=order,
    fields=(
        Field("partner_a", "name", required=True, description="Name or id of one partner.",
              synonyms=("Partner 1", "From partner", "First partner", "Partner one", "Left partner")),
        Field("partner_b", "name", required=True, description="Name or id of the other partner.",
              synonyms=("Partner 2", "To partner", "Second partner", "Linked partner", "Linked with", "Right partner")),
        Field("link", "choice", required=True, choices=LINKS,
              description="referral, integration, joint_delivery or joint_event.",
              synonyms=("Link type", "Type of link", "Relationship", "Type", "Kind", "Peer link")),
        Field("started_date", "date", required=True, description="Day the link began.",
              synonyms=("Started", "Started on", "Since", "Start", "Start date", "From")),
        Field("ended_date", "date", description="Day it ended; blank while it lasts.",
              synonyms=("Ended", "Ended on", "End", "End date", "Until")),
        Field("last_active_date", "date", description="Day something last happened on it.",
              synonyms=("Last active", "Last activity", "Last activity date", "Last contact")),
        Field("external_id", "id", description="Id of the link.", synonyms=("Link ID", "Id", "External ID")),
    ),
)  # fmt: skip
