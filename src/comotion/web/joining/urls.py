"""Addresses of invitations: each below the secret of its link."""

from django.urls import path

from comotion.web.joining import member_views, room_views

app_name = "joining"
urlpatterns = [
    path("l/<str:token>/room/", room_views.offer, name="room"),
    path("l/<str:token>/room/account/", room_views.make_account, name="room_account"),
    path("l/<str:token>/room/accept/", room_views.accept, name="room_accept"),
    path("l/<str:token>/room/enter/", room_views.enter, name="room_enter"),
    path("l/<str:token>/room/ask/", room_views.ask, name="room_ask"),
    path("l/<str:token>/room/decline/", room_views.decline, name="room_decline"),
    path("l/<str:token>/membership/", member_views.offer, name="member"),
    path("l/<str:token>/membership/account/", member_views.make_account, name="member_account"),
    path("l/<str:token>/membership/accept/", member_views.accept, name="member_accept"),
    path("l/<str:token>/membership/decline/", member_views.decline, name="member_decline"),
]
