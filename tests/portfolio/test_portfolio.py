"""The portfolio: refreshed, listed page by page, counted, decided about, opened."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.core.models import AuditEntry
from comotion.core.principal import acting_as
from comotion.identity.models import Organization
from comotion.methods.settings import default_settings
from comotion.partnerships.enums import PartnershipState
from comotion.partnerships.models import Partnership
from comotion.portfolio import placing
from comotion.portfolio.arranging import kept_lines
from comotion.portfolio.decisions import decided
from comotion.portfolio.explanation import explain_program
from comotion.portfolio.lines import PortfolioFilters
from comotion.portfolio.models import PhaseMove, PortfolioRow
from comotion.portfolio.operations import (
    UnableToMove,
    UnableToPin,
    move_phase,
    pin_tier,
    refresh,
    undo_move,
    unpin_tier,
)
from comotion.portfolio.placing import place
from comotion.portfolio.queries import partnership_brief, phase_board, portfolio_page, portfolio_summary
from comotion.scores.explained import UnableToExplain
from comotion.scores.explanation import explain
from comotion.scores.recomputation import recompute
from tests.factories import make_member, make_organization, make_partnership, make_readings, principal_of
from tests.scores.world import AT, END, OCTOBER, STANDING, TODAY, make_full_partnership

pytestmark = pytest.mark.usefixtures("principal")
LATER = AT + dt.timedelta(hours=1)
CARD = {
    "revenue_vs_plan": 1.0,
    "pipeline_coverage": 3.0,
    "cost_to_serve_ratio": 0.25,
    "horizon_score": 75.0,
    "fairness_index": 85.0,
    "value_type_count": 3.0,
    "commitments_kept": 0.8,
    "decision_latency_days": 10.0,
    "trust_survey": 70.0,
    "partner_satisfaction_10": 7.5,
}


def make_scored(organization: Organization, name: str, *, trust: float = 70.0, fit: float = 4.0) -> Partnership:
    """A partnership with readings, told apart by its trust and its potential."""
    standing = STANDING | {"potential_fit": fit, "owner_name": f"Owner {name[-1]}", "level": "Gold"}
    partnership = make_partnership(organization, name, started_date=dt.date(2024, 1, 1), standing=standing)
    for kpi, value in (CARD | {"trust_survey": trust}).items():
        make_readings(partnership, kpi, OCTOBER, [value])
    return partnership


def make_program(organization: Organization, size: int) -> list[Partnership]:
    """Partnerships that differ in trust and potential."""
    return [
        make_scored(organization, f"Partner {number:02}", trust=30.0 + 2 * number, fit=1 + (number * 7) % 5)
        for number in range(size)
    ]


def refreshed(**options: object) -> None:
    refresh(**({"as_of": TODAY, "at": AT} | options))  # type: ignore[arg-type]


def names(**options: object) -> list[str]:
    """The names over all pages, in their order."""
    found: list[str] = []
    after = ""
    while True:
        page = portfolio_page(**({"size": 4, "after": after} | options))  # type: ignore[arg-type]
        found += [line.name for line in page.lines]
        after = page.after
        if not after:
            return found


def placed_rows() -> list[tuple[object, ...]]:
    """Every line's place and numbers."""
    columns = ("name", "tier", "phase", "priority", "scorecard", "potential", "health", "coverage")
    return list(PortfolioRow.objects.order_by("pk").values_list(*columns))


def queries_of(**options: object) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        refreshed(**options)
    return [query["sql"] for query in captured.captured_queries]


