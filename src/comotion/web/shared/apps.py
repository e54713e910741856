"""Django's entry to the shared templates and static files."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Names the app."""

    name = "comotion.web.shared"
    label = "web_shared"
