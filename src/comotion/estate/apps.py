"""The app."""

from django.apps import AppConfig


class EstateConfig(AppConfig):
    """Everything of an organization, as a whole."""

    name = "comotion.estate"
    label = "estate"
