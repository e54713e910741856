"""Addresses of explanations."""

from django.urls import path

from comotion.web.explain import views

app_name = "explain"
urlpatterns = [
    path("explain/<str:ref>/<str:figure>/", views.figure, name="figure"),
    path("explain/<str:figure>/", views.program_figure, name="program"),
]
