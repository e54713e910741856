"""Models, views and addresses of the floor; imported once its settings stand."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

SHOWN = 50


class Country(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        app_label = "floor"


class Partner(models.Model):
    name = models.CharField(max_length=200, db_index=True)
    city = models.CharField(max_length=80)
    country = models.ForeignKey(Country, models.PROTECT)
    owner = models.ForeignKey(User, models.PROTECT)
    approach = models.CharField(max_length=30, blank=True)
    tier = models.IntegerField(db_index=True)
    phase = models.CharField(max_length=20)
    score = models.FloatField(db_index=True)
    financial = models.FloatField()
    strategic = models.FloatField()
    operational = models.FloatField()
    relationship = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    coverage = models.FloatField()
    trend = models.FloatField()
    momentum = models.FloatField()
    warnings = models.IntegerField()
    updated = models.DateTimeField()

    class Meta:
        app_label = "floor"


def _page(request: HttpRequest, template: str) -> HttpResponse:
    number = int(request.GET.get("page", 1))
    rows = Partner.objects.select_related("country", "owner").order_by("name", "id")
    content: dict[str, Any] = {
        "user": request.user.get_username(),
        "total": rows.count(),
        "rows": rows[(number - 1) * SHOWN : number * SHOWN],
        "pages": range(max(1, number - 4), number + 5),
    }
    return render(request, template, content)


def listed(request: HttpRequest) -> HttpResponse:
    return _page(request, "list")


def wide(request: HttpRequest) -> HttpResponse:
    return _page(request, "wide")


urlpatterns = [path("list/", listed), path("wide/", wide)]
