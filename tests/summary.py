"""The table of real files at the end of a test run: what each one's README says, and what was read."""

from __future__ import annotations

from _pytest.terminal import TerminalReporter

HEAD = "| file | what its README says | what was read | verdict |\n|---|---|---|---|"


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print what the tests of real files noted, also where several processes ran them."""
    reports = [
        report for kept in terminalreporter.stats.values() for report in kept if hasattr(report, "user_properties")
    ]
    lines = {str(line) for report in reports for name, line in report.user_properties if name == "real file"}
    if lines:
        terminalreporter.section("real files as their READMEs say")
        terminalreporter.write_line("\n".join([HEAD, *sorted(lines)]))
