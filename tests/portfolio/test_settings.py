"""Settings: a preview says exactly what applying does, and writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from comotion.core.models import AuditEntry, Job
from comotion.identity.models import Membership, Organization
from comotion.methods.configuration.scorecard import CategoryWeights
from comotion.methods.settings import MethodSettings, default_settings
from comotion.portfolio.operations import refresh
from comotion.portfolio.queries import portfolio_page
from comotion.portfolio.settings import apply_settings, preview_settings
from comotion.scores.explanation import explain
from comotion.scores.models import EarlyWarning, ProgramSettings, Snapshot
from comotion.scores.settings import UnableToApplySettings, current_settings, settings_versions
from tests.portfolio.test_portfolio import make_program
from tests.scores.world import AT, TODAY, make_full_partnership

LATER = AT + dt.timedelta(hours=1)


def draft() -> MethodSettings:
    defaults = default_settings()
    card = replace(defaults.card, category_weights=CategoryWeights(50, 10, 10, 30), target_score=60.0)
    return replace(
        defaults,
        card=card,
        warnings=replace(defaults.warnings, perception_split=40.0, category_floor=55.0),
        phases=replace(defaults.phases, quick_win_potential=40.0),
    )


@pytest.mark.usefixtures("principal")
def test_the_defaults_are_in_force_until_something_is_applied() -> None:
    assert current_settings() == default_settings()
    assert settings_versions() == ()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("principal")
def test_applying_gives_what_the_preview_said(organization: Organization, member: Membership) -> None:
    make_program(organization, 12)
    make_full_partnership(organization)
    refresh(as_of=TODAY, at=AT)
    before = {line.ref: line for line in portfolio_page(size=50).lines}
    stored = Snapshot.objects.count()
    preview = preview_settings(draft(), as_of=TODAY)
    assert Snapshot.objects.count() == stored
    apply_settings(draft=draft(), reason="The board wants revenue first", as_of=TODAY, at=LATER, by=member.person)
    assert {job.state for job in Job.objects.all()} == {"done"}
    after = {line.ref: line for line in portfolio_page(size=50).lines}
    assert {one.ref: (one.before, one.after) for one in preview.totals} == {
        ref: (before[ref].scorecard.value, after[ref].scorecard.value) for ref in before
    }
    for name in ("tier", "phase"):
        said = {one.ref: (one.before, one.after) for one in getattr(preview, f"{name}s")}
        came = {ref: (getattr(before[ref], name), getattr(after[ref], name)) for ref in before}
        assert said == {ref: words for ref, words in came.items() if words[0] != words[1]}
    opened = {(ref, mark.code) for ref, line in after.items() for mark in line.warnings}
    known = {(ref, mark.code) for ref, line in before.items() for mark in line.warnings}
    assert {(one.ref, one.after) for one in preview.warnings_opened} == opened - known
    assert {(one.ref, one.before) for one in preview.warnings_cleared} == known - opened
    assert preview.warnings_opened
    assert preview.warnings_cleared
    assert preview.up + preview.down + preview.unchanged + preview.gained + preview.lost <= len(preview.totals)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("principal")
def test_figures_name_the_settings_they_used(organization: Organization, member: Membership) -> None:
    partnership = make_full_partnership(organization)
    refresh(as_of=TODAY, at=AT)
    first = explain(partnership.ref, "scorecard")
    apply_settings(draft=draft(), reason="Revenue first", as_of=TODAY, at=LATER, by=member.person)
    second = explain(partnership.ref, "scorecard")
    assert (first.settings_version, first.settings_since) == (0, None)
    assert (second.settings_version, second.settings_since) == (1, LATER)
    assert (first.config_hash, second.config_hash) == (default_settings().config_hash, draft().config_hash)
    assert {row.config_hash for row in Snapshot.objects.all()} == {first.config_hash, second.config_hash}
    (version,) = settings_versions()
    assert (version.version, version.reason, version.applied_by) == (1, "Revenue first", member.person.name)
    assert AuditEntry.objects.filter(action="settings.applied").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("principal")
def test_going_back_gives_the_old_figures_again(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    refresh(as_of=TODAY, at=AT)
    before = explain(partnership.ref, "scorecard").value
    warnings = list(EarlyWarning.objects.order_by("code").values_list("code", "opened_date", "cleared_date"))
    apply_settings(draft=draft(), reason="Revenue first", as_of=TODAY, at=LATER)
    apply_settings(draft=default_settings(), reason="Back", as_of=TODAY, at=LATER + dt.timedelta(hours=1))
    refresh(as_of=TODAY, at=LATER + dt.timedelta(hours=2))
    assert explain(partnership.ref, "scorecard").value == before
    assert list(EarlyWarning.objects.order_by("code").values_list("code", "opened_date", "cleared_date")) == warnings


@pytest.mark.usefixtures("principal")
def test_a_preview_names_the_fields_that_change(organization: Organization) -> None:
    make_full_partnership(organization)
    refresh(as_of=TODAY, at=AT)
    found = {path: (old, new) for path, old, new in preview_settings(draft(), as_of=TODAY).changed_fields}
    assert found["card.category_weights.financial_performance"] == (30.0, 50)
    assert found["warnings.perception_split"] == (20.0, 40.0)
    assert "card.kpis" not in found


@pytest.mark.usefixtures("principal")
@pytest.mark.parametrize("reason", ["", "  "])
def test_applying_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(UnableToApplySettings):
        apply_settings(draft=draft(), reason=reason, as_of=TODAY, at=AT)
    assert ProgramSettings.objects.count() == 0


@pytest.mark.usefixtures("principal")
def test_applying_what_is_in_force_is_refused() -> None:
    with pytest.raises(UnableToApplySettings):
        apply_settings(draft=default_settings(), reason="Again", as_of=TODAY, at=AT)
