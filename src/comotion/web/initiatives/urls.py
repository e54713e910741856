"""Addresses of the section, within those of the room."""

from django.urls import path

from comotion.web.initiatives import views

ROOM = "partnerships/<str:ref>/initiatives/"
urlpatterns = [
    path(ROOM, views.section, name="initiatives"),
    path(f"{ROOM}matrix/", views.keep_matrix, name="keep_matrix"),
    path(f"{ROOM}activity/", views.add_activity, name="add_activity"),
    path(f"{ROOM}begin/", views.begin, name="begin_initiative"),
    path("initiatives/<str:ref>/leader/", views.add_leader, name="add_leader"),
    path("leaders/<str:ref>/end/", views.end_lead, name="end_lead"),
    path("activities/<str:ref>/remove/", views.drop_activity, name="drop_activity"),
]
