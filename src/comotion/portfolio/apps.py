"""Django's entry to this app."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Names the app."""

    name = "comotion.portfolio"
    label = "portfolio"
