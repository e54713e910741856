"""Columns equal single forms to 1e-9 at the size of a whole portfolio: cards, warnings, phases and tiers."""

from datetime import date
from random import Random

import numpy as np
import pytest

from comotion.methods.portfolio import batch as portfolio_batch
from comotion.methods.portfolio.phases import PhaseInput, phases
from comotion.methods.portfolio.tiers import TierInput, tiers
from comotion.methods.scorecard import batch, warnings
from comotion.methods.scorecard.card import scorecard
from comotion.methods.scorecard.participation import Participation
from comotion.methods.scorecard.warnings import batch as warning_columns
from comotion.methods.settings import default_settings
from comotion.methods.vocabulary import CATEGORIES, DIMENSIONS, PHASES
from tests.methods.strategies import column

SETTINGS = default_settings()
STATES = {1: "fires", 0: "clear", -1: "unknown"}
TODAY = date(2025, 6, 1)

at_size = pytest.mark.parametrize("size", [500, pytest.param(10_000, marks=pytest.mark.slow)])


def maybe(random, low, high, gap=0.1):
    return None if random.random() < gap else random.uniform(low, high)


def limits_of(kpi):
    steps = kpi.limits.steps()
    return min(steps) - 0.2 * abs(min(steps)), max(steps) * 1.2


@at_size
def test_cards_of_a_whole_portfolio_equal_single_cards(size):
    random = Random(10)
    kpis = SETTINGS.card.kpis
    rows = [{kpi.id: maybe(random, *limits_of(kpi), gap=0.25) for kpi in kpis} for _ in range(size)]
    found = batch.scorecards({kpi.id: column(row[kpi.id] for row in rows) for kpi in kpis}, SETTINGS)
    cards = [scorecard(row, SETTINGS) for row in rows]
    for name in ("value", "coverage", "low", "high"):
        expected = column(getattr(card.card, name) for card in cards)
        assert getattr(found.card, name) == pytest.approx(expected, abs=1e-9, nan_ok=True)
    for category in CATEGORIES:
        expected = column(card.categories[category].value for card in cards)
        assert found.categories[category].value == pytest.approx(expected, abs=1e-9, nan_ok=True)


def drawn_room(random, number):
    """What the warnings of one room read."""
    periods = [(period, value) for period in range(4) if (value := maybe(random, 20, 90)) is not None]
    money = [(period, value) for period in range(4) if (value := maybe(random, 40, 100)) is not None]
    started = TODAY.toordinal() - random.randrange(800)
    contacts = [maybe(random, 0, 200) for _ in "ab"]
    return warnings.WarningInputs(
        as_of=TODAY,
        period=3,
        room_started=date.fromordinal(started),
        categories={"relationship_health": tuple(periods), "financial_performance": tuple(money)},
        coverage=maybe(random, 0.4, 1),
        coverage_before=maybe(random, 0.4, 1),
        response={side: maybe(random, 0.2, 1) for side in "ab"},
        trust=warnings.SideAnswers(maybe(random, -40, 40), random.randrange(6)),
        satisfaction=warnings.SideAnswers(maybe(random, -4, 4), random.randrange(6)),
        mbrs_held=tuple(random.random() < 0.6 for _ in range(random.randrange(4))),
        qsrs_held=tuple(random.random() < 0.7 for _ in range(random.randrange(3))),
        lag=warnings.LagSample(random.uniform(0, 60), random.randrange(3, 9)) if number % 7 else None,
        lag_baseline=warnings.LagSample(random.uniform(5, 40), random.randrange(3, 9)) if number % 5 else None,
        sponsors=tuple(
            warnings.SponsorSide(
                side, random.random() < 0.9, None if back is None else date.fromordinal(TODAY.toordinal() - int(back))
            )
            for side, back in zip("ab", contacts, strict=True)
        ),
        fairness=tuple(maybe(random, 55, 100) for _ in range(3)),
        horizon_classes=tuple(random.choice(["today_only", "full_span", None]) for _ in range(2)),
        participation={
            side: Participation(None, None)
            if random.random() < 0.1
            else Participation(random.randrange(12), float(random.randrange(15)))
            for side in "ab"
        },
    )


