"""Addresses of the page of components."""

from django.urls import path

from comotion.web.shared import drafts, views

app_name = "shared"
urlpatterns = [
    path("drafts/<slug:form>/", drafts.keep, name="keep_draft"),
    path("drafts/<slug:form>/discard/", drafts.discard, name="discard_draft"),
    path("design/", views.design, name="design"),
    path("design/explanation/", views.design_explanation, name="design_explanation"),
]
