"""Changed data ask for a refresh, in the name of whoever changed them."""

from __future__ import annotations

import pytest

from comotion.core.events import publish
from comotion.core.models import Job
from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Organization
from comotion.portfolio.events import DataChanged
from comotion.portfolio.queries import portfolio_page
from comotion.scores.models import Snapshot
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db(transaction=True)


def test_changed_data_refresh_the_partnerships_they_are_about(organization: Organization, principal: Principal) -> None:
    changed, other = make_partnership(organization, "Changed"), make_partnership(organization, "Other")
    publish(DataChanged(organization.pk, frozenset({changed.pk})))
    job = Job.objects.get()
    assert (job.kind, job.state, job.person_id) == ("portfolio.refresh", "done", principal.person_id)
    assert job.result["partnerships"] == 1
    assert [line.name for line in portfolio_page().lines] == ["Changed"]
    assert not Snapshot.objects.filter(partnership=other).exists()


def test_data_that_may_be_about_any_refresh_all(organization: Organization, principal: Principal) -> None:
    del principal
    make_partnership(organization, "First")
    make_partnership(organization, "Second")
    publish(DataChanged(organization.pk, None))
    assert [line.name for line in portfolio_page(sort="name").lines] == ["First", "Second"]


def test_without_a_person_the_organization_itself_asks(organization: Organization) -> None:
    make_partnership(organization, "First")
    publish(DataChanged(organization.pk, None))
    with acting_as(Principal(organization.pk, "owner")):
        assert Job.objects.get().person_id is None
        assert [line.name for line in portfolio_page().lines] == ["First"]
