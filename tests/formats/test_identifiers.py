from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comotion.formats.identifiers import identifier, salesforce_id

REAL = ["0015500000Xyy06AAB", "0015500000Ygpq1AAB", "001q000000wW9BeAAK", "006q000000HddohAAB", "006q000000HdPzpAAF"]


@pytest.mark.parametrize("full", REAL)
def test_both_lengths_of_a_salesforce_id_become_one(full):
    assert (salesforce_id(full[:15]), salesforce_id(full)) == (full, full)


@pytest.mark.parametrize("text", ["123456789012345", "9001", "P-1", "", "northwind", "00042", "001q000000wW9B"])
def test_other_id_stays_as_it_is(text):
    assert salesforce_id(text) == text


@given(st.from_regex(r"\A00[1-9A-Z][0-9A-Za-z]{12}\Z"))
def test_ids_that_differ_in_case_only_stay_apart(text):
    swapped = text[:3] + text[3:].swapcase()
    assert (salesforce_id(text).casefold() == salesforce_id(swapped).casefold()) == (text == swapped or text.isdigit())


@pytest.mark.parametrize(
    "text",
    [
        "https://www.crunchbase.com/organization/Adyen",
        "crunchbase.com/organization/adyen?x=1",
        "http://crunchbase.com/company/adyen/people",
    ],
)
def test_link_to_an_organization_becomes_its_slug(text):
    assert identifier(text) == "adyen"
