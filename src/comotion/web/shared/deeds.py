"""What people did, in words: the entries of the audit log as pages and their files say them."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from comotion.core.models import AuditEntry

WORDS: dict[str, Promise] = {
    "enter": lazy("entered"),
    "correct": lazy("corrected"),
    "change": lazy("changed"),
    "grade": lazy("graded"),
    "begin": lazy("began"),
    "issue": lazy("issued a report"),
    "release": lazy("released a comparison"),
    "keep": lazy("kept a view"),
    "remove": lazy("removed a view"),
    "row.shared": lazy("shared it with the room"),
    "row.kept_back": lazy("kept it back"),
    "phase.moved": lazy("moved it to another phase"),
    "phase.move_withdrawn": lazy("took a move back"),
    "tier.pinned": lazy("pinned its tier"),
    "tier.unpinned": lazy("took a pin of the tier back"),
    "pulse.planned": lazy("planned the pulse"),
    "settings.applied": lazy("put method settings in force"),
    "import.apply": lazy("loaded a file"),
    "import.undo": lazy("took a loaded file back"),
    "import.cancel": lazy("left a file unloaded"),
    "survey.opened": lazy("opened a round of questions"),
    "survey.extended": lazy("asked more people"),
    "survey.withdrawn": lazy("withdrew a round of questions"),
    "survey.reminded": lazy("reminded those who had not answered"),
    "survey.closed": lazy("closed a round of questions"),
    "commitment.done": lazy("marked a commitment as done"),
    "commitment.open": lazy("opened a commitment again"),
    "commitment.cancelled": lazy("cancelled a commitment"),
    "commitment.moved": lazy("moved a commitment to another day"),
    "commitment.asked": lazy("asked for the status of a commitment"),
    "member.added": lazy("added a member"),
    "member.invited": lazy("invited somebody"),
    "member.invited_again": lazy("sent an invitation again"),
    "member.invitation_taken_back": lazy("took an invitation back"),
    "member.invitation_accepted": lazy("accepted an invitation"),
    "member.invitation_declined": lazy("declined an invitation"),
    "member.asked": lazy("asked to be let in"),
    "member.role_changed": lazy("gave a member another role"),
    "member.state_changed": lazy("let in, suspended or removed a member"),
    "member.password_set": lazy("set a password"),
    "organization.founded": lazy("founded the organization here"),
    "token.created": lazy("made an API token"),
    "token.revoked": lazy("ended an API token"),
    "link.revoked": lazy("ended a link"),
    "calendar.made": lazy("made a calendar feed"),
    "document.handed_out": lazy("handed a report out by link"),
    "webhook.created": lazy("added a webhook"),
    "webhook.secret_renewed": lazy("renewed the secret of a webhook"),
    "webhook.paused": lazy("paused a webhook"),
    "webhook.resumed": lazy("resumed a webhook"),
    "webhook.removed": lazy("removed a webhook"),
    "notice.answered": lazy("answered a mail"),
    "room.joined": lazy("joined the room"),
    "room.invited": lazy("invited somebody into the room"),
    "room.invited_again": lazy("sent an invitation again"),
    "room.invitation_taken_back": lazy("took an invitation back"),
    "room.invitation_accepted": lazy("accepted an invitation"),
    "room.invitation_declined": lazy("declined an invitation"),
    "room.consented": lazy("answered a proposal to let somebody in"),
    "room.guest_let_out": lazy("let a guest out"),
    "room.ending": lazy("announced the end"),
    "room.going_on": lazy("took the announced end back"),
    "room.ended": lazy("ended the partnership"),
    "room.left": lazy("left the room"),
    "room.party_left": lazy("left the room"),
    "text.written": lazy("wrote a common text"),
    "text.set_aside": lazy("wrote a common text that was set aside"),
    "export.asked": lazy("asked for everything of the organization"),
    "export.made": lazy("packed everything of the organization"),
    "export.downloaded": lazy("downloaded everything of the organization"),
    "export.removed": lazy("removed a packed export"),
    "organization.closing": lazy("asked for the organization to be deleted"),
    "organization.kept": lazy("took the deletion of the organization back"),
    "organization.imported": lazy("brought the organization here"),
}
THINGS: dict[str, Promise] = {
    "partnership": lazy("partnership"),
    "reading": lazy("reading"),
    "standing": lazy("standing"),
    "horizon": lazy("horizon grade"),
    "ledger entry": lazy("entry of the ledger"),
    "commitment": lazy("commitment"),
    "audit": lazy("friction audit"),
    "role group": lazy("role group"),
    "survey": lazy("round of questions"),
    "import": lazy("import"),
    "program_settings": lazy("method settings"),
    "person": lazy("person"),
    "invitation": lazy("invitation"),
    "guest": lazy("guest"),
    "joint_text": lazy("common text"),
    "organization": lazy("organization"),
    "token": lazy("API token"),
    "link": lazy("link"),
    "webhook": lazy("webhook"),
    "notice": lazy("notice"),
    "saved view": lazy("saved view"),
    "export": lazy("export"),
}
KEPT_PERSONAL = frozenset({"saved view", "notice", "draft"})
"""Things that may be one person's own: the log names the deed and not what they are called."""
MOST_SAID = 160


def deed_words(action: str) -> str:
    """Return what was done; a deed without words of its own reads as its code, which was chosen to be readable."""
    known = WORDS.get(action)
    return str(known) if known else action.replace(".", " ").replace("_", " ")


def thing_words(subject: str) -> str:
    """Return what kind of thing it was done to."""
    known = THINGS.get(subject)
    return str(known) if known else subject.rpartition(".")[2].replace("_", " ")


def person_words(entry: AuditEntry) -> str:
    """Return who did it: a person, or Comotion by the clock or at the hands of whoever runs it."""
    if entry.person_id is None:
        return _("Comotion")
    return str(entry.person) if _is_there(entry) else _("somebody who is gone")


def _is_there(entry: AuditEntry) -> bool:
    return entry.person is not None


def said_words(entry: AuditEntry) -> str:
    """Return what the entry says beside the deed, in one line."""
    if entry.subject in KEPT_PERSONAL:
        return ""
    detail: dict[str, Any] = {name: value for name, value in entry.detail.items() if name != "partnership"}
    text = "; ".join(f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in detail.items())
    return text if len(text) <= MOST_SAID else f"{text[: MOST_SAID - 1]}…"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return "–" if value is None or value == "" else str(value)
