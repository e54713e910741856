"""Addresses of the page of components."""

from django.urls import path

from comotion.web.shared import views

app_name = "shared"
urlpatterns = [
    path("design/", views.design, name="design"),
    path("design/explanation/", views.design_explanation, name="design_explanation"),
]
