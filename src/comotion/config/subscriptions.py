"""Who reacts to which event, and which jobs there are: all in this file."""


def connect() -> None:
    """Connect events with reactions and register the kinds of jobs."""
