"""Writes every kind of mail as its reader gets it: HTML, plain text, and pictures at 600 and 390, light and dark.

    python -m tests.notices.gallery [--into FOLDER]

The mails are made by the product itself from invented rows, in a database of their own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WIDTHS = {"wide": 600, "phone": 390}
DAYS = {"commitment_due": 1, "commitment_late": -4}
WARNINGS = (("DIVERGENCE", "medium"), ("RHYTHM_SLIP", "medium"), ("SPONSOR_GONE", "high"))


def main() -> None:
    """Make the mails and write them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--into", type=Path, default=ROOT / "var" / "mails")
    into = parser.parse_args().into
    os.environ["DJANGO_SETTINGS_MODULE"] = "comotion.config.settings_test"
    import django

    django.setup()
    from django.test.utils import override_settings, setup_databases, setup_test_environment

    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    pinned = dt.date(2026, 11, 22)
    with override_settings(
        COMOTION_AS_OF=pinned, BASE_URL="https://comotion.example", REPLIES_TO="reply@comotion.example"
    ):
        letters = mails(pinned)
    write(letters, into)
    print(f"{len(letters)} mails in {into}")  # noqa: T201


def mails(day: dt.date) -> dict[str, Any]:
    """Return one mail of every kind by its name."""
    from django.core import mail as outbox

    from comotion.notices.asking import ask
    from tests.notices.test_asking import events

    ada, organization, abouts = people_and_subjects(day)
    found: dict[str, Any] = {}
    for name, about in abouts.items():
        found[name] = sent(lambda name=name, about=about: tell(name, about, ada, organization), outbox)
    found["daily"] = sent(lambda: digest(ada, organization), outbox)
    for name, event in events(organization.pk).items():
        found[name] = sent(lambda event=event: ask(event), outbox)
    return found


def sent(deed: Any, outbox: Any) -> Any:
    """Let something be told, and return the mail that came of it."""
    before = len(outbox.outbox)
    deed()
    assert len(outbox.outbox) == before + 1
    return outbox.outbox[-1]


def people_and_subjects(day: dt.date) -> tuple[Any, Any, dict[str, str]]:
    """Make invented rows, one subject for every kind of notice."""
    from comotion.core.models import Job, JobState
    from comotion.estate.models import Export
    from comotion.notices.catalogue import kinds
    from comotion.notices.models import Webhook
    from comotion.partnerships.enums import InvitationState
    from comotion.partnerships.models import Invitation
    from comotion.rhythm.models import Commitment
    from comotion.scores.models import EarlyWarning
    from tests.factories import make_meeting, make_member, make_organization, make_partnership, make_person

    northwind = make_organization("Northwind Cloud")
    ada = make_member(northwind, "owner", person=make_person("ada@example.com", name="Ada Lind"))
    halden = make_partnership(northwind, "Halden Analytics", standing={"owner": ada.person})
    make_meeting(halden, "qsr", day + dt.timedelta(days=6))
    make_meeting(halden, "qsr", day - dt.timedelta(days=140), held_date=day - dt.timedelta(days=140))
    for code, severity in (("HIDDEN_EROSION", "high"), *WARNINGS):
        EarlyWarning.unscoped.create(
            owner_org=northwind, partnership=halden, code=code, severity=severity, opened_date=day, last_fired_date=day
        )
    job = Job.unscoped.create(
        owner_org=northwind, kind="imports.apply", person=ada.person, role="owner", state=JobState.DONE,
        argument={"run": "abcdefghjkmn"}, result={"created": 6709, "changed": 148}, requested_at=now(day),
    )  # fmt: skip
    answered = Invitation.unscoped.create(
        owner_org=northwind, partnership=halden, address="dario@halden.example", person_name="Dario Meyer",
        state=InvitationState.ACCEPTED, created_at=now(day), expires_at=now(day), answered_at=now(day),
    )  # fmt: skip
    packed = Job.unscoped.create(
        owner_org=northwind, kind="estate.export", person=ada.person, role="owner", state=JobState.DONE,
        requested_at=now(day),
    )  # fmt: skip
    Export.unscoped.create(
        owner_org=northwind, asked_by=ada.person, asked_at=now(day), made_at=now(day), job_ref=packed.ref,
        file_name="exports/example.zip", expires_at=now(day) + dt.timedelta(days=7),
    )  # fmt: skip
    hook = Webhook.unscoped.create(
        owner_org=northwind, author=ada.person, url="https://hooks.northwind.example/comotion", created_at=now(day)
    )
    asking = make_member(northwind, "member", person=make_person("noor@northwind.example", name="Noor Haddad"))
    promises = {
        name: Commitment.unscoped.create(
            owner_org=northwind, partnership=halden, text="Send Halden the joint price list for the spring bundle",
            owner_name="Ada Lind", due_date=day + dt.timedelta(days=days),
        ).ref
        for name, days in DAYS.items()
    }  # fmt: skip
    special = {
        "warning_opened": f"{halden.ref}:HIDDEN_EROSION", "import_finished": job.ref, "webhook_paused": hook.ref,
        "membership_asked": str(asking.person_id), "review_due": halden.ref,
        "room_answered": answered.ref, "export_finished": packed.ref, "organization_closing": (day + dt.timedelta(days=30)).isoformat(),
    }  # fmt: skip
    return ada, northwind, {name: (special | promises).get(name, halden.ref) for name in kinds()}


