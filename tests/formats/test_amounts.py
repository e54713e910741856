from __future__ import annotations

from decimal import Decimal

import pytest

from comotion.formats.amounts import evidence_of, figure, number

READ = {
    "1234": "1234", "$1,234.50": "1234.50", "1.234,50": "1234.50", "(1,234)": "-1234", "USD 1,234": "1234", "12 %": "0.12", "1 234,5": "1234.5",
    "1'234.25": "1234.25", "1,234,567": "1234567", "1.234.567": "1234567", "€ 5": "5", "5 €": "5", "-5": "-5", "5-": "-5", "−5": "-5", "3E+3": "3000",
    "-2.00E-02": "-0.02", "0.125": "0.125", "0,5": "0.5", ".5": "0.5", "$-7": "-7", "-$7": "-7", "1\u00a0234,00": "1234.00", "95%": "0.95",
}  # fmt: skip
NOT_READ = [
    "",
    "NaN",
    "INF",
    "-INF",
    "abc",
    "1.2.3",
    "1,23,456.0",
    "(5",
    "1..2",
    "12 pieces of five",
    "1e999",
    "--5",
    "1,2345,678",
]


@pytest.mark.parametrize("text", READ)
def test_figure_has_the_value_people_mean(text):
    assert number(figure(text), "point") == Decimal(READ[text])


@pytest.mark.parametrize("text", NOT_READ)
def test_text_that_is_no_figure_is_none(text):
    assert figure(text) is None


@pytest.mark.parametrize(
    ("text", "proof"),
    [("1234", "none"), ("1,234.5", "point"), ("1.234,5", "comma"), ("1,234", "ambiguous"), ("1.234", "ambiguous"), ("12,5", "comma"), ("0.125", "point"),
     ("1234.567", "point"), ("1,234,567", "point"), ("1.234.567", "comma"), ("12.34,5", "broken")],
)  # fmt: skip
def test_separators_prove_the_decimal_sign_or_not(text, proof):
    assert evidence_of(text) == proof


@pytest.mark.parametrize(("sign", "value"), [("point", "1234"), ("comma", "1.234")])
def test_undecided_figure_follows_the_sign_of_its_column(sign, value):
    assert number(figure("1,234"), sign) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"), [("USD 1,234", "USD"), ("12 EUR", "EUR"), ("€5", "EUR"), ("£5", "GBP"), ("$5", None), ("5", None)]
)
def test_currency_is_kept_where_it_is_certain(text, code):
    assert figure(text).currency == code
