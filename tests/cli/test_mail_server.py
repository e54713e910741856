"""Where mails go: to the server that the environment names, else into files of the home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, sys
from comotion.cli.acting import setup_django
setup_django()
from django.conf import settings
from django.core.mail import send_mail
from comotion.cli.checks import where_mails_go
said = where_mails_go()
if sys.argv[1] == "send":
    send_mail("Hello", "A letter", None, ["ida@example.com"])
print(json.dumps([said, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL, settings.EMAIL_HOST_PASSWORD]))
"""


def asked(home: Path, what: str, **variables: str) -> list[object]:
    environment = {**os.environ, "COMOTION_HOME": str(home), "DJANGO_SETTINGS_MODULE": "comotion.config.settings"}
    environment.pop("COMOTION_SMTP_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, what], env=environment | variables, capture_output=True, check=True, text=True
    )
    found: list[object] = json.loads(done.stdout)
    return found


def test_without_a_server_mails_are_kept_as_files(tmp_path: Path) -> None:
    said = asked(tmp_path, "send")[0]
    (letter,) = (tmp_path / "mails").iterdir()

    assert said == f"kept as files in {tmp_path}/mails; name a server in COMOTION_SMTP_URL to send them"
    assert "A letter" in letter.read_text()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp+tls://ida:p%40ss@mail.example.com", ["sent by mail.example.com:587", True, False, "p@ss"]),
        ("smtps://mail.example.com", ["sent by mail.example.com:465", False, True, ""]),
    ],
)
def test_named_server_is_used(tmp_path: Path, url: str, said: list[object]) -> None:
    assert asked(tmp_path, "ask", COMOTION_SMTP_URL=url) == said
