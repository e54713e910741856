"""Who reacts to which event, and which jobs there are: all in this file."""

from comotion.core.events import subscribe
from comotion.core.jobs import register_job
from comotion.imports import tasks as imports
from comotion.portfolio import tasks as portfolio
from comotion.portfolio.events import DataChanged


def connect() -> None:
    """Connect events with reactions and register the kinds of jobs."""
    register_job(imports.APPLY)
    register_job(portfolio.REFRESH_JOB)
    subscribe(DataChanged, portfolio.refresh_after)
