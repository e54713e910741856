"""Leaks where programs read: the API, commands, jobs, mails, documents, feeds, webhooks; and by signed links."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from django.db.models import Q

from comotion.audits.models import Audit
from comotion.core.access import visible_or_404
from comotion.core.links import OpenedLink, hash_of
from comotion.core.models import Job, Link
from comotion.core.policy import ACTIONS, policy_table
from comotion.core.principal import Principal
from comotion.identity.models import ApiToken, Membership
from comotion.imports.models import ImportRun
from comotion.notices.happenings import REFRESH
from comotion.partnerships.models import Partnership
from comotion.portfolio.models import PortfolioRow
from comotion.rhythm.models import Commitment, Meeting
from comotion.rhythm.operations import commitment_by_link
from comotion.scores.models import EarlyWarning
from comotion.surveys.answering import paper_of
from tests.isolation import seeking
from tests.isolation.leaks import PORTFOLIO, leak
from tests.isolation.seeking import Garden, forgetful
from tests.isolation.world import NOW


@leak("API", seeking.by_walk("api /import-runs/{ref}", actors={"a.token.all"}), "matrix", "canary")
def operation_without_a_scope(garden: Garden) -> None:
    garden.open(ImportRun)


@leak("API", seeking.by_walk("api /partnerships", actors={"d.token.all"}), "canary")
def page_of_the_api_without_a_scope(garden: Garden) -> None:
    garden.put(PORTFOLIO, forgetful(PortfolioRow))


@leak("API", seeking.by_walk("api /partnerships", actors={"a.token.narrow"}), "matrix")
def empty_list_of_scopes_that_means_everything(garden: Garden) -> None:
    def lenient(principal: Principal | None, action: str, resource: str) -> bool:
        if principal is None:
            return False
        letters = policy_table().get(resource, {}).get(principal.role, "")
        return ACTIONS[action] in letters and (not principal.scopes or f"{resource}:{action}" in principal.scopes)

    actors = garden.world.actors
    ApiToken.unscoped.filter(owner_org=garden.world.organizations["a"], name="a narrow").update(scopes=[])
    narrow = dataclasses.replace(actors["a.token.narrow"], scopes=frozenset())
    garden.monkeypatch.setitem(actors, "a.token.narrow", narrow)
    garden.put("comotion.core.policy.may", lenient)


@leak("API", seeking.by_walk("api /import-runs/{ref}/undo", actors={"b.token.all"}), "state")
def operation_that_writes_before_it_refuses(garden: Garden) -> None:
    def hasty(model: Any, action: str, resource: str, /, **lookup: Any) -> Any:
        model.unscoped.filter(**lookup).update(message="touched")
        return visible_or_404(model, action, resource, **lookup)

    garden.put("comotion.api.runs.visible_or_404", hasty)


@leak("command", seeking.by_command("partnership", "b.owner"), "matrix", "canary")
def command_about_anothers_partnership(garden: Garden) -> None:
    garden.open(Partnership, PortfolioRow)


@leak("command", seeking.by_command("portfolio", "d.owner"), "canary")
def command_that_lists_everybody(garden: Garden) -> None:
    garden.put(PORTFOLIO, forgetful(PortfolioRow))


@leak("command", seeking.by_command("portfolio", "a.suspended"), "matrix", "canary")
def command_in_the_name_of_a_suspended_member(garden: Garden) -> None:
    def anybody(_slug: str | None, email: str | None) -> Membership:
        return Membership.unscoped.get(person__email=email)

    garden.put("comotion.cli.acting.chosen_membership", anybody)


@leak("command", seeking.by_command("token revoke", "b.owner"), "matrix")
def command_that_ends_anothers_token(garden: Garden) -> None:
    garden.open(ApiToken)


@leak("job", seeking.by_job("imports.apply", "a.owner", "b", may=True), "state")
def job_that_loads_anothers_file(garden: Garden) -> None:
    garden.open(ImportRun)


@leak("job", seeking.by_job("portfolio.refresh", "a.owner", "b", may=True), "state")
def job_that_believes_its_argument(garden: Garden) -> None:
    def believing(*, partnerships: list[int], **_given: Any) -> Any:
        PortfolioRow.unscoped.filter(partnership_id__in=partnerships).update(owner_name="touched")
        raise RuntimeError

    garden.put("comotion.portfolio.tasks.refresh", believing)


@leak("job", seeking.by_job("portfolio.refresh", "a.suspended", "a", may=False), "matrix")
def job_with_the_rights_of_the_day_it_was_asked_for(garden: Garden) -> None:
    def as_asked(job: Job) -> Principal:
        return Principal(job.owner_org_id, job.role, job.person_id)

    garden.put("comotion.core.jobs._principal_of", as_asked)


@leak("job", seeking.by_job("portfolio.refresh", "a.executive_sponsor", "a", may=False), "matrix")
def job_whose_right_nobody_checks(garden: Garden) -> None:
    garden.put("comotion.core.jobs.require", lambda *_arguments: None)


@leak("mail", seeking.by_mail("things_shared"), "canary")
def mail_about_anothers_room(garden: Garden) -> None:
    garden.open(Partnership)


@leak("mail", seeking.by_mail("warning_opened"), "canary")
def mail_about_anothers_warnings(garden: Garden) -> None:
    garden.open(Partnership, EarlyWarning)


@leak("PDF", seeking.by_file("portfolio:report", ".pdf", "d.owner"), "canary")
def portfolio_on_paper_of_everybody(garden: Garden) -> None:
    garden.put(PORTFOLIO, forgetful(PortfolioRow))


@leak("PDF", seeking.by_file("room:brief", ".pdf", "d.owner"), "matrix")
def brief_of_anothers_partnership(garden: Garden) -> None:
    garden.open(Partnership, PortfolioRow)


@leak("spreadsheet", seeking.by_file("portfolio:report", ".xlsx", "d.owner"), "canary")
def workbook_of_everybody(garden: Garden) -> None:
    garden.put(PORTFOLIO, forgetful(PortfolioRow))


@leak("spreadsheet", seeking.by_file("friction-audit:sheet", ".xlsx", "d.owner"), "matrix", "canary")
def sheet_of_anothers_audit(garden: Garden) -> None:
    garden.open(Audit, Partnership)


@leak("calendar feed", seeking.by_feed, "canary")
def feed_with_anothers_meetings(garden: Garden) -> None:
    garden.open(Meeting, Partnership)


@leak("calendar feed", seeking.by_feed, "canary")
def feed_with_anothers_promises(garden: Garden) -> None:
    garden.open(Commitment, Partnership)


@leak("webhook", seeking.by_webhook, "canary")
def webhook_that_hears_of_anothers_warnings(garden: Garden) -> None:
    garden.open(Partnership, EarlyWarning)


@leak("webhook", seeking.by_webhook, "canary")
def webhook_that_hears_of_anothers_work(garden: Garden) -> None:
    Job.unscoped.create(owner_org=garden.world.organizations["a"], kind=REFRESH, role="owner", requested_at=NOW)
    garden.open(Job)


@leak("signed link", seeking.by_dead_links, "matrix")
def link_that_opens_after_its_end(garden: Garden) -> None:
    garden.put("comotion.web.middleware.open_link", _opening("purpose"))


@leak("signed link", seeking.by_dead_links, "matrix")
def link_that_opens_what_it_is_not_for(garden: Garden) -> None:
    garden.put("comotion.web.middleware.open_link", _opening("end"))


@leak("signed link", seeking.by_link("survey"), "canary")
def survey_that_names_anothers_partnership(garden: Garden) -> None:
    def telling(link: OpenedLink, at: Any) -> Any:
        paper = paper_of(link, at)
        return paper and dataclasses.replace(paper, partnership=garden.world.private["b"].name)

    garden.put("comotion.web.surveys.answering.paper_of", telling)


@leak("signed link", seeking.by_link("commitment"), "canary")
def promise_by_link_that_is_anothers(garden: Garden) -> None:
    def first_best(link: OpenedLink) -> Commitment | None:
        own = commitment_by_link(link)
        return Commitment.unscoped.exclude(owner_org=link.organization_id).first() or own

    garden.put("comotion.web.notices.commitments.commitment_by_link", first_best)


def _opening(*rules: str) -> Callable[..., OpenedLink | None]:
    """Return a function that opens links by some of the rules that there are."""

    def opened(secret: str, purpose: str, at: Any) -> OpenedLink | None:
        every = {"purpose": Q(purpose=purpose), "end": Q(revoked_at=None, expires_at__gt=at)}
        link = Link.unscoped.filter(*(every[rule] for rule in rules), secret_hash=hash_of(secret)).first()
        if link is None:
            return None
        person = link.person_id
        return OpenedLink(link.ref, purpose, link.subject, link.owner_org_id, link.holder, person, link.expires_at)

    return opened
