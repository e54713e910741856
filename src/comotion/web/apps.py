"""Django's entry to the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the app."""

    name = "comotion.web"
    label = "web"
