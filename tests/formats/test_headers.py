from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.formats.headers import plain, unique


@pytest.mark.parametrize(
    ("written", "bare"),
    [("StageName", "stage name"), ("stage_name", "stage name"), ("Stage Name*", "stage name"), ("Probability (%)", "probability"), ("Partner_Owner__c", "partner owner"),
     (" Full\nName ", "full name"), ("Country/Region", "country region"), ("IsWon", "is won"), ("ID", "id"), ("Währung", "währung"), ("国人", "国人")],
)  # fmt: skip
def test_header_is_compared_without_its_accidents(written, bare):
    assert plain(written) == bare


@given(st.lists(st.sampled_from(["id", "name", "", " ", "id (2)", "Column 1", "Column 2"]), max_size=12))
def test_no_column_is_lost_whatever_the_headers(names):
    given_names = unique(names)
    assert len(set(given_names)) == len(names)
    assert all(given_names)