def test_a_line_says_what_the_snapshot_says(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    refreshed()
    (line,) = portfolio_page().lines
    found = explain(partnership.ref, "scorecard")
    assert (line.ref, line.as_of, line.scorecard.value) == (partnership.ref, END, found.value)
    assert line.categories["relationship_health"].value == explain(partnership.ref, "relationship_health").value
    assert line.dimensions["value_exchange"].value == explain(partnership.ref, "value_exchange").value
    assert (line.potential, line.health) == (
        explain(partnership.ref, "potential").value,
        explain(partnership.ref, "health").value,
    )
    assert line.last_review_date == dt.date(2026, 9, 10)


def test_refresh_twice_changes_nothing(organization: Organization) -> None:
    make_program(organization, 12)
    refreshed()
    before = list(PortfolioRow.objects.order_by("pk").values())
    refreshed(at=LATER)
    assert list(PortfolioRow.objects.order_by("pk").values()) == before


def test_refreshing_one_places_all_as_refreshing_all_does(organization: Organization) -> None:
    made = make_program(organization, 12)
    refreshed()
    make_readings(made[3], "executive_engagement", OCTOBER, [1.0])
    refreshed(partnerships=[made[3].pk], at=LATER)
    one, summary = placed_rows(), portfolio_summary()
    refreshed(at=LATER)
    for row, expected in zip(placed_rows(), one, strict=True):
        assert row[:3] == expected[:3]
        assert row[3:] == pytest.approx(expected[3:], abs=1e-9)
    assert (portfolio_summary().tiers, portfolio_summary().phases) == (summary.tiers, summary.phases)
    assert portfolio_summary().dimensions == summary.dimensions


def test_tiers_have_their_exact_sizes_and_phases_their_slots(organization: Organization) -> None:
    make_program(organization, 15)
    refreshed()
    summary = portfolio_summary()
    assert [summary.tiers[tier] for tier in ("strategic", "growth", "transactional")] == [2, 3, 10]
    assert sum(summary.phases.values()) == 15
    assert (summary.slots["quick_win"], summary.slots["restructure"]) == (2, 4)
    assert summary.phases["quick_win"] <= 2


def test_places_over_columns_equal_those_one_by_one(
    organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_program(organization, 15)
    make_partnership(organization)
    refreshed()
    pin_tier(partnership=made[0], tier="growth", reason="promised", until=dt.date(2027, 1, 1), at=AT)
    kept = kept_lines()
    rows = [one.row for one in kept.values()]
    previous = {key: one.place.tier for key, one in kept.items()}
    few = place(rows, previous, decided(TODAY), settings=default_settings(), as_of=TODAY)
    monkeypatch.setattr(placing, "MANY", 1)
    many = place(rows, previous, decided(TODAY), settings=default_settings(), as_of=TODAY)
    assert {key: (one.tier, one.phase) for key, one in many.items()} == {
        key: (one.tier, one.phase) for key, one in few.items()
    }
    assert {key: one.priority for key, one in many.items()} == pytest.approx(
        {key: one.priority for key, one in few.items()}
    )


def test_a_lead_within_the_margin_changes_no_tier(organization: Organization) -> None:
    made = make_program(organization, 10)
    refreshed()
    (strategic,) = names(filters=PortfolioFilters(tier="strategic"))
    others = [partnership for partnership in made if partnership.name != strategic]
    second = max(others, key=lambda one: explain(one.ref, "tier_score").value or 0)
    lead = next(one for one in made if one.name == strategic)
    gap = (explain(lead.ref, "tier_score").value or 0) - (explain(second.ref, "tier_score").value or 0)
    assert gap >= 0
    refreshed(at=LATER)
    assert names(filters=PortfolioFilters(tier="strategic")) == [strategic]


@pytest.mark.parametrize("sort", ["name", "scorecard", "priority", "tier", "phase", "warnings"])
def test_pages_by_key_hold_every_line_once(organization: Organization, sort: str) -> None:
    make_program(organization, 11)
    make_partnership(organization, "Nothing known")
    refreshed()
    whole = [line.name for line in portfolio_page(sort=sort, size=50).lines]
    assert len(whole) == 12
    assert names(sort=sort) == whole


def test_names_are_sorted_without_case_and_accents(organization: Organization) -> None:
    for name in ("AMD", "Accenture", "Ænix", "zeta", "Ébène", "Elm"):
        make_partnership(organization, name)
    refresh(as_of=TODAY, at=AT)

    names = [line.name for line in portfolio_page(sort="name").lines]

    assert names == ["Accenture", "AMD", "Ébène", "Elm", "zeta", "Ænix"]


def test_sorting_by_total_puts_the_best_first_and_missing_ones_last(organization: Organization) -> None:
    make_partnership(organization, "Nothing known")
    make_program(organization, 3)
    refreshed()
    lines = portfolio_page(sort="scorecard").lines
    values = [line.scorecard.value for line in lines]
    assert values[-1] is None
    assert values[:-1] == sorted((value for value in values if value is not None), reverse=True)


def test_a_key_that_is_none_begins_at_the_start(organization: Organization) -> None:
    make_program(organization, 3)
    refreshed()
    for after in ("nonsense", "W10", "WyJhIiwgImIiXQ"):
        assert portfolio_page(sort="name", after=after).lines[0].name == "Partner 00"


def test_filters_narrow_the_list_and_its_total(organization: Organization) -> None:
    make_program(organization, 12)
    make_full_partnership(organization)
    refreshed()
    summary = portfolio_summary()
    for filters, expected in (
        (PortfolioFilters(tier="growth"), summary.tiers["growth"]),
        (PortfolioFilters(phase="overhaul"), summary.phases["overhaul"]),
        (PortfolioFilters(owner="Owner 3"), 1),
        (PortfolioFilters(level="Gold"), 12),
        (PortfolioFilters(text="halden"), 1),
        (PortfolioFilters(warning="PERCEPTION_SPLIT"), 1),
        (PortfolioFilters(level="Gold", text="partner 1"), 2),
        (PortfolioFilters(approach="co_marketing"), 0),
    ):
        page = portfolio_page(filters=filters, size=1)
        assert page.total == expected, filters
        assert len(names(filters=filters)) == expected


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_takes_the_same_queries_whatever_it_holds(organization: Organization, size: int) -> None:
    make_program(organization, 5)
    refreshed()
    with CaptureQueriesContext(connection) as captured:
        portfolio_page(size=size)
    assert len(captured) == 2


def test_refresh_takes_as_many_queries_for_three_as_for_one(organization: Organization) -> None:
    make_scored(organization, "First")
    one = len(queries_of())
    make_scored(organization, "Second")
    make_scored(organization, "Third")
    PortfolioRow.objects.all().delete()
    from comotion.scores.models import Snapshot

    Snapshot.objects.all().delete()
    assert len(queries_of()) == one


def test_the_summary_counts_what_the_lines_show(organization: Organization) -> None:
    make_program(organization, 4)
    make_partnership(organization, "Nothing known")
    make_full_partnership(organization)
    refreshed()
    summary, lines = portfolio_summary(), portfolio_page().lines
    assert (summary.partnerships, summary.scored) == (6, 5)
    for name, count in summary.dimensions.items():
        assert count.good == sum((line.dimensions[name].value or 0) >= 70 for line in lines)
    assert summary.scatter_of == 5
    assert [left.name for left in summary.not_drawn] == ["Nothing known"]
    assert summary.not_drawn[0].missing == ("financial_performance", "relationship_health")
    assert (summary.concentration, summary.concentration_of) == (1, 1)
    ahead = sum(
        (line.categories["financial_performance"].value or 0) > (line.categories["relationship_health"].value or 0)
        for line in lines
    )
    assert summary.earning_ahead == ahead


def test_an_empty_program_has_an_empty_summary() -> None:
    summary = portfolio_summary()
    assert (summary.partnerships, summary.scored, summary.as_of) == (0, 0, None)
    assert portfolio_page().lines == ()


def test_partnerships_that_end_leave_the_list(organization: Organization) -> None:
    made = make_program(organization, 3)
    refreshed()
    Partnership.objects.filter(pk=made[0].pk).update(state=PartnershipState.ENDED)
    refreshed(partnerships=[made[0].pk], at=LATER)
    assert names() == ["Partner 01", "Partner 02"]
    assert portfolio_summary().partnerships == 2


def test_the_board_shows_phases_in_order_with_the_best_first(organization: Organization) -> None:
    make_program(organization, 12)
    refreshed()
    board = phase_board(size=3)
    assert [column.phase for column in board] == [
        "quick_win",
        "restructure",
        "overhaul",
        "sunset_review",
        "measure_first",
    ]
    assert [column.total for column in board] == list(portfolio_summary().phases.values())
    for column in board:
        priorities = [card.priority or 0 for card in column.cards]
        assert priorities == sorted(priorities, reverse=True)


def test_a_move_holds_until_it_is_undone(organization: Organization) -> None:
    made = make_program(organization, 8)
    refreshed()
    line = portfolio_page(filters=PortfolioFilters(text=made[0].name)).lines[0]
    target = "sunset_review" if line.phase != "sunset_review" else "overhaul"
    move_phase(partnership=made[0], phase=target, reason="New sponsor", at=AT)
    for at in (AT, LATER):
        found = portfolio_page(filters=PortfolioFilters(text=made[0].name)).lines[0]
        assert (found.phase, found.computed_phase, found.is_moved) == (target, line.phase, True)
        assert portfolio_summary().phases[target] == len(names(filters=PortfolioFilters(phase=target)))
        refreshed(at=at)
    cards = {card.ref: card for column in phase_board(50) for card in column.cards}
    assert (cards[made[0].ref].reason, cards[made[0].ref].is_moved) == ("New sponsor", True)
    undo_move(partnership=made[0], at=LATER)
    found = portfolio_page(filters=PortfolioFilters(text=made[0].name)).lines[0]
    assert (found.phase, found.is_moved) == (line.phase, False)
    assert PhaseMove.objects.get().withdrawn_at == LATER
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["phase.moved", "phase.move_withdrawn"]


@pytest.mark.parametrize(("phase", "reason"), [("overhaul", " "), ("holiday", "because")])
def test_a_move_without_reason_or_to_nowhere_is_refused(organization: Organization, phase: str, reason: str) -> None:
    (partnership,) = make_program(organization, 1)
    refreshed()
    with pytest.raises(UnableToMove):
        move_phase(partnership=partnership, phase=phase, reason=reason, at=AT)
    assert PhaseMove.objects.count() == 0


def test_a_pin_takes_a_slot_until_it_ends(organization: Organization) -> None:
    made = make_program(organization, 10)
    refreshed()
    lowest = portfolio_page(sort="tier", size=50).lines[-1]
    partnership = next(one for one in made if one.ref == lowest.ref)
    pin_tier(partnership=partnership, tier="strategic", reason="Board", until=dt.date(2026, 12, 1), at=AT)
    assert names(filters=PortfolioFilters(tier="strategic")) == [partnership.name]
    refreshed(as_of=dt.date(2026, 12, 2), at=LATER)
    assert names(filters=PortfolioFilters(tier="strategic")) != [partnership.name]


def test_more_pins_than_places_are_refused(organization: Organization) -> None:
    first, second, *_ = make_program(organization, 10)
    refreshed()
    until = dt.date(2027, 1, 1)
    pin_tier(partnership=first, tier="strategic", reason="Board", until=until, at=AT)
    with pytest.raises(UnableToPin):
        pin_tier(partnership=second, tier="strategic", reason="Board", until=until, at=AT)
    assert names(filters=PortfolioFilters(tier="strategic")) == [first.name]
    unpin_tier(partnership=first, at=LATER)
    assert not portfolio_page(filters=PortfolioFilters(text=first.name)).lines[0].is_pinned


def test_program_figures_open_to_the_partnerships_behind_them(organization: Organization) -> None:
    make_program(organization, 12)
    make_full_partnership(organization)
    refreshed()
    summary = portfolio_summary()
    expected = {
        "partnerships": 13,
        "scored": 13,
        "phase.quick_win": summary.phases["quick_win"],
        "tier.growth": summary.tiers["growth"],
        "warning.PERCEPTION_SPLIT": 1,
        "good_on_all": summary.good_on_all,
        "good_on_none": summary.good_on_none,
        **{f"good.{name}": count.good for name, count in summary.dimensions.items()},
    }
    for figure, count in expected.items():
        found = explain_program(figure)
        assert found.value == count, figure
        assert recompute(json.loads(json.dumps(found.as_json()))) == count
    with pytest.raises(UnableToExplain, match=r"phase\.quick_win"):
        explain_program("charm")


def test_each_party_of_a_room_has_its_own_line(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    partner = make_organization("Partner Inc")
    partnership.parties.filter(position=1).update(organization=partner, state="active")
    Partnership.objects.update(visibility=3)
    refreshed()
    with acting_as(principal_of(make_member(partner))):
        assert portfolio_summary().partnerships == 0
        refreshed()
        (line,) = portfolio_page().lines
        assert (line.ref, line.scorecard.value, line.potential) == (partnership.ref, None, None)
    (line,) = portfolio_page().lines
    assert line.scorecard.value is not None


def test_the_brief_holds_what_the_page_needs(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    refreshed()
    brief = partnership_brief(partnership.ref, today=TODAY)
    assert (brief.name, brief.parties) == ("Halden Analytics", ("Northwind Cloud", "Halden Analytics"))
    assert brief.figures["scorecard"].value == explain(partnership.ref, "scorecard").value
    assert brief.history[-1].as_of == END
    assert (brief.open_deals_of, brief.won_deals_of) == (2, 3)
    assert (brief.last_meetings["mbr"].held_date, brief.last_meetings["mbr"].days) == (dt.date(2026, 9, 10), 67)
    assert brief.horizon_class == "today_only"
    assert [(cell.side, cell.direction, cell.our_amount) for cell in brief.ledger] == [
        ("ours", "contribution", 600.0),
        ("ours", "return", 450.0),
        ("theirs", "contribution", 400.0),
        ("theirs", "return", 550.0),
    ]
    assert [gap.figure for gap in brief.missing] == ["shared_goals", "feed_forward", "forward_meeting"]
    assert [(one.side, one.name, one.last_contact_date) for one in brief.sponsors] == [
        ("ours", "Ines Ferreira", dt.date(2026, 9, 10)),
        ("theirs", "Marta Lindqvist", dt.date(2026, 9, 10)),
    ]


def test_the_brief_of_a_partnership_of_others_is_not_there(organization: Organization) -> None:
    other = make_organization("Someone Else")
    partnership = make_partnership(other)
    with pytest.raises(Partnership.DoesNotExist):
        partnership_brief(partnership.ref, today=TODAY)


def test_the_brief_of_a_new_partnership_is_empty_and_whole(organization: Organization) -> None:
    brief = partnership_brief(make_partnership(organization).ref, today=TODAY)
    assert (brief.as_of, brief.figures, brief.history, brief.missing) == (None, {}, (), ())
