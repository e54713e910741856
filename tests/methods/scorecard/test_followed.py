"""What followed warnings (specification 10 c4): counts and changes by hand."""

from datetime import date

import pytest

from comotion.methods.scorecard.warnings.followed import (
    Followed,
    OpenedWarning,
    PartnershipEvent,
    WarningHistory,
    what_followed,
)
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings

SETTINGS = default_settings()
OPENED = date(2024, 3, 1)


def look(*warnings, events=(), as_of=date(2025, 1, 1)):
    return what_followed(WarningHistory(warnings, events, as_of), SETTINGS).by_code


def test_what_happened_within_two_quarters_is_counted_once_per_kind():
    warnings = (OpenedWarning("DIVERGENCE", "p1", OPENED), OpenedWarning("DIVERGENCE", "p2", OPENED))
    events = (
        PartnershipEvent("p1", date(2024, 3, 1), "expanded"),
        PartnershipEvent("p1", date(2024, 8, 30), "reduced"),
        PartnershipEvent("p1", date(2024, 8, 31), "reduced"),
        PartnershipEvent("p1", date(2024, 9, 1), "ended"),
        PartnershipEvent("p2", date(2024, 2, 29), "ended"),
        PartnershipEvent("p3", date(2024, 4, 1), "ended"),
    )
    assert look(*warnings, events=events) == {"DIVERGENCE": Followed(2, 2, {"expanded": 1, "reduced": 1}, 1, None, 0)}


def test_a_warning_counts_once_two_quarters_are_over():
    warning = OpenedWarning("SPONSOR_GONE", "p1", OPENED)
    assert look(warning, as_of=date(2024, 8, 31)) == {"SPONSOR_GONE": Followed(1, 0, {}, 0, None, 0)}
    assert look(warning, as_of=date(2024, 9, 1)) == {"SPONSOR_GONE": Followed(1, 1, {}, 1, None, 0)}


def test_the_card_changes_by_the_mean_of_what_is_known():
    # (51 − 62 + 70 − 65) / 2 = −3
    warnings = (
        OpenedWarning("HIDDEN_EROSION", "p1", OPENED, 62.0, 51.0),
        OpenedWarning("HIDDEN_EROSION", "p2", OPENED, 65.0, 70.0),
        OpenedWarning("HIDDEN_EROSION", "p3", OPENED, 40.0, None),
        OpenedWarning("HIDDEN_EROSION", "p4", OPENED, None, 40.0),
    )
    found = look(*warnings)["HIDDEN_EROSION"]
    assert (found.card_change, found.card_n, found.nothing) == (-3.0, 2, 4)


def test_kinds_are_listed_in_the_order_of_codes():
    warnings = (OpenedWarning("RHYTHM_SLIP", "p1", OPENED), OpenedWarning("CATEGORY_FLOOR", "p1", OPENED))
    assert list(look(*warnings)) == ["CATEGORY_FLOOR", "RHYTHM_SLIP"]
    assert look() == {}


def test_histories_that_cannot_be_are_refused():
    warning = OpenedWarning("DIVERGENCE", "p1", OPENED)
    with pytest.raises(InvalidInput, match="DUPLICATE_ID"):
        look(warning, warning)
    with pytest.raises(InvalidInput) as caught:
        OpenedWarning("DIVERGENCE", "p1", OPENED, card_then=101.0)
    assert (caught.value.code, caught.value.field) == ("OUT_OF_RANGE", "p1.card")
    assert OpenedWarning("DIVERGENCE", "p1", OPENED, card_after=0.0).card_after == 0.0
