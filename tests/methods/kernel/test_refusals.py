"""What the kernel refuses says which code, which field, and what is wrong, word for word."""

from math import nan

import pytest

from comotion.methods.kernel.agreement import alpha
from comotion.methods.kernel.apportionment import largest_remainder
from comotion.methods.kernel.bands import SCORE_BANDS, Scale, next_band, raw_band
from comotion.methods.kernel.likert import likert_friction
from comotion.methods.kernel.normalise import Limits, normalise
from comotion.methods.kernel.perception import gaps
from comotion.methods.kernel.survival import median_time
from comotion.methods.kernel.trend import theil_sen
from comotion.methods.kernel.weighted_mean import number, weighted_mean
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import default_settings

SETTINGS = default_settings()
SCALE = Scale(SCORE_BANDS, (50.0, 75.0), 3.0)
BAND = {"floor_low": 0.2, "band_low": 0.4, "band_high": 0.6, "floor_high": 0.9}
NOT_A_NUMBER = "nan is not a finite number."
RISING = "The limits of a band must rise: floor_low, band_low, band_high, floor_high."
NEEDED = "A band needs floor_low, band_low, band_high and floor_high."
STRICTLY = "Floor, target and ceiling must move strictly in the direction 'higher'."


def band(**changes):
    return Limits("band", **{**BAND, **changes})


@pytest.mark.parametrize(
    ("call", "code", "field", "detail"),
    [
        (lambda: alpha([[nan, 1]], SETTINGS), "NOT_FINITE", "rating", NOT_A_NUMBER),
        (lambda: largest_remainder(-1, [1]), "OUT_OF_RANGE", "total", "-1 is below zero."),
        (lambda: largest_remainder(1, [-1]), "WEIGHTS_NEGATIVE", "shares", "The weight -1 is below zero."),
        (lambda: raw_band(nan, SCALE), "NOT_FINITE", "value", NOT_A_NUMBER),
        (lambda: next_band("weak", nan, SCALE), "NOT_FINITE", "value", NOT_A_NUMBER),
        (lambda: Scale(("a", "b"), (2.0, 1.0), 0), "CUTS_NOT_ASCENDING", "cuts", "The cuts [2.0, 1.0] do not rise."),
        (lambda: likert_friction(6), "OUT_OF_RANGE", "answer", "6 lies outside 1.0 to 5.0."),
        (lambda: likert_friction(5.5), "OUT_OF_RANGE", "answer", "5.5 lies outside 1.0 to 5.0."),
        (lambda: normalise(nan, Limits("higher", 0, 1)), "NOT_FINITE", "value", NOT_A_NUMBER),
        (lambda: Limits("higher", 5, 5), "KPI_LIMITS_ORDER", "limits", STRICTLY),
        (lambda: Limits("higher", 5), "KPI_LIMITS_ORDER", "limits", "A floor and a target are needed."),
        (lambda: Limits("higher", target=5), "KPI_LIMITS_ORDER", "limits", "A floor and a target are needed."),
        (lambda: Limits("higher", nan, 1), "NOT_FINITE", "limits", NOT_A_NUMBER),
        (lambda: band(floor_low=None), "KPI_LIMITS_ORDER", "limits", NEEDED),
        (lambda: band(band_low=None), "KPI_LIMITS_ORDER", "limits", NEEDED),
        (lambda: band(band_high=None), "KPI_LIMITS_ORDER", "limits", NEEDED),
        (lambda: band(floor_high=None), "KPI_LIMITS_ORDER", "limits", NEEDED),
        (lambda: band(floor_low=0.4), "KPI_LIMITS_ORDER", "limits", RISING),
        (lambda: band(band_low=0.7), "KPI_LIMITS_ORDER", "limits", RISING),
        (lambda: band(floor_high=0.6), "KPI_LIMITS_ORDER", "limits", RISING),
        (lambda: band(floor_high=nan), "NOT_FINITE", "limits", NOT_A_NUMBER),
        (lambda: gaps({"a": {"m": [100.5]}}, SETTINGS), "OUT_OF_RANGE", "a/m", "100.5 lies outside 0.0 to 100.0."),
        (lambda: gaps({"a": {"m": [-0.5]}}, SETTINGS), "OUT_OF_RANGE", "a/m", "-0.5 lies outside 0.0 to 100.0."),
        (
            lambda: median_time([3, -1]),
            "DATE_ORDER",
            "duration",
            "A duration of -1 means that the end precedes the start.",
        ),
        (lambda: median_time([nan]), "NOT_FINITE", "duration", NOT_A_NUMBER),
        (
            lambda: theil_sen([(1, 2.0), (1, 3.0)]),
            "DUPLICATE_PERIOD",
            "points",
            "A period has more than one reading.",
        ),
        (lambda: theil_sen([(1, nan)]), "NOT_FINITE", "points", NOT_A_NUMBER),
        (lambda: number(100.5, SETTINGS), "OUT_OF_RANGE", "value", "100.5 lies outside 0.0 to 100.0."),
        (lambda: number(-0.5, SETTINGS), "OUT_OF_RANGE", "value", "-0.5 lies outside 0.0 to 100.0."),
        (lambda: weighted_mean([], SETTINGS), "EMPTY_INPUT", "parts", "A weighted mean needs at least one part."),
        (
            lambda: weighted_mean([("a", 0, 1.0)], SETTINGS),
            "WEIGHTS_SUM_TO_ZERO",
            "weight",
            "At least one weight must be above zero.",
        ),
    ],
)
def test_the_kernel_says_what_it_refuses(call, code, field, detail):
    with pytest.raises(InvalidInput) as caught:
        call()
    assert (caught.value.code, caught.value.field, caught.value.detail) == (code, field, detail)


def test_a_band_of_one_value_is_allowed():
    assert normalise(0.5, band(band_low=0.5, band_high=0.5)).score == 100.0
