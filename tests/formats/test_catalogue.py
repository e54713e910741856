from __future__ import annotations

from itertools import pairwise

from comotion.formats.catalogue import formats, vendors
from comotion.formats.kinds import kinds


def test_formats_are_found_and_text_is_asked_last():
    assert [each.name for each in formats()] == ["xlsx", "xls", "json", "yaml", "csv"]


def test_vendors_speak_of_known_kinds_and_fields():
    for vendor in vendors():
        assert {each.kind for each in vendor.signatures} <= {None, *kinds()}
        for kind, synonyms in vendor.synonyms.items():
            assert set(synonyms) <= {field.name for field in kinds()[kind].fields}


def test_vendors_have_names_of_their_own():
    names = [vendor.name for vendor in vendors()]
    assert all(one < two for one, two in pairwise(names))
