"""Addresses of the portfolio."""

from django.urls import path

from comotion.web.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("portfolio/", views.index, name="index"),
    path("portfolio/views/", views.save_view, name="save_view"),
    path("portfolio/views/<str:ref>/remove/", views.remove_view, name="remove_view"),
    path("portfolio/move/<str:ref>/", views.move, name="move"),
    path("portfolio/move/<str:ref>/undo/", views.take_back, name="take_back"),
    path("portfolio/report.<str:ending>", views.report, name="report"),
]
