"""The examples in the documentation of the methods say what is true."""

import doctest
import pkgutil
from importlib import import_module

import pytest

from comotion import methods

MODULES = [found.name for found in pkgutil.walk_packages(methods.__path__, f"{methods.__name__}.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_there_are_examples_to_hold():
    finder = doctest.DocTestFinder()
    found = (test for name in MODULES for test in finder.find(import_module(name)))
    assert sum(len(test.examples) for test in found) >= 70
