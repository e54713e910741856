"""Making and upgrading a home: its database, and the files that the pages need."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comotion.cli.acting import pending_migrations
from comotion.cli.output import say

if TYPE_CHECKING:
    from comotion.identity.models import Membership

MARK = "static.collected"
CONNECTION = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
UNUSED = ["redoc*"]
"""What libraries bring and no page of ours shows."""


def upgrade_database() -> list[str]:
    """Apply what is missing, from nothing to everything; return the names of what was applied."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from comotion.core import wall

    server = str(connection.settings_dict["USER"])
    with _owning_the_tables() as is_another_role:
        missing = pending_migrations()
        if missing is None:
            missing = sorted(".".join(node) for node in MigrationLoader(None).graph.nodes)
        if missing:
            assert apps.ready
            call_command("migrate", verbosity=0, interactive=False)
        if is_another_role:
            wall.build(role=server)
            connection.close()
    return missing


@contextmanager
def _owning_the_tables() -> Iterator[bool]:
    """Connect as who owns the tables, where that is another role than the server's; say whether it is."""
    from django.conf import settings
    from django.db import connection

    if not settings.TABLE_OWNER:
        yield False
        return
    settled: dict[str, Any] = connection.settings_dict
    server = {name: settled[name] for name in CONNECTION}
    settled.update({name: settings.TABLE_OWNER[name] for name in CONNECTION})
    connection.close()
    try:
        yield True
    finally:
        settled.update(server)


def create_first_member(*, email: str, name: str, organization: str, password: str) -> Membership:
    """Make an organization and its owner, both or neither."""
    from django.db import transaction

    from comotion.identity.operations import create_member, create_organization, refuse_weak_password

    refuse_weak_password(password)
    with transaction.atomic():
        made = create_organization(name=organization)
        return create_member(organization=made, email=email, name=name, role="owner", password=password)


def collect_static_files() -> bool:
    """Gather the files of the pages into the home where they changed; return whether they had."""
    from django.conf import settings
    from django.core.management import call_command

    mark = Path(settings.HOME.path) / MARK
    state = _state_of_static_files()
    if mark.exists() and mark.read_text() == state:
        return False
    say("Gathering the files of the pages; this happens once for each version.")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNUSED)
    mark.write_text(state)
    return True


def _state_of_static_files() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
