"""``comotion portfolio``, ``partnership`` and ``explain``: what the pages show, for people and programs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from comotion.cli.acting import add_member_arguments, as_member
from comotion.cli.output import add_json_argument, cell_text, print_json, print_table, refuse, write

if TYPE_CHECKING:
    from comotion.portfolio.lines import PortfolioFilters
    from comotion.scores.explained import ExplainedPart, Figure

FILTERS = ("tier", "phase", "owner", "approach", "level", "warning", "text")


def register(subparsers: Any) -> None:
    """Add the three commands."""
    listing = subparsers.add_parser("portfolio", help="the scored portfolio")
    listing.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE", help=", ".join(FILTERS))
    listing.add_argument("--sort", default="", help="name, scorecard, priority, tier, phase or warnings")
    listing.set_defaults(handler=portfolio)
    one = subparsers.add_parser("partnership", help="the brief of one partnership as data")
    one.set_defaults(handler=partnership)
    opening = subparsers.add_parser("explain", help="parts, weights, inputs, method and version of one figure")
    opening.set_defaults(handler=explain)
    for parser in (one, opening):
        parser.add_argument("partnership", metavar="NAME|ID")
    opening.add_argument(
        "figure", metavar="FIGURE", help="such as scorecard, category.relationship_health, kpi.trust_survey"
    )
    for parser in (listing, one, opening):
        add_member_arguments(parser)
        add_json_argument(parser)


def chosen_filters(given: list[str]) -> PortfolioFilters:
    """Read ``key=value`` pairs."""
    from comotion.portfolio.lines import PortfolioFilters

    chosen: dict[str, str] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals or key not in FILTERS:
            refuse(f"“{pair}” is no filter. Write one of {', '.join(FILTERS)} as key=value.")
        chosen[key] = value
    return PortfolioFilters(**chosen)


def portfolio(args: argparse.Namespace) -> None:
    """Print the list with its counts."""
    with as_member(args):
        from comotion.reports.data import portfolio_document
        from comotion.reports.portfolio import all_lines

        lines = list(all_lines(chosen_filters(args.filter), args.sort))
        if args.json:
            print_json(portfolio_document(lines))
            return
        columns = [
            "name",
            "tier",
            "phase",
            "scorecard",
            "coverage",
            "fin",
            "strat",
            "oper",
            "rel",
            "momentum",
            "warnings",
        ]
        print_table(columns, [_row(line) for line in lines])


def _row(line: Any) -> list[Any]:
    categories = [_shown(figure) for figure in line.categories.values()]
    warnings = ", ".join(mark.code.lower().replace("_", " ") for mark in line.warnings)
    head = [line.name, line.tier, line.phase, _shown(line.scorecard), f"{line.coverage:.0%}"]
    return [*head, *categories, _shown(line.momentum_index), warnings]


def _shown(figure: Figure) -> float | None:
    return figure.value


def partnership(args: argparse.Namespace) -> None:
    """Print the brief."""
    with as_member(args) as acting:
        from comotion.cli.naming import named_partnership
        from comotion.reports.data import brief_document

        document = brief_document(named_partnership(args.partnership), acting.today)
        if args.json:
            print_json(document)
            return
        write(document["sentence"])
        write()
        rows = [
            [name, figure["value"], f"{figure['coverage']:.0%}", figure["status"]]
            for name, figure in document["figures"].items()
        ]
        print_table(["figure", "value", "coverage", "status"], rows)
        for warning in document["warnings"]:
            write(f"{warning['severity']}: {warning['code']} since {warning['opened_date']}")


def explain(args: argparse.Namespace) -> None:
    """Open one figure."""
    with as_member(args):
        from comotion.cli.naming import named_partnership
        from comotion.scores.explanation import explain as explained

        found = explained(named_partnership(args.partnership), args.figure)
        if args.json:
            print_json(found.as_json())
            return
        write(f"{found.partnership_name}, {found.figure}: {cell_text(found.value)}")
        write(f"coverage {found.coverage:.0%}, {found.status}, between {found.low:.1f} and {found.high:.1f}")
        write(f"{found.method} {found.version}, settings {found.config_hash[:12]}, as of {found.as_of}")
        print_table(["part", "weight", "value", "coverage", "adds"], _parts(found.parts))
        rows = [[one.name, _raw(one.value), one.unit, one.source, one.person, one.date] for one in found.inputs]
        print_table(["input", "value", "unit", "source", "person", "date"], rows)


def _raw(value: float | None) -> str | None:
    """Return a reading with four digits: raw values come in every size."""
    return None if value is None else f"{value:,.4g}"


def _parts(parts: tuple[ExplainedPart, ...], depth: int = 0) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for part in parts:
        name = f"{'· ' * depth}{part.name}"
        rows.append([name, part.weight, part.value, f"{part.coverage:.0%}", part.contribution])
        rows += _parts(part.parts, depth + 1)
    return rows
