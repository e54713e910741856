"""``comotion organization``: the tenants of an installation."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from comotion.cli.acting import require_database, setup_django
from comotion.cli.output import DONE, PROBLEMS, add_json_argument, print_json, print_table, progress, say, write

WITHOUT_KEY = (
    "single answers, what belongs to single people, passwords and tokens. “comotion organization key ARCHIVE” where it "
    "was made says the key; bring it into another empty installation with --key-file."
)


def register(subparsers: Any) -> None:
    """Add the group."""
    group = subparsers.add_parser("organization", help="tenants: list, create, import")
    actions = group.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="every organization that someone has joined")
    listing.set_defaults(handler=show)
    creating = actions.add_parser("create", help="make an organization; then “comotion user create” its owner")
    creating.add_argument("name")
    creating.add_argument("--domain", default="")
    creating.add_argument("--slug", default="", help="its short name in links, by default made from the name")
    creating.set_defaults(handler=create)
    bringing = actions.add_parser("import", help="bring an archive of “comotion export” into an empty installation")
    bringing.add_argument("file", metavar="ARCHIVE")
    bringing.add_argument("--key-file", metavar="FILE", help="the key that opens what is sealed; - for standard input")
    bringing.set_defaults(handler=bring)
    asking = actions.add_parser("key", help="the key of an archive that this installation has made")
    asking.add_argument("file", metavar="ARCHIVE")
    asking.set_defaults(handler=key)
    for parser in (listing, creating, bringing, asking):
        add_json_argument(parser)


def show(args: argparse.Namespace) -> None:
    """List."""
    setup_django()
    require_database()
    from comotion.identity.queries import active_organizations

    rows = [{"slug": one.slug, "name": one.name, "domain": one.domain} for one in active_organizations()]
    if args.json:
        print_json({"organizations": rows})
    else:
        print_table(["slug", "name", "domain"], [list(row.values()) for row in rows])


def create(args: argparse.Namespace) -> None:
    """Make one."""
    setup_django()
    require_database()
    from comotion.identity.operations import create_organization

    made = create_organization(name=args.name, domain=args.domain, slug=args.slug)
    if args.json:
        print_json({"slug": made.slug, "name": made.name, "domain": made.domain})
    else:
        write(f"{made.name} is there as “{made.slug}”.")


def bring(args: argparse.Namespace) -> int:
    """Bring an archive into an empty installation."""
    setup_django()
    require_database()
    from comotion.core.clock import now
    from comotion.estate.importing import import_archive
    from comotion.estate.reading import open_archive
    from comotion.notices.brought import pause_brought_webhooks

    archive = open_archive(Path(args.file))
    done = import_archive(archive=archive, key=_key_in(args.key_file), at=now(), progress=progress)
    webhooks = pause_brought_webhooks(organization_id=archive.manifest["organization"]["id"], at=now())
    if args.json:
        print_json({"organization": done.organization, "tables": done.tables, "seal_opened": done.seal_opened,
                    "audit_log_whole": done.tampered is None, "webhooks_paused": webhooks})  # fmt: skip
    else:
        write(f"{done.organization} is here: {sum(done.tables.values()):,} rows in {len(done.tables)} tables.")
    if done.tampered is not None:
        say(f"Its audit log is not whole: entry {done.tampered.sequence}, {done.tampered.reason}.")
    if not done.seal_opened:
        say(f"What is sealed stayed closed: {WITHOUT_KEY}")
    return DONE if done.seal_opened and done.tampered is None else PROBLEMS


def _key_in(name: str | None) -> str:
    if name is None:
        return ""
    return (sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")).strip()


def key(args: argparse.Namespace) -> None:
    """Say the key of an archive, if it was made here."""
    setup_django()
    from comotion.estate.reading import open_archive
    from comotion.estate.sealing import key_of_archive

    archive = open_archive(Path(args.file))
    found = key_of_archive(archive.manifest["archive"])
    archive.sealed_rows(found)
    if args.json:
        print_json({"archive": archive.manifest["archive"], "key": found})
    else:
        write(found)
