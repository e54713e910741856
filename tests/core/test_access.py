"""What a principal can see is decided by the model's own rule, for every query and every look-up."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404

from comotion.core.access import Scoped, visible_or_404
from comotion.core.principal import NoPrincipal, Principal, acting_as
from comotion.core.visibility import Visibility
from comotion.identity.models import Membership, Organization
from comotion.measures.models import Reading
from comotion.partnerships.models import Partnership, Party, Standing
from tests.factories import (
    make_member,
    make_organization,
    make_partnership,
    make_party,
    make_reading,
    make_room,
    principal_of,
)

SCOPED = [model for model in apps.get_models() if issubclass(model, Scoped)]
MONTH = dt.date(2025, 12, 1)


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_every_scoped_query_raises_when_nobody_acts(model: type[Scoped]) -> None:
    with pytest.raises(NoPrincipal):
        model.objects.all()


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_default_manager_is_the_scoped_one_and_base_manager_is_not(model: type[Scoped]) -> None:
    assert model._meta.default_manager_name is None
    assert model._default_manager.name == "objects"
    assert model._base_manager.name == "unscoped"


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_stranger_sees_nothing_of_any_model(model: type[Scoped], organization: Organization) -> None:
    make_partnership(organization)
    make_member(organization)
    stranger = make_member(make_organization("Elsewhere"))
    own = {Organization: stranger.organization_id, Membership: stranger.pk}.get(model)
    with acting_as(principal_of(stranger)):
        assert list(model.objects.exclude(pk=own)) == []


def test_reverse_relation_is_scoped_too(organization: Organization) -> None:
    partnership = make_partnership(organization)
    with acting_as(principal_of(make_member(make_organization("Elsewhere")))):
        assert list(partnership.parties.all()) == []


def test_shared_row_is_seen_by_active_parties_only(organization: Organization) -> None:
    partner, invited = make_organization("Partner"), make_organization("Invited")
    room = make_room("Room", organization, partner)
    make_party(room, invited, state="invited")
    reading = make_reading(room, "revenue", MONTH, 5.0, visibility=Visibility.SHARED)

    assert _seen_by(partner) == [reading]
    assert _seen_by(invited) == []


def test_private_row_in_a_shared_room_stays_private(organization: Organization) -> None:
    partner = make_organization("Partner")
    make_reading(make_room("Room", organization, partner), "revenue", MONTH, 5.0)

    assert _seen_by(partner) == []


def test_party_that_left_sees_the_room_no_more(organization: Organization) -> None:
    partner = make_organization("Partner")
    room = make_room("Room", organization, partner)
    Party.unscoped.filter(organization=partner).update(state="left")

    with acting_as(principal_of(make_member(partner))):
        assert list(Partnership.objects.all()) == []
        assert list(Party.objects.all()) == []
        with pytest.raises(Http404):
            visible_or_404(Partnership, "read", "room", ref=room.ref)


def test_visible_or_404_returns_what_may_be_read(organization: Organization, principal: Principal) -> None:
    partnership = make_partnership(organization)

    assert visible_or_404(Partnership, "read", "room", ref=partnership.ref) == partnership


@pytest.mark.parametrize("ref", ["neverexisted", "", "x" * 500, "a\x00b", "💼", "' OR 1=1 --"])
def test_visible_or_404_answers_404_for_whatever_is_not_there(principal: Principal, ref: str) -> None:
    with pytest.raises(Http404):
        visible_or_404(Partnership, "read", "room", ref=ref)


@pytest.mark.parametrize("number", ["", "one", "1e9", 10**30, -1, None, "1\x00"])
def test_visible_or_404_answers_404_for_malformed_numbers(principal: Principal, number: object) -> None:
    with pytest.raises(Http404):
        visible_or_404(Standing, "read", "standing", pk=number)


def test_visible_or_404_leaves_the_transaction_usable(organization: Organization, principal: Principal) -> None:
    with pytest.raises(Http404):
        visible_or_404(Partnership, "read", "room", ref="a\x00b")

    assert list(Partnership.objects.all()) == []


def test_visible_or_404_answers_403_for_what_is_seen_and_not_allowed(organization: Organization) -> None:
    partnership = make_partnership(organization)
    with acting_as(principal_of(make_member(organization, "auditor"))), pytest.raises(PermissionDenied):
        visible_or_404(Partnership, "change", "room", ref=partnership.ref)


def test_visible_or_404_says_404_before_403(organization: Organization) -> None:
    foreign = make_partnership(make_organization("Elsewhere"))
    with acting_as(principal_of(make_member(organization, "auditor"))), pytest.raises(Http404):
        visible_or_404(Partnership, "change", "room", ref=foreign.ref)


def _seen_by(organization: Organization) -> list[Reading]:
    with acting_as(principal_of(make_member(organization))):
        return list(Reading.objects.all())
