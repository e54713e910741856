"""Rescoring: what is written, what is not, warnings replayed, and as many queries for thirty as for one."""

from __future__ import annotations

import datetime as dt
import gc
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.core.principal import acting_as
from comotion.identity.models import Organization
from comotion.measures.models import Reading
from comotion.methods.settings import default_settings
from comotion.partnerships.enums import PartnershipState
from comotion.partnerships.models import Partnership, Sponsor
from comotion.rhythm.models import Meeting
from comotion.scores import cards as cards_module
from comotion.scores.cards import cards
from comotion.scores.models import EarlyWarning, Snapshot
from comotion.scores.operations import collector_paused, rescore
from tests.factories import make_member, make_organization, make_partnership, make_readings, principal_of
from tests.scores.world import AT, END, OCTOBER, TODAY, make_full_partnership

pytestmark = pytest.mark.usefixtures("principal")
LATER = AT + dt.timedelta(hours=1)
EROSION = {
    "revenue_vs_plan": [0.93, 0.99, 1.03, 1.08],
    "pipeline_coverage": [3, 3, 3, 3],
    "cost_to_serve_ratio": [0.25, 0.25, 0.25, 0.25],
    "revenue_growth_yoy": [15, 15, 15, 15],
    "trust_survey": [66, 60, 52, 42],
    "partner_satisfaction_10": [7, 6.6, 6.2, 5.6],
    "executive_engagement": [1, 1, 0.5, 0.5],
    "perception_gap": [15, 18, 20, 24],
}


def refreshed(**options: Any) -> int:
    """How many snapshots a rescore writes."""
    return rescore(**({"as_of": TODAY, "at": AT} | options)).written


def warnings() -> list[tuple[Any, ...]]:
    names = ("code", "opened_date", "last_fired_date", "cleared_date", "false_periods", "readings")
    return sorted(EarlyWarning.objects.values_list(*names), key=lambda row: (row[0], row[1]))


def queries_of(word: str = "", **options: Any) -> int:
    """How many statements a rescore takes, or how many that begin with ``word``."""
    with CaptureQueriesContext(connection) as captured:
        refreshed(**options)
    return sum(query["sql"].startswith(word) for query in captured.captured_queries)


def eroding(organization: Organization) -> Partnership:
    partnership = make_partnership(organization, started_date=dt.date(2024, 1, 1))
    for kpi, values in EROSION.items():
        make_readings(partnership, kpi, dt.date(2026, 7, 1), values)
    return partnership


def test_snapshot_holds_values_to_sort_by_and_every_figure(organization: Organization) -> None:
    make_full_partnership(organization)
    refreshed()
    found = Snapshot.objects.get(as_of=END)
    assert found.scorecard == found.figures["scorecard"]["value"]
    assert found.relationship_health == found.figures["category.relationship_health"]["value"]
    assert found.config_hash == default_settings().config_hash
    assert {name.partition(".")[0] for name in found.figures} == {
        "scorecard", "category", "kpi", "momentum_index", "horizon", "shared_goals", "roadmap", "dimension", "fairness",
        "value_types", "health", "potential", "maturity", "tier_score",
    }  # fmt: skip


def test_unchanged_inputs_write_nothing(organization: Organization) -> None:
    make_full_partnership(organization)
    assert refreshed() > 0
    before = list(Snapshot.objects.values_list())
    assert refreshed(at=LATER) == 0
    assert list(Snapshot.objects.values_list()) == before


def test_a_changed_reading_makes_a_new_version_of_its_months_only(organization: Organization) -> None:
    partnership = eroding(organization)
    refreshed()
    Reading.objects.filter(kpi="trust_survey", period_start=OCTOBER).update(value=50)
    assert refreshed(at=LATER) == 1
    versions = Snapshot.objects.filter(partnership=partnership, as_of=END).order_by("computed_at")
    assert [row.figures["kpi.trust_survey"]["raw"] for row in versions] == [42, 50]


def test_inputs_that_return_make_the_old_version_current_again(organization: Organization) -> None:
    eroding(organization)
    refreshed()
    rows = Reading.objects.filter(kpi="trust_survey", period_start=OCTOBER)
    for minutes, value in ((10, 50.0), (20, 42.0)):
        rows.update(value=value)
        refreshed(at=AT + dt.timedelta(minutes=minutes))
    assert Snapshot.objects.filter(as_of=END).count() == 2
    current = Snapshot.objects.filter(as_of=END).order_by("-computed_at")[0]
    assert current.figures["kpi.trust_survey"]["raw"] == 42


