"""Who calls: a token acts as its person, with the rights of this moment within its scopes, for one organization."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja.security import HttpBearer

from comotion.api.rate import refuse_too_many
from comotion.core.clock import now
from comotion.core.policy import Policy, require
from comotion.core.principal import Principal, set_principal
from comotion.identity.models import ApiToken
from comotion.identity.tokens import note_use, principal_of_secret


class TokenAuth(HttpBearer):
    """Lets the principal of a token act until the request ends, if the operation's policy allows it."""

    def __init__(self, declared: Policy | None) -> None:
        super().__init__()
        self.declared = declared

    def authenticate(self, request: HttpRequest, token: str) -> Principal | None:
        """Return who acts, or None for a secret that is unknown, expired or revoked."""
        moment = now()
        found = principal_of_secret(token, moment)
        if found is None:
            return None
        principal, row = found
        set_principal(principal)
        self._require(request, principal)
        refuse_too_many(row.ref)
        note_use(row, moment)
        request.token = row  # type: ignore[attr-defined]
        return principal

    def _require(self, request: HttpRequest, principal: Principal) -> None:
        action = self.declared.action(request.method or "GET") if self.declared else None
        if self.declared is None or action is None:
            raise PermissionDenied("This operation declares no policy.")
        require(principal, action, self.declared.resource)


def token_of(request: HttpRequest) -> ApiToken:
    """Return the token with which a request came."""
    token: ApiToken = request.token  # type: ignore[attr-defined]
    return token
