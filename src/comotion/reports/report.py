"""What a report is, and the reports there are: each is one module of this folder with a ``REPORT``."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.narrative.wording import Wording
from comotion.portfolio.lines import PortfolioFilters

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UnableToMakeReport(ValueError):
    """There is no such report, or not in this form; the message says which there are."""


def reader_wording() -> Wording:
    """Return how the reader's language writes things."""
    return Wording(get_language() or "en", _)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is to be about: the day that counts as today, and the partnership's ref or the filters."""

    today: dt.date
    partnership: str = ""
    filters: PortfolioFilters = field(default_factory=PortfolioFilters)
    sort: str = ""
    wording: Wording = field(default_factory=reader_wording)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report; ``pages`` is None where the form has none."""

    content: bytes
    as_of: dt.date | None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of report: its name, whether it is about one partnership, and a function for each form."""

    name: str
    about_one: bool
    forms: dict[str, Callable[[Asked], Made]]


@cache
def reports() -> dict[str, Report]:
    """Return every report of this folder by its name."""
    package = importlib.import_module("comotion.reports")
    modules = (importlib.import_module(f"comotion.reports.{found.name}") for found in _modules(package.__path__))
    found = [module.REPORT for module in modules if isinstance(getattr(module, "REPORT", None), Report)]
    return {report.name: report for report in sorted(found, key=lambda report: report.name)}


def _modules(path: Iterable[str]) -> list[pkgutil.ModuleInfo]:
    return [module for module in pkgutil.iter_modules(path) if not module.ispkg]


def form_of(file: str) -> str:
    """Return the form that the ending of a file name asks for, as in ``pdf``."""
    return PurePath(file).suffix.lstrip(".").lower()


def make_report(name: str, form: str, asked: Asked) -> Made:
    """Make a report for whoever acts.

    Raises
    ------
    UnableToMakeReport
        If there is no such report, not in this form, or not without a partnership.
    PermissionDenied
        If the role may not take figures out.

    """
    require(current_principal(), "export", "reports")
    report = reports().get(name)
    if report is None:
        raise UnableToMakeReport(
            _("There is no report “%(name)s”. Choose one of: %(names)s.")
            % {"name": name, "names": ", ".join(reports())}
        )
    if form not in report.forms:
        forms = ", ".join(report.forms)
        raise UnableToMakeReport(
            _("The report “%(name)s” cannot be written as “%(form)s”. Choose one of: %(forms)s.")
            % {"name": name, "form": form, "forms": forms}
        )
    if report.about_one and not asked.partnership:
        raise UnableToMakeReport(_("Say which partnership the report “%(name)s” is about.") % {"name": name})
    return report.forms[form](asked)
