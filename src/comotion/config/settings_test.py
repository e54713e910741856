"""Settings of the test suite: a home of its own, jobs at once, cheap password hashes."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "COMOTION_HOME" not in os.environ:
    os.environ["COMOTION_HOME"] = tempfile.mkdtemp(prefix="comotion-test-")
    atexit.register(shutil.rmtree, os.environ["COMOTION_HOME"], ignore_errors=True)
os.environ.setdefault("COMOTION_SECRET_KEY", "for-tests-only-" + "x" * 50)

from comotion.config.settings import *  # noqa: F403
from comotion.config.settings import DATABASES, HOME

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "ENQUEUE_ON_COMMIT": True}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME.path / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = {}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(HOME.path / "test.db")}
