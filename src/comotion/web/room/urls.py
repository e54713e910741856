"""Addresses of the sections of a room."""

from django.urls import path

from comotion.web.room import forms_views, views

app_name = "room"
urlpatterns = [
    path("partnerships/<str:ref>/", views.overview, name="overview"),
    path("partnerships/<str:ref>/metrics/", views.metrics, name="metrics"),
    path("partnerships/<str:ref>/value/", views.value, name="value"),
    path("partnerships/<str:ref>/scorecard/", views.scorecard, name="scorecard"),
    path("partnerships/<str:ref>/history/", views.history, name="history"),
    path("partnerships/<str:ref>/brief.<str:ending>", views.brief, name="brief"),
    path("partnerships/<str:ref>/metrics/enter/", forms_views.enter_reading, name="enter_reading"),
    path("partnerships/<str:ref>/value/grade/", forms_views.grade_horizon, name="grade_horizon"),
    path("partnerships/<str:ref>/value/enter/", forms_views.enter_entry, name="enter_entry"),
    path("partnerships/<str:ref>/standing/", forms_views.edit_standing, name="edit_standing"),
]
