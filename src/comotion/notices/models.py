"""Notices, mails, preferences, webhooks and replies: each belongs to one person who acts for one organization."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from comotion.core.access import Owned
from comotion.core.principal import Principal
from comotion.core.references import new_reference
from comotion.core.visibility import Visibility
from comotion.notices.enums import DeliveryState, MailState

SEES_EVERY_WEBHOOK = ("owner", "auditor")


class Preference(Owned):
    """How one person wants to be told, acting for one organization; ``rates`` names only what differs."""

    allowed_visibilities = (Visibility.PERSONAL,)

    author = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    rates = models.JSONField(default=dict)
    time_zone = models.CharField(max_length=60, default="UTC")
    hour = models.PositiveSmallIntegerField(default=7)
    weekday = models.PositiveSmallIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "author"], name="preference_unique"),)


class Mail(Owned):
    """One mail to one person, made once per ``key`` and sent once; what it says is rendered when it is sent."""

    allowed_visibilities = (Visibility.PERSONAL,)

    author = models.ForeignKey("identity.Person", on_delete=models.CASCADE, null=True, related_name="+")
    """Whom it is for; None where the recipient has no account and ``address`` alone is known."""
    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    address = models.EmailField(blank=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    argument = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "author", "kind", "key"], condition=Q(author__isnull=False), name="mail_once"
            ),
            models.UniqueConstraint(
                fields=["owner_org", "address", "kind", "key"], condition=Q(author=None), name="mail_to_address_once"
            ),
        )
        indexes = (models.Index(fields=["state", "claimed_at"], name="mail_state"),)


class Silence(Owned):
    """An address that wants no more letters from one organization; nobody there sees which."""

    allowed_visibilities = (Visibility.PERSONAL,)

    author = models.ForeignKey("identity.Person", on_delete=models.CASCADE, null=True, related_name="+")
    """Always None: it belongs to no person, so that no person sees it."""
    address_hash = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "address_hash"], name="silence_unique"),)


class Notice(Owned):
    """Something one person should know; it holds no words, only what it is about, and is put into words when read."""

    allowed_visibilities = (Visibility.PERSONAL,)

    author = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    """Whose notice it is."""
    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    mail = models.ForeignKey(Mail, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "author", "kind", "key"], name="notice_once"),)
        indexes = (
            models.Index(fields=["author", "owner_org", "read_at"], name="notice_unread"),
            models.Index(fields=["author", "owner_org", "-created_at"], name="notice_latest"),
        )


class Reply(Owned):
    """What a person answered to a mail, and what it changed; one letter is read once."""

    allowed_visibilities = (Visibility.PERSONAL,)

    author = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="replies")
    letter_hash = models.CharField(max_length=64)
    text = models.TextField()
    outcome = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "letter_hash"], name="reply_once"),)


class Webhook(Owned):
    """An address that one person's organization wants told; it hears of what its author may see."""

    author = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    url = models.URLField(max_length=500)
    events = models.JSONField(default=list)
    sealed_secret = models.TextField()
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """One's own; the owner and the auditor of the organization see all of it."""
        own = Q(owner_org_id=principal.organization_id)
        return own if principal.role in SEES_EVERY_WEBHOOK else own & Q(author_id=principal.person_id)


class Delivery(Owned):
    """One event on its way to one webhook: its type, the reference of what it is about, and its time, nothing else."""

    author = models.ForeignKey("identity.Person", on_delete=models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="+")
    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    event = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "webhook", "key"], name="delivery_once"),)
        indexes = (models.Index(fields=["state", "next_at"], name="delivery_due"),)

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """As its webhook."""
        own = Q(owner_org_id=principal.organization_id)
        return own if principal.role in SEES_EVERY_WEBHOOK else own & Q(author_id=principal.person_id)
