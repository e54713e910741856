"""Addresses of single promises, and of calendar feeds."""

from django.urls import path

from comotion.web.notices import calendar, commitments

app_name = "commitments"
urlpatterns = [
    path("commitments/<str:ref>/", commitments.commitment, name="commitment"),
    path("commitments/<str:ref>/ask/", commitments.ask, name="ask"),
    path("calendar/", calendar.feeds, name="feeds"),
]
