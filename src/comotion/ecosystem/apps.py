"""Django's entry to this app."""

from django.apps import AppConfig


class EcosystemConfig(AppConfig):
    """Names the app."""

    name = "comotion.ecosystem"
    label = "ecosystem"
