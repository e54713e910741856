"""Tokens of the API: made, listed and revoked by people; only the hash of the secret is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from django.db import transaction

from comotion.core.audit import record
from comotion.core.policy import ACTIONS, may, policy_table, require
from comotion.core.principal import Principal, current_principal
from comotion.identity.enums import Role
from comotion.identity.models import ApiToken
from comotion.identity.queries import person_principal, token_with_hash

PREFIX = "comotion_"
NEVER_BY_TOKEN = frozenset({"tokens", "members", "settings", "estate", "sign-on"})
SEES_EVERY_TOKEN = (Role.OWNER, Role.AUDITOR)
USE_NOTED_EVERY = dt.timedelta(minutes=10)


class UnableToCreateToken(ValueError):
    """The token cannot be made; the message says why."""


class UnableToRevokeToken(ValueError):
    """The token cannot be revoked; the message says why."""


def grantable_scopes(principal: Principal) -> tuple[str, ...]:
    """Return every ``resource:action`` that ``principal`` could give to a token: never more than its own rights."""
    return tuple(
        f"{resource}:{action}"
        for resource in sorted(policy_table())
        if resource not in NEVER_BY_TOKEN
        for action in ACTIONS
        if may(principal, action, resource)
    )


def reading_scopes(principal: Principal) -> tuple[str, ...]:
    """Return those of the grantable scopes that only read."""
    return tuple(scope for scope in grantable_scopes(principal) if scope.endswith(":read"))


@transaction.atomic
def create_token(
    *, name: str, scopes: Collection[str], at: dt.datetime, expires_at: dt.datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token of whoever acts; return it with its secret, which is shown once and then forgotten."""
    principal = current_principal()
    require(principal, "create", "tokens")
    _refuse_unfit(principal, name, scopes, at, expires_at)
    assert principal.person_id is not None
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        owner_org_id=principal.organization_id,
        person_id=principal.person_id,
        name=name,
        secret_hash=hash_of(secret),
        scopes=sorted(scopes),
        created_at=at,
        expires_at=expires_at,
    )
    record("token.created", "token", token.ref, at=at, name=name, scopes=sorted(scopes))
    return token, secret


def _refuse_unfit(
    principal: Principal, name: str, scopes: Collection[str], at: dt.datetime, expires_at: dt.datetime | None
) -> None:
    if principal.person_id is None:
        raise UnableToCreateToken("A token acts as a person. Say as whom.")
    if not name.strip():
        raise UnableToCreateToken("Give the token a name that says what it is for.")
    if not scopes:
        raise UnableToCreateToken("Give the token at least one scope, such as portfolio:read.")
    if unknown := sorted(set(scopes) - set(grantable_scopes(principal))):
        raise UnableToCreateToken(f"“{unknown[0]}” is no scope that you can give. Leave it out.")
    if expires_at is not None and expires_at <= at:
        raise UnableToCreateToken("The token would have expired already. Choose a later day.")


def visible_tokens() -> list[ApiToken]:
    """Return the tokens that whoever acts may list, newest first: one's own, all of them for owner and auditor."""
    principal = current_principal()
    require(principal, "read", "tokens")
    tokens = ApiToken.objects.select_related("person").order_by("-created_at", "-pk")
    if principal.role in SEES_EVERY_TOKEN:
        return list(tokens)
    return [token for token in tokens if token.person_id == principal.person_id]


@transaction.atomic
def revoke_token(*, ref: str, at: dt.datetime) -> ApiToken:
    """End a token at once; one that has ended already stays as it is."""
    require(current_principal(), "delete", "tokens")
    token = next((one for one in visible_tokens() if one.ref == ref), None)
    if token is None:
        raise UnableToRevokeToken(f"There is no token “{ref}” here. “comotion token list” names them.")
    if token.revoked_at is None:
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=at)
        token.revoked_at = at
        record("token.revoked", "token", token.ref, at=at, name=token.name)
    return token


def principal_of_secret(secret: str, at: dt.datetime) -> tuple[Principal, ApiToken] | None:
    """Return who acts with ``secret``: the person's rights of this moment within the token's scopes, or None."""
    token = token_with_hash(hash_of(secret))
    if token is None or token.revoked_at is not None or (token.expires_at is not None and token.expires_at <= at):
        return None
    principal = person_principal(token.person_id, token.owner_org_id, frozenset(token.scopes) - _forbidden(token))
    if principal is None:
        return None
    return principal, token


def _forbidden(token: ApiToken) -> set[str]:
    return {scope for scope in token.scopes if scope.partition(":")[0] in NEVER_BY_TOKEN}


def note_use(token: ApiToken, at: dt.datetime) -> None:
    """Keep when the token was last used, to ten minutes, so that reading does not write each time."""
    if token.last_used_at is None or at - token.last_used_at >= USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret; it is long and random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