def now(day: dt.date) -> dt.datetime:
    """Noon of a day."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def tell(name: str, about: str, ada: Any, organization: Any) -> None:
    """Tell Ada at once."""
    from comotion.core.clock import now as clock
    from comotion.core.principal import acting_as
    from comotion.notices.preferences import prefer
    from comotion.notices.telling import Occasion, tell_person
    from tests.factories import principal_of

    with acting_as(principal_of(ada)):
        prefer(rates={name: "at_once"})
    tell_person(
        kind=name, person_id=ada.person_id, organization_id=organization.pk, occasions=[Occasion(about, about)],
        at=clock(),
    )  # fmt: skip


def digest(ada: Any, organization: Any) -> None:
    """Let three warnings wait for Ada's digest, and make it."""
    from comotion.core.clock import now as clock
    from comotion.core.principal import acting_as
    from comotion.notices.digests import make_digest
    from comotion.notices.preferences import prefer
    from comotion.notices.telling import Occasion, tell_person
    from comotion.partnerships.models import Partnership
    from tests.factories import principal_of

    ref = Partnership.unscoped.get(name="Halden Analytics").ref
    occasions = [Occasion(f"{ref}:{code}", code) for code, _severity in WARNINGS]
    with acting_as(principal_of(ada)):
        prefer(rates={"warning_opened": "daily"})
    tell_person(
        kind="warning_opened", person_id=ada.person_id, organization_id=organization.pk, occasions=occasions, at=clock()
    )
    with acting_as(principal_of(ada)):
        make_digest(period="daily", at=clock())


def write(letters: dict[str, Any], into: Path) -> None:
    """Write files and take pictures."""
    from tests.journeys.browsing import chromium

    into.mkdir(parents=True, exist_ok=True)
    for name, letter in letters.items():
        (into / f"{name}.html").write_text(str(letter.alternatives[0].content))
        headers = "".join(f"{key}: {value}\n" for key, value in letter.message().items() if key != "Content-Type")
        (into / f"{name}.txt").write_text(f"{headers}\n{letter.body}")
    with chromium() as browser:
        for scheme in ("light", "dark"):
            for width, pixels in WIDTHS.items():
                page = browser.new_page(viewport={"width": pixels, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
                for name in letters:
                    page.goto((into / f"{name}.html").as_uri())
                    page.screenshot(path=into / f"{name}-{width}-{scheme}.png", full_page=True)
                page.close()


if __name__ == "__main__":
    main()
