"""Meetings: when the tiers of the rhythm met, who was there, and for how long."""

from comotion.formats.fields import Field, Kind
from comotion.formats.kinds.sides import PARTNERSHIP

MEETINGS = {
    "wts": ("weekly tactical sync", "weekly", "tactical sync", "weekly sync", "weekly tactical"),
    "mbr": ("monthly business review", "monthly", "business review", "monthly review"),
    "qsr": ("quarterly strategic review", "quarterly", "strategic review", "quarterly review", "qbr",
            "quarterly business review"),
    "sponsor_talk": ("sponsor talk", "sponsor", "sponsor call", "executive talk", "executive call"),
    "joint_planning": ("joint planning", "planning", "annual planning", "planning workshop"),
    "stand_up": ("stand up", "standup", "daily"),
}  # fmt: skip

KIND = Kind(
    name="meetings",
    title="Meetings",
    description="One row a meeting, planned or held.",
    identity=(("external_id",), ("partnership", "kind", "scheduled_date"), ("partnership", "kind", "held_date")),
    fields=(
        PARTNERSHIP,
        Field("kind", "choice", required=True, choices=MEETINGS,
              description="wts, mbr, qsr, sponsor_talk, joint_planning or stand_up.",
              synonyms=("Meeting", "Meeting type", "Tier", "Type", "Meeting kind", "Cadence")),
        Field("scheduled_date", "date", description="Day it was planned for.",
              synonyms=("Scheduled", "Planned", "Planned date", "Date planned", "Due", "Scheduled on")),
        Field("held_date", "date", description="Day it was held; empty where it was not.",
              synonyms=("Held", "Date", "Held on", "Date held", "Actual date", "Meeting date")),
        Field("our_attendees", "people", description="Who came from us, separated by semicolons.",
              synonyms=("Attendees", "Our people", "Attendees ours", "Internal attendees", "Participants")),
        Field("their_attendees", "people", description="Who came from the partner, separated by semicolons.",
              synonyms=("Partner attendees", "Their people", "Attendees theirs", "External attendees")),
        Field("our_sponsor_present", "bool", description="Was our sponsor there: yes or no.",
              synonyms=("Our sponsor", "Sponsor present", "Our sponsor there")),
        Field("their_sponsor_present", "bool", description="Was the partner's sponsor there: yes or no.",
              synonyms=("Partner sponsor present", "Their sponsor", "Partner sponsor")),
        Field("minutes", "number", low=0, high=1440, description="Length in minutes.",
              synonyms=("Duration", "Duration (minutes)", "Length", "Duration minutes", "Min")),
        Field("external_id", "id", description="Id of the meeting.",
              synonyms=("Id", "Meeting ID", "UID", "External ID", "Event ID")),
    ),
)  # fmt: skip
