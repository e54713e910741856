"""Tools before process (specification 05 c5): one full cycle is held before a tool is to carry it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from comotion.methods.checks import unique
from comotion.methods.momentum.plan import months_later
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

TOOL_BEFORE_PROCESS = "TOOL_BEFORE_PROCESS"


@dataclass(frozen=True, slots=True)
class ToolRollout:
    """A tool, when it went live and what for; spreadsheets, e-mail and calls are exempt."""

    name: str
    went_live_on: date
    kind: Literal["collaboration_tool", "spreadsheet", "email", "call"] = "collaboration_tool"
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class ToolInputs:
    """Tools with the start of the cycle, How Agreement signed and first MBR held, and the day of the check."""

    tools: tuple[ToolRollout, ...]
    as_of: date
    agreement_signed_on: date | None = None
    first_review_on: date | None = None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The first day a tool may go live (None while the cycle is not complete), and tools that came before."""

    earliest: date | None
    findings: tuple[str, ...]
    config_hash: str


@method(
    name="momentum.tools",
    version="1",
    example={
        "tools": [{"name": "Joint board", "went_live_on": "2025-02-10"}],
        "as_of": "2025-04-01",
        "agreement_signed_on": "2025-02-02",
        "first_review_on": "2025-03-06",
    },
)
def tools_before_process(inputs: ToolInputs, settings: MethodSettings) -> ToolResult:
    """Find the tools that came before the process they should carry.

    Asks: was the way of working tried before it was cast into a tool? Formula: the earliest day is the later of one
    month after the How Agreement was signed and the first MBR; a tool that went live before it, or while there is no
    such day, is ``TOOL_BEFORE_PROCESS:<tool>``.

    Sure: Exact for the tools that were entered.

    Parameters
    ----------
    inputs : tools with the day they went live, the two days of the cycle, and the day of the check
    settings : months of a full cycle (1)

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID`` for a tool listed twice.

    Notes
    -----
    Source: specification 05 c5, after the first article. Spreadsheets, e-mail and calls are exempt, and a tool that
    goes live after the day of the check is not looked at.

    """
    unique((tool.name for tool in inputs.tools), "tools")
    earliest = _earliest(inputs, settings)
    live = [one for one in inputs.tools if one.kind == "collaboration_tool" and one.went_live_on <= inputs.as_of]
    early = sorted(tool.name for tool in live if earliest is None or tool.went_live_on < earliest)
    return ToolResult(earliest, tuple(f"{TOOL_BEFORE_PROCESS}:{name}" for name in early), settings.config_hash)


def _earliest(inputs: ToolInputs, settings: MethodSettings) -> date | None:
    if inputs.agreement_signed_on is None or inputs.first_review_on is None:
        return None
    return max(months_later(inputs.agreement_signed_on, settings.plan.cycle_months), inputs.first_review_on)
