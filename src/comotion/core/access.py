"""Scoped access: what a principal can see is decided here, once, for every model.

The default manager of every business model filters by who acts now and raises when nobody does. The unfiltered
manager is called ``unscoped``; ``tests/architecture`` lists the few modules that may say that word.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.core import checks
from django.db import models
from django.db.models import Q
from django.http import Http404

from comotion.core.policy import require
from comotion.core.principal import GUEST, Principal, current_principal
from comotion.core.visibility import Visibility

RESTRICTED_ROLES = ("owner", "alliance_manager", "auditor")
ModelT = TypeVar("ModelT", bound=models.Model)


class ScopedManager(models.Manager[ModelT]):
    """The rows that whoever acts now may see."""

    def get_queryset(self) -> models.QuerySet[ModelT]:
        """Filter by the model's own rule; nothing for who holds a link; raise NoPrincipal when nobody acts."""
        principal = current_principal()
        rule = self.model.scope(principal) if principal.state == "active" else Q(pk__in=[])  # type: ignore[attr-defined]
        return super().get_queryset().filter(rule)


class Scoped(models.Model):
    """A model with a rule ``scope(principal) -> Q``."""

    objects: ClassVar[models.Manager[Self]] = ScopedManager()
    unscoped: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Return the filter that leaves what ``principal`` may see."""
        raise NotImplementedError


class Owned(Scoped):
    """A business row: exactly one owner organization and one visibility, private unless widened."""

    allowed_visibilities: ClassVar[tuple[Visibility, ...]] = (Visibility.PRIVATE,)
    guests_may_read: ClassVar[bool] = False
    """Whether guests of a room read what is shared there; marked model by model."""

    owner_org = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    visibility = models.PositiveSmallIntegerField(choices=Visibility.choices, default=Visibility.PRIVATE)

    class Meta(Scoped.Meta):
        abstract = True

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Own rows by level and role; shared rows of one's rooms; for a guest those alone, where they are marked."""
        if principal.role == GUEST:
            return cls.shared_in_my_rooms(principal) if cls.guests_may_read else Q(pk__in=())
        own = Q(owner_org_id=principal.organization_id)
        if Visibility.RESTRICTED in cls.allowed_visibilities and principal.role not in RESTRICTED_ROLES:
            own &= ~Q(visibility=Visibility.RESTRICTED)
        if Visibility.PERSONAL in cls.allowed_visibilities:
            own &= ~Q(visibility=Visibility.PERSONAL) | Q(author_id=principal.person_id)
        if Visibility.SHARED in cls.allowed_visibilities:
            return own | cls.shared_in_my_rooms(principal)
        return own

    @classmethod
    def shared_in_my_rooms(cls, principal: Principal) -> Q:
        """Shared rows of partnerships to which the organization is an active party, or where the person is a guest."""
        from django.apps import apps  # noqa: PLC0415  (core knows no business model: looked up by name)

        rooms = apps.get_model("partnerships", "Party").rooms_of(principal)
        return Q(visibility=Visibility.SHARED, **{f"{cls.room_path()}__in": rooms})

    @classmethod
    def room_path(cls) -> str:
        """Return the look-up path from this model to its partnership's id."""
        return "partnership_id"


def visible_or_404(model: type[ModelT], action: str, resource: str, /, **lookup: Any) -> ModelT:
    """Turn an id of a request into an object: the only road there is.

    Raises
    ------
    Http404
        If the row does not exist or is not visible, with the same answer for both.
    PermissionDenied
        If it is visible and the role may not do ``action`` with ``resource``.

    """
    if any(isinstance(value, str) and "\x00" in value for value in lookup.values()):
        raise Http404  # PostgreSQL refuses such a text with an error of its own
    try:
        row = model._default_manager.get(**lookup)  # noqa: SLF001  (Django's own name for it)
    except (model.DoesNotExist, ValueError, TypeError) as missing:  # type: ignore[attr-defined]
        raise Http404 from missing
    require(current_principal(), action, resource)
    return row


@checks.register(checks.Tags.models)
def every_business_model_is_scoped(app_configs: Any, **_kwargs: Any) -> list[checks.CheckMessage]:
    """Fail at start-up for a model of ours that has no rule of its own."""
    from django.apps import apps  # noqa: PLC0415  (the registry is ready only when checks run)

    return [
        checks.Error(f"{model._meta.label} has no scope rule", id="comotion.E001")  # noqa: SLF001
        for app in app_configs or apps.get_app_configs()
        for model in app.get_models()
        if model.__module__.startswith("comotion.") and not _has_rule(model)
    ]


def _has_rule(model: type[models.Model]) -> bool:
    if getattr(model, "OUTSIDE_SCOPE", None):
        return True
    return issubclass(model, Scoped) and model.scope.__func__ is not Scoped.scope.__func__  # type: ignore[attr-defined]
