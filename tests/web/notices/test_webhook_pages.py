"""The pages of webhooks: who may, what is shown once, and the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from comotion.notices.enums import DeliveryState
from comotion.notices.models import Delivery, Webhook
from tests.notices.conftest import AT, Telling, telling
from tests.notices.receiver import Receiver, receiving
from tests.web.notices.test_notices_pages import browser
from tests.web.program import body, count_queries, roles_that_may, statuses

__all__ = ["telling"]
INDEX = "/o/northwind-cloud/settings/webhooks/"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]+")


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiving() as running:
        yield running


@pytest.fixture
def ben(telling: Telling) -> Client:
    return browser(telling.ben)


def make(client: Client, receiver: Receiver, **changes: Any) -> Any:
    return client.post(INDEX, {"url": receiver.url, "events": ["warning.opened"]} | changes)


@pytest.fixture
def hook(ben: Client, receiver: Receiver) -> Webhook:
    make(ben, receiver)
    return Webhook.unscoped.get()


def page(hook: Webhook, action: str = "") -> str:
    return f"{INDEX}{hook.ref}/{action}"


def test_list_answers_each_role_by_the_policy(clients: dict[str, Client]) -> None:
    allowed = roles_that_may("read", "webhooks")

    assert statuses(clients, [INDEX]) == {INDEX: {role: 200 if role in allowed else 403 for role in clients}}


def test_secret_is_shown_once(ben: Client, receiver: Receiver) -> None:
    made = body(make(ben, receiver))
    hook = Webhook.unscoped.get()

    assert (len(SECRET.findall(made)), SECRET.findall(body(ben.get(page(hook))))) == (1, [])
    assert SECRET.findall(body(ben.get(INDEX))) == []


@pytest.mark.parametrize(
    "wrong",
    [{"url": "https://127.0.0.1:8443/"}, {"url": "not an address"}, {"url": ""}, {"events": []}, {"events": ["all"]}],
)
def test_webhook_that_cannot_be_is_refused_beside_its_field(
    ben: Client, receiver: Receiver, settings: Any, wrong: dict[str, Any]
) -> None:
    settings.WEBHOOK_NETWORKS = []
    answer = (
        make(ben, receiver, url="https://127.0.0.1/", **wrong) if "url" not in wrong else make(ben, receiver, **wrong)
    )

    assert (answer.status_code, Webhook.unscoped.count()) == (200, 0)
    assert 'class="co-error"' in body(answer)


@pytest.mark.parametrize("action", ["secret/", "pause/", "resume/", "test/", "remove/"])
def test_what_changes_a_webhook_is_posted_by_those_who_may(
    telling: Telling, ben: Client, hook: Webhook, clients: dict[str, Client], action: str
) -> None:
    answers = {role: clients[role].post(page(hook, action)).status_code for role in ("auditor", "analyst", "member")}

    assert answers == {"auditor": 403, "analyst": 404, "member": 404}
    assert ben.get(page(hook, action)).status_code == 405
    assert ben.post(page(hook, action)).status_code == (200 if action == "secret/" else 302)


def test_new_secret_replaces_the_old_one(ben: Client, hook: Webhook) -> None:
    before = hook.sealed_secret
    shown = SECRET.findall(body(ben.post(page(hook, "secret/"))))
    hook.refresh_from_db()

    assert (len(shown), hook.sealed_secret == before) == (1, False)


def test_test_is_sent_and_stands_in_the_log(
    ben: Client, hook: Webhook, receiver: Receiver, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ben.post(page(hook, "test/"))
    content = body(ben.get(page(hook)))

    assert len(receiver.received) == 1
    assert "webhook.test" in content
    assert "Delivered" in content


def test_what_was_given_up_is_sent_again(ben: Client, hook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [500]
    ben.post(page(hook, "test/"))
    receiver.answers = [204]
    Delivery.unscoped.update(state=DeliveryState.GIVEN_UP)
    delivery = Delivery.unscoped.get()
    again = f"{INDEX}deliveries/{delivery.ref}/again/"
    assert ben.get(again).status_code == 405
    ben.post(again)
    delivery.refresh_from_db()

    assert delivery.state == DeliveryState.DELIVERED
    assert "Only what was given up" in body(ben.post(again, follow=True))


def test_removed_webhook_is_gone_with_its_log(ben: Client, hook: Webhook) -> None:
    ben.post(page(hook, "test/"))
    ben.post(page(hook, "remove/"))

    assert (Webhook.unscoped.count(), Delivery.unscoped.count(), ben.get(page(hook)).status_code) == (0, 0, 404)


def test_list_and_log_take_the_same_queries_for_one_and_three(ben: Client, hook: Webhook, receiver: Receiver) -> None:
    def line(number: int) -> None:
        Delivery.unscoped.create(
            owner_org=hook.owner_org, author=hook.author, webhook=hook, event="warning.opened", subject="x",
            key=str(number), happened_at=AT, next_at=AT,
        )  # fmt: skip

    line(1)
    one = [count_queries(ben, INDEX), count_queries(ben, page(hook))]
    for number in (2, 3):
        make(ben, receiver)
        line(number)

    assert [count_queries(ben, INDEX), count_queries(ben, page(hook))] == one
