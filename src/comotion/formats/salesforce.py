"""Salesforce: report exports, Data Loader files and warehouse tables."""

from __future__ import annotations

from comotion.formats.grid import Vendor, signature

VENDOR = Vendor(
    name="salesforce",
    percent=True,
    signatures=(
        signature("opportunities", "name", "stage name", "close date"),
        signature("opportunities", "name", "stage name", "close date", "is won", "account id"),
        signature("opportunities", "opportunity name", "stage"),
        signature("opportunities", "opportunity name", "account name", "close date"),
        signature("opportunities", "opportunity id", "amount"),
        signature("accounts", "name", "master record id", "is deleted"),
        signature("accounts", "name", "billing country"),
        signature("accounts", "account name", "account owner"),
        signature("accounts", "account name", "account id"),
    ),
)
