"""What people reach without logging in: by a link that does one thing, or as a mail program or service."""

from django.urls import path

from comotion.web.notices import calendar, commitments
from comotion.web.notices.inbound import inbound
from comotion.web.notices.stopping import stop

urlpatterns = [
    path("l/<str:token>/commitment/", commitments.by_link, name="commitment"),
    path("l/<str:token>/calendar.ics", calendar.feed, name="calendar"),
    path("mail/stop/<str:token>/", stop, name="stop"),
    path("mail/in/", inbound, name="inbound"),
]
