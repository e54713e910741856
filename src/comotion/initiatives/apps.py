"""Django's entry to this app."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Names the app."""

    name = "comotion.initiatives"
    label = "initiatives"
