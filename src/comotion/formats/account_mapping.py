"""Lists for account mapping: a company and its web address, as the account-mapping services ask for them."""

from __future__ import annotations

from comotion.formats.grid import Vendor, signature

VENDOR = Vendor(
    name="account_mapping",
    signatures=(
        signature("accounts", "company name", "website"),
        signature("accounts", "company name", "company url"),
        signature("accounts", "account name", "website"),
        signature("accounts", "account name", "account website"),
        signature("accounts", "your account", "your status"),
    ),
    synonyms={"accounts": {"name": ("Your Account",), "type": ("Your Status", "My Population")}},
)
