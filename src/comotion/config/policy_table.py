"""Who may do what: resource → role → C create, R read, U change, D delete, X export, S widen (isolation.md)."""

from __future__ import annotations

_ROLES = ("owner", "alliance_manager", "analyst", "member", "executive_sponsor", "auditor")


def _row(*letters: str) -> dict[str, str]:
    return dict(zip(_ROLES, letters, strict=True))


POLICY_TABLE: dict[str, dict[str, str]] = {
    # resource:              owner    manager  analyst  member  sponsor  auditor
    "organization": _row("RU", "R", "R", "R", "R", "R"),
    "members": _row("CRUD", "RC", "R", "R", "R", "R"),
    "settings": _row("CRU", "R", "R", "R", "R", "R"),
    "room": _row("CRU", "CRU", "R", "R", "R", "R") | {"guest": "R"},
    "joint": _row("CRU", "CRU", "R", "CRU", "R", "R"),
    "standing": _row("CRUDXS", "CRUDXS", "CRUX", "CRX", "RX", "RX"),
    "portfolio": _row("CRUDX", "CRUDX", "CRUX", "RX", "RX", "RX"),
    "crm": _row("CRUDX", "CRUDX", "CRUDX", "R", "", "R"),
    "imports": _row("CRUDX", "CRUDX", "CRUDX", "", "", "R"),
    "measures": _row("CRUDX", "CRUDX", "CRUDX", "R", "R", "R"),
    "audits": _row("CRUDX", "CRUDX", "RX", "RX", "RX", "RX"),
    "incentives": _row("CRUDXS", "CRUDXS", "", "", "", "R"),
    "initiatives": _row("CRUDX", "CRUDX", "RX", "CRUX", "RX", "RX"),
    "today": _row("R", "R", "R", "R", "R", "R"),
    "reports": _row("RX", "RX", "RX", "RX", "RX", "RX"),
    "explanation": _row("RX", "RX", "RX", "RX", "RX", "RX"),
    "jobs": _row("CRU", "CRU", "CRU", "CR", "CR", "R"),
    "surveys": _row("CRUD", "CRUD", "R", "R", "R", "R"),
    "links": _row("RD", "RD", "RD", "RD", "RD", "R"),
    "tokens": _row("CRUD", "CRUD", "CRUD", "CRUD", "R", "R"),
    "commitments": _row("CRUDX", "CRUDX", "RX", "CRU", "R", "R"),
    "notices": _row("RU", "RU", "RU", "RU", "RU", "RU"),
    "webhooks": _row("CRUD", "CRUD", "CRUD", "CRUD", "", "R"),
    "sign-on": _row("CRUD", "R", "", "", "", "R"),
    "audit-log": _row("RX", "R", "", "", "", "RX"),
    "room-log": _row("RX", "RX", "R", "R", "R", "RX"),
    "estate": _row("RUDX", "", "", "", "", ""),
    "drafts": _row("CRUD", "CRUD", "CRUD", "CRUD", "CRUD", "R"),
    "design": _row("R", "R", "R", "R", "R", "R"),
}

EXTERNAL_VIEWS: dict[str, str] = {
    # views of libraries, by the name of their url → their audience
    "account_login": "public",
    "account_logout": "person",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_change_password": "person",
    "account_set_password": "person",
    "account_reauthenticate": "person",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "person",
    "mfa_index": "person",
    "mfa_activate_totp": "person",
    "mfa_deactivate_totp": "person",
    "mfa_generate_recovery_codes": "person",
    "mfa_view_recovery_codes": "person",
    "mfa_download_recovery_codes": "person",
    "mfa_list_webauthn": "person",
    "mfa_add_webauthn": "person",
    "mfa_edit_webauthn": "person",
    "mfa_remove_webauthn": "person",
    "mfa_reauthenticate_webauthn": "person",
    "mfa_login_webauthn": "public",
}
