"""Rounds as their owner leads them, and the links that one's organization has given out."""

from django.urls import path

from comotion.web.surveys import given, rounds

app_name = "surveys"
urlpatterns = [
    path("partnerships/<str:ref>/pulse/start/", rounds.start, name="start"),
    path("partnerships/<str:ref>/pulse/plan/", rounds.plan, name="plan"),
    path("surveys/<str:ref>/", rounds.show, name="round"),
    path("surveys/<str:ref>/invite/", rounds.add, name="invite"),
    path("surveys/<str:ref>/withdraw/", rounds.take_back, name="withdraw"),
    path("surveys/<str:ref>/remind/", rounds.remind_all, name="remind"),
    path("surveys/<str:ref>/close/", rounds.end, name="close"),
    path("links/", given.links, name="links"),
    path("links/<str:ref>/revoke/", given.revoke, name="revoke_link"),
]
