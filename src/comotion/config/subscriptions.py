"""Who reacts to which event, and which jobs there are: all in this file."""

from comotion.core.jobs import register_job
from comotion.imports import tasks as imports


def connect() -> None:
    """Connect events with reactions and register the kinds of jobs."""
    register_job(imports.APPLY)
