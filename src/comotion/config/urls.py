"""Every road into the site. There is no admin."""

from django.urls import include, path

from comotion.api.urls import api

urlpatterns = [
    path("account/", include("comotion.web.account.urls")),
    path("api/v1/", api.urls),
    path("", include("comotion.web.urls")),
]
handler400 = "comotion.web.errors.bad_request"
handler403 = "comotion.web.errors.forbidden"
handler404 = "comotion.web.errors.not_found"
handler500 = "comotion.web.errors.broken"
