"""Django's entry to this app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Names the app."""

    name = "comotion.identity"
    label = "identity"
