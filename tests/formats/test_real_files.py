"""Every real file is read as its README says, or refused by name; the table stands at the end of the test run."""

from __future__ import annotations

import pytest

from tests.formats.real_files import DATA as SHARED
from tests.formats.real_files import FOLDERS, NO_INPUT, answer, files

OF_EACH_FOLDER = {
    "crm-hubspot-warehouse": 5, "crm-salesforce-samples": 6, "csv-spectrum": 12, "messy-tables": 35, "calendars-ics": 27,
}  # fmt: skip


@pytest.mark.parametrize("path", files())
def test_real_file_is_read_as_its_readme_says(path, record_property):
    found = answer(path)
    record_property("real file", str(found))
    assert found.found == found.said


def test_real_files_are_all_in_the_table():
    listed = files()
    assert {folder: sum(path.startswith(f"{folder}/") for path in listed) for folder in FOLDERS} == OF_EACH_FOLDER
    answers = {path.relative_to(SHARED).as_posix() for path in (SHARED / "csv-spectrum/json").iterdir()}
    everything = {
        path.relative_to(SHARED).as_posix() for folder in FOLDERS for path in (SHARED / folder).rglob("*.*")
        if path.is_file() and path.name not in NO_INPUT
    }  # fmt: skip
    assert everything - answers == set(listed)
