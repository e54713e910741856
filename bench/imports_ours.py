"""Goal 7, our side, in a process of its own: ``python -m bench.imports_ours FILE HOME DATABASE_URL [prepare|profile]``.

A person's whole road is measured: the file is read in its child process, compared, kept as a preview with a verdict
for each row, and loaded with what undoing it takes.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from bench.deals import KNOWN, PARTNERS, deal_id, partner
from bench.home import AT, open_home


def prepare(rows: int) -> None:
    """Put an organization, its partnerships and the deals in that are known already."""
    from comotion.accounts.models import Opportunity
    from comotion.identity.models import Membership, Organization, Person
    from comotion.partnerships.models import Partnership, Party, Standing

    us = Organization.unscoped.create(name="Northwind Cloud", slug="northwind-cloud")
    dana = Person.objects.create_user("dana@northwind.example", None, name="Dana Whitfield")
    Membership.unscoped.create(organization=us, person=dana, role="owner")
    for number in range(PARTNERS):
        other = Organization.unscoped.create(name=partner(number), kept_by=us, slug=f"partner-{number}")
        room = Partnership.unscoped.create(owner_org=us, name=partner(number))
        Party.unscoped.create(partnership=room, organization=us, state="active")
        Party.unscoped.create(partnership=room, organization=other, state="record", position=1)
        Standing.unscoped.create(owner_org=us, partnership=room)
    known = (
        Opportunity(owner_org=us, external_id=deal_id(number), name="old", amount=1) for number in range(0, rows, KNOWN)
    )
    Opportunity.unscoped.bulk_create(known, batch_size=2_000)


def load(file: Path) -> dict[str, Any]:
    """Preview and apply; return what that took and what came of it."""
    from comotion.accounts.models import Opportunity
    from comotion.core.principal import Principal, acting_as
    from comotion.identity.models import Membership
    from comotion.imports import operations

    member = Membership.unscoped.get()
    data = file.read_bytes()
    began, spent = time.perf_counter(), time.process_time()
    with acting_as(Principal(member.organization_id, member.role, member.person_id)):
        run = operations.preview(data=data, file_name=file.name, at=AT)
        seen = time.perf_counter()
        operations.apply(run=run, at=AT)
        ended = time.perf_counter()
        stored = Opportunity.objects.count()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "wall": ended - began, "preview": seen - began, "apply": ended - seen, "bad": run.refused, "rows": stored,
        "cpu": time.process_time() - spent + used[1].ru_utime + used[1].ru_stime,
        "peak_mb": max(each.ru_maxrss for each in used) // 1024, "child_mb": used[1].ru_maxrss // 1024,
    }  # fmt: skip


def main(file: Path, home: Path, database: str, what: str = "load") -> None:
    open_home(home, database)
    if what == "prepare":
        prepare(sum(1 for _ in file.open("rb")) - 1)
    elif what == "profile":
        import cProfile
        import pstats

        profile = cProfile.Profile()
        profile.runcall(load, file)
        pstats.Stats(profile, stream=sys.stdout).sort_stats("cumtime").print_stats(70)
    else:
        print(json.dumps(load(file)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
