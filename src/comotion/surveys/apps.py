"""Django's entry to this app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Names the app."""

    name = "comotion.surveys"
    label = "surveys"
