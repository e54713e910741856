"""Drafts: what a person types into a long form is kept while they type, and is there when they come back."""

from __future__ import annotations

import datetime as dt

from comotion.core.models import Draft
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility

MOST_CHARACTERS = 100_000


class UnableToKeepDraft(ValueError):
    """The draft is not kept; the message says why."""


def keep_draft(*, form: str, content: dict[str, str], at: dt.datetime) -> Draft:
    """Keep what stands in a form now, over what was kept before.

    Raises
    ------
    UnableToKeepDraft
        If nobody in person acts, or the draft is larger than a form can be.

    """
    principal = current_principal()
    if principal.person_id is None:
        raise UnableToKeepDraft("A draft belongs to a person.")
    if sum(len(name) + len(value) for name, value in content.items()) > MOST_CHARACTERS:
        raise UnableToKeepDraft("This is more than a form holds. Shorten the longest text.")
    draft, _created = Draft.objects.update_or_create(
        owner_org_id=principal.organization_id,
        author_id=principal.person_id,
        form=form,
        defaults={"content": content, "saved_at": at, "visibility": Visibility.PERSONAL},
    )
    return draft


def draft_of(form: str) -> Draft | None:
    """Return one's own draft of a form."""
    return Draft.objects.filter(form=form).first()


def drop_draft(form: str) -> None:
    """Forget one's own draft of a form."""
    Draft.objects.filter(form=form).delete()
