"""Addresses of the settings."""

from django.urls import path

from comotion.web.settings import views

app_name = "settings"
urlpatterns = [
    path("settings/", views.index, name="index"),
    path("settings/preview/", views.preview, name="preview"),
    path("settings/apply/", views.apply, name="apply"),
    path("settings/people/", views.people, name="people"),
    path("settings/audit-log/", views.audit_log, name="audit_log"),
]
