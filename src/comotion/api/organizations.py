"""For whom a token acts."""

from __future__ import annotations

from django.http import HttpRequest

from comotion.api.application import Frozen, PolicedRouter
from comotion.api.authentication import token_of
from comotion.core.policy import policy
from comotion.core.principal import current_principal
from comotion.identity.queries import membership_of

router = PolicedRouter(tags=["organizations"])


class Me(Frozen):
    """The organization and the person of a token, the person's role now, and what the token may do."""

    organization: str
    name: str
    person: str
    email: str
    role: str
    scopes: list[str]


@router.get("/organizations/me", response=Me)
@policy("organization", GET="read")
def me(request: HttpRequest) -> Me:
    """Say for whom this token acts."""
    principal = current_principal()
    member = membership_of(principal)
    return Me(
        organization=member.organization.slug,
        name=member.organization.name,
        person=member.person.name,
        email=member.person.email,
        role=principal.role,
        scopes=sorted(token_of(request).scopes),
    )
