"""Django's entry to this app."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Names the app."""

    name = "comotion.audits"
    label = "audits"
