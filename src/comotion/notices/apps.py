"""Django's entry to this app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Names the app."""

    name = "comotion.notices"
    label = "notices"
