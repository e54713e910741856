"""Django's entry to this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the app."""

    name = "comotion.accounts"
    label = "accounts"
