"""Django's entry to this app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Names the app."""

    name = "comotion.ledger"
    label = "ledger"
