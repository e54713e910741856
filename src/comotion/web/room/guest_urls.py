"""Addresses for guests: a room without an organization in front of it."""

from django.urls import path

from comotion.web.room import guests

app_name = "guest"
urlpatterns = [path("<str:ref>/", guests.guest_room, name="room")]
