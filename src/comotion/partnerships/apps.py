"""Django's entry to this app."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """Names the app."""

    name = "comotion.partnerships"
    label = "partnerships"
