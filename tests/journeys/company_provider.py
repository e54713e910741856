"""A company's own provider of OpenID Connect: a program of its own, with people, passwords and a client.

    python tests/journeys/company_provider.py PORT CLIENT SECRET REDIRECT ADDRESS PASSWORD

Says “ready” once it answers, and ends with its standard input.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

urlpatterns: list[Any] = []


def configure() -> None:
    """Set the program up with a database that lives as long as it does."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    settings.configure(
        SECRET_KEY="of-the-provider-" + "x" * 40,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        STATIC_URL="/static/",
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        SESSION_COOKIE_NAME="provider_session",
        CSRF_COOKIE_NAME="provider_csrf",
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ACCOUNT_LOGIN_METHODS={"email"},
        ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
        ACCOUNT_RATE_LIMITS={},
        IDP_OIDC_PRIVATE_KEY=pem.decode(),
        LOGIN_URL="/people/login/",
    )  # fmt: skip
    django.setup()
    urlpatterns.extend([path("people/", include("allauth.account.urls")), path("", include("allauth.idp.urls"))])


def populate(client: str, secret: str, redirect: str, address: str, password: str) -> None:
    """Make one person and one client."""
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model

    call_command("migrate", verbosity=0)
    person = get_user_model().objects.create_user("ines", address, password, first_name="Ines", last_name="Roth")
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    known = Client(
        id=client, name="Comotion", scopes="openid\nprofile\nemail", redirect_uris=redirect, skip_consent=True
    )
    known.set_secret(secret)
    known.save()


class Quiet(WSGIRequestHandler):
    """Tells nobody what it was asked."""

    def log_message(self, *_given: Any) -> None:
        """Keep quiet."""


def main() -> None:
    """Answer until whoever started this goes."""
    port, *given = sys.argv[1:]
    configure()
    populate(*given)
    server = make_server("127.0.0.1", int(port), get_wsgi_application(), handler_class=Quiet)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print("ready", flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    main()
