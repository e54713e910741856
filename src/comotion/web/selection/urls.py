"""Addresses of Selection."""

from django.urls import path

from comotion.web.selection import views

app_name = "selection"
urlpatterns = [path("selection/", views.index, name="index")]
