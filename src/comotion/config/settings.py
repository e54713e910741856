"""Django's settings; what differs between installations comes from the home and the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from huey.serializer import SignedSerializer

from comotion.config.home import open_home

HOME = open_home()
BASE_URL = HOME.url
IS_HTTPS = BASE_URL.startswith("https://")

SECRET_KEY = HOME.secret_key
DEBUG = False
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "localhost", *os.environ.get("COMOTION_HOSTS", "").split()]
if not IS_HTTPS:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
COMOTION_AS_OF = HOME.as_of
GRACE_DAYS = int(os.environ.get("COMOTION_GRACE_DAYS", "30"))
ROOT_URLCONF = "comotion.config.urls"
WSGI_APPLICATION = "comotion.config.wsgi.application"
AUTH_USER_MODEL = "identity.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
POLICY_TABLE = "comotion.config.policy_table.POLICY_TABLE"
EXTERNAL_VIEWS = "comotion.config.policy_table.EXTERNAL_VIEWS"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "huey.contrib.djhuey",
    "ninja",
    "comotion.core",
    "comotion.identity",
    "comotion.partnerships",
    "comotion.estate",
    "comotion.accounts",
    "comotion.measures",
    "comotion.surveys",
    "comotion.audits",
    "comotion.initiatives",
    "comotion.ledger",
    "comotion.rhythm",
    "comotion.scores",
    "comotion.selection",
    "comotion.portfolio",
    "comotion.ecosystem",
    "comotion.imports",
    "comotion.reports",
    "comotion.notices",
    "comotion.web",
    "comotion.web.shared",
    "comotion.config",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "comotion.web.middleware.PolicyMiddleware",
]

_TEMPLATE_LOADERS: list[Any] = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted((Path(__file__).parent.parent / "web").glob("*/templates")),
        "OPTIONS": {
            "libraries": {"friction": "comotion.web.friction_audit.tags", "portfolio": "comotion.web.portfolio.tags"},
            "loaders": [
                ("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _TEMPLATE_LOADERS)])
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "comotion.web.shared.templatetags.co",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comotion.web.context.navigation",
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME.path}/comotion.db")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "comotion.core.postgresql"
_OWNER_URL = os.environ.get("DATABASE_OWNER_URL")
TABLE_OWNER: dict[str, Any] = dict(dj_database_url.parse(_OWNER_URL)) if _OWNER_URL else {}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(HOME.path / "cache")}
}
if os.environ.get("REDIS_URL"):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["REDIS_URL"]}
    }

TASKS = {
    "default": {"BACKEND": "huey.contrib.djhuey.tasks_backend.HueyBackend", "ENQUEUE_ON_COMMIT": True, "QUEUES": []}
}
HUEY: dict[str, Any] = {
    "huey_class": "huey.SqliteHuey",
    "name": "comotion",
    "filename": str(HOME.path / "jobs.db"),
    "immediate": False,
    "serializer": SignedSerializer(secret=SECRET_KEY, salt="comotion-jobs"),
    "consumer": {"workers": 1, "worker_type": "thread", "periodic": True},
}
if os.environ.get("REDIS_URL"):
    HUEY |= {"huey_class": "huey.RedisHuey", "url": os.environ["REDIS_URL"]}
    HUEY.pop("filename")

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "comotion.web.account.adapter.ClosedSignup"
ACCOUNT_FORMS = {"login": "comotion.web.account.forms.SignInForm"}
SOCIALACCOUNT_ADAPTER = "comotion.web.account.adapter.OwnProviders"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "sign_on": "30/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "comotion.web.account.passkeys.Passkeys"
MFA_FORMS = {"add_webauthn": "comotion.web.account.passkeys.AddPasskeyForm"}
MFA_TOTP_ISSUER = "Comotion"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
_SMTP = urlsplit(os.environ.get("COMOTION_SMTP_URL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _SMTP.scheme else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(HOME.path / "mails")
EMAIL_HOST, EMAIL_PORT = _SMTP.hostname or "localhost", _SMTP.port or (465 if _SMTP.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_SMTP.username or ""), unquote(_SMTP.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _SMTP.scheme == "smtps", _SMTP.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("COMOTION_MAIL_FROM", "Comotion <comotion@localhost>")
REPLIES_TO = os.environ.get("COMOTION_REPLIES_TO", "")
MAILBOX_URL = os.environ.get("COMOTION_MAILBOX_URL", "")
INBOUND_SECRET = os.environ.get("COMOTION_INBOUND_SECRET", "")
SIGN_ON_NETWORKS = os.environ.get("COMOTION_SIGN_ON_NETWORKS", "").split()
WEBHOOK_NETWORKS = os.environ.get("COMOTION_WEBHOOK_NETWORKS", "").split()

SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("COMOTION_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME.path / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME.path / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("COMOTION_LOG_LEVEL", "WARNING")},
}
