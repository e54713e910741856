"""The portfolio and the brief as data: what the command line prints and the API answers, from the same figures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from comotion.core.principal import current_principal
from comotion.methods.payloads import as_json
from comotion.narrative.names import CATEGORIES
from comotion.narrative.sentence import plain
from comotion.narrative.wording import ENGLISH
from comotion.partnerships.models import Party
from comotion.portfolio.lines import PortfolioLine, PortfolioSummary, WarningMark
from comotion.portfolio.queries import partnership_brief, portfolio_summary
from comotion.reports.sentences import questions, room_head
from comotion.scores.explained import Figure
from comotion.scores.models import Snapshot
from comotion.scores.queries import stored_month

Document = dict[str, Any]
PART = ("name", "weight", "value", "coverage", "contribution")


def portfolio_document(lines: Sequence[PortfolioLine]) -> Document:
    """Return the scored portfolio: counts of the whole program, and the lines."""
    summary, settings = portfolio_summary(), _config_hash(lines)
    return {
        "as_of": summary.as_of,
        "config_hash": settings,
        "counts": counts_document(summary),
        "partnerships": line_documents(lines),
    }


def counts_document(summary: PortfolioSummary) -> Document:
    """Return how many partnerships there are of each kind."""
    names = ("partnerships", "scored", "good_on_all", "good_on_none", "earning_ahead", "phases", "tiers")
    return {name: getattr(summary, name) for name in names} | {"dimensions": as_json(summary.dimensions)}


def _config_hash(lines: Sequence[PortfolioLine]) -> str | None:
    found = stored_month(lines[0].ref) if lines else None
    return found.config_hash if found else None


def line_documents(lines: Sequence[PortfolioLine]) -> list[Document]:
    """Return lines with the parts of their figures, in two queries for however many."""
    stored, parties = _stored(lines), party_names([line.ref for line in lines])
    return [_line(line, stored.get(line.ref, ({}, "")), parties[line.ref]) for line in lines]


def _line(line: PortfolioLine, stored: tuple[Mapping[str, Any], str], parties: list[str]) -> Document:
    def scored(name: str, figure: Figure) -> Document:
        return scored_document(figure, stored[0].get(name, {}), stored[1])

    return {
        "id": line.ref,
        "name": line.name,
        "parties": parties,
        "approach": line.approach,
        "level": line.level,
        "owner": line.owner_name,
        "tier": line.tier,
        "phase": line.phase,
        "scorecard": scored("scorecard", line.scorecard),
        "categories": {
            name: scored(f"category.{name}", line.categories.get(name) or Figure.missing()) for name in CATEGORIES
        },
        "momentum_index": scored("momentum_index", line.momentum_index),
        "trend": line.trend,
        "potential": line.potential,
        "health": line.health,
        "priority": line.priority,
        "coverage": line.coverage,
        "as_of": line.as_of,
        "last_review_date": line.last_review_date,
        "next_review_date": line.next_review_date,
        "warnings": [warning_document(mark) for mark in line.warnings],
    }


def scored_document(figure: Figure, record: Mapping[str, Any], config_hash: str) -> Document:
    """Return a figure as the contract writes it; missing is null."""
    return {
        "value": figure.value,
        "coverage": figure.coverage,
        "status": figure.status,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "parts": [{name: part[name] for name in PART} for part in record.get("parts", ())],
        "notes": list(record.get("notes", ())),
        "config_hash": config_hash,
    }


def warning_document(mark: WarningMark) -> Document:
    """Return an open warning with the readings that fired it."""
    document: Document = as_json(mark)
    return document


def _stored(lines: Sequence[PortfolioLine]) -> dict[str, tuple[dict[str, Any], str]]:
    months = {line.as_of for line in lines if line.as_of is not None}
    rows = Snapshot.objects.filter(
        owner_org_id=current_principal().organization_id,
        as_of__in=months,
        partnership__ref__in=[line.ref for line in lines],
    ).order_by("as_of", "computed_at", "pk")
    found = rows.values_list("partnership__ref", "figures", "config_hash")
    return {ref: (figures, config_hash) for ref, figures, config_hash in found}


def party_names(refs: Sequence[str]) -> dict[str, list[str]]:
    """Return the names of the parties of each partnership, in their order."""
    rows = Party.objects.filter(partnership__ref__in=refs).order_by("position", "pk")
    names: dict[str, list[str]] = defaultdict(list)
    for ref, name in rows.values_list("partnership__ref", "organization__name"):
        names[ref].append(name)
    return names


def brief_document(ref: str, today: dt.date) -> Document:
    """Return one partnership: its sentence, what to ask, its figures, meetings and warnings."""
    brief, stored = partnership_brief(ref, today=today), stored_month(ref)
    figures = stored.figures if stored else {}
    plainly: Document = as_json(brief)
    heads = ("ref", "name", "parties", "state", "approach", "operating_model", "field", "started_date", "owner_name")
    rest = ("level", "programs", "tier", "phase", "computed_phase", "step", "next_review_date", "as_of", "computed_at")
    return {
        "partnership": {"id": brief.ref} | {name: plainly[name] for name in (*heads[1:], *rest)},
        "sentence": room_head(brief, ENGLISH),
        "ask": [plain(question) for question in questions(brief, ENGLISH)],
        "figures": {
            name: scored_document(figure, figures.get(name, {}), brief.config_hash)
            for name, figure in brief.figures.items()
        },
        "trends": plainly["trends"],
        "commitments": [],
        "insights": [],
        "meetings": {"last": plainly["last_meetings"], "next": plainly["next_meetings"]},
        "warnings": plainly["warnings"],
        "history": plainly["history"],
        "missing": plainly["missing"],
        "readings": plainly["readings"],
    }
