"""Value of a whole program (specification 08 c5): quantified and profitable shares, concentration, quarterly result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comotion.methods.checks import TOLERANCE, unique
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings
from comotion.methods.value.roi import ProfitClass


@dataclass(frozen=True, slots=True)
class ClassedPartnership:
    """One active partnership with its profit class and base benefit."""

    id: str
    profit_class: ProfitClass
    base_benefit: float


@dataclass(frozen=True, slots=True)
class ProgramRows:
    """The active partnerships of a program."""

    rows: tuple[ClassedPartnership, ...]


@dataclass(frozen=True, slots=True)
class ProfitShares:
    """Shares over the program; None where the denominator is empty.

    ``benefit_concentration`` is the smallest number of partnerships that make up 80 % of the base benefit.
    """

    active: int
    quantified_share: float | None
    highly_profitable_share: float | None
    benefit_concentration: int | None
    config_hash: str


@dataclass(frozen=True, slots=True)
class ProgramResult:
    """Partnership revenue of a quarter against the same quarter a year before, and its rank among sales channels."""

    revenue: float
    revenue_year_before: float | None
    growth: float | None
    rank: int
    channels: int


@method(
    name="value.program",
    version="1",
    example={"rows": [{"id": "p1", "profit_class": "profitable", "base_benefit": 420000}]},
)
def profit_shares(inputs: ProgramRows, settings: MethodSettings) -> ProfitShares:
    """Sum up what a program can prove.

    Asks: how much of the portfolio is quantified, how much of that is highly profitable, and on how few partnerships
    does the benefit rest? Formula: ``quantified / active``, ``highly_profitable / quantified``, and the smallest number
    of partnerships with 80 % of the base benefit.

    Sure: Exact for the partnerships that are quantified; the share of those is the first figure to read.

    Parameters
    ----------
    inputs : active partnerships with profit class and base benefit
    settings : the share of the benefit that the concentration covers

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``.

    Notes
    -----
    Source: specification 08 c5.

    """
    unique((row.id for row in inputs.rows), "rows")
    classes = [row.profit_class for row in inputs.rows]
    quantified = sum(found != "unquantified" for found in classes)
    return ProfitShares(
        len(classes),
        quantified / len(classes) if classes else None,
        classes.count("highly_profitable") / quantified if quantified else None,
        _concentration([row.base_benefit for row in inputs.rows], settings.roi.concentration_share),
        settings.config_hash,
    )


def _concentration(benefits: Sequence[float], share: float) -> int | None:
    positive = sorted((benefit for benefit in benefits if benefit > 0), reverse=True)
    wanted = share * sum(positive) - TOLERANCE
    covered = 0.0
    for rank, benefit in enumerate(positive, start=1):
        covered += benefit
        if covered >= wanted:
            return rank
    return None


def program_result(revenue: float, year_before: float | None, channels: Mapping[str, float]) -> ProgramResult:
    """Return the program's result of a quarter for the board.

    Parameters
    ----------
    revenue : partnership revenue (sourced plus the base share of influenced) of the quarter
    year_before : the same of the same quarter a year before; growth is missing where it is None or not above 0
    channels : revenue of the other sales channels named in settings

    Examples
    --------
    >>> program_result(300.0, 250.0, {"direct": 900.0, "web": 120.0}).rank
    2

    """
    growth = revenue / year_before - 1.0 if year_before is not None and year_before > 0 else None
    rank = 1 + sum(other > revenue for other in channels.values())
    return ProgramResult(revenue, year_before, growth, rank, len(channels) + 1)
