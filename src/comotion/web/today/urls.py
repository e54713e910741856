"""Addresses of Today."""

from django.urls import path

from comotion.web.today import views

app_name = "today"
urlpatterns = [path("today/", views.index, name="index")]
