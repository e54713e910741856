"""Addresses of webhooks, among the settings."""

from django.urls import path

from comotion.web.notices import webhooks

app_name = "webhooks"
urlpatterns = [
    path("settings/webhooks/", webhooks.index, name="index"),
    path("settings/webhooks/<str:ref>/", webhooks.webhook, name="webhook"),
    path("settings/webhooks/<str:ref>/secret/", webhooks.renew, name="renew"),
    path("settings/webhooks/<str:ref>/pause/", webhooks.pause, name="pause"),
    path("settings/webhooks/<str:ref>/resume/", webhooks.resume, name="resume"),
    path("settings/webhooks/<str:ref>/test/", webhooks.test, name="test"),
    path("settings/webhooks/<str:ref>/remove/", webhooks.remove, name="remove"),
    path("settings/webhooks/deliveries/<str:ref>/again/", webhooks.again, name="again"),
]
