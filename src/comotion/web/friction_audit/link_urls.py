"""What somebody without an account opens by link: one document."""

from django.urls import path

from comotion.web.friction_audit import handing_views

urlpatterns = [
    path("l/<str:token>/document/", handing_views.document, name="document"),
    path("l/<str:token>/document.pdf", handing_views.paper, name="document_paper"),
]
