"""What can still be done in an organization that is about to be deleted: read, take everything along, take it back."""

from __future__ import annotations

from comotion.core.policy import policy_table

STILL = frozenset({"read", "export"})
ALSO = frozenset({
    "estate:change", "notices:change", "links:delete", "tokens:delete", "webhooks:delete", "drafts:create",
    "drafts:delete",
})  # fmt: skip
"""What leads out: taking the deletion back, ending what lets others in, being told."""


def scopes_while_closing() -> frozenset[str]:
    """Return the rights that are left until an organization is deleted, for those whose role has them."""
    return ALSO | {f"{resource}:{action}" for resource in policy_table() for action in STILL}
