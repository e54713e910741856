"""The pages, each area under the organization for which one acts."""

from django.urls import include, path

from comotion.web.account.door import trial
from comotion.web.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("comotion.web.notices.link_urls")),
    path("", include("comotion.web.joining.urls")),
    path("", include("comotion.web.surveys.link_urls")),
    path("", include("comotion.web.friction_audit.link_urls")),
    path("guest/", include("comotion.web.room.guest_urls")),
    path(
        "o/<slug:organization>/",
        include(
            [
                path("", include("comotion.web.today.urls")),
                path("", include("comotion.web.portfolio.urls")),
                path("", include("comotion.web.room.urls")),
                path("", include("comotion.web.friction_audit.urls")),
                path("", include("comotion.web.selection.urls")),
                path("", include("comotion.web.ecosystem.urls")),
                path("", include("comotion.web.imports.urls")),
                path("", include("comotion.web.explain.urls")),
                path("", include("comotion.web.settings.urls")),
                path("settings/sign-on/try/", trial, name="sign_on_trial"),
                path("", include("comotion.web.surveys.urls")),
                path("", include("comotion.web.notices.urls")),
                path("", include("comotion.web.notices.webhook_urls")),
                path("", include("comotion.web.notices.commitment_urls")),
                path("", include("comotion.web.shared.urls")),
            ]
        ),
    ),
]