def test_a_month_that_is_over_keeps_the_judgements_it_was_scored_with(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    rescore(as_of=dt.date(2026, 10, 16), at=AT)
    september = Snapshot.objects.get(partnership=partnership, as_of=dt.date(2026, 9, 30))
    refreshed(at=LATER)
    assert Snapshot.objects.get(partnership=partnership, as_of=dt.date(2026, 9, 30)).pk == september.pk
    assert "potential" in september.figures


def test_months_without_any_reading_are_not_written(organization: Organization) -> None:
    make_partnership(organization)
    assert refreshed() == 1
    assert Snapshot.objects.get().scorecard is None


def test_ended_partnerships_are_not_scored(organization: Organization) -> None:
    make_partnership(organization, state=PartnershipState.ENDED)
    assert refreshed() == 0


def test_only_the_partnerships_asked_for_are_scored(organization: Organization) -> None:
    first, second = make_partnership(organization), make_partnership(organization)
    refreshed(partnerships=[second.pk])
    assert list(Snapshot.objects.values_list("partnership_id", flat=True)) == [second.pk]
    assert first.pk != second.pk


def test_another_organization_sees_and_makes_its_own(organization: Organization) -> None:
    make_full_partnership(organization)
    other = make_organization("Someone Else")
    with acting_as(principal_of(make_member(other))):
        assert refreshed() == 0
        assert Snapshot.objects.count() == 0


def test_thirty_partnerships_are_read_with_as_many_queries_as_one(organization: Organization) -> None:
    counts: list[int] = []
    for more in (1, 2, 27):
        for _ in range(more):
            make_full_partnership(organization, f"Partner {Partnership.objects.count()}")
        Snapshot.objects.all().delete()
        EarlyWarning.objects.all().delete()
        counts.append(queries_of(word="SELECT"))
    assert counts == [counts[0]] * 3


def test_three_partnerships_take_as_many_queries_as_one(organization: Organization) -> None:
    make_full_partnership(organization)
    one = queries_of()
    for number in range(2):
        make_full_partnership(organization, f"Partner {number}")
    Snapshot.objects.all().delete()
    EarlyWarning.objects.all().delete()
    assert queries_of() == one


def test_one_of_thirty_takes_as_many_queries_as_all(organization: Organization) -> None:
    made = [make_full_partnership(organization, f"Partner {number}") for number in range(3)]
    all_of_them = queries_of()
    Snapshot.objects.all().delete()
    EarlyWarning.objects.all().delete()
    assert queries_of(partnerships=[made[1].pk]) == all_of_them


def test_cards_over_columns_equal_single_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = default_settings()
    raw = [{kpi: values[month] for kpi, values in EROSION.items() if (month + len(kpi)) % 3} for month in range(4)]
    rows: list[dict[str, float | None]] = [dict(row) for row in [*raw, {}, {"trust_survey": 300.0}]]
    single = cards(rows, settings)
    monkeypatch.setattr(cards_module, "FEW", 0)
    for one, many in zip(single, cards(rows, settings), strict=True):
        assert many.kpis == pytest.approx(one.kpis, abs=1e-9)
        for name, figure in {"card": one.card, **one.categories}.items():
            same = many.card if name == "card" else many.categories[name]
            assert (same.status, same.n) == (figure.status, figure.n)
            numbers = [same.value, same.coverage, same.low, same.high]
            assert numbers == pytest.approx([figure.value, figure.coverage, figure.low, figure.high], abs=1e-9)
            parts = [(part.name, part.weight, part.value, part.coverage, part.contribution) for part in figure.parts]
            for part, expected in zip(same.parts, parts, strict=True):
                assert part.name == expected[0]
                numbers = [part.weight, part.value, part.coverage, part.contribution]
                assert numbers == pytest.approx(list(expected[1:]), abs=1e-9)


def test_erosion_under_growing_revenue_opens_its_warning(organization: Organization) -> None:
    eroding(organization)
    found = rescore(as_of=TODAY, at=AT)
    (episode,) = (row for row in warnings() if row[0] == "HIDDEN_EROSION")
    assert (episode[2], episode[3]) == (END, None)
    assert {one.code for one in found.outcomes[0].warnings} >= {"HIDDEN_EROSION"}


def test_a_warning_is_never_doubled(organization: Organization) -> None:
    eroding(organization)
    refreshed()
    before = warnings()
    refreshed(at=LATER)
    refreshed(at=LATER, as_of=dt.date(2026, 11, 30))
    assert warnings() == before


def test_month_by_month_gives_the_same_warnings_as_all_at_once(organization: Organization) -> None:
    eroding(organization)
    make_full_partnership(organization)
    Sponsor.objects.filter(side="theirs").update(until_date=dt.date(2026, 9, 20))
    refreshed()
    at_once = warnings()
    EarlyWarning.objects.all().delete()
    for month in range(1, 12):
        for day in (1, 16):
            refreshed(as_of=dt.date(2026, month, day), at=LATER)
    assert warnings() == at_once
    assert {row[0] for row in at_once} >= {"HIDDEN_EROSION", "PERCEPTION_SPLIT", "SPONSOR_GONE"}


def test_a_sponsor_is_gone_on_the_day_the_term_runs_out(organization: Organization) -> None:
    make_full_partnership(organization)
    Meeting.objects.filter(scheduled_date=dt.date(2026, 9, 10)).update(held_date=dt.date(2026, 7, 10))
    Meeting.objects.filter(scheduled_date=dt.date(2026, 8, 12)).update(held_date=dt.date(2026, 7, 1))
    refreshed()
    (row,) = (row for row in warnings() if row[0] == "SPONSOR_GONE")
    assert row[1] == dt.date(2026, 7, 10) + dt.timedelta(days=120)


def test_sponsors_without_any_meeting_recorded_are_not_called_gone(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    Meeting.objects.filter(partnership=partnership).delete()
    refreshed()
    assert [row for row in warnings() if row[0] == "SPONSOR_GONE"] == []


def test_a_warning_clears_after_two_quiet_months(organization: Organization) -> None:
    partnership = make_partnership(organization, started_date=dt.date(2024, 1, 1))
    for kpi in ("trust_survey", "partner_satisfaction_10", "executive_engagement", "perception_gap"):
        good, bad = {"trust_survey": (70, 30), "partner_satisfaction_10": (8, 3), "executive_engagement": (1, 0)}.get(
            kpi, (15, 40)
        )
        make_readings(partnership, kpi, dt.date(2026, 6, 1), [good, bad, good, good, good])
    for kpi, value in {"revenue_vs_plan": 1, "pipeline_coverage": 3, "cost_to_serve_ratio": 0.25}.items():
        make_readings(partnership, kpi, dt.date(2026, 6, 1), [value] * 5)
    for kpi, value in {"horizon_score": 75, "fairness_index": 85, "commitments_kept": 0.8}.items():
        make_readings(partnership, kpi, dt.date(2026, 6, 1), [value] * 5)
    for kpi, value in {"value_type_count": 3, "cadence_adherence": 0.9, "decision_latency_days": 10}.items():
        make_readings(partnership, kpi, dt.date(2026, 6, 1), [value] * 5)
    refreshed()
    (row,) = (row for row in warnings() if row[0] == "CATEGORY_FLOOR")
    assert row[1:5] == (dt.date(2026, 7, 31), dt.date(2026, 7, 31), dt.date(2026, 9, 30), 2)


def test_a_correction_takes_back_the_warning_it_caused(organization: Organization) -> None:
    eroding(organization)
    refreshed()
    Reading.objects.filter(kpi="trust_survey").update(value=70)
    Reading.objects.filter(kpi__in=["partner_satisfaction_10", "perception_gap", "executive_engagement"]).delete()
    refreshed(at=LATER)
    assert "HIDDEN_EROSION" not in {row[0] for row in warnings()}


def _fail_without_collector() -> None:
    with collector_paused():
        assert not gc.isenabled()
        raise RuntimeError("A record could not be read.")


def test_collector_is_paused_during_a_rescore_and_runs_again_after_an_error() -> None:
    with pytest.raises(RuntimeError):
        _fail_without_collector()

    assert gc.isenabled()
