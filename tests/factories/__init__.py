"""Rows for tests: plain functions, one a thing, with defaults that are never what a test is about."""

from tests.factories.identity import make_member, make_organization, make_person, make_record, principal_of
from tests.factories.partnerships import make_partnership, make_party, make_room, make_standing
from tests.factories.records import (
    make_account,
    make_answers,
    make_grade,
    make_ledger_entry,
    make_meeting,
    make_opportunity,
    make_reading,
    make_readings,
    make_sponsor,
    make_theme,
)

__all__ = [
    "make_account",
    "make_answers",
    "make_grade",
    "make_ledger_entry",
    "make_meeting",
    "make_member",
    "make_opportunity",
    "make_organization",
    "make_partnership",
    "make_party",
    "make_person",
    "make_reading",
    "make_readings",
    "make_record",
    "make_room",
    "make_sponsor",
    "make_standing",
    "make_theme",
    "principal_of",
]
