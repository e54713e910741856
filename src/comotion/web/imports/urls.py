"""Addresses of Import."""

from django.urls import path

from comotion.web.imports import since, views

app_name = "imports"
urlpatterns = [
    path("import/", views.index, name="index"),
    path("import/template/<slug:kind>.<str:ending>", views.template, name="template"),
    path("import/<slug:ref>/", views.run, name="run"),
    path("import/<slug:ref>/columns/", views.columns, name="columns"),
    path("import/<slug:ref>/mend/", views.mend, name="mend"),
    path("import/<slug:ref>/load/", views.load, name="load"),
    path("import/<slug:ref>/progress/", views.progress, name="progress"),
    path("import/<slug:ref>/cancel/", views.cancel, name="cancel"),
    path("import/<slug:ref>/undo/", views.undo, name="undo"),
    path("import/<slug:ref>/since/", since.since, name="since"),
    path("import/<slug:ref>/refused.csv", views.refused, name="refused"),
]
