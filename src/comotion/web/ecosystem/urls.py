"""Addresses of Ecosystem."""

from django.urls import path

from comotion.web.ecosystem import views

app_name = "ecosystem"
urlpatterns = [path("ecosystem/", views.index, name="index")]
