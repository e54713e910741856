"""Secrets are kept sealed: opened by the same installation, for the same purpose, and by nothing else."""

from __future__ import annotations

from typing import Any

from comotion.core.sealing import opened, sealed


def test_sealed_secret_opens_for_its_purpose_alone() -> None:
    kept = sealed("a secret", "webhooks")

    assert "a secret" not in kept
    assert (opened(kept, "webhooks"), opened(kept, "sign-on")) == ("a secret", "")


def test_secret_of_another_installation_stays_closed(settings: Any) -> None:
    kept = sealed("a secret", "webhooks")
    settings.SECRET_KEY = "that of another one"

    assert opened(kept, "webhooks") == ""


def test_nothing_stays_nothing() -> None:
    assert (sealed("", "webhooks"), opened("", "webhooks")) == ("", "")
