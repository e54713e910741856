"""Inputs for the invariants: scores, weights, parts, portfolios."""

import numpy as np
from hypothesis import strategies as st

from comotion.methods.portfolio.phases import PhaseInput
from comotion.methods.portfolio.tiers import TierInput
from comotion.methods.vocabulary import DIMENSIONS

scores = st.floats(0, 100, allow_nan=False)
maybe_scores = st.none() | scores
weights = st.floats(0.01, 100, allow_nan=False)
parts = st.lists(st.tuples(st.just("part"), weights, maybe_scores), min_size=1, max_size=8)
amounts = st.floats(0.01, 1e6, allow_nan=False)

tables = st.integers(1, 8).flatmap(
    lambda width: st.lists(st.lists(maybe_scores, min_size=width, max_size=width), min_size=1, max_size=5)
)


def column(values):
    """Numbers as a column, None as NaN."""
    return np.array([np.nan if value is None else value for value in values], dtype=float)


@st.composite
def phase_rows(draw):
    count = draw(st.integers(0, 14))
    return [
        PhaseInput(
            id=f"p{index:02}",
            dimensions={name: draw(maybe_scores) for name in DIMENSIONS},
            potential=draw(maybe_scores),
            effort=draw(st.none() | st.integers(1, 5).map(float)),
            sponsor=draw(st.booleans()),
            partner_willing=draw(st.none() | st.booleans()),
            age_months=draw(st.floats(0, 60)),
        )
        for index in range(count)
    ]


@st.composite
def tier_rows(draw, *, previous=True):
    count = draw(st.integers(0, 25))
    tiers = st.sampled_from([None, "strategic", "growth", "transactional"]) if previous else st.none()
    return [
        TierInput(
            id=f"p{index:02}",
            potential=draw(maybe_scores),
            maturity=draw(maybe_scores),
            previous=draw(tiers),
        )
        for index in range(count)
    ]
