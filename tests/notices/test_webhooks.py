"""Webhooks: signed, tried again, told nothing but type, id and time, and never led into our own network."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from comotion.core.models import AuditEntry
from comotion.core.sealing import opened
from comotion.notices import connecting
from comotion.notices.connecting import UnableToReach, check_url, is_public, post
from comotion.notices.delivering import PAUSES, announce, ask_for_due, deliver
from comotion.notices.enums import DeliveryState
from comotion.notices.models import Delivery, Notice, Webhook
from comotion.notices.reactions import tell_of_warnings
from comotion.notices.signing import WEBHOOKS, is_signed, signature
from comotion.notices.telling import Occasion
from comotion.notices.webhooks import (
    UnableToKeepWebhook,
    create_webhook,
    deliver_again,
    pause_webhook,
    renew_secret,
    resume_webhook,
    try_webhook,
)
from comotion.scores.events import OpenedWarning, WarningsOpened
from tests.factories import make_member
from tests.notices.conftest import AT, Telling, committed, warn
from tests.notices.receiver import Receiver, receiving

EVENTS = ["warning.opened"]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiving() as running:
        yield running


@pytest.fixture
def hook(telling: Telling, receiver: Receiver) -> Webhook:
    """Ben's webhook, which hears of warnings."""
    with telling.as_(telling.ben):
        return create_webhook(url=receiver.url, events=EVENTS, at=AT)[0]


def open_warning(telling: Telling, code: str = "HIDDEN_EROSION") -> None:
    warning = warn(telling.halden, code)
    opened = OpenedWarning(telling.halden.pk, code, warning.opened_date)
    with committed():
        tell_of_warnings(WarningsOpened(telling.organization.pk, (opened,)))


def test_webhook_is_told_type_id_and_time_and_nothing_else(telling: Telling, hook: Webhook, receiver: Receiver) -> None:
    open_warning(telling)
    (request,) = receiver.received

    assert json.loads(request.body) == {
        "type": "warning.opened", "id": telling.halden.ref, "time": AT.isoformat(),
    }  # fmt: skip
    assert request.headers["content-type"] == "application/json"


