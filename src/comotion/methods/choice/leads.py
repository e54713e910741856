"""Leads of a co-marketing (specification 06 c3): how many, how good, and whether both sides bring them."""

from collections.abc import Mapping
from dataclasses import dataclass

from comotion.methods.checks import below, not_negative
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class JointLeads:
    """Joint leads of a quarter, and of the qualified ones how many each side brought."""

    joint: int
    qualified: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LeadsResult:
    """Leads, the share of them that qualified, each side's share of those, and whether that is uneven."""

    joint: int
    qualified: int
    qualified_share: float | None
    split: dict[str, float]
    uneven: bool | None
    config_hash: str


@method(name="choice.leads", version="1", example={"joint": 120, "qualified": {"a": 30, "b": 20}})
def leads(inputs: JointLeads, settings: MethodSettings) -> LeadsResult:
    """Show what a co-marketing brings, and to which side it is owed.

    Asks: do both sides bring qualified leads? Formula: ``split = a side's qualified leads / all qualified``; outside
    40–60 % it is uneven (with more sides the limits shrink in proportion to an equal share).

    Sure: Exact for the leads that were entered; with few qualified leads a single one moves the split by many points.

    Parameters
    ----------
    inputs : joint leads of one quarter, qualified ones by the side that brought them
    settings : the limits of an even split

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a negative number, ``COUNT_INCONSISTENT`` for more qualified leads than leads.

    Notes
    -----
    Source: specification 06 c3; the limits are our inference. No qualified lead: the split is missing.

    """
    for count in (inputs.joint, *inputs.qualified.values()):
        not_negative(count, "leads")
    qualified = sum(inputs.qualified.values())
    if qualified > inputs.joint:
        raise InvalidInput("COUNT_INCONSISTENT", "qualified", f"{qualified} of {inputs.joint} leads cannot qualify.")
    split = {side: count / qualified for side, count in inputs.qualified.items()} if qualified else {}
    share = qualified / inputs.joint if inputs.joint else None
    return LeadsResult(inputs.joint, qualified, share, split, _uneven(split, settings), settings.config_hash)


def _uneven(split: Mapping[str, float], settings: MethodSettings) -> bool | None:
    if not split:
        return None
    equal = 2.0 / len(split)
    low, high = settings.choice.even_split_low * equal, settings.choice.even_split_high * equal
    return any(below(share, low) or below(high, share) for share in split.values())