def in_columns(rooms):
    """Every warning over the columns of some rooms, by code."""
    money, health = (
        np.stack([column(dict(room.categories[name]).get(period) for period in range(4)) for room in rooms])
        for name in ("financial_performance", "relationship_health")
    )
    nothing = np.full(len(rooms), np.nan)
    lowest = column(
        min((share for share in room.response.values() if share is not None and share < 0.5), default=None)
        if any(share is not None and share < 0.5 for share in room.response.values())
        else (None if None in room.response.values() else min(room.response.values()))
        for room in rooms
    )
    lags = [
        [(sample.days, sample.signals) if sample else (None, None) for sample in (room.lag, room.lag_baseline)]
        for room in rooms
    ]
    quarters = {"today_only": 1.0, "full_span": 0.0, None: None}
    return {
        "HIDDEN_EROSION": warning_columns.hidden_erosion(money[:, -1], health, SETTINGS),
        "DIVERGENCE": warning_columns.divergence(money[:, -1], health[:, -1], SETTINGS),
        "CATEGORY_FLOOR": warning_columns.category_floor(
            {"a": money[:, -1], "b": health[:, -1], "c": nothing, "d": nothing}, SETTINGS
        ),
        "PERCEPTION_SPLIT": warning_columns.perception_split(
            *(
                column(getattr(getattr(room, name), field) for room in rooms)
                for name in ("trust", "satisfaction")
                for field in ("gap", "smallest_n")
            ),
            SETTINGS,
        ),
        "GOING_DARK": warning_columns.going_dark(
            column(room.coverage for room in rooms), column(room.coverage_before for room in rooms), lowest, SETTINGS
        ),
        "RHYTHM_SLIP": warning_columns.rhythm_slip(
            np.stack([column([None, None, *room.mbrs_held][-2:]) for room in rooms]),
            column([None, *room.qsrs_held][-1] for room in rooms),
        ),
        "LAG_GROWTH": warning_columns.lag_growth(
            *(column(row[sample][at] for row in lags) for sample in (0, 1) for at in (0, 1)), SETTINGS
        ),
        "SPONSOR_GONE": warning_columns.sponsor_gone(
            np.array([[side.has_sponsor for side in room.sponsors] for room in rooms]),
            np.stack(
                [
                    column(side.last_contact.toordinal() if side.last_contact else None for side in room.sponsors)
                    for room in rooms
                ]
            ),
            column(room.room_started.toordinal() for room in rooms),
            TODAY.toordinal(),
            SETTINGS,
        ),
        "FAIRNESS_DRIFT": warning_columns.fairness_drift(np.stack([column(room.fairness) for room in rooms]), SETTINGS),
        "NEAR_TERM_ONLY": warning_columns.near_term_only(
            np.stack([column(quarters[name] for name in room.horizon_classes) for room in rooms])
        ),
        "PARTICIPATION_FALLING": warning_columns.participation_falling(
            *(
                np.stack([column(getattr(acts, name) for acts in room.participation.values()) for room in rooms])
                for name in ("acts_now", "acts_usual")
            ),
            SETTINGS,
        ),
    }


@at_size
def test_warnings_of_a_whole_portfolio_equal_single_warnings(size):
    random = Random(11)
    rooms = [drawn_room(random, number) for number in range(size)]
    found = in_columns(rooms)
    singles = [{one.code: one.state for one in warnings.early_warnings(room, SETTINGS)} for room in rooms]
    assert found.keys() == singles[0].keys()
    for code, codes in found.items():
        assert [STATES[state] for state in codes.tolist()] == [row[code] for row in singles], code
        assert set(STATES.values()) - {"unknown"} <= {row[code] for row in singles} or code == "CATEGORY_FLOOR"


@at_size
def test_phases_of_a_whole_portfolio_equal_single_phases(size):
    random = Random(12)
    rows = [
        PhaseInput(
            f"p{number:05}",
            {name: maybe(random, 10, 95, gap=0.2) for name in DIMENSIONS},
            maybe(random, 0, 100),
            None if random.random() < 0.05 else float(random.randint(1, 5)),
            random.random() < 0.6,
            random.choice([None, True, False]),
            random.uniform(0, 60),
        )
        for number in range(size)
    ]
    values = np.stack([column(row.dimensions[name] for row in rows) for name in DIMENSIONS])
    found = portfolio_batch.phases(
        portfolio_batch.PhaseColumns(
            ids=np.array([row.id for row in rows]),
            values=values,
            coverage=(~np.isnan(values)).astype(float),
            potential=column(row.potential for row in rows),
            effort=column(row.effort for row in rows),
            sponsor=np.array([row.sponsor for row in rows]),
            willing=np.array([row.partner_willing is True for row in rows]),
            age_months=column(row.age_months for row in rows),
        ),
        SETTINGS,
    )
    singles = list(phases(rows, SETTINGS).values())
    assert [PHASES[code] for code in found.phase.tolist()] == [result.phase for result in singles]
    assert found.health == pytest.approx(column(result.health.value for result in singles), abs=1e-9, nan_ok=True)
    assert found.priority == pytest.approx(column(result.priority for result in singles), abs=1e-9, nan_ok=True)
    assert {result.phase for result in singles} == set(PHASES)


@at_size
def test_tiers_of_a_whole_portfolio_equal_single_tiers(size):
    random = Random(13)
    names = [None, "strategic", "growth", "transactional"]
    rows = [
        TierInput(f"p{number:05}", maybe(random, 0, 100), maybe(random, 0, 100), random.choice(names))
        for number in range(size)
    ]
    potential, maturity = (column(getattr(row, name) for row in rows) for name in ("potential", "maturity"))
    found = portfolio_batch.tiers(
        portfolio_batch.TierColumns(
            np.array([row.id for row in rows]),
            potential,
            (~np.isnan(potential)).astype(float),
            maturity,
            (~np.isnan(maturity)).astype(float),
            np.array([names.index(row.previous) - 1 for row in rows], dtype=np.int8),
            np.full(size, -1, dtype=np.int8),
        ),
        SETTINGS,
    )
    assert [portfolio_batch.TIER_CODES[code] for code in found.tolist()] == [
        result.tier for result in tiers(rows, SETTINGS).values()
    ]