def test_message_is_signed_so_that_the_receiver_can_check_it(
    telling: Telling, hook: Webhook, receiver: Receiver
) -> None:
    open_warning(telling)
    (request,) = receiver.received
    ref, moment, given = (request.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
    secret = opened(hook.sealed_secret, WEBHOOKS)

    assert is_signed(secret, ref, int(moment), request.body, given)
    assert not is_signed(secret, ref, int(moment), request.body + b" ", given)
    assert not is_signed(secret, ref, int(moment) + 1, request.body, given)


def test_signature_is_the_one_of_standard_webhooks() -> None:
    """The example of that specification's own libraries."""
    body = b'{"test": 2432232314}'
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    assert signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_secret_is_kept_sealed_and_shown_once(telling: Telling, receiver: Receiver) -> None:
    with telling.as_(telling.ben):
        webhook, secret = create_webhook(url=receiver.url, events=EVENTS, at=AT)
        renewed = renew_secret(webhook=webhook, at=AT)
    webhook.refresh_from_db()

    assert secret not in webhook.sealed_secret
    assert (opened(webhook.sealed_secret, WEBHOOKS) == renewed, renewed == secret) == (True, False)
    assert secret not in str(list(AuditEntry.unscoped.values()))


def test_webhook_that_came_from_another_installation_is_told_nothing_until_it_has_a_new_secret(
    telling: Telling, hook: Webhook, receiver: Receiver
) -> None:
    Webhook.unscoped.update(sealed_secret="sealed elsewhere")
    open_warning(telling)

    assert receiver.received == []
    assert Delivery.unscoped.get().problem == "Its secret was made by another installation: make a new one."


def test_event_happens_once_for_a_webhook(telling: Telling, hook: Webhook, receiver: Receiver) -> None:
    for _ in range(2):
        with committed():
            warn(telling.halden, f"CODE_{_}")
            announce(
                event="warning.opened", occasions=[Occasion(telling.halden.ref, "same")],
                organization_id=telling.organization.pk, at=AT,
            )  # fmt: skip

    assert (Delivery.unscoped.count(), len(receiver.received)) == (1, 1)


def test_delivery_that_fails_is_tried_again_with_longer_pauses(
    telling: Telling, hook: Webhook, receiver: Receiver
) -> None:
    receiver.answers = [500, 503, 204]
    open_warning(telling)
    delivery = Delivery.unscoped.get()
    pauses = []
    for _ in range(2):
        delivery.refresh_from_db()
        pauses.append(delivery.next_at)
        with telling.as_(telling.ben):
            assert deliver(ref=delivery.ref, at=delivery.next_at - dt.timedelta(seconds=1)) == DeliveryState.WAITING
            deliver(ref=delivery.ref, at=delivery.next_at)
    delivery.refresh_from_db()

    assert pauses == [AT + PAUSES[0], AT + PAUSES[0] + PAUSES[1]]
    assert (delivery.state, delivery.attempts, delivery.status) == (DeliveryState.DELIVERED, 3, 204)
    assert len({request.headers["webhook-id"] for request in receiver.received}) == 1


def test_schedule_takes_up_what_is_due(telling: Telling, hook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [500, 204]
    open_warning(telling)
    Delivery.unscoped.update(next_at=AT - dt.timedelta(seconds=1))
    with committed():
        asked = ask_for_due(at=AT)

    assert (asked, Delivery.unscoped.get().state, len(receiver.received)) == (1, DeliveryState.DELIVERED, 2)


def test_delivery_of_a_killed_worker_is_taken_up(telling: Telling, hook: Webhook, receiver: Receiver) -> None:
    open_warning(telling)
    Delivery.unscoped.update(state=DeliveryState.SENDING, next_at=AT)
    with committed():
        ask_for_due(at=AT)

    assert Delivery.unscoped.get().state == DeliveryState.DELIVERED


def give_up(telling: Telling, hook: Webhook, times: int) -> None:
    for number in range(times):
        with telling.as_(telling.ben):
            delivery = try_webhook(webhook=hook, at=AT + dt.timedelta(minutes=number))
            Delivery.unscoped.filter(pk=delivery.pk).update(attempts=len(PAUSES))
            deliver(ref=delivery.ref, at=AT + dt.timedelta(days=1))


def test_delivery_is_given_up_and_can_be_sent_again_by_hand(
    telling: Telling, hook: Webhook, receiver: Receiver
) -> None:
    receiver.answers = [500]
    give_up(telling, hook, 1)
    delivery = Delivery.unscoped.get()
    assert delivery.state == DeliveryState.GIVEN_UP
    receiver.answers = [200]
    with committed(), telling.as_(telling.ben):
        deliver_again(delivery=delivery, at=AT)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.attempts) == (DeliveryState.DELIVERED, 1)
    with telling.as_(telling.ben), pytest.raises(UnableToKeepWebhook, match="given up"):
        deliver_again(delivery=delivery, at=AT)


def test_webhook_nobody_answers_is_paused_and_its_author_told(
    telling: Telling, hook: Webhook, receiver: Receiver
) -> None:
    receiver.answers = [500]
    give_up(telling, hook, 3)
    hook.refresh_from_db()

    assert hook.paused_at is not None
    assert list(Notice.unscoped.values_list("kind", "author_id")) == [("webhook_paused", telling.ben.person_id)]


def test_webhook_that_says_it_is_gone_is_paused_at_once(telling: Telling, hook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [410]
    open_warning(telling)
    hook.refresh_from_db()

    assert (hook.paused_at, Delivery.unscoped.get().state) == (AT, DeliveryState.GIVEN_UP)


def test_paused_webhook_is_told_nothing_until_it_is_resumed(
    telling: Telling, hook: Webhook, receiver: Receiver
) -> None:
    with telling.as_(telling.ben):
        pause_webhook(webhook=hook, at=AT)
    open_warning(telling)
    assert receiver.received == []
    with telling.as_(telling.ben):
        resume_webhook(webhook=hook, at=AT)
    open_warning(telling, "DIVERGENCE")

    assert len(receiver.received) == 1


def test_webhook_of_who_left_is_told_nothing(telling: Telling, hook: Webhook, receiver: Receiver) -> None:
    type(telling.ben).unscoped.filter(pk=telling.ben.pk).update(state="removed")
    open_warning(telling)

    assert (receiver.received, Delivery.unscoped.count()) == ([], 0)


def test_webhook_of_who_may_see_it_no_more_is_told_nothing(telling: Telling, hook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [500, 204]
    open_warning(telling)
    telling.halden.delete()
    delivery = Delivery.unscoped.get()
    with telling.as_(telling.ben):
        assert deliver(ref=delivery.ref, at=AT + PAUSES[0]) == DeliveryState.DROPPED

    assert len(receiver.received) == 1


def test_redirect_is_not_followed(telling: Telling, hook: Webhook, receiver: Receiver) -> None:
    with receiving() as elsewhere:
        receiver.answers, receiver.location = [302], elsewhere.url
        open_warning(telling)

        assert (elsewhere.received, Delivery.unscoped.get().status) == ([], 302)


def test_own_webhooks_are_seen_by_oneself_and_by_owner_and_auditor(telling: Telling, hook: Webhook) -> None:
    members = {role: make_member(telling.organization, role) for role in ("owner", "auditor", "analyst")}
    seen = {}
    for name, member in (members | {"ben": telling.ben}).items():
        with telling.as_(member):
            seen[name] = Webhook.objects.count()

    assert seen == {"owner": 1, "auditor": 1, "analyst": 0, "ben": 1}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "ff02::1", "192.0.2.1", "2001:db8::1", "240.0.0.1",
    ],
)  # fmt: skip
def test_address_of_no_open_network_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def names(monkeypatch: pytest.MonkeyPatch, **known: list[str]) -> list[str]:
    """Let the name server know these names; return which were asked for, in order."""
    asked: list[str] = []

    def answer(host: str, port: int, **_given: Any) -> list[Any]:
        asked.append(host)
        found = known[host.partition(".")[0]]
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found
        ]

    monkeypatch.setattr(connecting.socket, "getaddrinfo", answer)
    return asked


