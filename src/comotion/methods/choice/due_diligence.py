"""Due diligence before an investment (specification 06 c3): a list in which no line may stay open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from comotion.methods.checks import unique
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

DueDiligence = Literal[
    "ownership_and_control",
    "financial_state",
    "liabilities_and_disputes",
    "intellectual_property",
    "data_protection_and_security",
    "key_people",
    "conflicts_with_partners",
    "competition_and_export_law",
    "exit_of_earlier_partners",
]
LINES: tuple[DueDiligence, ...] = get_args(DueDiligence)
DUE_DILIGENCE_OPEN = "DUE_DILIGENCE_OPEN"


@dataclass(frozen=True, slots=True)
class DueDiligenceLine:
    """One line: its state, who works on it, when, and what was found; ``not_applicable`` says why."""

    line: DueDiligence
    state: Literal["open", "done", "not_applicable"]
    owner: str | None = None
    on: date | None = None
    finding: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        """Refuse a line that is left out without a reason."""
        if self.state == "not_applicable" and not (self.reason or "").strip():
            raise InvalidInput("REASON_REQUIRED", self.line, "A line that does not apply says why.")


@dataclass(frozen=True, slots=True)
class DueDiligenceLines:
    """The lines worked on so far; a line that is absent is open."""

    lines: tuple[DueDiligenceLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDiligenceResult:
    """The lines that are still open, and the blocker they make."""

    open_lines: tuple[DueDiligence, ...]
    blockers: tuple[str, ...]
    config_hash: str


def open_lines(lines: Sequence[DueDiligenceLine]) -> tuple[DueDiligence, ...]:
    """Return the lines that are neither done nor left out with a reason, in the order of the list.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID`` for a line given twice.

    """
    unique((line.line for line in lines), "lines")
    settled = {line.line for line in lines if line.state != "open"}
    return tuple(line for line in LINES if line not in settled)


@method(
    name="choice.due_diligence",
    version="1",
    example={"lines": [{"line": "key_people", "state": "done", "owner": "Ana", "finding": "none leaves"}]},
)
def due_diligence(inputs: DueDiligenceLines, settings: MethodSettings) -> DueDiligenceResult:
    """Say what is still to be examined before an investment.

    Asks: may an investment agreement be signed as far as due diligence goes? Formula: every one of nine lines is done
    or left out with a reason; an open one blocks.

    Sure: Exact for the nine lines. What stands behind a line marked done is the judgement of its owner.

    Parameters
    ----------
    inputs : lines with state, owner, date and finding
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``REASON_REQUIRED``, ``DUPLICATE_ID``.

    Notes
    -----
    Source: specification 06 c3: the second article names due diligence; the lines are our inference.

    """
    found = open_lines(inputs.lines)
    return DueDiligenceResult(found, (DUE_DILIGENCE_OPEN,) if found else (), settings.config_hash)
