"""What happens by the clock. Each entry only asks for jobs; the worker that holds the home's lock runs the schedule."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from comotion.core.clock import now, today
from comotion.estate.exporting import forget_expired_exports
from comotion.estate.removal import delete_due_organizations
from comotion.notices.delivering import ask_for_due
from comotion.notices.digests import ask_for_digests
from comotion.notices.mailbox import read_mailbox
from comotion.notices.reminders import ask_for_reminders
from comotion.notices.resuming import resume_mails
from comotion.partnerships.parting import end_due_rooms
from comotion.surveys.tasks import ask_for_rounds


@db_periodic_task(crontab(minute="*/15"))
def digests() -> None:
    """Ask for the digests whose hour has come in the time zone of their readers."""
    ask_for_digests(at=now())


@db_periodic_task(crontab(minute="20", hour="4"))
def reminders() -> None:
    """Ask for the day's reminders, before anybody's digest is made."""
    ask_for_reminders(at=now())


@db_periodic_task(crontab(minute="*/5"))
def stranded_mails() -> None:
    """Take up mails whose job was lost or whose server was away."""
    resume_mails(at=now())


@db_periodic_task(crontab(minute="*"))
def due_deliveries() -> None:
    """Send again to webhooks that did not answer, once their pause is over."""
    ask_for_due(at=now())


@db_periodic_task(crontab(minute="35"))
def survey_rounds() -> None:
    """Ask for rounds of surveys to be closed, opened and reminded of."""
    ask_for_rounds(at=now())


@db_periodic_task(crontab(minute="*/2"))
def mailbox() -> None:
    """Read what was replied to our mails, where a mailbox is named."""
    read_mailbox(at=now())


@db_periodic_task(crontab(minute="50", hour="3"))
def ends_of_rooms() -> None:
    """End the partnerships whose announced last day has come, before the day's reminders are asked for."""
    end_due_rooms(today=today(), at=now())


@db_periodic_task(crontab(minute="40", hour="3"))
def ends_of_organizations() -> None:
    """Delete the organizations whose days of grace are over, and the archives that are kept no longer."""
    delete_due_organizations(at=now())
    forget_expired_exports(at=now())