@pytest.mark.parametrize(
    "url",
    [
        "https://private.example/", "https://mixed.example/", "https://wrapped.example/", "http://public.example/",
        "https://public.example:22/", "https://user:word@public.example/", "ftp://public.example/", "https:///x",
        "https://public.example:99999/", "https://[::1/", "//public.example", "",
    ],
)  # fmt: skip
def test_url_that_could_lead_inside_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    names(
        monkeypatch, private=["10.1.2.3"], mixed=["1.1.1.1", "10.1.2.3"], wrapped=["1.1.1.1", "::ffff:10.1.2.3"],
        public=["1.1.1.1"],
    )  # fmt: skip
    with pytest.raises(UnableToReach):
        check_url(url, [])


def test_numbers_that_are_an_address_in_disguise_are_refused() -> None:
    for url in ("https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/", "https://localhost/"):
        with pytest.raises(UnableToReach):
            check_url(url, [])


def test_name_is_asked_for_once_and_what_was_checked_is_called(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    asked = names(monkeypatch, rebinding=["127.0.0.1"])
    checked = check_url(f"http://rebinding.example:{receiver.port}/hook", ["127.0.0.0/8"])
    monkeypatch.setattr(connecting.socket, "getaddrinfo", None)
    status = post(checked, b"{}", {"Content-Type": "application/json"})

    assert (asked, status, receiver.received[0].headers["host"]) == (
        ["rebinding.example"],
        204,
        f"rebinding.example:{receiver.port}",
    )


def test_server_that_drips_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "DEADLINE", 0.3)
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        taken, _address = listening.accept()
        with taken:
            while not stop.wait(0.05):
                try:
                    taken.send(b"H")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    with pytest.raises(UnableToReach, match="in time"):
        post(check_url(url, ["127.0.0.0/8"]), b"{}", {})
    stop.set()
    thread.join()
    listening.close()


@pytest.mark.parametrize("events", [[], ["everything"]])
def test_webhook_hears_of_something_that_exists(telling: Telling, receiver: Receiver, events: list[str]) -> None:
    with telling.as_(telling.ben), pytest.raises(UnableToKeepWebhook):
        create_webhook(url=receiver.url, events=events, at=AT)


def test_webhook_into_our_own_network_is_not_made(telling: Telling) -> None:
    with telling.as_(telling.ben), pytest.raises(UnableToKeepWebhook, match="public server"):
        create_webhook(url="https://127.0.0.1/", events=EVENTS, at=AT)

    assert Webhook.unscoped.count() == 0
