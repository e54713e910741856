"""Addresses of Import."""

from django.urls import path

from comotion.web.imports import answering, files, loading, since, views

app_name = "imports"
urlpatterns = [
    path("import/", views.index, name="index"),
    path("import/template/<slug:kind>.<str:ending>", files.template, name="template"),
    path("import/<slug:ref>/", views.run, name="run"),
    path("import/<slug:ref>/columns/", answering.columns, name="columns"),
    path("import/<slug:ref>/mapping/", answering.mapping, name="mapping"),
    path("import/<slug:ref>/mapping.json", files.mapping, name="mapping_file"),
    path("import/<slug:ref>/meetings/", answering.meetings, name="meetings"),
    path("import/<slug:ref>/pairs/", answering.pairs, name="pairs"),
    path("import/<slug:ref>/mend/", answering.mend, name="mend"),
    path("import/<slug:ref>/load/", loading.load, name="load"),
    path("import/<slug:ref>/progress/", views.progress, name="progress"),
    path("import/<slug:ref>/cancel/", loading.cancel, name="cancel"),
    path("import/<slug:ref>/undo/", loading.undo, name="undo"),
    path("import/<slug:ref>/since/", since.since, name="since"),
    path("import/<slug:ref>/refused.<str:ending>", files.refused, name="refused"),
]
