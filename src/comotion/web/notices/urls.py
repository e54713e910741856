"""Addresses of notices, under the organization for which one acts."""

from django.urls import path

from comotion.web.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.index, name="index"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/preferences/", views.preferences, name="preferences"),
    path("notices/<str:ref>/", views.follow, name="follow"),
]
