"""Opening a figure: its parts, where its inputs came from, what is missing, and the same value from the JSON alone."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from comotion.core.principal import acting_as
from comotion.identity.models import Organization
from comotion.ledger.models import LedgerEntry, SharedGoal
from comotion.measures.models import Reading
from comotion.partnerships.models import Partnership, Standing
from comotion.scores.explained import UnableToExplain
from comotion.scores.explanation import explain
from comotion.scores.models import Snapshot
from comotion.scores.operations import rescore
from comotion.scores.queries import measure_lines
from comotion.scores.recomputation import recompute, recompute_raw
from tests.factories import make_member, make_organization, make_partnership, make_readings, principal_of
from tests.scores.world import AT, END, OCTOBER, TODAY, make_full_partnership

pytestmark = pytest.mark.usefixtures("principal")


def scored(partnership: Partnership) -> dict[str, Any]:
    rescore(as_of=TODAY, at=AT)
    return dict(Snapshot.objects.filter(partnership=partnership, as_of=END).order_by("-computed_at")[0].figures)


def read_back(partnership: Partnership, figure: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(json.dumps(explain(partnership.ref, figure).as_json()))
    return content


def goals(partnership: Partnership) -> None:
    for side, goal, same in (
        ("ours", "reach clinics", "hospital market"),
        ("ours", "share leads", ""),
        ("theirs", "hospital market", ""),
    ):
        SharedGoal.objects.create(
            owner_org=partnership.owner_org, partnership=partnership, side=side, goal=goal, same_as=same
        )


def test_every_figure_recomputes_from_its_json_alone(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    goals(partnership)
    for name, record in scored(partnership).items():
        content = read_back(partnership, name)
        assert recompute(content) == pytest.approx(record["value"], abs=1e-9), name


def test_every_raw_value_recomputes_from_its_inputs_alone(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    goals(partnership)
    figures = scored(partnership)
    raw = {name: record["raw"] for name, record in figures.items() if record.get("inputs") and "raw" in record}
    assert len(raw) == 19
    for name, value in raw.items():
        assert recompute_raw(read_back(partnership, name)) == pytest.approx(value, abs=1e-9), name


def test_figures_with_gaps_recompute_too(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    LedgerEntry.objects.filter(side="ours", direction="return").update(confirmed_by_them=False)
    Reading.objects.filter(kpi="commitments_kept").delete()
    Standing.objects.update(potential_fit=None, potential=44.0, step=None)
    for name, record in scored(partnership).items():
        assert recompute(read_back(partnership, name)) == pytest.approx(record["value"], abs=1e-9), name


def test_imported_figures_recompute_too(organization: Organization) -> None:
    partnership = make_partnership(organization, standing={"potential": 61.0})
    for kpi, value in {"horizon_score": 60, "fairness_index": 80, "value_type_count": 2, "trust_survey": 55}.items():
        make_readings(partnership, kpi, OCTOBER, [value])
    figures = scored(partnership)
    for name, record in figures.items():
        assert recompute(read_back(partnership, name)) == pytest.approx(record["value"], abs=1e-9), name
    assert figures["dimension.value_exchange"]["value"] == pytest.approx((80 + 200 / 3) / 2)
    assert figures["potential"]["value"] == 61.0


def test_dimensions_and_scores_are_those_computed_by_hand(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    goals(partnership)
    figures = scored(partnership)
    shared = 100 * (1 / 2 + 1) / 2
    assert figures["shared_goals"]["value"] == pytest.approx(shared)
    assert figures["dimension.strategic_alignment"]["value"] == pytest.approx(0.4 * 48.75 + 0.3 * shared + 0.3 * 75)
    assert figures["dimension.value_exchange"]["value"] == pytest.approx((85 + 100 / 3) / 2)
    assert figures["potential"]["value"] == pytest.approx(73.4, abs=0.05)
    card = figures["scorecard"]["value"]
    assert figures["maturity"]["value"] == pytest.approx((100 * 5 / 7 + card) / 2)
    expected = 0.6 * figures["potential"]["value"] + 0.4 * figures["maturity"]["value"]
    assert figures["tier_score"]["value"] == pytest.approx(expected)
    assert (figures["momentum_index"]["coverage"], figures["momentum_index"]["status"]) == (0.55, "provisional")
    assert figures["momentum_index"]["value"] == pytest.approx((0.30 * 56.25 + 0.25 * 58.3333333) / 0.55)


def test_momentum_without_its_inputs_is_missing_with_coverage_0(organization: Organization) -> None:
    partnership = make_partnership(organization)
    figure = scored(partnership)["momentum_index"]
    assert (figure["value"], figure["coverage"]) == (None, 0.0)


def test_inputs_name_source_person_and_date(organization: Organization) -> None:
    partnership = make_partnership(organization)
    entered = dt.datetime(2026, 11, 2, 6, 10, tzinfo=dt.UTC)
    make_readings(
        partnership, "trust_survey", OCTOBER, [55], source="pulse.csv", entered_by="Priya Raman", entered_at=entered
    )
    rescore(as_of=TODAY, at=AT)
    (one,) = explain(partnership.ref, "trust_survey").inputs
    assert (one.value, one.source, one.person, one.date) == (55.0, "pulse.csv", "Priya Raman", "2026-11-02")
    line = explain(partnership.ref, "scorecard").inputs
    assert [(one.name, one.value, one.source) for one in line] == [("trust_survey", 55.0, "pulse.csv")]


def test_parts_add_up_and_nest_down_to_the_kpis(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    rescore(as_of=TODAY, at=AT)
    found = explain(partnership.ref, "scorecard")
    assert sum(part.contribution or 0 for part in found.parts) == pytest.approx(found.value)
    assert [part.name for part in found.parts[3].parts] == [
        "partner_satisfaction_10",
        "trust_survey",
        "executive_engagement",
        "perception_gap",
    ]
    assert found.parts[3].parts[1].raw == pytest.approx(62.5)


def test_what_is_missing_says_how_to_collect_it(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    Reading.objects.filter(kpi="lead_response_hours").update(period_start=dt.date(2026, 7, 1))
    rescore(as_of=TODAY, at=AT)
    (gap,) = explain(partnership.ref, "scorecard").missing
    assert (gap.figure, gap.code) == ("kpi.lead_response_hours", "TOO_OLD")
    assert gap.how_to_collect == "Both dates from the CRM of the receiving side."


def test_history_shows_the_figure_at_the_end_of_each_month(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_readings(partnership, "trust_survey", dt.date(2026, 8, 1), [70, 60, 55])
    rescore(as_of=TODAY, at=AT)
    found = explain(partnership.ref, "kpi.trust_survey")
    assert [(point.as_of.month, point.value) for point in found.history] == [(8, 75.0), (9, 60.0), (10, 52.5)]
    earlier = explain(partnership.ref, "kpi.trust_survey", dt.date(2026, 9, 30))
    assert (earlier.raw, len(earlier.history)) == (60.0, 2)


def test_no_answer_of_a_person_is_in_what_is_stored(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    text = json.dumps(scored(partnership))
    assert "respondent" not in text
    assert "ours-0" not in text


def test_an_unknown_figure_is_refused_with_those_there_are(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    rescore(as_of=TODAY, at=AT)
    with pytest.raises(UnableToExplain, match="scorecard"):
        explain(partnership.ref, "charm")


def test_nothing_scored_is_refused(organization: Organization) -> None:
    with pytest.raises(UnableToExplain):
        explain(make_partnership(organization).ref, "scorecard")


def test_another_organizations_figures_cannot_be_opened(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    rescore(as_of=TODAY, at=AT)
    with acting_as(principal_of(make_member(make_organization("Someone Else")))), pytest.raises(UnableToExplain):
        explain(partnership.ref, "scorecard")


def test_measure_lines_show_each_kpi_with_reading_limits_and_history(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    rescore(as_of=TODAY, at=AT)
    lines = {line.kpi: line for line in measure_lines(partnership.ref)}
    assert len(lines) == 16
    trust = lines["trust_survey"]
    assert (trust.raw, trust.category, trust.name) == (62.5, "relationship_health", "kpi.trust_survey")
    assert trust.limits == {"direction": "higher", "floor": 20.0, "target": 70.0, "ceiling": 90.0}
    assert [point.value for point in trust.history][-2:] == [63.75, 63.75]
